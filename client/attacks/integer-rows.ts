/**
 * Integer rows by lattice reduction, against published integer products B A.
 *
 * Attacker: whoever holds P = BA (or [BA Bb]) with integer B and A: everybody in `mangasarian` and `li`. The integer vectors of P's
 * row space form a lattice that contains the real rows, whatever B was; its short vectors are the real rows or small combinations
 * of them. Computes that lattice (P's own rows span a part of it only, of index det B) and reduces it (Lenstra, Lenstra and
 * Lovász 1982). Recovers: a basis of it, each vector in smallest integers up to sign.
 */
import { echelon, overCommonDenominator } from "../math/echelon.ts";
import { mod } from "../math/field.ts";
import { lll } from "../math/lattice/lll.ts";
import { type Matrix, multiply } from "../math/matrix.ts";
import { gcd } from "../math/rational.ts";

/** Integer combinations of the rows of `basis` whose combination of `residues` is 0 modulo `modulus`: an LLL-reduced basis. */
function annihilating(basis: Matrix, residues: readonly bigint[], modulus: bigint): bigint[][] {
  const rows = basis.map((row) => [...row]);
  const values = [...residues];
  for (let i = rows.length - 1; i > 0; i--)
    while (values[i] !== 0n) {
      const factor = values[i - 1]! / values[i]!;
      [rows[i - 1], rows[i]] = [rows[i]!, rows[i - 1]!.map((value, j) => value - factor * rows[i]![j]!)];
      [values[i - 1], values[i]] = [values[i]!, values[i - 1]! - factor * values[i]!];
    }
  const order = modulus / gcd(values[0]!, modulus);
  rows[0] = rows[0]!.map((value) => value * order);
  return lll(rows);
}

/** An LLL-reduced basis of all integer vectors in the row space of `published`. Throws as `echelon` and `lll`. */
export function integerRows(published: Matrix): bigint[][] {
  const form = echelon(published);
  const { rows, denominator } = overCommonDenominator(form);
  // A vector of the space is y·rows/denominator with its entries y at the pivots: integers y for which all else is integer too.
  let basis: Matrix = rows.map((_, i) => rows.map((_, j) => (i === j ? 1n : 0n)));
  for (let j = 0; j < (rows[0]?.length ?? 0); j++) {
    const column = multiply(
      basis,
      rows.map((row) => [mod(row[j]!, denominator)]),
      1,
    );
    const residues = column.map(([value]) => mod(value!, denominator));
    if (residues.some((value) => value !== 0n)) basis = annihilating(basis, residues, denominator);
  }
  const width = rows[0]?.length ?? 0;
  return lll(multiply(basis, rows, width).map((row) => row.map((value) => value / denominator))).map((row) => {
    const lead = row.find((value) => value !== 0n)!;
    return lead < 0n ? row.map((value) => -value) : row;
  });
}
