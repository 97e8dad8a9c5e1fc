// Comparisons among four nodes on bits that stay bits: signs as in negative.ts, winners of groups
// by the product of two factors of each term and then by a tree of products of their complements.
// Rounds: 7 for signs, 8 for products; for winners one more than for its products, of which there
// are 1 + ⌈log2(size of a group)⌉, but at least 3.
//
// Who plays: all four. Every message is joint and masked (deal.ts), but for what choose.ts opens.
import type { Addends, Shares } from "../sharing/arena.ts";
import { ELEMENT_BYTES } from "../sharing/elements.ts";
import { type Groups, sumByGroup, termsOf } from "../sharing/groups.ts";
import { zeros } from "../sharing/local.ts";
import type { Bits, Contest, Winners } from "../sharing/scheme.ts";
import { Choice } from "./choose.ts";
import { type Components, componentsAs, wordsAt } from "./components.ts";
import { type Dealt, deal, roomFor } from "./deal.ts";
import { putHalf, spreading } from "./halves.ts";
import { signBits } from "./negative.ts";
import { PAIRS, pairsOf } from "./pairs.ts";
import type { Party } from "./party.ts";

export class FourContest implements Contest {
  readonly #party: Party;

  constructor(party: Party) {
    this.#party = party;
  }

  async negativeBits(vectors: readonly (Shares | Addends)[]): Promise<readonly Bits[]> {
    const { arena } = this.#party;
    const mark = arena.mark();
    const jobs = vectors.map((vector) => ("at" in vector ? spreading(this.#party, vector) : undefined));
    const dealt = jobs.filter((job) => job !== undefined);
    if (dealt.length > 0) await deal(this.#party, dealt);
    const count = vectors.reduce((sum, { length }) => sum + length, 0);
    const half = arena.elements(count);
    let to = half;
    for (const [k, vector] of vectors.entries()) {
      if ("at" in vector) putHalf(this.#party, to, jobs[k]!.target, vector);
      else putHalf(this.#party, to, vector);
      to += ELEMENT_BYTES * vector.length;
    }
    const bits = await signBits(this.#party, { half, count });
    arena.release(mark);
    let end = 0;
    return vectors.map(({ length }) => {
      end += length;
      return componentsAs(this.#party, (j) => bits[j]!.subarray(end - length, end));
    });
  }

  ones(count: number): Bits {
    return componentsAs(this.#party, (j) => new Uint8Array(count).fill(j === 0 ? 1 : 0));
  }

  async winners(
    groups: Groups,
    { beats, counts }: { readonly beats: Bits; readonly counts: Bits },
    words: Shares,
  ): Promise<Winners> {
    const { arena } = this.#party;
    const result = arena.shares(groups.candidates + words.length);
    const mark = arena.mark();
    const choice = new Choice(this.#party, { words, result });
    const factors = componentsAs(this.#party, (j) =>
      termsOf({ groups, beats: beats[j]!, counts: counts[j]!, constant: j === 0 ? 1 : 0 }),
    );
    const left = componentsAs(this.#party, (j) => factors[j]!.left);
    const right = componentsAs(this.#party, (j) => factors[j]!.right);
    let terms = await both(this.#party, [left, right], choice.next());
    // Complements of the terms; what follows the last term is 0, and its complement 1.
    terms = componentsAs(this.#party, (j) => terms[j]!.map((word) => (j === 0 ? ~word : word)));
    for (let half = leastPower(groups.size) / 2; half >= 1; half /= 2) {
      const upper = componentsAs(this.#party, (j) => terms[j]!.map((word) => word >>> half));
      terms = await both(this.#party, [terms, upper], choice.next());
    }
    const own = componentsAs(this.#party, (j) => Uint8Array.from(terms[j]!, (word) => word & 1));
    const { bits: won, products } = await choice.finish(own);
    arena.release(mark);
    return { won, products, counts: componentsAs(this.#party, (j) => sumByGroup(own[j]!, groups)) };
  }
}

function leastPower(least: number): number {
  return 2 ** Math.ceil(Math.log2(least));
}

/** Bit by bit, the products of shared words, with what else is to be dealt in the round. */
async function both(
  party: Party,
  [x, y]: readonly [Components<Uint32Array>, Components<Uint32Array>],
  also: readonly Dealt[],
): Promise<Components<Uint32Array>> {
  const { arena } = party;
  const count = x[pairsOf(party.node)[0]!.first]!.length;
  const length = Math.ceil((4 * count) / ELEMENT_BYTES);
  const mark = arena.mark();
  const target = zeros(arena, length);
  const values = roomFor(party, PAIRS, length);
  for (const [k, { first, second, square }] of PAIRS.entries()) {
    if (values[k] === 0) continue;
    const [x1, x2, y1, y2] = [x[first]!, x[second]!, y[first]!, y[second]!];
    const out = arena.words(values[k]!, ELEMENT_BYTES * length).fill(0);
    for (let i = 0; i < count; i++) out[i] = (x1[i]! & y2[i]!) ^ (x2[i]! & y1[i]!) ^ (square ? x1[i]! & y1[i]! : 0);
  }
  await deal(party, [{ target, kind: "bits", pairs: PAIRS, values }, ...also]);
  const products = componentsAs(party, (j) => wordsAt(party, target, j).slice(0, count));
  arena.release(mark);
  return products;
}
