/**
 * Slack inverse, against mixed rows with their slack columns: K[M S b], where S has one or more
 * positive entries in each inequality.
 *
 * Attacker: whoever holds the mixed rows of one party or of all: everybody in `li`, the owner of
 * the objective in `multi-party`, Alice in `two-party` once she knows which columns are slacks.
 * Computes the reduced row echelon form with the slacks as first pivots: (KS)⁻¹K[M b] = S⁻¹[M b],
 * that is, every half-space up to its scale (Bednarz, Bean and Roughan 2009 warn of slack columns;
 * figures in DESIGN, section 5). Parallel slack columns belong to the same inequality and need not
 * be told apart. If there are equality rows, their span is known, and each half-space is known up
 * to multiples of them.
 */
import { echelon } from "../../client/math/echelon.ts";
import type { Matrix } from "../../client/math/matrix.ts";
import { gcd, primitive } from "../../client/math/rational.ts";

export interface HalfSpaces {
  /**
   * [a b] of each a·x ≤ b in smallest integers, over the columns that are not slacks, in their
   * order.
   */
  readonly inequalities: readonly (readonly bigint[])[];
  /** The slack column of each. */
  readonly slacks: readonly number[];
  /** A basis of the span of the equalities' [a b]. */
  readonly equalities: readonly (readonly bigint[])[];
}

/**
 * `mixed` has the right-hand side last; `slacks` are the indices of its slack columns. Throws as
 * `echelon`.
 */
export function halfSpaces(mixed: Matrix, slacks: readonly number[]): HalfSpaces {
  const { pivots, rows } = echelon(mixed, slacks);
  const known = new Set(slacks);
  const others = ({ numerators }: { readonly numerators: readonly bigint[] }) =>
    primitive(numerators.filter((_, j) => !known.has(j)));
  const split = pivots.findIndex((pivot) => !known.has(pivot));
  const count = split < 0 ? pivots.length : split;
  return {
    inequalities: rows.slice(0, count).map(others),
    slacks: pivots.slice(0, count),
    equalities: rows.slice(count).map(others),
  };
}

/**
 * Which columns of `two-party`'s masked matrix are slacks. The slack identity has 10^κ = `unit` on
 * its diagonal, so all entries of its columns are multiples of it, and their costs are 0. Variables
 * of cost 0 with integer coefficients look the same, and for κ = 0 so do all variables of cost 0.
 * Then too many columns are named, and only some of the half-spaces are right.
 */
export function slackColumns(masked: Matrix, costs: readonly bigint[], unit: bigint): number[] {
  return costs.flatMap((cost, t) => {
    const divisor = masked.reduce((common, row) => gcd(common, row[t]!), 0n);
    return cost === 0n && divisor % unit === 0n ? [t] : [];
  });
}
