// The bit work of the sign test (negative.ts), on packed words.
//
// The sum of two numbers of 127 bits, one known to nodes 0 and 1, the other to nodes 2 and 3,
// carries into the top bit or not. Both are doubled and cut into 32 digits of 4 bits. A digit u of
// the one is given in unary, bits [u ≥ s] for s = 1…15; a digit v of the other as the bits [v = s].
// Two sums of products say whether a place generates a carry, or passes one on:
//
//   [u + v ≥ 16] = ⊕_s [v = s]·[u ≥ 16 − s],   [u + v = 15] = ⊕_s [v = s]·[u ≥ 15 − s] ⊕ [u + v ≥ 16]
//
// Then neighbours are combined, 32 → 16 → … → 1: a pair of places generates a carry if the higher
// one does, or passes on that of the lower one; it passes one on if both do.
//
// Words: 16 of 32 bits for each comparison. Word s has the bits for s at all 32 places, word 0 the
// number's top bit. Places are in bit-reversed order, so that neighbours are always half a word
// apart.
import type { Pair } from "./pairs.ts";

const PLACES = 32;
/** Digits are below this. */
const DIGITS = 16;
/** Bytes of a number's words. */
export const CODE_BYTES = 4 * DIGITS;

const REVERSED = Array.from({ length: PLACES }, (_, place) =>
  [0, 1, 2, 3, 4].reduce((reversed, bit) => reversed | (((place >> bit) & 1) << (4 - bit)), 0),
);

/** The words of `numbers` (4 words each): [v = s], or [u ≥ s] if `unary`. `code` holds zeros. */
export function encode(code: Uint32Array, numbers: Uint32Array, unary: boolean): void {
  for (let i = 0, at = 0; i < numbers.length; i += 4, at += DIGITS) {
    for (let place = 0; place < PLACES; place++) {
      const word = i + (place >> 3);
      const doubled = (numbers[word]! << 1) | (place < 8 ? 0 : numbers[word - 1]! >>> 31);
      const digit = (doubled >>> (4 * (place & 7))) & (DIGITS - 1);
      if (digit > 0) code[at + digit]! |= 1 << REVERSED[place]!;
    }
    if (unary) for (let s = DIGITS - 2; s > 0; s--) code[at + s]! |= code[at + s + 1]!;
    code[at] = numbers[i + 3]! >>> 31;
  }
}

/**
 * For each comparison two words of addends: of places that generate a carry, and of those that
 * generate one or pass one on, without the term of [v = 15]. `equal`, `least`: a component of
 * [v = s] and of [u ≥ s]; `constant`: whether the former is component 0, which carries the 1 in
 * [v = 0] = 1 ⊕ [v = 1] ⊕ … ⊕ [v = 15].
 */
export function multiplyDigits(out: Uint32Array, equal: Uint32Array, least: Uint32Array, constant: boolean): void {
  for (let at = 0, to = 0; at < equal.length; at += DIGITS, to += 2) {
    let [zero, generate, either] = [constant ? -1 : 0, 0, 0];
    for (let s = 1; s < DIGITS; s++) {
      const word = equal[at + s]!;
      zero ^= word;
      generate ^= word & least[at + DIGITS - s]!;
      if (s < DIGITS - 1) either ^= word & least[at + DIGITS - 1 - s]!;
    }
    out[to] = generate;
    out[to + 1] = either ^ (zero & least[at + DIGITS - 1]!);
  }
}

/** A component of what is known of each comparison's places: bit `place` of a word. */
export interface Places {
  readonly generate: Uint32Array;
  readonly pass: Uint32Array;
}

/** A component from the result of `multiplyDigits`, reshared, and of [v = s]. */
export function placesOf(products: Uint32Array, equal: Uint32Array): Places {
  const count = equal.length / DIGITS;
  const [generate, pass] = [new Uint32Array(count), new Uint32Array(count)];
  for (let t = 0; t < count; t++) {
    generate[t] = products[2 * t]!;
    pass[t] = products[2 * t]! ^ products[2 * t + 1]! ^ equal[DIGITS * t + DIGITS - 1]!;
  }
  return { generate, pass };
}

/** The component of the top bits of both numbers, added. */
export function topBits(equal: Uint32Array, least: Uint32Array): Uint8Array {
  return Uint8Array.from({ length: equal.length / DIGITS }, (_, t) => (equal[DIGITS * t]! ^ least[DIGITS * t]!) & 1);
}

/** Places that are left after each level. */
export const LEVELS = [16, 8, 4, 2, 1] as const;

export type Packed = Uint32Array | Uint16Array | Uint8Array;

/** For each comparison one word of 2·left bits, or one bit at the last level. */
export function packedBytes(left: number): 1 | 2 | 4 {
  if (left === 16) return 4;
  return left === 8 ? 2 : 1;
}

/** A pair's addends of the products of one level, packed. */
export function multiplyPlaces(
  out: Packed,
  first: Places,
  second: Places,
  { left, square }: Pick<Pair, "square"> & { readonly left: number },
): void {
  const mask = left === PLACES ? -1 : (1 << left) - 1;
  for (let t = 0; t < first.pass.length; t++) {
    const [high1, high2] = [first.pass[t]! >>> left, second.pass[t]! >>> left];
    const products = (low1: number, low2: number) =>
      ((high1 & low2) ^ (high2 & low1) ^ (square ? high1 & low1 : 0)) & mask;
    const generate = products(first.generate[t]!, second.generate[t]!);
    out[t] = left === 1 ? generate : generate | (products(first.pass[t]!, second.pass[t]!) << left);
  }
}

/** A component of the next level, from the products of this one, reshared. */
export function nextPlaces(products: Packed, { generate }: Places, left: number): Places {
  const mask = (1 << left) - 1;
  const next = { generate: new Uint32Array(generate.length), pass: new Uint32Array(generate.length) };
  for (let t = 0; t < generate.length; t++) {
    next.generate[t] = (products[t]! & mask) ^ (generate[t]! >>> left);
    next.pass[t] = products[t]! >>> left;
  }
  return next;
}
