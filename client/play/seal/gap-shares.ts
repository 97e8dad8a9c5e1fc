// How the companies that prove an optimum divide τ_gap among rows and columns, in public, so that
// nobody needs to know what another company's rows take of it (docs/sealed.md, "Companies").
import { sum } from "../../math/field.ts";
import type { SealingRound } from "./input.ts";

/** What the division follows from. */
export type Division = Pick<SealingRound, "statement" | "inequalities" | "equalities">;

/** Largest number of doublings: a byte. */
const MAX_DOUBLINGS = 255;

/**
 * What the rows of `party` may take of τ_gap: an equal part for each row of what reduced costs of
 * −τ_dual would leave, at least of a sixteenth; doubled so many times. 0 for a party without rows,
 * and for other kinds than an optimum.
 */
export function gapShare({ statement, inequalities, equalities }: Division, party: number, doublings: number): bigint {
  if (statement.kind !== "optimal") return 0n;
  const rowsOf = (k: number) => BigInt(inequalities[k]! + equalities[k]!);
  if (rowsOf(party) === 0n) return 0n;
  const rows = sum(inequalities.map((_, k) => rowsOf(k)));
  const { gap, dual } = statement.tolerances;
  const [left, least] = [gap - dual * sum(statement.bounds), gap / 16n];
  const share = rowsOf(party) * ((left > least ? left : least) / rows);
  const power = BigInt(doublings);
  // What cannot be doubled starts from 1.
  return share > 0n || power === 0n ? share << power : 1n << (power - 1n);
}

/** How often a party doubles its share, so that it holds `taken`, Σ w(s + r) of its rows. */
export function doublingsFor(round: Division, party: number, taken: bigint): number {
  let doublings = 0;
  while (doublings < MAX_DOUBLINGS && gapShare(round, party, doublings) < taken) doublings++;
  return doublings;
}
