// The subgroups H (one place per row or column) and K (32 places, one per limb, for each of H).
import { GROUP_ORDER } from "../crypto/curve/bn254.ts";
import { SealedError } from "../errors.ts";
import { invert, power, reduce } from "./field.ts";
import { rootOfOrder } from "./polynomial.ts";

/** Limbs per index. */
export const LIMBS = 32;
const FULL_LIMB_BITS = 12;

/** H of order R and K of order 32R; docs/sealed.md, "Numbers". */
export interface Domain {
  /** R: a power of two from 16 to 2^13. */
  readonly size: number;
  /** D = 32R. */
  readonly limbSize: number;
  /** L: bits of a limb, such that every limb fits in the table on K. */
  readonly limbBits: number;
  /** χ, of order R. */
  readonly generator: bigint;
  /** χ^(R−1), the place of the slot. */
  readonly last: bigint;
  /** η, of order D; η^32 = χ. */
  readonly limbGenerator: bigint;
  /** 1/R and 1/D. */
  readonly sizeInverse: bigint;
  readonly limbSizeInverse: bigint;
}

/** The domain of size R, a power of two ≥ 16. */
export function domainOf(size: number): Domain {
  const limbSize = LIMBS * size;
  const generator = rootOfOrder(size);
  return {
    size,
    limbSize,
    limbBits: Math.min(FULL_LIMB_BITS, Math.log2(limbSize)),
    generator,
    last: power(generator, reservedRows(size).slot),
    sizeInverse: invert(BigInt(size)),
    limbSizeInverse: invert(BigInt(limbSize)),
    limbGenerator: rootOfOrder(limbSize),
  };
}

/** The two rows of a matrix that belong to no party: the mask row, and the slot of the slack. */
export function reservedRows(size: number): { readonly mask: number; readonly slot: number } {
  return { mask: size - 2, slot: size - 1 };
}

/**
 * A vector over H with a number per column: `first` at place 0, which is no column's, then the
 * values, then zeros.
 * @throws SealedError MatrixTooLarge for more than R − 1 values.
 */
export function onColumns(size: number, first: bigint, values: readonly bigint[]): bigint[] {
  if (values.length > size - 1)
    throw new SealedError(
      "MatrixTooLarge",
      `${values.length} columns do not fit a reference string of size ${size}: use a larger one`,
    );
  return [first, ...values, ...new Array<bigint>(size - 1 - values.length).fill(0n)];
}

/** X^order − 1. */
export function vanishing(order: number, x: bigint): bigint {
  return reduce(power(x, order) - 1n);
}

/** Λ_i(x) over H; x outside H. */
export function lagrange({ size, generator }: Domain, i: number, x: bigint): bigint {
  const root = power(generator, i);
  const denominator = (BigInt(size) * reduce(x - root)) % GROUP_ORDER;
  return (((root * vanishing(size, x)) % GROUP_ORDER) * invert(denominator)) % GROUP_ORDER;
}

/** sel(x) = Z_K/(32·Z_H): 1 on H, 0 on the rest of K; x outside H. */
export function selector({ size, limbSize }: Domain, x: bigint): bigint {
  return (vanishing(limbSize, x) * invert((BigInt(LIMBS) * vanishing(size, x)) % GROUP_ORDER)) % GROUP_ORDER;
}
