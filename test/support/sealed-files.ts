// Files that an auditor may be given of a sealed round in the tests: the set-up of the string whose
// trapdoor the tests know, and terms with the tests' upper bounds. Does nothing on import.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Hex, keccak256, stringToBytes } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { encodeCeremony } from "../../client/sealed/ceremony/file.ts";
import { forge } from "./ceremony.ts";
import { testString } from "./sealed.ts";

/** A set-up with one contribution: who made it has multiplied 1 by σ and τ. */
export async function testSetupFile(size = 16, account?: PrivateKeyAccount): Promise<Uint8Array> {
  const { srs, trapdoor } = testString(size);
  const made = await forge({ srs, contributions: [] }, { srs, factors: trapdoor, ...(account && { account }) });
  return encodeCeremony(made);
}

/**
 * As much of a round's terms as upper bounds follow from: of each variable, as one company says.
 */
export function termsWith(bounds: readonly (string | null)[]) {
  const variables = bounds.map((bound, j) => ({ name: `x${j}`, domain: "nonNegative", bound }));
  return { parties: [{ announcement: { variables, magnitudes: { side: 3 } } }] };
}

/** What the parameters have of terms. */
export function digestOfTerms(terms: unknown): Hex {
  return keccak256(stringToBytes(JSON.stringify(terms)));
}

/** Writes a file as `concordat open` does, and returns its name. */
export async function writeTerms(folder: string, terms: unknown): Promise<string> {
  const file = join(folder, "round.json");
  await writeFile(file, JSON.stringify({ version: 1, round: "said", terms }));
  return file;
}
