// `npm run build`: compiles the contracts and writes the ABIs that the client sees,
// client/chain/coordinator/abi.ts, registry-abi.ts and shares-abi.ts, and what it compares deployed
// code with, contract-code.ts; compiles the kernels of secret sharing and of sums of points, and
// writes their kernel-wasm.ts. With --check it writes nothing and fails when a committed file does
// not match its sources.
import { readFile, writeFile } from "node:fs/promises";
import hre from "hardhat";
import { type Hex, keccak256, size } from "viem";
import { compileContracts } from "../client/app/deploy/compile.ts";
import { CONTRACTS, type ContractName } from "../client/app/deploy/contracts.ts";
import { kernelModule, THREADED } from "./kernel.ts";

interface AbiEntry {
  readonly type: string;
  readonly name?: string;
}

async function abiOf(contract: string): Promise<readonly AbiEntry[]> {
  return (await hre.artifacts.readArtifact(contract)).abi;
}

/** The coordinator's ABI with the verifiers' errors, since those pass through the coordinator. */
function coordinatorAbi(): Promise<readonly AbiEntry[]> {
  return withErrorsOf(["CertificateVerifier", "SealedVerifier"], "RoundCoordinator");
}

async function withErrorsOf(verifiers: readonly string[], contract: string): Promise<readonly AbiEntry[]> {
  const abi = [...(await abiOf(contract))];
  for (const verifier of verifiers) {
    const known = new Set(abi.filter((entry) => entry.type === "error").map((entry) => entry.name));
    abi.push(...(await abiOf(verifier)).filter((entry) => entry.type === "error" && !known.has(entry.name)));
  }
  return abi;
}

function abiModule(what: string, name: string, abi: readonly AbiEntry[]): string {
  return `// Written by \`npm run build\` from the contracts; do not edit. ${what}
// biome-ignore-all format: generated
export const ${name} = ${JSON.stringify(abi, null, 1)} as const;
`;
}

/** Length, positions of immutables and digest of each contract's runtime code, immutables zero. */
async function codeModule(): Promise<string> {
  const entries: string[] = [];
  for (const contract of Object.keys(CONTRACTS) as ContractName[]) {
    const { deployedBytecode, immutableReferences = {} } = await hre.artifacts.readArtifact(contract);
    // The compiler numbers declarations in order.
    const starts = Object.entries(immutableReferences)
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, places]) => places.map(({ start }) => start).sort((a, b) => a - b));
    const code = {
      bytes: size(deployedBytecode as Hex),
      immutables: starts,
      digest: keccak256(deployedBytecode as Hex),
    };
    entries.push(`  ${contract}: ${JSON.stringify(code)},`);
  }
  return `// Written by \`npm run build\` from the contracts; do not edit. Their runtime code, as far as it can be told apart.
// biome-ignore-all format: generated
export type ContractName = ${Object.keys(CONTRACTS)
    .map((name) => `"${name}"`)
    .join(" | ")};

export interface ContractCode {
  readonly bytes: number;
  /** Where the words of each immutable begin, in the order of declaration. */
  readonly immutables: readonly (readonly number[])[];
  /** keccak256 of the code with every immutable zero. */
  readonly digest: string;
}

export const contractCode: Readonly<Record<ContractName, ContractCode>> = {
${entries.join("\n")}
};
`;
}

await compileContracts();
const generated = {
  "client/chain/coordinator/abi.ts": abiModule(
    "The coordinator's ABI and the verifiers' errors.",
    "coordinatorAbi",
    await coordinatorAbi(),
  ),
  "client/chain/registry/registry-abi.ts": abiModule(
    "The peer registry's ABI.",
    "registryAbi",
    await abiOf("PeerRegistry"),
  ),
  "client/chain/shares/shares-abi.ts": abiModule(
    "The ABI of the contract for shares, and the errors of the verifier that it asks.",
    "sharesAbi",
    await withErrorsOf(["SealedVerifier"], "SealedShares"),
  ),
  "client/chain/coordinator/contract-code.ts": await codeModule(),
  "client/crypto/sharing/kernel-wasm.ts": await kernelModule("client/crypto/sharing", THREADED),
  "client/crypto/curve/kernel-wasm.ts": await kernelModule("client/crypto/curve"),
};
for (const [file, text] of Object.entries(generated)) {
  const target = new URL(`../${file}`, import.meta.url);
  if (!process.argv.includes("--check")) {
    await writeFile(target, text);
  } else if ((await readFile(target, "utf8").catch(() => "")) !== text) {
    console.error(`${file} does not match its sources: run \`npm run build\` and commit it.`);
    process.exitCode = 1;
  }
}
