// Divides products by 2^f, where f is the number of fractional bits: two rounds, 21 bytes per
// element and node (f = 40).
//
// The addends of z sum mod 2^128, |z| < 2^126. Let z' = z + 2^126, which is below 2^127.
//   1. Nodes 0 and 1 exchange their addends, each masked with a mask that it shares with node 2, so
//      that both know the sum c = z0 + z1. Node 2 adds the masks to its own addend, which gives z2.
//      Then z' = c + z2 mod 2^128. The sum wraps iff c or z2 has its top bit set, since z' has not.
//      So z' = c + z2 − 2^128 + c̄·z̄2·2^128, where c̄ and z̄2 are the complements of the top bits.
//   2. ⌊c/2^f⌋ + ⌊z2/2^f⌋ + c̄·z̄2·2^(128−f) is linear in z̄2 and in ⌊z2/2^f⌋. Node 2 shares these
//      two between the others: the shares of node 0 are masks, and those of node 1 are sent in the
//      round of step 1. In a second round nodes 0 and 1 exchange their masked shares of c̄·z̄2,
//      each as a "tag" mod 2^(8⌈f/8⌉), which is enough because the product is multiplied by
//      2^(128−f).
//
// The carry out of the lower f bits, which is random, is lost. With 1 added, the result is the
// quotient rounded down, or 1 more with probability (lower bits + 1)/2^f: on average the true
// quotient plus 2^-f. The error never exceeds one unit in the last place, so there is no
// probability of failure.
//
// Products to reshare may travel in the messages of the first round, as in reshare.ts.
//
// Who plays: nodes 0 and 1 open c, node 2 deals. Nodes 0 and 1 see masked tags and c, which is
// uniform to each since neither knows the mask that the other shares with node 2. Node 2 sees
// nothing.
// Not protected: as in reshare.ts; and z out of range gives a wrong result. If node 2 deals numbers
// other than quotients and bits, nothing comes back to it, and no node reads more than before; the
// result is wrong by a number of its choice, times a bit that says whether z is below another
// number of its choice.
// Source: the split into c and z2 is that of Mohassel and Rindal, "ABY3" (CCS 2018), section 5.1,
// whose local truncation fails with probability |z|/2^127; the wrap is found from the top bits as
// in Escudero, Ghosh, Keller, Rachuri, Scholl, "Improved primitives for MPC over mixed
// arithmetic-binary circuits" (CRYPTO 2020), section 5, and a dealer is used as in Dalskov,
// Escudero, Keller, "Fantastic four" (USENIX Security 2021).
import type { Addends, Shares } from "./arena.ts";
import { ELEMENT_BYTES } from "./elements.ts";
import { type Party, split } from "./party.ts";
import { beginReshare, type Resharing } from "./reshare.ts";
import { type Cut, requireBits } from "./scheme.ts";

const MODULUS = 1n << 128n;
const OFFSET_HIGH = 1n << 62n; // 2^126, upper word

/** Elements in a row that lose as many bits: their places, and those of their tags, in bytes. */
interface Stretch {
  readonly at: number;
  readonly tagsAt: number;
  readonly bits: number;
  readonly tagBytes: number;
  readonly length: number;
}

/** Addresses of the parts of a truncation, one vector over all products. */
interface Work {
  readonly result: Shares;
  /** This node's addends, concatenated. */
  readonly z: number;
  readonly stretches: readonly Stretch[];
  /** Bytes of all tags. */
  readonly tags: number;
  readonly beside: Resharing;
}

/**
 * ⌊z/2^bits⌋ or ⌊z/2^bits⌋ + 1 for every element, 1 ≤ bits ≤ 64, |z| < 2^126; then `products`,
 * reshared. All go in one message per round, the latter in that of the first. Throws CryptoError
 * `TruncationBits`.
 */
export async function truncateEach(
  party: Party,
  cuts: readonly Cut[],
  products: readonly Addends[] = [],
): Promise<Shares[]> {
  requireBits(cuts);
  const { arena } = party;
  const stretches: Stretch[] = [];
  let [bytes, tags] = [0, 0];
  for (const { bits, product } of cuts) {
    const tagBytes = Math.ceil(bits / 8);
    stretches.push({ at: bytes, tagsAt: tags, bits, tagBytes, length: product.length });
    bytes += ELEMENT_BYTES * product.length;
    tags += tagBytes * product.length;
  }
  const result = arena.shares(bytes / ELEMENT_BYTES);
  const beside = beginReshare(party, products);
  const mark = arena.mark();
  const z = arena.elements(result.length);
  for (const [i, { product }] of cuts.entries())
    arena.write(z + stretches[i]!.at, arena.bytes(product.at, ELEMENT_BYTES * product.length));
  party.rounds(2);
  const work = { result, z, stretches, tags, beside };
  if (party.node === 2) await deal(party, work);
  else await open(party, work, party.node);
  arena.release(mark);
  const lengths = cuts.map(({ product }) => product.length);
  return [...split(result, lengths), ...beside.results];
}

