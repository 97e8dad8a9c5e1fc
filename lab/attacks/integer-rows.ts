/**
 * Integer rows by lattice reduction, against published integer products B A.
 *
 * Attacker: whoever holds P = BA (or [BA Bb]) with integer B and A: everybody in `mangasarian` and
 * `li`. The integer vectors of P's row space form a lattice that contains the real rows, whatever B
 * was; its short vectors are the real rows or small combinations of them. Computes that lattice
 * (P's own rows span only a sublattice of it, of index det B) and reduces it (Lenstra, Lenstra and
 * Lovász 1982). Recovers: a basis of it, each vector in smallest integers up to sign.
 */
import { echelon, overCommonDenominator } from "../../client/math/echelon.ts";
import { inverseModulo, mod } from "../../client/math/field.ts";
import { lll } from "../../client/math/lattice/lll.ts";
import { type Matrix, multiply } from "../../client/math/matrix.ts";
import { gcd } from "../../client/math/rational.ts";

/**
 * Adds small multiples of the other rows to the first until its residue is a unit modulo `modulus`.
 * The residues and the modulus must have no common factor.
 */
function withUnitFirst(
  basis: Matrix,
  residues: readonly bigint[],
  modulus: bigint,
): { rows: bigint[][]; values: bigint[] } {
  const rows = basis.map((row) => [...row]);
  const values = [...residues];
  for (let limit = 4n; gcd(values[0]!, modulus) !== 1n; limit *= 4n)
    for (let i = 1; i < rows.length; i++) {
      let best = 0n;
      const common = (factor: bigint) => gcd(values[0]! + factor * values[i]!, modulus);
      for (let factor = 1n; factor < limit; factor++) if (common(factor) < common(best)) best = factor;
      rows[0] = rows[0]!.map((value, j) => value + best * rows[i]![j]!);
      values[0] = mod(values[0]! + best * values[i]!, modulus);
    }
  return { rows, values };
}

/**
 * An LLL-reduced basis of the integer combinations of the rows of `basis` for which the same
 * combination of `residues` is 0 modulo `modulus`.
 */
function annihilating(basis: Matrix, residues: readonly bigint[], modulus: bigint): bigint[][] {
  const common = residues.reduce(gcd, modulus);
  const order = modulus / common;
  const { rows, values } = withUnitFirst(
    basis,
    residues.map((value) => value / common),
    order,
  );
  const unit = inverseModulo(values[0]!, order);
  const [first, ...others] = rows;
  return lll([
    first!.map((value) => order * value),
    ...others.map((row, i) => {
      const factor = mod(values[i + 1]! * unit, order);
      return row.map((value, j) => value - factor * first![j]!);
    }),
  ]);
}

/**
 * An LLL-reduced basis of all integer vectors in the row space of `published`. Throws as `echelon`
 * and `lll`.
 */
export function integerRows(published: Matrix): bigint[][] {
  const form = echelon(published);
  const { rows, denominator } = overCommonDenominator(form);
  // A vector of the space is y·rows/denominator, where y are its entries at the pivots. Wanted are
  // the integer y for which all other entries are integers, too.
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
