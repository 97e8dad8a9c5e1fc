// Sign test: shares of the bit [x < 0], and of its product with other shared words, in three
// rounds.
//
// x = a + s mod 2^128, where node 0 knows a = x0 + x1 and nodes 1 and 2 both know s = x2. Let a'
// and s' be their lower 127 bits. The top bit of x is the exclusive-or of the top bits of a and s
// and the carry out of a' + s'; that carry is [a' > t], with t the complement of s'.
//   1. Node 0 shares a' bit by bit, a' = p ⊕ q, with nodes 1 (p, a mask) and 2 (q). For each bit,
//      these two evaluate a lane of 48 bits, which is zero iff a' has 1 there, t has 0 and all
//      higher bits agree; or, if a coin β that they share says so, they evaluate the opposite test,
//      a' ≤ t. A lane is the sum in GF(2)^48 of a random weight for each higher bit that differs
//      and of a random factor where a' has the wrong bit, so that each of the two has a share of
//      it. They rotate and blind the lanes.
//   2. They send the lanes to node 0, which finds a zero or none: β' = found ⊕ top bit of a.
//      Writing β from here on for the coin ⊕ top bit of s, [x < 0] = β ⊕ β'.
//   3. For a word w: [x < 0]·w = β·w + β'·w', with w' = w − 2β·w. Nodes 1 and 2 reshare β·w in
//      round 1. Node 0 knows β'·(w'0 + w'1). An oblivious transfer between node 0 and {1, 2} gives
//      β'·w'2: in round 2 node 0 fetches k or k − w'2, where k is a mask that nodes 1 and 2 share,
//      from the two as from two servers, by a random choice bit of which each of them knows one
//      half; in round 3 it says whether the choice was the right one.
// Each node sends about 520 bytes per comparison and 16 to 48 per word of the result, all in one
// message per round and pair. The bit is wrong with probability 2^-41: when one of the 128 other
// lanes happens to be zero.
//
// Who plays: node 0 compares, nodes 1 and 2 evaluate. Node 0 sees whether one of the lanes is zero,
// a uniform bit because of β; everything else in the lanes is uniform and independent, and the
// rotation makes the place of the zero uniform. Nodes 1 and 2 see masked bits of a, masked words,
// and the choice bit, masked with the half that the node lacks.
// If node 0 departs from the protocol: whatever it sends in round 1 is the bits of some number,
// because ⊕ of any two shares is a bit, and because of β the test of that number against t gives it
// a uniform bit. (If bits were shared as numbers mod 251 and lanes counted the differences, numbers
// other than 0 and 1 would make the lanes reveal t.) If it tells nodes 1 and 2 different choices,
// they hold different shares of the result; shares are compared before anything is opened
// (open.ts).
// Not protected: two nodes together know everything; a node that departs from the protocol changes
// results.
// Source: the lanes are those of Damgård, Geisler, Krøigaard (ACISP 2007) in the three-party form
// of Wagh, Gupta, Chandran, "SecureNN" (PoPETs 2019), algorithm 3, with random weights in place of
// counts; one rotation suffices, as at most one lane is zero. The transfer is symmetric two-server
// retrieval of one item out of two (Gertner, Ishai, Kushilevitz, Malkin, STOC 1998).
import type { Shares } from "./arena.ts";
import { ELEMENT_BYTES } from "./elements.ts";
import { checkLength, type Party, split } from "./party.ts";
import type { SignedProducts } from "./scheme.ts";

/** Bytes of a comparison's 128 lanes. */
const LANES_BYTES = 6 * 128;
/** Spare bytes after the last lane, since the kernel reads a lane as 8 bytes. */
const BEYOND_BYTES = 2;

/** Sizes and addresses of one test: `count` comparisons, `width` words to each. */
interface Work {
  readonly x: Shares;
  readonly words: Shares;
  readonly width: number;
  /** First the bits, then the products: `count + words.length` elements per component. */
  readonly result: Shares;
}

/**
 * `words`: the same number of words for each element of x, the first word of every element first;
 * may be empty.
 */
export async function negativeTimes(party: Party, x: Shares, words: Shares): Promise<SignedProducts> {
  const { arena } = party;
  const width = x.length === 0 ? 0 : words.length / x.length;
  checkLength(words.length, Math.floor(width) * x.length);
  const result = arena.shares(x.length + words.length);
  const mark = arena.mark();
  party.rounds(3);
  const work = { x, words, width, result };
  if (party.node === 0) await compare(party, work);
  else await evaluate(party, work, party.node);
  arena.release(mark);
  const [bits, products] = split(result, [x.length, words.length]);
  return { bits: bits!, products: products! };
}