/** Node 2, holding (y2, y0). */
async function deal(party: Party, { result, z, stretches, tags, beside }: Work): Promise<void> {
  const { arena, masks } = party;
  const { kernel } = arena;
  const { a: y2, b: y0, length } = result;
  const bytes = ELEMENT_BYTES * length;
  for (const stream of [masks.next, masks.previous]) {
    stream.fill(arena.bytes(y0, bytes));
    kernel.add(z, z, y0, length);
  }
  masks.next.fill(arena.bytes(y0, bytes));
  const tagMask = masks.next.bytes(arena, tags);
  const tag = arena.allocate(tags);
  for (const { at, tagsAt, bits, tagBytes, length: count } of stretches)
    kernel.truncateDeal(y2 + at, tag + tagsAt, z + at, y0 + at, tagMask + tagsAt, bits, tagBytes, count);
  party.send("previous", [[y2, bytes], [tag, tags], ...beside.send]);
  subtractTags(party, y0, masks.next.bytes(arena, tags), stretches);
  subtractTags(party, y2, masks.previous.bytes(arena, tags), stretches);
  await party.receive("next", beside.receive);
}

/** Node 0, holding (y0, y1), or node 1, holding (y1, y2). */
async function open(party: Party, { result, z, stretches, tags, beside }: Work, node: 0 | 1): Promise<void> {
  const { arena } = party;
  const { kernel } = arena;
  const { length } = result;
  const [other, withDealer] = node === 0 ? (["next", "previous"] as const) : (["previous", "next"] as const);
  const [y1, dealt] = node === 0 ? [result.b, result.a] : [result.a, result.b];
  const dealer = party.masks[withDealer];
  const bytes = ELEMENT_BYTES * length;
  dealer.fill(arena.bytes(dealt, bytes));
  kernel.subtract(z, z, dealt, length);
  if (node === 0) kernel.addConstant(z, z, 0n, OFFSET_HIGH, length);
  if (node === 0) party.send(withDealer, beside.send);
  party.send(other, node === 0 ? [[z, bytes]] : [[z, bytes], ...beside.send]);
  let tag: number;
  if (node === 0) {
    dealer.fill(arena.bytes(dealt, bytes));
    tag = dealer.bytes(arena, tags);
  } else {
    tag = arena.allocate(tags);
    await party.receive(withDealer, [[dealt, bytes], [tag, tags], ...beside.receive]);
  }
  const mask = dealer.bytes(arena, tags);
  await party.receive(other, node === 0 ? [[y1, bytes], ...beside.receive] : [[y1, bytes]]);
  kernel.add(z, z, y1, length); // c
  const mine = arena.allocate(tags);
  const theirs = arena.allocate(tags);
  for (const { at, tagsAt, tagBytes, length: count } of stretches)
    kernel.truncateTags(mine + tagsAt, z + at, tag + tagsAt, mask + tagsAt, tagBytes, count);
  party.send(other, [[mine, tags]]);
  await party.receive(other, [[theirs, tags]]);
  for (const { at, tagsAt, bits: removed, tagBytes, length: count } of stretches) {
    const constant = BigInt.asUintN(128, 1n - (MODULUS >> BigInt(removed)) - ((MODULUS >> 2n) >> BigInt(removed)));
    const [low, high] = [BigInt.asIntN(64, constant), BigInt.asIntN(64, constant >> 64n)];
    const [own, peer] = [mine + tagsAt, theirs + tagsAt];
    kernel.truncateClose(y1 + at, z + at, own, peer, low, high, removed, tagBytes, count);
  }
  subtractTags(party, dealt, mask, stretches);
}

/** From a component of the result; addresses. */
function subtractTags({ arena }: Party, component: number, tags: number, stretches: readonly Stretch[]): void {
  for (const { at, tagsAt, bits, tagBytes, length } of stretches)
    arena.kernel.subtractTags(component + at, tags + tagsAt, bits, tagBytes, length);
}
