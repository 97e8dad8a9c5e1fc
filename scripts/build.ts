// `npm run build`: compiles the contracts and writes the ABI that the client sees, client/chain/abi.ts; compiles the kernel of secret
// sharing and writes client/crypto/sharing/kernel-wasm.ts. With --check it writes nothing and fails when a committed file is not what
// its sources give.
import { readFile, writeFile } from "node:fs/promises";
import hre from "hardhat";
import { compileContracts } from "./compile.ts";
import { kernelModule } from "./kernel.ts";

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

async function abiModule(): Promise<string> {
  await compileContracts();
  return `// Written by \`npm run build\` from the contracts; do not edit. The coordinator's ABI and the verifier's errors.
// biome-ignore-all format: generated
export const coordinatorAbi = ${JSON.stringify(await coordinatorAbi(), null, 1)} as const;
`;
}

const generated = [
  { file: "client/chain/abi.ts", text: abiModule },
  { file: "client/crypto/sharing/kernel-wasm.ts", text: kernelModule },
];

for (const { file, text } of generated) {
  const target = new URL(`../${file}`, import.meta.url);
  const built = await text();
  if (!process.argv.includes("--check")) await writeFile(target, built);
  else if ((await readFile(target, "utf8")) !== built) {
    console.error(`${file} is not what its sources give: run \`npm run build\` and commit it.`);
    process.exitCode = 1;
  }
}
