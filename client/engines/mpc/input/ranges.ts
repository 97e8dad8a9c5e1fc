// Ranges of many numbers by few sign tests, on shares. If a sum over a random subset of numbers is
// in a range of width W with probability above 1/2, then no number has a magnitude above W: of two
// subsets that differ in that number alone, at most one has its sum in the range. So
// `COMBINATIONS` sums that all are in range show with error 2^−50 that all magnitudes are at most
// W. The subsets come from the seed of the run, which nobody knows when inputs are dealt.
//
// Integers themselves, not only modulo 2^128: every holder of a component cuts `SUM_BITS` bits
// off its sum of components, over the integers, so that the quotients, at most 2^96, are components
// of the sum's quotient modulo 2^128, but for the carries that cutting loses, fewer than
// components. A number x that is right is below 2^72, a sum of `GROUP` of them below 2^86, its
// quotient −1 or 0, and with the carries at least −c for c components. Quotients from −c to 0
// belong to sums in a range of width 2c·2^86, so that |x| ≤ 2^89 with up to four components.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { encodeElements } from "../../../crypto/sharing/elements.ts";
import { INTEGER_BYTES, sumOfChosen } from "../../../crypto/sharing/integers.ts";
import type { Random } from "../../../math/random.ts";
import { concatBytes } from "../../codec.ts";
import { GROUP_BITS, SUM_BITS } from "./words.ts";

const COMBINATIONS = 50;
const GROUP = 2 ** GROUP_BITS;

/**
 * Places of numbers, of which there are `length`: a random subset of a group each. A few numbers
 * are taken one by one.
 */
export function subsetsOf(length: number, random: Random): number[][] {
  return Array.from({ length: Math.ceil(length / GROUP) }, (_, group) => {
    const from = group * GROUP;
    const count = Math.min(GROUP, length - from);
    if (count <= COMBINATIONS) return Array.from({ length: count }, (_, i) => [from + i]);
    const bits = random.fork(`group/${group}`);
    return Array.from({ length: COMBINATIONS }, () => subsetOf(from, count, bits));
  }).flat();
}

function subsetOf(from: number, count: number, random: Random): number[] {
  const bytes = random.bytes(Math.ceil(count / 8));
  const places: number[] = [];
  for (let i = 0; i < count; i++) if (((bytes[i >> 3]! >> (i & 7)) & 1) !== 0) places.push(from + i);
  return places;
}

/**
 * Numbers of which none is negative if all integers are in range. `held`: this node's components of
 * each party's integers (client/crypto/sharing/integers.ts); `components`: how many there are of a
 * number.
 */
export function rangesOfIntegers(
  a: Arithmetic,
  held: readonly Uint8Array[],
  components: number,
  random: Random,
): Shares {
  const subsets = subsetsOf(held[0]!.length / INTEGER_BYTES, random);
  const quotients = held.map((integers) =>
    encodeElements(subsets.map((places) => sumOfChosen(integers, places) >> BigInt(SUM_BITS))),
  );
  const cut = a.importShares(concatBytes(quotients), subsets.length);
  return a.concat([a.addPublic(cut, BigInt(components)), a.negate(cut)]);
}

/**
 * Numbers of which none is negative if all values, of magnitudes below 2^127, have magnitudes
 * below 2^72; if none is, magnitudes are at most 2^87.
 */
export function rangesOfValues(a: Arithmetic, values: Shares, random: Random): Shares {
  const sums = subsetsOf(values.length, random).map((places) => a.sum(a.gather(values, places)));
  const all = a.concat(sums);
  const most = 1n << BigInt(SUM_BITS);
  return a.concat([a.addPublic(all, most), a.addPublic(a.negate(all), most)]);
}
