// The binary digits of shared integers. An integer is the sum of one summand that node 0 knows and
// one that nodes 1 and 2 know, modulo a power of two: so the digits of each summand are shared
// without more, and an adder in shares of bits gives those of the sum (Kogge and Stone 1973).
//
// Bits are shared like numbers, with ⊕ for +, and their messages masked as those of reshare.ts.
// Words hold the same digit of 32 integers.
import type { ProvingNode } from "./node.ts";

/** Packed bits; node i has b_i as `first`, b_(i+1) as `second`. */
interface BitShares {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function randomWords(stream: ProvingNode["streams"]["next"], length: number): Uint32Array {
  const words = new Uint32Array(length);
  stream.fill(bytesOf(words));
  return words;
}

async function receiveWords(node: ProvingNode, length: number): Promise<Uint32Array> {
  return new Uint32Array((await node.receive("next", 4 * length)).buffer);
}

/** The products of pairs of bits. */
async function and(node: ProvingNode, x: BitShares, y: BitShares): Promise<BitShares> {
  const { length } = x.first;
  node.round();
  const [added, removed] = [randomWords(node.streams.next, length), randomWords(node.streams.previous, length)];
  const first = x.first.map((word, i) => {
    const product = (word & (y.first[i]! ^ y.second[i]!)) ^ (x.second[i]! & y.first[i]!);
    return product ^ added[i]! ^ removed[i]!;
  });
  node.send("previous", bytesOf(first));
  return { first, second: await receiveWords(node, length) };
}

function xor(x: Uint32Array, y: Uint32Array): Uint32Array {
  return x.map((word, i) => word ^ y[i]!);
}

/** How many integers, and how many digits of each. */
export interface Digits {
  readonly count: number;
  readonly width: number;
}

/**
 * Digit k of the integers in words k·w, …, (k + 1)·w − 1, where w words hold a bit of each;
 * `numbers` in `stride` bytes each, little endian.
 */
function digitsOf(numbers: Uint8Array, stride: number, { count, width }: Digits): Uint32Array {
  const words = Math.ceil(count / 32);
  const digits = new Uint32Array(width * words);
  for (let i = 0; i < count; i++)
    for (let k = 0; k < width; k++)
      digits[k * words + (i >> 5)]! |= ((numbers[stride * i + (k >> 3)]! >> (k & 7)) & 1) << (i & 31);
  return digits;
}

/** Shares of the digits that node 0 has, and of those that nodes 1 and 2 have. */
async function shareDigits(node: ProvingNode, own: Uint32Array): Promise<readonly [BitShares, BitShares]> {
  const { length } = own;
  const none = new Uint32Array(length);
  node.round();
  if (node.node === 0) {
    const second = randomWords(node.streams.next, length);
    const first = xor(own, second);
    node.send("previous", bytesOf(first));
    return [
      { first, second },
      { first: none, second: none },
    ];
  }
  if (node.node === 1)
    return [
      { first: randomWords(node.streams.previous, length), second: none },
      { first: none, second: own },
    ];
  return [
    { first: none, second: await receiveWords(node, length) },
    { first: own, second: none },
  ];
}

/** What a node knows of integers: node 0 one summand of each, nodes 1 and 2 the other. */
export interface Summand {
  /** `stride` bytes each, little endian. */
  readonly bytes: Uint8Array;
  readonly stride: number;
}

/**
 * Two components of the digits of the sums modulo 2^width: node 0 has the sum of the components 0
 * and 1 of each digit, nodes 1 and 2 have component 2. Words as in `digitsOf`.
 */
export async function sumDigits(node: ProvingNode, { bytes, stride }: Summand, digits: Digits): Promise<Uint32Array> {
  const { count, width } = digits;
  const words = Math.ceil(count / 32);
  const [a, b] = await shareDigits(node, digitsOf(bytes, stride, digits));
  const sum = { first: xor(a.first, b.first), second: xor(a.second, b.second) };
  // carry: whether the digits up to this one carry; pass: whether they pass a carry on.
  const carry = await and(node, a, b);
  const pass = { first: sum.first.slice(), second: sum.second.slice() };
  for (let by = 1; by < width - 1; by *= 2) {
    const [from, rest] = [by * words, (width - by) * words];
    const pairs = (x: Uint32Array, y: Uint32Array): Uint32Array => {
      const both = new Uint32Array(2 * rest);
      both.set(x);
      both.set(y, rest);
      return both;
    };
    const lower = (x: Uint32Array) => x.subarray(0, rest);
    const upper = (x: Uint32Array) => x.subarray(from);
    const products = await and(
      node,
      { first: pairs(upper(pass.first), upper(pass.first)), second: pairs(upper(pass.second), upper(pass.second)) },
      { first: pairs(lower(carry.first), lower(pass.first)), second: pairs(lower(carry.second), lower(pass.second)) },
    );
    for (const [own, product] of [
      [carry.first, products.first],
      [carry.second, products.second],
    ] as const)
      for (let i = 0; i < rest; i++) own[from + i]! ^= product[i]!;
    pass.first.set(products.first.subarray(rest), from);
    pass.second.set(products.second.subarray(rest), from);
  }
  const digit = (own: Uint32Array, carries: Uint32Array) =>
    own.map((word, i) => (i < words ? word : word ^ carries[i - words]!));
  const [first, second] = [digit(sum.first, carry.first), digit(sum.second, carry.second)];
  if (node.node === 0) return xor(first, second);
  return node.node === 1 ? second : first;
}
