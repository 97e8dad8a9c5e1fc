/**
 * Rank, against published products of a random matrix B with a party's rows (`mangasarian`, `li`).
 *
 * Attacker: anyone who reads [BA Bb]. Computes its rank, which is that of [A b] when B has full
 * column rank: as a rule the number of the party's rows (Liu et al., J. Guangdong Univ. of
 * Technology 33(5), 2016, section 1.2, way 2).
 */
import { rankOf } from "../../client/math/echelon.ts";
import type { Matrix } from "../../client/math/matrix.ts";

/** The number of linearly independent rows behind what was published. */
export function rowCount(published: Matrix): number {
  return rankOf(published);
}
