// Numbers of 160 fractional bits between integers and limbs. No effect on import.
import { LIMB_BITS } from "../../../client/engines/mpc/outcome/limbs.ts";

const WORD = 128;

/** The two words that nodes have of each refined number. */
export function refinedOf(numbers: readonly bigint[]): { coarse: bigint[]; fine: bigint[] } {
  return {
    coarse: numbers.map((number) => number >> BigInt(2 * LIMB_BITS)),
    fine: numbers.map((number) => BigInt.asIntN(WORD, number)),
  };
}

/** Of each of `count` numbers, among all their limbs that opened, the first of each first. */
export function limbsIn(opened: readonly bigint[], count: number): bigint[][] {
  return Array.from({ length: count }, (_, i) => [0, 1, 2, 3].map((k) => opened[k * count + i]!));
}

/** The limbs' number, as an integer of 2^−160. */
export function numberOf(limbs: readonly bigint[]): bigint {
  return limbs.reduce((sum, limb) => (sum << BigInt(LIMB_BITS)) + limb, 0n);
}
