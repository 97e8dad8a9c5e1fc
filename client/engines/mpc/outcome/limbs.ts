// Secret numbers of more digits than a word has, as limbs of 40 bits: Σ limbs[k]·2^(−40(k+1)). The
// first limb takes everything above, up to 2^126; the others are between −2^40 and 2^40, of either
// sign, so that the coin of a truncation moves a unit from one limb to the next and changes no
// number.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { HALF_EXPONENT } from "../input/words.ts";

export const LIMB_BITS = 40;
const LIMB = 1n << BigInt(LIMB_BITS);

/** Four: 160 fractional bits. */
export type Limbs = readonly [Shares, Shares, Shares, Shares];

/** A number twice, rounded and modulo 2^128 with more digits. */
export interface Refined {
  /** 80 fractional bits. */
  readonly coarse: Shares;
  /** 160 fractional bits, modulo 2^128: what the number has beyond `coarse` is less than 2^−34. */
  readonly fine: Shares;
}

/**
 * Exact; words other than the first must stay below 2^126 with what is carried to them. 2 rounds
 * for each of these.
 */
async function carried(a: Arithmetic, words: readonly Shares[]): Promise<Shares[]> {
  const limbs = [...words];
  for (let k = words.length - 1; k > 0; k--) {
    const [carry] = await a.truncate(LIMB_BITS, a.addends(limbs[k]!));
    limbs[k] = a.subtract(limbs[k]!, a.scale(carry, LIMB));
    limbs[k - 1] = a.add(limbs[k - 1]!, carry);
  }
  return limbs;
}

/** Exact; `coarse` below 2^125. 6 rounds. */
export async function limbsOf(a: Arithmetic, { coarse, fine }: Refined): Promise<Limbs> {
  const rest = a.subtract(fine, a.scale(coarse, LIMB * LIMB));
  const nothing = a.zeros(coarse.length);
  const [first, second, third, fourth] = await carried(a, [nothing, coarse, nothing, rest]);
  return [first!, second!, third!, fourth!];
}

/** Each times its factor, from 0 to 2^80; exact where the result is below 2^86. 7 rounds. */
export async function times(a: Arithmetic, limbs: Limbs, factors: Shares): Promise<Limbs> {
  const products = await a.reshare(...limbs.map((limb) => a.product(limb, factors)));
  const [first, second, third, fourth] = await carried(a, products);
  return [first!, second!, third!, fourth!];
}

/** Each over 2^40, without the last limb. 6 rounds. */
export async function shiftedDown(a: Arithmetic, [first, second, third]: Limbs): Promise<Limbs> {
  const limbs = await carried(a, [a.zeros(first.length), first, second, third]);
  return limbs as [Shares, Shares, Shares, Shares];
}

/** Each times its factor / 2^36, at most 1, to within 2^−158; numbers below 2^45. 9 rounds. */
export async function partsOf(a: Arithmetic, limbs: Limbs, factors: Shares): Promise<Limbs> {
  const up = a.scale(factors, 1n << BigInt(LIMB_BITS - HALF_EXPONENT));
  const products = await a.reshare(...limbs.map((limb) => a.product(limb, up)));
  const [first, second, third, fourth] = await carried(a, [a.zeros(factors.length), ...products]);
  return [first!, second!, third!, fourth!];
}
