// Comparisons among three nodes on bits that stay bits. One node compares in all of them, so that
// the bits have the same form.
import { CryptoError } from "../../errors.ts";
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
  /** What this contest has given; bits of another one can have another comparer. */
  readonly #given = new WeakSet<Bits>();

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
    return bits.map((own) => this.#give(own));
  }

  ones(count: number): Bits {
    return this.#give(new Uint8Array(count).fill(this.#party.node === this.#comparer ? 1 : 0));
  }

  /** Throws CryptoError `SharesRange` for bits of another contest. */
  async winners(
    groups: Groups,
    { beats, counts }: { readonly beats: Bits; readonly counts: Bits },
    words: Shares,
  ): Promise<Winners> {
    if (!this.#given.has(beats) || !this.#given.has(counts))
      throw new CryptoError("SharesRange", "these bits are not of this contest");
    const bits = { beats: beats[0]!, counts: counts[0]! };
    const { won, products, counts: own } = await unbeatenTimes(this.#party, this.#comparer, { groups, bits, words });
    return { won, products, counts: this.#give(own) };
  }

  #give(own: Uint8Array): Bits {
    const bits = [own];
    this.#given.add(bits);
    return bits;
  }
}
