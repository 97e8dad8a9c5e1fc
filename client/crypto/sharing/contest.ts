// Comparisons among three nodes on bits that stay bits. One node compares in all of them, so that
// the bits have the same form.
import type { Addends, Shares } from "./arena.ts";
import type { Groups } from "./groups.ts";
import type { NodeIndex } from "./link.ts";
import { negativeBits } from "./negative.ts";
import type { Party } from "./party.ts";
import type { Bits, Contest, Winners } from "./scheme.ts";
import { unbeatenTimes } from "./unbeaten.ts";

export class ThreeContest implements Contest {
  readonly #party: Party;
  readonly #comparer: NodeIndex;

  constructor(party: Party) {
    this.#party = party;
    this.#comparer = party.leastBusy();
  }

  async negativeBits(vectors: readonly (Shares | Addends)[]): Promise<readonly Bits[]> {
    this.#party.countTests(
      this.#comparer,
      vectors.reduce((sum, { length }) => sum + length, 0),
    );
    const bits = await negativeBits(this.#party, this.#comparer, vectors);
    return bits.map((own) => [own]);
  }

  ones(count: number): Bits {
    return [new Uint8Array(count).fill(this.#party.node === this.#comparer ? 1 : 0)];
  }

  async winners(
    groups: Groups,
    { beats: [beats], counts: [counts] }: { readonly beats: Bits; readonly counts: Bits },
    words: Shares,
  ): Promise<Winners> {
    const bits = { beats: beats!, counts: counts! };
    const { won, products, counts: own } = await unbeatenTimes(this.#party, this.#comparer, { groups, bits, words });
    return { won, products, counts: [own] };
  }
}
