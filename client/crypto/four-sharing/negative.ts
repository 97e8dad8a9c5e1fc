// Sign test: shares of the bit [x < 0], and of its product with other shared words, exact. Eight
// rounds; 79 bytes per comparison and 24 per word, for each node on average.
//
// x = h + l mod 2^128, where nodes 2 and 3 know h = x0 + x1, and nodes 0 and 1 know l = x2 + x3.
// The top bit of x is the exclusive-or of their top bits and of the carry into that place. Bits
// are shared like numbers, with exclusive or for the sum.
//   1. Nodes 2 and 3 share the digits of h, nodes 0 and 1 those of l (carry.ts). For each
//      comparison there is a random bit r, the sum of a bit from each of the four keys; nodes 2
//      and 3 know r0 ⊕ r1, nodes 0 and 1 know r2 ⊕ r3, and they share these as numbers.
//   2. Products of digits; the product of the two numbers, which makes r a shared number.
//   3. to 7. Carries, in five steps; in the first of them, r times each word.
//   8. c = [x < 0] ⊕ r opens to all four. [x < 0] = c + (1 − 2c)·r, and the same for the words.
//
// Who plays: all four. Every message is joint and, but for c, masked (deal.ts); c is uniform to
// every node, since each lacks one of the four bits of r, which serves once. If one node sends
// anything wrong, its receiver finds out before anything opens (open.ts).
// Source: carries of two numbers known to two nodes each as in Dalskov, Escudero, Keller (USENIX
// Security 2021), section 4; digits in unary in place of the lowest two levels of the adder.
import type { Shares } from "../sharing/arena.ts";
import { ELEMENT_BYTES } from "../sharing/elements.ts";
import { combine, copyInto, gather, scale, slice, zeros } from "../sharing/local.ts";
import { checkLength, split } from "../sharing/party.ts";
import type { SignedProducts } from "../sharing/scheme.ts";
import {
  CODE_BYTES,
  encode,
  LEVELS,
  multiplyDigits,
  multiplyPlaces,
  nextPlaces,
  type Packed,
  type Places,
  packedBytes,
  placesOf,
  topBits,
} from "./carry.ts";
import { addendsFor, type Dealt, deal } from "./deal.ts";
import { NODES, type NodeIndex, others } from "./link.ts";
import { ACROSS, HIGH, isOf, LOW, PAIRS, pairOfHalf, pairsOf } from "./pairs.ts";
import type { Party } from "./party.ts";
import { product } from "./products.ts";

/** Entry j is this node's copy of component j, if it holds it. */
type Components<T> = readonly T[];

/**
 * `words`: the same number of words for each element of x, the first word of every element first;
 * may be empty.
 */
export async function negativeTimes(party: Party, x: Shares, words: Shares): Promise<SignedProducts> {
  const { arena } = party;
  const count = x.length;
  const width = count === 0 ? 0 : words.length / count;
  checkLength(words.length, Math.floor(width) * count);
  const result = arena.shares(count + words.length);
  const mark = arena.mark();
  const [equal, least] = [zeros(arena, 4 * count), zeros(arena, 4 * count)];
  const [upper, lower] = [zeros(arena, count), zeros(arena, count)];
  const random = randomBits(party, count);
  const code = codeOf(party, x);
  const bit = elementsOf(party, sumOfBits(random, pairOfHalf(party.node)));
  await deal(party, [
    { target: equal, kind: "bits", routes: [HIGH], values: [code] },
    { target: least, kind: "bits", routes: [LOW], values: [code] },
    { target: upper, kind: "numbers", routes: [HIGH], values: [bit] },
    { target: lower, kind: "numbers", routes: [LOW], values: [bit] },
  ]);

  const both = zeros(arena, count);
  const digits = zeros(arena, Math.ceil(count / 2));
  const values = addendsFor(party, product(party, upper, lower), ACROSS);
  await deal(party, [
    { target: both, kind: "numbers", routes: ACROSS, values },
    { target: digits, kind: "bits", routes: ACROSS, values: digitProducts(party, equal, least, digits.length) },
  ]);
  const r = combine(arena, "subtract", [combine(arena, "add", [upper, lower]), scale(arena, both, 2n)]);

  const repeated = gather(
    arena,
    r,
    Array.from({ length: words.length }, (_, i) => i % count),
  );
  const masked = zeros(arena, words.length);
  const withWords: Dealt = {
    ...{ target: masked, kind: "numbers", routes: PAIRS },
    values: addendsFor(party, product(party, repeated, words), PAIRS),
  };
  const tops = componentsAs(party, (j) => topBits(wordsAt(party, equal, j), wordsAt(party, least, j)));
  let places = componentsAs(party, (j) => placesOf(wordsAt(party, digits, j), wordsAt(party, equal, j)));
  for (const left of LEVELS) places = await combinePlaces(party, places, left, left === LEVELS[0] ? [withWords] : []);

  const hidden = componentsAs(party, (j) =>
    random[j]!.map((value, t) => value ^ tops[j]![t]! ^ (places[j]!.generate[t]! & 1)),
  );
  const opened = await openToAll(party, hidden, count);
  unmask(party, { result, opened, words, width, from: [r, masked] });
  arena.release(mark);
  const [bits, products] = split(result, [count, words.length]);
  return { bits: bits!, products: products! };
}

function componentsAs<T>({ node }: Party, make: (index: NodeIndex) => T): Components<T> {
  const held = others(node);
  return NODES.map((index) => (held.includes(index) ? make(index) : (undefined as T)));
}

/** Components of random bits, one byte each. */
function randomBits(party: Party, count: number): Components<Uint8Array> {
  return componentsAs(party, (j) => {
    const bytes = new Uint8Array(count);
    party.masksWithout(j).fill(bytes);
    return bytes.map((byte) => byte & 1);
  });
}

