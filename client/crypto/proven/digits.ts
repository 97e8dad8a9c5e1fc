// Shared integers with their binary digits as numbers of the field. Nobody vouches for the digits
// until it is proven that each of them is 0 or 1 (../../engines/mpc/certify/equations.ts); then the
// integer is in [0, 2^width), whatever a node did when they were made.
import { GROUP_ORDER } from "../curve/bn254.ts";
import { NUMBER_BYTES, toLittleEndian } from "../curve/little-endian.ts";
import { Vector } from "../curve/vector.ts";
import { decodeElements, ELEMENT_BYTES, encodeElements } from "../sharing/elements.ts";
import { type Digits, type Summand, sumDigits } from "./bits.ts";
import { constant, type FieldShares, plus, slice, zeros } from "./field.ts";
import type { ProvingNode } from "./node.ts";
import { fromNodeZero, reshare } from "./reshare.ts";

/** Integers of one width. */
export interface Integers extends Digits {
  /** Digit k of integer i is in place k·count + i. */
  readonly digits: FieldShares;
}

/** Σ_k 2^k·digit_k. */
export function valuesOf({ count, width, digits }: Integers): FieldShares {
  let values = zeros(count);
  for (let k = width - 1; k >= 0; k--) values = plus(plus(values, values), slice(digits, k * count, count));
  return values;
}

/** The integers without their lowest digits: quotients by 2^bits, rounded down. */
export function shifted({ count, width, digits }: Integers, bits: number): Integers {
  return { count, width: width - bits, digits: slice(digits, bits * count, (width - bits) * count) };
}

/** Bits of words as in bits.ts, as numbers, in the order of `Integers`. */
function numbersOf(words: Uint32Array, groups: readonly Digits[], total: number): Vector {
  const perDigit = Math.ceil(total / 32);
  const length = groups.reduce((sum, { count, width }) => sum + count * width, 0);
  const bytes = new Uint8Array(NUMBER_BYTES * length);
  let [at, start] = [0, 0];
  for (const { count, width } of groups) {
    for (let k = 0; k < width; k++)
      for (let i = start; i < start + count; i++, at += NUMBER_BYTES)
        bytes[at] = (words[k * perDigit + (i >> 5)]! >> (i & 31)) & 1;
    start += count;
  }
  return new Vector(bytes);
}

/**
 * Shares of bits p ⊕ b, where node 0 knows p, and nodes 1 and 2 know b: `own`. (1 − 2b)·p + b is
 * linear in shares of p for those who know b.
 */
async function exclusiveOr(node: ProvingNode, own: Vector): Promise<FieldShares> {
  const { length } = own;
  const shared = await fromNodeZero(node, node.node === 0 ? own : null, length);
  if (node.node === 0) return reshare(node, Vector.zero(length));
  const part = node.node === 1 ? shared.first : shared.second;
  const changed = part.times(constant(length, 1n).plusMultiple(own, -2n));
  return reshare(node, node.node === 1 ? changed.plus(own) : changed);
}

/** The lowest digits of the sums of summands; one after the other, in groups. */
async function integersOf(node: ProvingNode, summand: Summand, groups: readonly Digits[]): Promise<Integers[]> {
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const width = groups.reduce((most, group) => Math.max(most, group.width), 0);
  const words = await sumDigits(node, summand, { count, width });
  const all = await exclusiveOr(node, numbersOf(words, groups, count));
  let start = 0;
  return groups.map((group) => {
    const digits = slice(all, start, group.count * group.width);
    start += group.count * group.width;
    return { ...group, digits };
  });
}

/** A node's components x_i and x_(i+1) of integers modulo 2^128 (sharing/elements.ts). */
export type ElementComponents = readonly [Uint8Array, Uint8Array];

/** Digits of integers that are shared modulo 2^128, at most 128 of each. */
export function digitsOfElements(
  node: ProvingNode,
  components: ElementComponents,
  groups: readonly Digits[],
): Promise<Integers[]> {
  const [first, second] = components;
  const stride = ELEMENT_BYTES;
  if (node.node !== 0) return integersOf(node, { bytes: node.node === 1 ? second : first, stride }, groups);
  const others = decodeElements(second);
  const sums = decodeElements(first).map((value, i) => BigInt.asIntN(128, value + others[i]!));
  return integersOf(node, { bytes: encodeElements(sums), stride }, groups);
}

/**
 * Digits of integers in [0, 2^width) that are shared in the field: one summand is uniform in [0,
 * q), so that both add up to the integer and q, unless it is not above the integer, with
 * probability 2^width/q.
 */
export function digitsOfNumbers(
  node: ProvingNode,
  values: FieldShares,
  groups: readonly Digits[],
): Promise<Integers[]> {
  const { first, second } = values;
  const stride = NUMBER_BYTES;
  if (node.node !== 0) return integersOf(node, { bytes: (node.node === 1 ? second : first).bytes, stride }, groups);
  const sums = first.plus(second).toNumbers();
  const bytes = toLittleEndian(sums.map((value) => BigInt.asUintN(256, value - GROUP_ORDER)));
  return integersOf(node, { bytes, stride }, groups);
}
