// `npm run build`: compiles the contracts and writes the ABI that the client sees, client/chain/abi.ts.
// With --check it writes nothing and fails when the committed file is not what the contracts give.
import { readFile, writeFile } from "node:fs/promises";
import hre from "hardhat";
import { compileContracts } from "../client/node/deploy/compile.ts";

const target = new URL("../client/chain/abi.ts", import.meta.url);

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

await compileContracts();
const text = `// Written by \`npm run build\` from the contracts; do not edit. The coordinator's ABI and the verifier's errors.
// biome-ignore-all format: generated
export const coordinatorAbi = ${JSON.stringify(await coordinatorAbi(), null, 1)} as const;
`;
if (process.argv.includes("--check")) {
  const committed = await readFile(target, "utf8");
  if (committed !== text) {
    console.error("client/chain/abi.ts is not what the contracts give: run `npm run build` and commit it.");
    process.exitCode = 1;
  }
} else {
  await writeFile(target, text);
}
