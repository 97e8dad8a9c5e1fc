/**
 * Column match, against Algorithm 2 of `multi-party` (Zhu et al.) when one party knows both H = BA′
 * and HQ.
 *
 * Attacker: whoever has H, HQ and CᵀQ. In the published protocol that is the representative, once
 * it is shown BA′Q; in this engine only colluding parties have all three. Q is monomial, so every
 * column of HQ is a positive multiple of one column of H: parallel columns give Q, and then c_j =
 * (CᵀQ)_t / q. Columns of H that are parallel to each other cannot be told apart.
 */
import type { Matrix } from "../../client/math/matrix.ts";
import { primitive } from "../../client/math/rational.ts";

/** Column t of HQ is `numerator / denominator` times column `source` of H. */
export interface MatchedColumn {
  readonly source: number;
  readonly numerator: bigint;
  readonly denominator: bigint;
}

function column(matrix: Matrix, j: number): bigint[] {
  return matrix.map((row) => row[j]!);
}

/** Per column of HQ its match, or null when it has none or more than one. */
export function matchColumns(h: Matrix, hq: Matrix): (MatchedColumn | null)[] {
  const width = h[0]?.length ?? 0;
  const directions = Array.from({ length: width }, (_, j) => primitive(column(h, j)).join());
  return Array.from({ length: width }, (_, t) => {
    const masked = column(hq, t);
    const lead = masked.findIndex((value) => value !== 0n);
    if (lead < 0) return null;
    const name = primitive(masked).join();
    const source = directions.indexOf(name);
    if (source < 0 || source !== directions.lastIndexOf(name)) return null;
    return { source, numerator: masked[lead]!, denominator: h[lead]![source]! };
  });
}

/** The costs that follow from CᵀQ and the matches; null for the others. */
export function recoverCosts(masked: readonly bigint[], matches: readonly (MatchedColumn | null)[]): (bigint | null)[] {
  const costs = new Array<bigint | null>(masked.length).fill(null);
  for (const [t, match] of matches.entries())
    if (match !== null) costs[match.source] = (masked[t]! * match.denominator) / match.numerator;
  return costs;
}
