// Turns shared bits into shared numbers, and multiplies words by them.
//
// For each bit there is a random one r, the sum of a bit from each of the four keys; nodes 2 and 3
// know r0 ⊕ r1, nodes 0 and 1 know r2 ⊕ r3.
//   1. They share these as numbers.
//   2. The product of the two numbers, which makes r a shared number.
//   3. r times each word.
// This can be dealt while the bit is computed. Then c = bit ⊕ r opens to all four, one round more:
// bit = c + (1 − 2c)·r, and the same for the words.
//
// Who plays: all four. Every message is joint and, but for c, masked (deal.ts); c is uniform to
// every node, since each lacks one of the four bits of r, which serves once.
import type { Shares } from "../sharing/arena.ts";
import { type Chosen, type Extent, extentOf } from "../sharing/choose.ts";
import { ELEMENT_BYTES } from "../sharing/elements.ts";
import { combine, copyInto, scale, slice, tile, zeros } from "../sharing/local.ts";
import type { SignedProducts } from "../sharing/scheme.ts";
import { type Components, componentsAs, xorOf } from "./components.ts";
import { addendsFor, type Dealt, deal } from "./deal.ts";
import { NODES, type NodeIndex, others } from "./link.ts";
import { ACROSS, HIGH, LOW, PAIRS, pairOfHalf } from "./pairs.ts";
import type { Party } from "./party.ts";
import { product } from "./products.ts";

export class Choice {
  readonly #party: Party;
  readonly #chosen: Chosen;
  readonly #extent: Extent;
  readonly #random: Components<Uint8Array>;
  readonly #upper: Shares;
  readonly #lower: Shares;
  readonly #both: Shares;
  readonly #masked: Shares;
  readonly #steps = [() => this.#shareHalves(), () => this.#multiplyHalves(), () => this.#maskWords()];

  constructor(party: Party, chosen: Chosen) {
    const { arena } = party;
    this.#party = party;
    this.#chosen = chosen;
    this.#extent = extentOf(chosen);
    const { count } = this.#extent;
    this.#random = randomBits(party, count);
    [this.#upper, this.#lower, this.#both] = [zeros(arena, count), zeros(arena, count), zeros(arena, count)];
    this.#masked = zeros(arena, chosen.words.length);
  }

  /** What to deal in the next round; nothing after the third. */
  next(): readonly Dealt[] {
    return this.#steps.shift()?.() ?? [];
  }

  /** What is left to deal, and one round more. */
  async finish(bits: Components<Uint8Array>): Promise<SignedProducts> {
    for (let jobs = this.next(); jobs.length > 0; jobs = this.next()) await deal(this.#party, jobs);
    const hidden = componentsAs(this.#party, (j) => xorOf([this.#random[j]!, bits[j]!]));
    return this.#unmask(await openToAll(this.#party, hidden, this.#extent.count));
  }

  #shareHalves(): Dealt[] {
    const { first, second } = pairOfHalf(this.#party.node);
    const bit = elementsOf(this.#party, xorOf([this.#random[first]!, this.#random[second]!]));
    return [
      { target: this.#upper, kind: "numbers", pairs: [HIGH], values: [bit] },
      { target: this.#lower, kind: "numbers", pairs: [LOW], values: [bit] },
    ];
  }

  #multiplyHalves(): Dealt[] {
    const values = addendsFor(this.#party, product(this.#party, this.#upper, this.#lower), ACROSS);
    return [{ target: this.#both, kind: "numbers", pairs: ACROSS, values }];
  }

  #maskWords(): Dealt[] {
    const repeated = tile(this.#party.arena, this.#r(), this.#extent.width);
    const values = addendsFor(this.#party, product(this.#party, repeated, this.#chosen.words), PAIRS);
    return [{ target: this.#masked, kind: "numbers", pairs: PAIRS, values }];
  }

  /** r as numbers. */
  #r(): Shares {
    const { arena } = this.#party;
    const sum = combine(arena, "add", [this.#upper, this.#lower]);
    return combine(arena, "subtract", [sum, scale(arena, this.#both, 2n)]);
  }

  /** c·w + (1 − 2c)·r·w, with w = 1 for the bits. `opened`: c, one byte each. */
  #unmask(opened: Uint8Array): SignedProducts {
    const { arena, node } = this.#party;
    const { kernel } = arena;
    const { words, result } = this.#chosen;
    const { count, width } = this.#extent;
    const [bits, products] = [slice(result, 0, count), slice(result, count, words.length)];
    copyInto(arena, bits, this.#r());
    copyInto(arena, products, this.#masked);
    const c = arena.allocate(count);
    arena.write(c, opened);
    const chosen = arena.elements(Math.max(count, words.length));
    const one = elementsOf(this.#party, opened);
    for (const j of others(node)) {
      kernel.negateWhere(this.#party.component(bits, j), c, 1, count);
      const at = this.#party.component(products, j);
      kernel.negateWhere(at, c, width, count);
      kernel.choose(chosen, c, this.#party.component(words, j), width, count);
      kernel.add(at, at, chosen, words.length);
    }
    const at = this.#party.publicComponent(bits);
    if (at !== undefined) kernel.add(at, at, one, count);
    return { bits, products };
  }
}

/** Components of random bits, one byte each. */
function randomBits(party: Party, count: number): Components<Uint8Array> {
  return componentsAs(party, (j) => {
    const bytes = new Uint8Array(count);
    party.masksWithout(j).fill(bytes);
    for (let t = 0; t < count; t++) bytes[t]! &= 1;
    return bytes;
  });
}

/** Address of bits as numbers. */
function elementsOf({ arena }: Party, bits: Uint8Array): number {
  const at = arena.elements(bits.length);
  const elements = arena.bytes(at, ELEMENT_BYTES * bits.length).fill(0);
  for (let i = 0; i < bits.length; i++) elements[ELEMENT_BYTES * i] = bits[i]!;
  return at;
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
  const opened = xorOf([missing, ...others(party.node).map((j) => components[j]!)]);
  for (let t = 0; t < count; t++) opened[t]! &= 1;
  return opened;
}
