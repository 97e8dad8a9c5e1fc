// Sign test: shares of the bit [x < 0], and of its product with other shared words, exact. Eight
// rounds; 79 bytes per comparison and 24 per word, for each node on average.
//
// x = h + l mod 2^128, where nodes 2 and 3 know h = x0 + x1, and nodes 0 and 1 know l = x2 + x3.
// The top bit of x is the exclusive-or of their top bits and of the carry into that place. Bits
// are shared like numbers, with exclusive or for the sum.
//   1. Nodes 2 and 3 share the digits of h, nodes 0 and 1 those of l (../sharing/kernel/carry.ts).
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
import { Choice } from "./choose.ts";
import { type Components, componentsAs } from "./components.ts";
import { type Dealt, deal, roomFor } from "./deal.ts";
import { putHalf } from "./halves.ts";
import { type NodeIndex, others } from "./link.ts";
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
  const half = arena.elements(x.length);
  putHalf(party, half, x);
  const bits = await signBits(party, { half, count: x.length }, choice);
  const chosen = await choice.finish(bits);
  arena.release(mark);
  return chosen;
}

/** Elements of the digits of one number. */
const CODE_LENGTH = 4;
/** Places that are left after each level of carries, and bytes of a comparison's products. */
const LEVELS = [
  { left: 16, bytes: 4 },
  { left: 8, bytes: 2 },
  { left: 4, bytes: 1 },
  { left: 2, bytes: 1 },
  { left: 1, bytes: 1 },
] as const;

/** What is known of each comparison's places: whether they generate a carry, or pass one on. */
interface Places {
  readonly generate: Shares;
  readonly pass: Shares;
  readonly count: number;
}

/**
 * The bits [x < 0], with what a choice deals in the same rounds. `half`: address of h or l, as this
 * node knows it. 7 rounds.
 */
export async function signBits(
  party: Party,
  { half, count }: { readonly half: number; readonly count: number },
  choice?: Choice,
): Promise<Components<Uint8Array>> {
  const { arena } = party;
  const { kernel } = arena;
  const mark = arena.mark();
  const [equal, least] = [zeros(arena, CODE_LENGTH * count), zeros(arena, CODE_LENGTH * count)];
  const code = arena.elements(CODE_LENGTH * count);
  kernel.encodeDigits(code, half, pairOfHalf(party.node) === LOW ? 1 : 0, count);
  await deal(party, [
    { target: equal, kind: "bits", pairs: [HIGH], values: [code] },
    { target: least, kind: "bits", pairs: [LOW], values: [code] },
    ...(choice?.next() ?? []),
  ]);

  const digits = zeros(arena, Math.ceil(count / 2));
  await deal(party, [
    { target: digits, kind: "bits", pairs: ACROSS, values: digitProducts(party, { equal, least, count }, digits) },
    ...(choice?.next() ?? []),
  ]);
  const places = { generate: arena.shares(Math.ceil(count / 4)), pass: arena.shares(Math.ceil(count / 4)), count };
  for (const j of others(party.node))
    kernel.firstPlaces(...addresses(party, j, [places.generate, places.pass, digits, equal]), count);
  for (const level of LEVELS) await combinePlaces(party, places, level, choice?.next() ?? []);
  const bits = arena.allocate(count);
  const result = componentsAs(party, (j) => {
    kernel.signBits(bits, ...addresses(party, j, [equal, least, places.generate]), count);
    return arena.bytes(bits, count).slice();
  });
  arena.release(mark);
  return result;
}

/** Of component j. */
function addresses<T extends readonly Shares[]>(
  party: Party,
  j: NodeIndex,
  vectors: readonly [...T],
): { [K in keyof T]: number } {
  return vectors.map((x) => party.component(x, j)) as { [K in keyof T]: number };
}

/** Addresses of the addends of pairs across. */
function digitProducts(
  party: Party,
  { equal, least, count }: { readonly equal: Shares; readonly least: Shares; readonly count: number },
  { length }: Shares,
): number[] {
  const { arena } = party;
  const areas = roomFor(party, ACROSS, length);
  for (const [k, { first, second }] of ACROSS.entries()) {
    const area = areas[k]!;
    if (area === 0) continue;
    const [i, j] = first < 2 ? [first, second] : [second, first];
    arena.bytes(area, ELEMENT_BYTES * length).fill(0);
    arena.kernel.multiplyDigits(area, party.component(equal, i), party.component(least, j), i === 0 ? 1 : 0, count);
  }
  return areas;
}

/** One level of carries, with what else is to be dealt in its round. */
async function combinePlaces(
  party: Party,
  { generate, pass, count }: Places,
  { left, bytes }: (typeof LEVELS)[number],
  also: readonly Dealt[],
): Promise<void> {
  const { arena, node } = party;
  const { kernel } = arena;
  const length = Math.ceil((bytes * count) / ELEMENT_BYTES);
  const mark = arena.mark();
  const target = zeros(arena, length);
  const values = roomFor(party, PAIRS, length);
  for (const [k, { first, second, square }] of PAIRS.entries()) {
    const value = values[k]!;
    if (value === 0) continue;
    const [one, two] = [addresses(party, first, [generate, pass]), addresses(party, second, [generate, pass])];
    arena.bytes(value, ELEMENT_BYTES * length).fill(0);
    kernel.multiplyPlaces(value, ...one, ...two, left, square ? 1 : 0, count);
  }
  await deal(party, [{ target, kind: "bits", pairs: PAIRS, values }, ...also]);
  for (const j of others(node)) kernel.nextPlaces(...addresses(party, j, [generate, pass, target]), left, count);
  arena.release(mark);
}
