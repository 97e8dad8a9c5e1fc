// Turns values that two nodes know into shares, or adds them to shares: a mask that the receiver
// does not know, from the key of the three others, goes into one component, and the value minus the
// mask, a joint message, into another. One round for everything; 16 bytes per value. The receiver
// sees uniform numbers; the fourth node sees nothing.
//
// Resharing a product adds the addends of all six pairs: 96 bytes per element, 16 to 32 per node.
// Source: Dalskov, Escudero, Keller (USENIX Security 2021), section 3.
import type { Addends, Shares } from "../sharing/arena.ts";
import { ELEMENT_BYTES } from "../sharing/elements.ts";
import { zeros } from "../sharing/local.ts";
import { isOf, PAIRS, type Pair, pairsOf } from "./pairs.ts";
import type { JointMessage, Party, Route } from "./party.ts";

export interface Dealt {
  /** Receives the sum of its old value and the values dealt. */
  readonly target: Shares;
  /** Sums mod 2^128, or exclusive or. */
  readonly kind: "numbers" | "bits";
  readonly routes: readonly Route[];
  /** Addresses of the values, per route; read only by the two nodes that know them. */
  readonly values: readonly number[];
  /**
   * Only so many of the lowest bytes of each element travel; the higher ones of the result have no
   * meaning. By default all 16.
   */
  readonly lowBytes?: number;
}

interface Pending {
  readonly dealt: Dealt;
  readonly route: Route;
  /** Address of the value minus the mask; 0 at the fourth node, which does not learn it. */
  readonly difference: number;
  readonly message: JointMessage;
}

/** All in one message per pair of nodes. */
export async function deal(party: Party, jobs: readonly Dealt[]): Promise<void> {
  const { arena } = party;
  const mark = arena.mark();
  // Views of memory are stale after an allocation, so all of it comes first.
  const areas = jobs.map((dealt) =>
    dealt.routes.map(({ other }) => (other === party.node ? 0 : arena.elements(dealt.target.length))),
  );
  const mask = arena.elements(jobs.reduce((most, { target }) => Math.max(most, target.length), 0));
  const pending = jobs.flatMap((dealt, i) =>
    dealt.routes.map((route, k) =>
      begin(party, dealt, { route, value: dealt.values[k]!, difference: areas[i]![k]!, mask }),
    ),
  );
  await party.exchange(pending.map(({ message }) => message));
  for (const { dealt, route, difference, message } of pending) {
    if (party.node === route.other) continue;
    if (party.node === route.to && dealt.lowBytes !== undefined)
      unpack(party, difference, message.bytes, dealt.lowBytes);
    add(party, dealt, party.component(dealt.target, route.other), difference);
  }
  arena.release(mark);
}

/** Masks a value, as far as this node knows value and mask. */
function begin(
  party: Party,
  dealt: Dealt,
  {
    route,
    value,
    difference,
    mask,
  }: { readonly route: Route; readonly value: number; readonly difference: number; readonly mask: number },
): Pending {
  const { arena, node } = party;
  const { target, kind, lowBytes } = dealt;
  const size = ELEMENT_BYTES * target.length;
  if (node !== route.to) {
    party.masksWithout(route.to).fill(arena.bytes(mask, size));
    add(party, dealt, party.component(target, route.to), mask);
  }
  if (isOf(route, node)) arena.kernel[kind === "numbers" ? "subtract" : "xor"](difference, value, mask, target.length);
  const { from, witness, to } = route;
  if (node === route.other)
    return { dealt, route, difference, message: { from, witness, to, bytes: new Uint8Array(0) } };
  const bytes =
    lowBytes === undefined ? arena.bytes(difference, size) : pack(party, difference, target.length, lowBytes);
  return { dealt, route, difference, message: { from, witness, to, bytes } };
}

function add({ arena }: Party, { kind, target }: Dealt, component: number, value: number): void {
  arena.kernel[kind === "numbers" ? "add" : "xor"](component, component, value, target.length);
}

/** The lowest bytes of each element. */
function pack({ arena }: Party, at: number, length: number, lowBytes: number): Uint8Array {
  const [from, packed] = [arena.bytes(at, ELEMENT_BYTES * length), new Uint8Array(lowBytes * length)];
  for (let i = 0; i < length; i++)
    for (let k = 0; k < lowBytes; k++) packed[lowBytes * i + k] = from[ELEMENT_BYTES * i + k]!;
  return packed;
}

function unpack({ arena }: Party, at: number, packed: Uint8Array, lowBytes: number): void {
  const length = packed.length / lowBytes;
  const to = arena.bytes(at, ELEMENT_BYTES * length).fill(0);
  for (let i = 0; i < length; i++)
    for (let k = 0; k < lowBytes; k++) to[ELEMENT_BYTES * i + k] = packed[lowBytes * i + k]!;
}

/** Addresses of room for a node's addends for these pairs; 0 for pairs of others. */
export function roomFor({ arena, node }: Party, pairs: readonly Pair[], length: number): number[] {
  return pairs.map((pair) => (isOf(pair, node) ? arena.elements(length) : 0));
}

/** Addresses of a node's addends for these pairs; 0 for pairs of others. */
export function addendsFor({ node }: Party, addends: Addends, pairs: readonly Pair[]): number[] {
  const own = pairsOf(node);
  return pairs.map((pair) => {
    const slot = own.indexOf(pair);
    return slot < 0 ? 0 : addends.at + ELEMENT_BYTES * addends.length * slot;
  });
}

/** Each product's job, and in it the result's memory. */
export function resharing(party: Party, products: readonly Addends[]): Dealt[] {
  return products.map((product) => ({
    ...{ target: zeros(party.arena, product.length), kind: "numbers", routes: PAIRS },
    values: addendsFor(party, product, PAIRS),
  }));
}

/** Exact. All products in one message per pair of nodes. */
export async function reshare(party: Party, products: readonly Addends[]): Promise<Shares[]> {
  const jobs = resharing(party, products);
  await deal(party, jobs);
  return jobs.map(({ target }) => target);
}
