// Turns bits of tests by lanes (lanes.ts) into numbers, and multiplies words by them, in the rounds
// of the test and one more. The bit is β ⊕ β': the evaluators know β before the test, the comparer
// knows β' after it. Components are numbered from the comparer, which holds x0 and x1; the first
// evaluator holds x1 and x2, the second x2 and x0.
//
// For a word w: (β ⊕ β')·w = β·w + β'·w', with w' = w − 2β·w. With the shares dealt, the evaluators
// reshare β·w. The comparer knows β'·(w'0 + w'1). An oblivious transfer between it and the
// evaluators gives β'·w'2: with the lanes the comparer fetches k or k − w'2, where k is a mask that
// the evaluators share, from the two as from two servers, by a random choice bit of which each of
// them knows one half; in the last round it says whether the choice was the right one. For the bit
// itself w = 1.
//
// The comparer sends 18 bytes for a bit and 16 for a word, the evaluators send 16 and 32 each.
//
// Who plays: as in lanes.ts. The evaluators see masked words, and the choice bit, masked with the
// half that each lacks; the comparer sees masked words.
// If the comparer tells the evaluators different choices, they hold different shares of the result;
// shares are compared before anything is opened (open.ts).
// Source: the transfer is symmetric two-server retrieval of one item out of two (Gertner, Ishai,
// Kushilevitz, Malkin, STOC 1998).
import type { Arena, Shares } from "./arena.ts";
import { ELEMENT_BYTES } from "./elements.ts";
import type { Part, Party } from "./party.ts";
import { type Evaluator, evaluatorOf } from "./roles.ts";

/**
 * What is multiplied, the same number of words for each test, and room for the result: first the
 * bits, then the products.
 */
export interface Chosen {
  readonly words: Shares;
  readonly result: Shares;
}

/** Bits first, one word for each of `count` tests, then the words, `width` for each. */
export interface Extent {
  readonly count: number;
  readonly width: number;
}

export function extentOf({ words, result }: Chosen): Extent {
  const count = result.length - words.length;
  return { count, width: count === 0 ? 0 : words.length / count };
}

/** Of the comparer, holding (x0, x1). */
export class ComparerChoice {
  readonly #party: Party;
  readonly #extent: Extent;
  readonly #result: Shares;
  /** Addresses. */
  readonly #choice: number;
  readonly #t0: number;
  readonly #t1: number;
  /** w'0 + w'1. */
  readonly #rest: number;
  readonly #fetched: number;
  readonly #other: number;