/** Node 0, holding (x0, x1): shares bits, learns β', chooses. */
async function compare(party: Party, { x, words, width, result }: Work): Promise<void> {
  const { arena, masks } = party;
  const { kernel } = arena;
  const count = x.length;
  const extent = { count, width };
  const all = count + words.length;
  const wordBytes = ELEMENT_BYTES * words.length;
  const a = arena.elements(count);
  kernel.add(a, x.a, x.b, count);
  const sharedBits = masks.next.bytes(arena, ELEMENT_BYTES * count);
  kernel.xor(sharedBits, sharedBits, a, count);
  party.send("previous", [[sharedBits, ELEMENT_BYTES * count]]);

  const choice = masks.next.bytes(arena, count);
  xorBytes(party, choice, masks.previous.bytes(arena, count), count);
  // Shares t0, t1 of β·w; then w'0 + w'1.
  const t0 = masks.previous.bytes(arena, wordBytes);
  const t1 = masks.next.bytes(arena, wordBytes);
  const rest = arena.elements(words.length);
  kernel.add(rest, words.a, words.b, words.length);
  for (const t of [t0, t0, t1, t1]) kernel.subtract(rest, rest, t, words.length);

  const [first, second] = [arena.allocate(LANES_BYTES * count), arena.allocate(LANES_BYTES * count)];
  const [fetched, other] = [arena.elements(all), arena.elements(all)];
  for (const [from, lanes, answer] of [
    ["next", first, fetched],
    ["previous", second, other],
  ] as const)
    await party.receive(from, [
      [lanes, LANES_BYTES * count],
      [answer, ELEMENT_BYTES * all],
    ]);
  kernel.xor(fetched, fetched, other, all);
  const decided = arena.allocate(count);
  kernel.decide(decided, first, second, a, count);
  xorBytes(party, choice, decided, count); // δ
  negateBoth(party, fetched, choice, extent);

  const z0 = masks.previous.bytes(arena, ELEMENT_BYTES * all);
  const z1 = result.b;
  arena.bytes(z1, ELEMENT_BYTES * count).fill(0);
  kernel.choose(z1 + ELEMENT_BYTES * count, decided, rest, width, count);
  kernel.subtract(z1, z1, fetched, all);
  kernel.subtract(z1, z1, z0, all);
  party.send("next", [
    [choice, count],
    [z1, ELEMENT_BYTES * all],
  ]);
  party.send("previous", [[choice, count]]);
  arena.write(result.a, arena.bytes(z0, ELEMENT_BYTES * all));
  addProducts(party, result.a, t0, extent);
  addProducts(party, result.b, t1, extent);
}

