/**
 * Ratio, against published products B_·iA_i, B_·ib_i of a party with one row (`mangasarian`, `li`).
 *
 * Attacker: anyone who reads them. All rows of [B_·iA_i, B_·ib_i] are multiples β_l of the secret
 * row, so each has its ratio α₁ : α₂ : … : δ (Liu et al., J. Guangdong Univ. of Technology 33(5),
 * 2016, section 1.2; theirs: 1 : 3 : −2 : 1). With the products of the slack's positive
 * coefficient, the sign is known too: β_l·d has the sign of β_l.
 * Recovers: the row up to a positive factor; without a slack, up to sign.
 */
import { rankOf } from "../../client/math/echelon.ts";
import type { Matrix } from "../../client/math/matrix.ts";
import { primitive } from "../../client/math/rational.ts";

/**
 * `published` is [BA Bb], `slack` the column BD of an inequality (null: an equality). Returns the
 * row in smallest integers, the right-hand side last; null unless the published rows are parallel.
 */
export function ratioOf(published: Matrix, slack: readonly bigint[] | null): bigint[] | null {
  if (rankOf(published) !== 1) return null;
  const l = published.findIndex((row) => row.some((value) => value !== 0n));
  const row = primitive(published[l]!);
  return slack !== null && slack[l]! < 0n ? row.map((value) => -value) : row;
}
