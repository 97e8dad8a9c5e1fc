// Sign test: shares of the bit [x < 0], and of its product with other shared words, exact. Eight
// rounds; 79 bytes per comparison and 24 per word, for each node on average.
//
// x = h + l mod 2^128, where nodes 2 and 3 know h = x0 + x1, and nodes 0 and 1 know l = x2 + x3.
// The top bit of x is the exclusive-or of their top bits and of the carry into that place. Bits
// are shared like numbers, with exclusive or for the sum.
//   1. Nodes 2 and 3 share the digits of h, nodes 0 and 1 those of l (carry.ts).
//   2. Products of digits.
//   3. to 7. Carries, in five steps.
// Numbers of the bits, and words times them, take another round (choose.ts).
//
// Who plays: all four. Every message is joint and masked (deal.ts). If one node sends anything
// wrong, its receiver finds out before anything opens (open.ts).
// Source: carries of two numbers known to two nodes each as in Dalskov, Escudero, Keller (USENIX
// Security 2021), section 4; digits in unary in place of the lowest two levels of the adder.
import type { Shares } from "../sharing/arena.ts";
import { ELEMENT_BYTES } from "../sharing/elements.ts";
import { zeros } from "../sharing/local.ts";
import { checkLength } from "../sharing/party.ts";
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
import { Choice } from "./choose.ts";
import { type Components, componentsAs, wordsAt } from "./components.ts";
import { type Dealt, deal, roomFor } from "./deal.ts";
import { others } from "./link.ts";
import { ACROSS, HIGH, LOW, PAIRS, pairOfHalf } from "./pairs.ts";
import type { Party } from "./party.ts";

/**
 * `words`: the same number of words for each element of x, the first word of every element first;
 * may be empty.
 */
export async function negativeTimes(party: Party, x: Shares, words: Shares): Promise<SignedProducts> {
  const { arena } = party;
  checkLength(words.length, x.length === 0 ? 0 : Math.floor(words.length / x.length) * x.length);
  const result = arena.shares(x.length + words.length);
  const mark = arena.mark();
  const choice = new Choice(party, { words, result });
  const bits = await signBits(party, x, choice);
  const chosen = await choice.finish(bits);
  arena.release(mark);
  return chosen;
}

/** The bits [x < 0], with what a choice deals in the same rounds. 7 rounds. */
export async function signBits(party: Party, x: Shares, choice?: Choice): Promise<Components<Uint8Array>> {
  const { arena } = party;
  const count = x.length;
  const mark = arena.mark();
  const [equal, least] = [zeros(arena, 4 * count), zeros(arena, 4 * count)];
  const code = codeOf(party, x);
  await deal(party, [
    { target: equal, kind: "bits", pairs: [HIGH], values: [code] },
    { target: least, kind: "bits", pairs: [LOW], values: [code] },
    ...(choice?.next() ?? []),
  ]);

  const digits = zeros(arena, Math.ceil(count / 2));
  await deal(party, [
    { target: digits, kind: "bits", pairs: ACROSS, values: digitProducts(party, equal, least, digits.length) },
    ...(choice?.next() ?? []),
  ]);
  const tops = componentsAs(party, (j) => topBits(wordsAt(party, equal, j), wordsAt(party, least, j)));
  let places = componentsAs(party, (j) => placesOf(wordsAt(party, digits, j), wordsAt(party, equal, j)));
  for (const left of LEVELS) places = await combinePlaces(party, places, left, choice?.next() ?? []);
  arena.release(mark);
  return componentsAs(party, (j) => tops[j]!.map((top, t) => top ^ (places[j]!.generate[t]! & 1)));
}

/** Address of the digits of h or l. */
function codeOf(party: Party, x: Shares): number {
  const { arena } = party;
  const pair = pairOfHalf(party.node);
  const [half, code] = [arena.elements(x.length), arena.allocate(CODE_BYTES * x.length)];
  arena.kernel.add(half, party.component(x, pair.first), party.component(x, pair.second), x.length);
  arena.bytes(code, CODE_BYTES * x.length).fill(0);
  encode(arena.words(code, CODE_BYTES * x.length), arena.words(half, ELEMENT_BYTES * x.length), pair === LOW);
  return code;
}

/** Addresses of the addends of pairs across. */
function digitProducts(party: Party, equal: Shares, least: Shares, length: number): number[] {
  const { arena } = party;
  const areas = roomFor(party, ACROSS, length);
  for (const [k, pair] of ACROSS.entries()) {
    if (areas[k] === 0) continue;
    const [i, j] = pair.first < 2 ? [pair.first, pair.second] : [pair.second, pair.first];
    const out = arena.words(areas[k]!, ELEMENT_BYTES * length).fill(0);
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
  const areas = roomFor(party, PAIRS, length);
  const packed = (at: number): Packed => {
    if (size === 4) return arena.words(at, ELEMENT_BYTES * length);
    const view = arena.bytes(at, ELEMENT_BYTES * length);
    return size === 1 ? view : new Uint16Array(view.buffer, view.byteOffset, view.length / size);
  };
  for (const [k, { first, second, square }] of PAIRS.entries()) {
    if (areas[k] === 0) continue;
    multiplyPlaces(packed(areas[k]!).fill(0), places[first]!, places[second]!, { left, square });
  }
  await deal(party, [{ target, kind: "bits", pairs: PAIRS, values: areas }, ...also]);
  const next = componentsAs(party, (j) => nextPlaces(packed(party.component(target, j)), places[j]!, left));
  arena.release(mark);
  return next;
}
