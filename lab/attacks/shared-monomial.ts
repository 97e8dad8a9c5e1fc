/**
 * Shares of Q put together, against `multi-party`.
 *
 * Attacker: the owner of the objective and the representative together: Q = Q₁ + Q₂, modulo M in
 * `masked`, over the integers in `plain`. The owner and the dealer together need not compute
 * anything: the dealer drew Q. Recovers: order and scale of the columns, exactly; with
 * slack-inverse.ts then every inequality up to its unit.
 */
import { balanced } from "../../client/math/field.ts";
import { type Matrix, mapMatrix } from "../../client/math/matrix.ts";
import { primitive } from "../../client/math/rational.ts";

/** Q, with the shares' modulus, or null for shares over the integers. */
export function joinShares(first: Matrix, second: Matrix, modulus: bigint | null): bigint[][] {
  return mapMatrix(first, (value, i, j) => {
    const sum = value + second[i]![j]!;
    return modulus === null ? sum : balanced(sum, modulus);
  });
}

/**
 * Half-spaces over the columns of BA′Q and the right-hand side as half-spaces over the variables:
 * aQ becomes a, up to a positive factor. `q` is monomial.
 */
export function unlockWithMonomial(seen: Matrix, q: Matrix): bigint[][] {
  const scales = q.map((row) => row.reduce((sum, value) => sum + value, 0n));
  const common = scales.reduce((product, scale) => product * scale, 1n);
  return seen.map((row) =>
    primitive([
      ...q.map((entries, j) => (row[entries.findIndex((value) => value !== 0n)]! * common) / scales[j]!),
      row.at(-1)! * common,
    ]),
  );
}