function sumOfBits(
  bits: Components<Uint8Array>,
  { first, second }: { first: NodeIndex; second: NodeIndex },
): Uint8Array {
  return bits[first]!.map((bit, t) => bit ^ bits[second]![t]!);
}

/** Address of bits as numbers. */
function elementsOf({ arena }: Party, bits: Uint8Array): number {
  const at = arena.elements(bits.length);
  const elements = arena.bytes(at, ELEMENT_BYTES * bits.length).fill(0);
  for (const [i, bit] of bits.entries()) elements[ELEMENT_BYTES * i] = bit;
  return at;
}

function words32({ arena }: Party, at: number, bytes: number): Uint32Array {
  const view = arena.bytes(at, bytes);
  return new Uint32Array(view.buffer, view.byteOffset, bytes / 4);
}

/** Component j as words, a view. */
function wordsAt(party: Party, x: Shares, j: NodeIndex): Uint32Array {
  return words32(party, party.component(x, j), ELEMENT_BYTES * x.length);
}

/** Address of the digits of h or l. */
function codeOf(party: Party, x: Shares): number {
  const { arena } = party;
  const pair = pairOfHalf(party.node);
  const [half, code] = [arena.elements(x.length), arena.allocate(CODE_BYTES * x.length)];
  arena.kernel.add(half, party.component(x, pair.first), party.component(x, pair.second), x.length);
  arena.bytes(code, CODE_BYTES * x.length).fill(0);
  encode(words32(party, code, CODE_BYTES * x.length), words32(party, half, ELEMENT_BYTES * x.length), pair === LOW);
  return code;
}

/** Addresses of the addends of pairs across. */
function digitProducts(party: Party, equal: Shares, least: Shares, length: number): number[] {
  const { arena, node } = party;
  const areas = ACROSS.map((pair) => (isOf(pair, node) ? arena.elements(length) : 0));
  for (const [k, pair] of ACROSS.entries()) {
    if (!isOf(pair, node)) continue;
    const [i, j] = pair.first < 2 ? [pair.first, pair.second] : [pair.second, pair.first];
    const out = words32(party, areas[k]!, ELEMENT_BYTES * length).fill(0);
    multiplyDigits(out, wordsAt(party, equal, i), wordsAt(party, least, j), i === 0);
  }
  return areas;
}

/** One level of carries, with what else is to be dealt in its round. */
async function combinePlaces(
  party: Party,
  places: Components<Places>,
  left: number,
  also: readonly Dealt[],
): Promise<Components<Places>> {
  const { arena, node } = party;
  const count = places[others(node)[0]!]!.generate.length;
  const size = packedBytes(left);
  const length = Math.ceil((size * count) / ELEMENT_BYTES);
  const mark = arena.mark();
  const target = zeros(arena, length);
  const own = pairsOf(node);
  const areas = PAIRS.map((pair) => (own.includes(pair) ? arena.elements(length) : 0));
  const packed = (at: number): Packed => {
    const view = arena.bytes(at, ELEMENT_BYTES * length);
    if (size === 1) return view;
    const elements = view.length / size;
    if (size === 2) return new Uint16Array(view.buffer, view.byteOffset, elements);
    return new Uint32Array(view.buffer, view.byteOffset, elements);
  };
  for (const [k, { first, second, square }] of PAIRS.entries()) {
    if (areas[k] === 0) continue;
    multiplyPlaces(packed(areas[k]!).fill(0), places[first]!, places[second]!, { left, square });
  }
  await deal(party, [{ target, kind: "bits", routes: PAIRS, values: areas }, ...also]);
  const next = componentsAs(party, (j) => nextPlaces(packed(party.component(target, j)), places[j]!, left));
  arena.release(mark);
  return next;
}

/** Opens bits without masks to all nodes, as joint messages. */
async function openToAll(party: Party, components: Components<Uint8Array>, count: number): Promise<Uint8Array> {
  const missing = new Uint8Array(count);
  await party.exchange(
    NODES.map((to) => ({
      ...({ from: (to + 1) % 4, witness: (to + 2) % 4, to } as { from: NodeIndex; witness: NodeIndex; to: NodeIndex }),
      bytes: to === party.node ? missing : components[to]!,
    })),
  );
  return missing.map((bit, t) => others(party.node).reduce((sum, j) => sum ^ components[j]![t]!, bit) & 1);
}

interface Masked {
  readonly result: Shares;
  /** c, one byte each. */
  readonly opened: Uint8Array;
  readonly words: Shares;
  readonly width: number;
  /** r, and r times the words. */
  readonly from: readonly [Shares, Shares];
}

/** result = c·w + (1 − 2c)·r·w, with w = 1 for the bits. */
function unmask(party: Party, { result, opened, words, width, from: [r, masked] }: Masked): void {
  const { arena } = party;
  const { kernel } = arena;
  const count = opened.length;
  const [bits, products] = [slice(result, 0, count), slice(result, count, words.length)];
  copyInto(arena, bits, r);
  copyInto(arena, products, masked);
  const c = arena.allocate(count);
  arena.write(c, opened);
  const chosen = arena.elements(Math.max(count, words.length));
  const one = elementsOf(party, opened);
  for (const j of others(party.node)) {
    kernel.negateWhere(party.component(bits, j), c, 1, count);
    const at = party.component(products, j);
    kernel.negateWhere(at, c, width, count);
    kernel.choose(chosen, c, party.component(words, j), width, count);
    kernel.add(at, at, chosen, words.length);
  }
  const at = party.publicComponent(bits);
  if (at !== undefined) kernel.add(at, at, one, count);
}
