// Turns values that two nodes know into shares, or adds them to shares: a mask that the receiver
// does not know, from the key of the three others, goes into one component, and the value minus the
// mask, a joint message, into another. One round for everything; 16 bytes per value. The receiver
// sees uniform numbers; the fourth node sees nothing. Who sends to whom is for routes.ts to say.
//
// Resharing a product adds the addends of all six pairs: 96 bytes per element, 24 per node.
// Source: Dalskov, Escudero, Keller (USENIX Security 2021), section 3.
import type { Addends, Shares } from "../sharing/arena.ts";
import { ELEMENT_BYTES } from "../sharing/elements.ts";
import { zeros } from "../sharing/local.ts";
import type { NodeIndex } from "./link.ts";
import { isOf, PAIRS, type Pair, pairsOf } from "./pairs.ts";
import type { JointMessage, Party } from "./party.ts";
import type { Route } from "./routes.ts";

export interface Dealt {
  /** Receives the sum of its old value and the values dealt. */
  readonly target: Shares;
  /** Sums mod 2^128, or exclusive or. */
  readonly kind: "numbers" | "bits";
  /** Who knows a value. */
  readonly pairs: readonly Pair[];
  /** Addresses of the values, per pair; read only by the two nodes that know them. */
  readonly values: readonly number[];
  /**
   * Only so many of the lowest bytes of each element travel; the higher ones of the result have no
   * meaning. By default all 16.
   */
  readonly lowBytes?: number;
}

/** What is dealt of the values of one pair, and where its bytes are in the route's message. */
interface Part {
  readonly dealt: Dealt;
  readonly value: number;
  readonly offset: number;
}

interface Pending {
  readonly route: Route;
  readonly parts: readonly Part[];
  /** Values minus masks, as they travel, of a node that learns them. */
  readonly at: number;
  readonly bytes: number;
}

/** All in one message per pair of nodes. */
export async function deal(party: Party, jobs: readonly Dealt[]): Promise<void> {
  const { arena, node, turns } = party;
  const mark = arena.mark();
  const pending = turns.routesFor(new Set(jobs.flatMap(({ pairs }) => pairs))).flatMap((route) => {
    const { parts, bytes } = partsOf(jobs, route.pair);
    turns.add(route.from, bytes);
    return bytes === 0 ? [] : { route, parts, at: node === route.other ? 0 : arena.allocate(bytes), bytes };
  });
  for (const one of pending) mask(party, one);
  const joint = pending.filter(({ route }) => node !== route.other);
  await party.exchange(joint.map(({ route, at, bytes }) => messageOf(route, arena.bytes(at, bytes))));
  for (const { route, parts, at } of joint)
    for (const part of parts) addDifference(party, part, { component: route.other, at: at + part.offset });
  arena.release(mark);
}

function partsOf(jobs: readonly Dealt[], pair: Pair): { readonly parts: readonly Part[]; readonly bytes: number } {
  const parts: Part[] = [];
  let bytes = 0;
  for (const dealt of jobs) {
    const k = dealt.pairs.indexOf(pair);
    if (k < 0) continue;
    parts.push({ dealt, value: dealt.values[k]!, offset: bytes });
    bytes += (dealt.lowBytes ?? ELEMENT_BYTES) * dealt.target.length;
  }
  return { parts, bytes };
}

function messageOf({ from, witness, to }: Route, bytes: Uint8Array): JointMessage {
  return { from, witness, to, bytes };
}

/** Masks the values, as far as this node knows values and masks. */
function mask(party: Party, { route, parts, at }: Pending): void {
  if (party.node === route.to) return;
  const { arena } = party;
  const { kernel } = arena;
  const mark = arena.mark();
  const length = parts.reduce((sum, { dealt }) => sum + dealt.target.length, 0);
  let masks = party.masksWithout(route.to).bytes(arena, ELEMENT_BYTES * length);
  const room = arena.elements(length);
  for (const { dealt, value, offset } of parts) {
    const { target, kind, lowBytes } = dealt;
    const component = party.component(target, route.to);
    if (isOf(route.pair, party.node)) {
      const difference = lowBytes === undefined ? at + offset : room;
      kernel[kind === "numbers" ? "maskNumbers" : "maskBits"](component, difference, value, masks, target.length);
      if (lowBytes !== undefined) kernel.takeLow(at + offset, difference, lowBytes, target.length);
    } else kernel[kind === "numbers" ? "add" : "xor"](component, component, masks, target.length);
    masks += ELEMENT_BYTES * target.length;
  }
  arena.release(mark);
}

function addDifference(
  party: Party,
  { dealt }: Part,
  { component, at }: { readonly component: NodeIndex; readonly at: number },
): void {
  const { kernel } = party.arena;
  const { target, kind, lowBytes } = dealt;
  const to = party.component(target, component);
  if (lowBytes !== undefined) kernel.addLow(to, at, lowBytes, target.length);
  else kernel[kind === "numbers" ? "add" : "xor"](to, to, at, target.length);
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
    ...{ target: zeros(party.arena, product.length), kind: "numbers", pairs: PAIRS },
    values: addendsFor(party, product, PAIRS),
  }));
}

/** Exact. All products in one message per pair of nodes. */
export async function reshare(party: Party, products: readonly Addends[]): Promise<Shares[]> {
  const jobs = resharing(party, products);
  await deal(party, jobs);
  return jobs.map(({ target }) => target);
}