/** Node 1, holding (x1, x2), or node 2, holding (x2, x0). */
async function evaluate(party: Party, { x, words, width, result }: Work, node: 1 | 2): Promise<void> {
  const { arena } = party;
  const { kernel } = arena;
  const count = x.length;
  const extent = { count, width };
  const all = count + words.length;
  const wordBytes = ELEMENT_BYTES * words.length;
  const [comparer, partner] = node === 1 ? (["previous", "next"] as const) : (["next", "previous"] as const);
  const withComparer = party.masks[comparer];
  const withPartner = party.masks[partner];
  const own = node === 1 ? { s: x.b, common: words.b, single: words.a } : { s: x.a, common: words.a, single: words.b };
  // Components of the result: `middle` is z2, which nodes 1 and 2 both hold; `outer` is z1 at node
  // 1, z0 at node 2.
  const [middle, outer] = node === 1 ? [result.b, result.a] : [result.a, result.b];

  const bitsBytes = ELEMENT_BYTES * count;
  const sharedBits = node === 1 ? withComparer.bytes(arena, bitsBytes) : arena.allocate(bitsBytes);
  const half = withComparer.bytes(arena, count);
  const t = withComparer.bytes(arena, wordBytes);
  const coins = withPartner.bytes(arena, count);
  const beta = arena.allocate(count);
  kernel.signs(beta, coins, own.s, count);

  // Round 1: t2 = β·w2 + (β·w1 − t1) + (β·w0 − t0).
  const mine = arena.elements(words.length);
  kernel.choose(mine, beta, own.single, width, count);
  kernel.subtract(mine, mine, t, words.length);
  party.send(partner, [[mine, wordBytes]]);
  if (node === 2) await party.receive(comparer, [[sharedBits, bitsBytes]]);
  const t2 = arena.elements(words.length);
  await party.receive(partner, [[t2, wordBytes]]);
  kernel.add(t2, t2, mine, words.length);
  kernel.choose(mine, beta, own.common, width, count);
  kernel.add(t2, t2, mine, words.length);
  // w'2: 1 − 2β for the bits, w2 − 2·t2 for the words.
  const turned = arena.elements(all);
  arena.bytes(turned, ELEMENT_BYTES * count).fill(0);
  kernel.addConstant(turned, turned, 1n, 0n, count);
  kernel.negateWhere(turned, beta, 1, count);
  kernel.subtract(turned + ELEMENT_BYTES * count, own.common, t2, words.length);
  kernel.subtract(turned + ELEMENT_BYTES * count, turned + ELEMENT_BYTES * count, t2, words.length);

  // Round 2: lanes, and half of the answer to the choice.
  const random = () => withPartner.bytes(arena, LANES_BYTES * count + BEYOND_BYTES);
  const [weights, factors, blinding] = [random(), random(), random()];
  const lanes = arena.allocate(LANES_BYTES * count);
  if (node === 1) kernel.lanesOfMask(lanes, sharedBits, coins, weights, factors, blinding, count);
  else kernel.lanesOfWord(lanes, sharedBits, own.s, coins, weights, factors, blinding, count);
  const key = withPartner.bytes(arena, ELEMENT_BYTES * all);
  const answerMask = withPartner.bytes(arena, ELEMENT_BYTES * all);
  const answer = arena.elements(all);
  kernel.subtract(answer, key, turned, all);
  kernel.xor(answer, answer, key, all);
  chooseBoth(party, answer, { bits: half, words: answer }, extent);
  kernel.xor(answer, answer, answerMask, all);
  if (node === 2) kernel.xor(answer, answer, key, all);
  party.send(comparer, [
    [lanes, LANES_BYTES * count],
    [answer, ELEMENT_BYTES * all],
  ]);

  // Round 3: z2 = k where the choice was right, w'2 − k where it was wrong.
  if (node === 2) withComparer.fill(arena.bytes(outer, ELEMENT_BYTES * all));
  const delta = arena.allocate(count);
  if (node === 1) {
    await party.receive(comparer, [
      [delta, count],
      [outer, ELEMENT_BYTES * all],
    ]);
  } else await party.receive(comparer, [[delta, count]]);
  negateBoth(party, key, delta, extent);
  chooseBoth(party, middle, { bits: delta, words: turned }, extent);
  kernel.add(middle, middle, key, all);
  addProducts(party, middle, t2, extent);
  addProducts(party, outer, t, extent);
  // Adds β to the bits; nodes 1 and 2 know it.
  arena.bytes(turned, ELEMENT_BYTES * count).fill(0);
  kernel.addConstant(turned, turned, 1n, 0n, count);
  kernel.choose(turned, beta, turned, 1, count);
  kernel.add(middle, middle, turned, count);
}

/** target ⊕= bytes, at addresses. */
function xorBytes(party: Party, target: number, bytes: number, length: number): void {
  const into = party.arena.bytes(target, length);
  const from = party.arena.bytes(bytes, length);
  for (let i = 0; i < length; i++) into[i]! ^= from[i]!;
}

/** Bits first, one word for each of `count` comparisons, then the words, `width` for each. */
interface Extent {
  readonly count: number;
  readonly width: number;
}

/** `words` and `bits`: addresses. */
function negateBoth(party: Party, words: number, bits: number, { count, width }: Extent): void {
  party.arena.kernel.negateWhere(words, bits, 1, count);
  party.arena.kernel.negateWhere(words + ELEMENT_BYTES * count, bits, width, count);
}

/** out = bits · words, at addresses. */
function chooseBoth(
  party: Party,
  out: number,
  { bits, words }: { readonly bits: number; readonly words: number },
  { count, width }: Extent,
): void {
  const shift = ELEMENT_BYTES * count;
  party.arena.kernel.choose(out, bits, words, 1, count);
  party.arena.kernel.choose(out + shift, bits, words + shift, width, count);
}

/** Adds t to the products' part of a component of the result. */
function addProducts(party: Party, component: number, t: number, { count, width }: Extent): void {
  const at = component + ELEMENT_BYTES * count;
  party.arena.kernel.add(at, at, t, count * width);
}
