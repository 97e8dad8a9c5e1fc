// `npm run build`: compiles the contracts and writes the ABIs that the client sees, client/chain/abi.ts and registry-abi.ts.
// With --check it writes nothing and fails when a committed file is not what the contracts give.
import { readFile, writeFile } from "node:fs/promises";
import hre from "hardhat";
import { compileContracts } from "../client/node/deploy/compile.ts";

const chain = new URL("../client/chain/", import.meta.url);

interface AbiEntry {
  readonly type: string;
  readonly name?: string;
}

/** The coordinator's ABI with the verifier's errors, since those pass through the coordinator. */
async function coordinatorAbi(): Promise<readonly AbiEntry[]> {
  const own: readonly AbiEntry[] = (await hre.artifacts.readArtifact("LPCoordinator")).abi;
  const verifier: readonly AbiEntry[] = (await hre.artifacts.readArtifact("CertificateVerifier")).abi;
  const known = new Set(own.filter((entry) => entry.type === "error").map((entry) => entry.name));
  const passing = verifier.filter((entry) => entry.type === "error" && !known.has(entry.name));
  return [...own, ...passing];
}

function source(what: string, name: string, abi: readonly AbiEntry[]): string {
  return `// Written by \`npm run build\` from the contracts; do not edit. ${what}
// biome-ignore-all format: generated
export const ${name} = ${JSON.stringify(abi, null, 1)} as const;
`;
}

await compileContracts();
const registryAbi: readonly AbiEntry[] = (await hre.artifacts.readArtifact("PeerRegistry")).abi;
const files = {
  "abi.ts": source("The coordinator's ABI and the verifier's errors.", "coordinatorAbi", await coordinatorAbi()),
  "registry-abi.ts": source("The peer registry's ABI.", "registryAbi", registryAbi),
};
for (const [file, text] of Object.entries(files)) {
  const target = new URL(file, chain);
  if (!process.argv.includes("--check")) {
    await writeFile(target, text);
  } else if ((await readFile(target, "utf8").catch(() => "")) !== text) {
    console.error(`client/chain/${file} is not what the contracts give: run \`npm run build\` and commit it.`);
    process.exitCode = 1;
  }
}