  constructor(party: Party, chosen: Chosen) {
    const { arena, masks } = party;
    const { kernel } = arena;
    const { words, result } = chosen;
    this.#party = party;
    this.#extent = extentOf(chosen);
    this.#result = result;
    const { count } = this.#extent;
    this.#choice = masks.next.bytes(arena, count);
    arena.xorBytes(this.#choice, masks.previous.bytes(arena, count), count);
    // Shares t0, t1 of β·w; then w'0 + w'1.
    this.#t0 = masks.previous.bytes(arena, ELEMENT_BYTES * words.length);
    this.#t1 = masks.next.bytes(arena, ELEMENT_BYTES * words.length);
    this.#rest = arena.elements(words.length);
    kernel.add(this.#rest, words.a, words.b, words.length);
    for (const t of [this.#t0, this.#t0, this.#t1, this.#t1]) kernel.subtract(this.#rest, this.#rest, t, words.length);
    [this.#fetched, this.#other] = [arena.elements(result.length), arena.elements(result.length)];
  }

  answerOfNext(): readonly Part[] {
    return [[this.#fetched, ELEMENT_BYTES * this.#result.length]];
  }

  answerOfPrevious(): readonly Part[] {
    return [[this.#other, ELEMENT_BYTES * this.#result.length]];
  }

  /** `decided`: address of β', one byte each. */
  finish(decided: number): void {
    const { arena, masks } = this.#party;
    const { kernel } = arena;
    const { count, width } = this.#extent;
    const { a: z0, b: z1, length: all } = this.#result;
    kernel.xor(this.#fetched, this.#fetched, this.#other, all);
    arena.xorBytes(this.#choice, decided, count); // δ
    negateBoth(arena, this.#fetched, this.#choice, this.#extent);
    arena.bytes(z1, ELEMENT_BYTES * count).fill(0);
    kernel.choose(z1 + ELEMENT_BYTES * count, decided, this.#rest, width, count);
    kernel.subtract(z1, z1, this.#fetched, all);
    masks.previous.fill(arena.bytes(z0, ELEMENT_BYTES * all));
    kernel.subtract(z1, z1, z0, all);
    this.#party.send("next", [
      [this.#choice, count],
      [z1, ELEMENT_BYTES * all],
    ]);
    this.#party.send("previous", [[this.#choice, count]]);
    addProducts(arena, z0, this.#t0, this.#extent);
    addProducts(arena, z1, this.#t1, this.#extent);
  }
}

/** Of the first evaluator, holding (x1, x2), or the second, holding (x2, x0). */
export class EvaluatorChoice {
  readonly #party: Party;
  readonly #role: 1 | 2;
  readonly #evaluator: Evaluator;
  readonly #extent: Extent;
  /** Addresses of z2, which both evaluators hold, and of z1 at the first, z0 at the second. */
  readonly #middle: number;
  readonly #outer: number;
  readonly #beta: number;
  /** Shares of β·w. */
  readonly #t: number;
  readonly #t2: number;
  /** w'2: 1 − 2β for the bits. */
  readonly #turned: number;
  readonly #key: number;
  readonly #answer: number;

  private constructor(party: Party, role: 1 | 2, chosen: Chosen, beta: number) {
    const { arena } = party;
    const { words, result } = chosen;
    this.#party = party;
    this.#role = role;
    this.#evaluator = evaluatorOf(party, role);
    this.#extent = extentOf(chosen);
    [this.#middle, this.#outer] = role === 1 ? [result.b, result.a] : [result.a, result.b];
    this.#beta = beta;
    this.#t = arena.elements(words.length);
    this.#t2 = arena.elements(words.length);
    this.#turned = arena.elements(result.length);
    this.#key = arena.elements(result.length);
    this.#answer = arena.elements(result.length);
  }

  /** `beta`: address of β, one byte each. 1 round, that in which the comparer shares bits. */
  static async begin(party: Party, role: 1 | 2, chosen: Chosen, beta: number): Promise<EvaluatorChoice> {
    const choice = new EvaluatorChoice(party, role, chosen, beta);
    await choice.#begin(chosen);
    return choice;
  }

  async #begin({ words, result }: Chosen): Promise<void> {
    const { arena } = this.#party;
    const { kernel } = arena;
    const { count, width } = this.#extent;
    const { partner, withComparer, withPartner } = this.#evaluator;
    const all = result.length;
    const wordBytes = ELEMENT_BYTES * words.length;
    const [common, single] = this.#role === 1 ? [words.b, words.a] : [words.a, words.b];
    const half = withComparer.bytes(arena, count);
    withComparer.fill(arena.bytes(this.#t, wordBytes));

    // t2 = β·w2 + (β·w1 − t1) + (β·w0 − t0).
    const mine = arena.elements(words.length);
    kernel.choose(mine, this.#beta, single, width, count);
    kernel.subtract(mine, mine, this.#t, words.length);
    this.#party.send(partner, [[mine, wordBytes]]);
    await this.#party.receive(partner, [[this.#t2, wordBytes]]);
    kernel.add(this.#t2, this.#t2, mine, words.length);
    kernel.choose(mine, this.#beta, common, width, count);
    kernel.add(this.#t2, this.#t2, mine, words.length);

    setOnes(arena, this.#turned, count);
    kernel.negateWhere(this.#turned, this.#beta, 1, count);
    const products = this.#turned + ELEMENT_BYTES * count;
    kernel.subtract(products, common, this.#t2, words.length);
    kernel.subtract(products, products, this.#t2, words.length);

    withPartner.fill(arena.bytes(this.#key, ELEMENT_BYTES * all));
    const mask = withPartner.bytes(arena, ELEMENT_BYTES * all);
    kernel.subtract(this.#answer, this.#key, this.#turned, all);
    kernel.xor(this.#answer, this.#answer, this.#key, all);
    chooseBoth(arena, this.#answer, { bits: half, words: this.#answer }, this.#extent);
    kernel.xor(this.#answer, this.#answer, mask, all);
    if (this.#role === 2) kernel.xor(this.#answer, this.#answer, this.#key, all);
  }

  /** What goes to the comparer with the lanes. */
  answer(): readonly Part[] {
    return [[this.#answer, ELEMENT_BYTES * (this.#extent.count * (1 + this.#extent.width))]];
  }

  /** z2 = k where the choice was right, w'2 − k where it was wrong. */
  async finish(): Promise<void> {
    const { arena } = this.#party;
    const { kernel } = arena;
    const { comparer, withComparer } = this.#evaluator;
    const { count, width } = this.#extent;
    const all = count * (1 + width);
    const outer: readonly Part[] = [[this.#outer, ELEMENT_BYTES * all]];
    if (this.#role === 2) withComparer.fill(arena.bytes(this.#outer, ELEMENT_BYTES * all));
    const delta = arena.allocate(count);
    await this.#party.receive(comparer, [[delta, count], ...(this.#role === 1 ? outer : [])]);
    negateBoth(arena, this.#key, delta, this.#extent);
    chooseBoth(arena, this.#middle, { bits: delta, words: this.#turned }, this.#extent);
    kernel.add(this.#middle, this.#middle, this.#key, all);
    addProducts(arena, this.#middle, this.#t2, this.#extent);
    addProducts(arena, this.#outer, this.#t, this.#extent);
    // Adds β to the bits; both evaluators know it.
    setOnes(arena, this.#turned, count);
    kernel.choose(this.#turned, this.#beta, this.#turned, 1, count);
    kernel.add(this.#middle, this.#middle, this.#turned, count);
  }
}

function setOnes(arena: Arena, at: number, count: number): void {
  arena.bytes(at, ELEMENT_BYTES * count).fill(0);
  arena.kernel.addConstant(at, at, 1n, 0n, count);
}

/** `words` and `bits`: addresses. */
function negateBoth({ kernel }: Arena, words: number, bits: number, { count, width }: Extent): void {
  kernel.negateWhere(words, bits, 1, count);
  kernel.negateWhere(words + ELEMENT_BYTES * count, bits, width, count);
}

/** out = bits · words, at addresses. */
function chooseBoth(
  { kernel }: Arena,
  out: number,
  { bits, words }: { readonly bits: number; readonly words: number },
  { count, width }: Extent,
): void {
  const shift = ELEMENT_BYTES * count;
  kernel.choose(out, bits, words, 1, count);
  kernel.choose(out + shift, bits, words + shift, width, count);
}

/** Adds t to the products' part of a component of the result. */
function addProducts({ kernel }: Arena, component: number, t: number, { count, width }: Extent): void {
  const at = component + ELEMENT_BYTES * count;
  kernel.add(at, at, t, count * width);
}
