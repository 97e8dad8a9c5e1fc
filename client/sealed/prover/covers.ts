// Covers hide each company's part of the reduced costs from the others: S_k, uniform but for
// Σ_k S_k = 0 (docs/sealed.md, "Companies"). Each pair of companies derives a polynomial from a
// secret of its own; the party of lower index adds it to its S_k, the other subtracts it. All
// parties but two together learn nothing of the sum that those two hide.
import { hkdfSync } from "node:crypto";
import { G1 } from "../../crypto/curve/bn254.ts";
import { createRandom } from "../../math/random.ts";
import type { Domain } from "../domain.ts";
import { randomScalars } from "../field.ts";
import { combine, type Polynomial } from "../polynomial.ts";

/** P_kj of one party with each other party j. */
export type Pairs = ReadonlyMap<number, Polynomial>;

/** More coefficients than places of H: a commitment shows nothing about the values there. */
const COVER_MASKS = 2;

/** Parties by index. */
type Pair = readonly [number, number];

/**
 * What a pair has in common, the same at both ends. `secret`: at least 32 bytes that only the two
 * know; `context`: public bytes that name this one proof, since two proofs under one cover would
 * show the difference of what it hides.
 */
export function pairCover(
  { size }: Domain,
  pair: Pair,
  { secret, context }: { readonly secret: Uint8Array; readonly context: Uint8Array },
): Polynomial {
  const [low, high] = [...pair].sort((a, b) => a - b);
  const info = `concordat/sealed/v1/cover/${low}/${high}`;
  const seed = new Uint8Array(hkdfSync("sha256", secret, context, info, 32));
  return randomScalars(createRandom(seed), size + COVER_MASKS);
}

/** S_k; empty without pairs. */
export function coverOf(party: number, pairs: Pairs): Polynomial {
  return combine([...pairs].map(([other, summand]) => [party < other ? 1n : -1n, summand]));
}

/** The name of S_k, and of [P_kj] as party k publishes it. */
export function coverName(party: number, other?: number): string {
  return other === undefined ? `S/${party}` : `S/${party}/${other}`;
}

/** [S_k] from the points that party k published. */
export function coverPoint(party: number, points: ReadonlyMap<string, G1>, parties: number): G1 {
  let sum = G1.ZERO;
  for (let other = 0; other < parties; other++) {
    const summand = points.get(coverName(party, other)) ?? G1.ZERO;
    sum = party < other ? sum.add(summand) : sum.subtract(summand);
  }
  return sum;
}

/** Pairs that published different points for what they should have in common. */
export function pairsThatDisagree(published: readonly ReadonlyMap<string, G1>[]): Pair[] {
  const point = (party: number, other: number) => published[party]!.get(coverName(party, other)) ?? G1.ZERO;
  const pairs = [...published.keys()].flatMap((high) => Array.from({ length: high }, (_, low): Pair => [low, high]));
  return pairs.filter(([low, high]) => !point(low, high).equals(point(high, low)));
}
