// Covers hide each company's part of the reduced costs from the others: S_k, uniform but for
// Σ_k S_k = 0 (docs/sealed.md, "Companies"). Each pair of companies derives a polynomial from a
// secret of its own; the party of lower index adds it to its S_k, the other subtracts it. All
// parties but two together learn nothing of the sum that those two hide.
import { hkdfSync } from "node:crypto";
import type { Hex } from "viem";
import { concat, hexToBytes, keccak256, stringToHex } from "viem/utils";
import { G1 } from "../../crypto/curve/bn254.ts";
import { absorb } from "../../crypto/transcript.ts";
import { ConcordatError } from "../../errors.ts";
import { createRandom } from "../../math/random.ts";
import { encodeWords } from "../../math/words.ts";
import type { Committer } from "../committer.ts";
import { sealedDigest } from "../digests.ts";
import { randomScalars } from "../field.ts";
import type { HiddenNumbers } from "../numbers.ts";
import { combine, type Polynomial } from "../polynomial.ts";
import type { SealedStatement } from "../statement.ts";
import type { VerifyingKey } from "../verifying-key.ts";

/** P_kj of one party with each other party j. */
export type Pairs = ReadonlyMap<number, Polynomial>;

/** More coefficients than places of H: a commitment shows nothing about the values there. */
export const COVER_MASKS = 2;
const SECRET_BYTES = 32;

/** Parties by index. */
type Pair = readonly [number, number];

/** All that Y_k depends on but the rows, to which the statement's commitments bind. */
export interface CoverUse {
  readonly statement: SealedStatement;
  readonly key: VerifyingKey;
  /** Of these, x of an optimum and all multipliers: what all know before anyone declares. */
  readonly numbers: HiddenNumbers;
}

/**
 * A digest of the statement, of the solution and of all multipliers: covers that follow from it
 * hide one Y_k only. Secret, since it would confirm a guess of the outcome.
 */
export function coverContext({ statement, key, numbers }: CoverUse): Hex {
  const words = [...(numbers.columns.get("x") ?? []), ...numbers.rows.flatMap((own) => own.get("w") ?? [])];
  const start = concat([keccak256(stringToHex("concordat/sealed/cover/v1")), sealedDigest(statement, key)]);
  return absorb(start, encodeWords(words));
}

/**
 * What a party has in common with each other one, the same at both ends. `secrets`: by party, 32
 * bytes that only the two know.
 * @throws ConcordatError SeedLength for a secret that is missing or of another length.
 */
export function pairCovers(party: number, secrets: ReadonlyMap<number, Uint8Array>, use: CoverUse): Pairs {
  const { parties, size } = use.statement;
  return coversUnder(coverContext(use), { parties, length: size + COVER_MASKS, label: "cover" }, party, secrets);
}

/** What covers are drawn for. */
export interface CoverShape {
  readonly parties: number;
  /** Coefficients of each. */
  readonly length: number;
  readonly label: "cover" | "sum";
}

/** The same under a salt that follows from all that the covers hide. */
export function coversUnder(
  context: Hex,
  { parties, length, label }: CoverShape,
  party: number,
  secrets: ReadonlyMap<number, Uint8Array>,
): Pairs {
  const others = Array.from({ length: parties }, (_, k) => k).filter((k) => k !== party);
  return new Map(
    others.map((other) => {
      const secret = secrets.get(other);
      if (secret?.length !== SECRET_BYTES)
        throw new ConcordatError("SeedLength", `the secret shared with party ${other} must have 32 bytes`);
      const [low, high] = [Math.min(party, other), Math.max(party, other)];
      const info = `concordat/sealed/v1/${label}/${low}/${high}`;
      const seed = new Uint8Array(hkdfSync("sha256", secret, hexToBytes(context), info, SECRET_BYTES));
      return [other, randomScalars(createRandom(seed), length)];
    }),
  );
}

/** S_k; empty without pairs. */
export function coverOf(party: number, pairs: Pairs): Polynomial {
  return combine([...pairs].map(([other, summand]) => [party < other ? 1n : -1n, summand]));
}

/** The name of S_k, and of [P_kj] as party k publishes it. */
export function coverName(party: number, other?: number): string {
  return other === undefined ? `S/${party}` : `S/${party}/${other}`;
}

/** The same of a company's share of the sum (docs/sealed-own-part.md, "Sums"). */
export function sumCoverName(party: number, other?: number): string {
  return other === undefined ? `G/${party}` : `G/${party}/${other}`;
}

/**
 * [P_kj] for each other party j, by name: what the others check a company's part by. They get it
 * before step 1.
 */
export function pairPoints(
  committer: Pick<Committer, "line">,
  party: number,
  pairs: Pairs,
  name: typeof coverName = coverName,
): ReadonlyMap<string, G1> {
  return new Map([...pairs].map(([other, summand]) => [name(party, other), committer.line(summand)]));
}

/** [S_k] from the points that party k published. */
export function coverPoint(
  party: number,
  points: ReadonlyMap<string, G1>,
  parties: number,
  name: typeof coverName = coverName,
): G1 {
  let sum = G1.ZERO;
  for (let other = 0; other < parties; other++) {
    const summand = points.get(name(party, other)) ?? G1.ZERO;
    sum = party < other ? sum.add(summand) : sum.subtract(summand);
  }
  return sum;
}

/**
 * Pairs that published different points for what they should have in common; null for a party that
 * has not published yet.
 */
export function pairsThatDisagree(
  published: readonly (ReadonlyMap<string, G1> | null)[],
  name: typeof coverName = coverName,
): Pair[] {
  const point = (party: number, other: number) => published[party]!.get(name(party, other)) ?? G1.ZERO;
  const known = [...published.keys()].filter((party) => published[party] !== null);
  const pairs = known.flatMap((high) => known.filter((low) => low < high).map((low): Pair => [low, high]));
  return pairs.filter(([low, high]) => !point(low, high).equals(point(high, low)));
}
