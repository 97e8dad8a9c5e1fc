// The verifying key of a statement, computed from a reference string: nobody is asked for [N], [U]
// or [J] (docs/sealed.md, "Commitments").
import { type Affine, combine, toScalar } from "../certificate/group.ts";
import { SealedRefusal } from "../errors.ts";
import { type Domain, domainOf, inverse, power } from "./domain.ts";
import { stringDigest } from "./string.ts";
import { type ReferenceString, type SealedStatement, solutionScale, type VerifyingKey } from "./types.ts";

/** A key without [U] where the bounds are not known. */
export interface OwnKey extends Omit<VerifyingKey, "bounds"> {
  readonly bounds: Affine | null;
}

/**
 * The key of a statement for a string of its size; both have been checked.
 * @throws SealedRefusal SrsPoint if a commitment is infinity, for which nothing but chance is the
 *   reason.
 */
export function keyOf(statement: SealedStatement, string: ReferenceString): OwnKey {
  const { size, sigma, tau } = string;
  const domain = domainOf(size);
  const onH = (first: bigint, values: readonly bigint[]) =>
    commit(string, domain.chi, [...[first, ...values], ...new Array<bigint>(size - 1 - values.length).fill(0n)]);
  return {
    ...{ size, sigma, tau },
    srsDigest: stringDigest(string),
    limbs: commit(string, domain.eta, limbTable(domain)),
    bounds: statement.bounds === null ? null : onH(solutionScale(statement), statement.bounds),
    columns: onH(0n, new Array<bigint>(statement.columns).fill(1n)),
  };
}

/** N on K: min(i, 2^L − 1). */
function limbTable({ order, limbBits }: Domain): bigint[] {
  const last = 2 ** Number(limbBits) - 1;
  return Array.from({ length: order }, (_, i) => BigInt(Math.min(i, last)));
}

/** [f] for the polynomial f of least degree with these values at 1, root, root², … */
function commit({ line }: ReferenceString, root: bigint, values: readonly bigint[]): Affine {
  const scale = inverse(BigInt(values.length));
  const coefficients = transform(values, inverse(root)).map((value) => scale * value);
  const point = combine(coefficients.map((coefficient, i) => [coefficient, line[i]!] as const));
  if (point === null) throw new SealedRefusal("SrsPoint");
  return point;
}

/** Σ_j values_j·root^(ij) for each i, by halves; root's order, a power of two, is the length. */
function transform(values: readonly bigint[], root: bigint): bigint[] {
  if (values.length === 1) return [...values];
  const half = values.length / 2;
  const square = power(root, 2);
  const even = transform(
    values.filter((_, j) => j % 2 === 0),
    square,
  );
  const odd = transform(
    values.filter((_, j) => j % 2 === 1),
    square,
  );
  const result = new Array<bigint>(values.length);
  for (let i = 0, factor = 1n; i < half; i++, factor = toScalar(factor * root)) {
    const term = toScalar(factor * odd[i]!);
    result[i] = toScalar(even[i]! + term);
    result[i + half] = toScalar(even[i]! - term);
  }
  return result;
}
