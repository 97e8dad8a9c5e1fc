/**
 * Insider subtraction, against any published sum of the parties' parts: the ring's total in
 * `multi-party/plain`, z = c + Σ M_kᵀw_k of the certificate, and sums hidden by pairwise masks.
 *
 * Attacker: p − 1 parties together; with p = 2, one party alone. They see the sum and know their
 * own parts. The rest is the last party's part, exactly: no mask can hide what the result itself
 * tells (Bednarz, Bean and Roughan 2009).
 */
import { balanced } from "../../client/math/field.ts";
import { type Matrix, mapMatrix } from "../../client/math/matrix.ts";

/**
 * `total` minus all `own` parts; modulo M (null: over the integers) with entries in (−M/2, M/2].
 */
export function remainingPart(total: Matrix, own: readonly Matrix[], modulus: bigint | null): bigint[][] {
  return mapMatrix(total, (value, i, j) => {
    const rest = own.reduce((left, part) => left - part[i]![j]!, value);
    return modulus === null ? rest : balanced(rest, modulus);
  });
}
