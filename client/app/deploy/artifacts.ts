// ABI and bytecode of the contracts that are deployed. A checkout compiles them when their sources
// have changed; the package contains them, in the same layout (scripts/package.ts), and needs no
// compiler.
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import type { Artifact } from "@nomicfoundation/ignition-core";
import { InputError } from "../../errors.ts";
import { compileContracts } from "./compile.ts";
import { CONTRACTS, type ContractName } from "./contracts.ts";

export type Artifacts = Readonly<Record<ContractName, Artifact>>;

/** Only a checkout runs the TypeScript itself. */
const inCheckout = extname(import.meta.filename) === ".ts";

async function readArtifact(name: ContractName): Promise<Artifact> {
  try {
    return JSON.parse(await readFile(artifactFile(name), "utf8"));
  } catch (error) {
    throw new InputError(
      "ArtifactMissing",
      `the compiled contract ${name} cannot be read: install the package again`,
      {},
      { cause: error },
    );
  }
}

/** Where the compiled contract is, in a checkout (written by Hardhat) and in the package. */
export function artifactFile(name: ContractName): URL {
  return new URL(`../../../artifacts/${CONTRACTS[name]}/${name}.json`, import.meta.url);
}

/**
 * Throws InputError "ArtifactMissing" when the package is damaged; in a checkout the compiler's
 * errors.
 */
export async function loadArtifacts(): Promise<Artifacts> {
  if (inCheckout) await compileContracts();
  const names = Object.keys(CONTRACTS) as ContractName[];
  const entries = await Promise.all(names.map(async (name) => [name, await readArtifact(name)] as const));
  return Object.fromEntries(entries) as Artifacts;
}
