// The bits that open before an outcome does, counted over all attempts and epochs of a round: at
// most `MOST_BITS`. A bit counts from the moment before it opens, since a node that breaks off may
// have read it alone. So each node stores it before the opening as one that it does not know, and
// again, with its value, after the opening (session.ts). At a restart the nodes tell each other
// what they have stored. A value that one of three nodes of `mpc` knows is not opened again, nor
// one that two know where one node may lie (`mpc/four`, `mpc/proven`); any other bit may open
// again, and then counts twice.
// Not protected: a node can claim bits that never opened, or among three wrong values. No numbers
// open on a claim, since nobody's word counts that a test was passed. But claims among three choose
// where the run goes on and which bits open next, and any claims can use up the bits: then the
// round has no answer.
import { concatBytes } from "../codec.ts";
import { MOST_BITS } from "./plan.ts";

/** What a bit can say. */
export type Question =
  /** Whether the run is over. */
  | "done"
  /** Whether the last basis gives an answer that holds. */
  | "holds"
  /** Whether it would, were its multipliers in range. */
  | "reason";

const QUESTIONS: readonly Question[] = ["done", "holds", "reason"];

/** Where a run asks: its position (plan.ts), and what. */
export interface Place {
  readonly position: number;
  readonly question: Question;
}

interface Entry {
  readonly place: number;
  /** Null if this node has not learned it. */
  readonly value: boolean | null;
}

const ENTRY_BYTES = 5;
/** Length of `encode`. */
export const BITS_BYTES = MOST_BITS * ENTRY_BYTES;
const NO_PLACE = 0xffffffff;
const UNKNOWN = 2;

/** The number of a place, in an entry. */
export function numberOf({ position, question }: Place): number {
  return QUESTIONS.length * position + QUESTIONS.indexOf(question);
}

function decode(bytes: Uint8Array): Entry[] {
  const view = Buffer.from(bytes);
  const entries = Array.from({ length: MOST_BITS }, (_, i): Entry => {
    const place = view.readUInt32BE(ENTRY_BYTES * i);
    const value = view[ENTRY_BYTES * i + 4]!;
    // No node keeps a success, so nobody's word for one counts.
    const succeeds = value === 1 && place % QUESTIONS.length === QUESTIONS.indexOf("holds");
    return { place, value: value < UNKNOWN && !succeeds ? value === 1 : null };
  });
  return entries.filter(({ place }) => place !== NO_PLACE);
}

/** How a bit opens. */
export interface Opening {
  readonly open: () => Promise<boolean>;
  /** Stores `encode`, before and after the opening. */
  readonly store: () => Promise<void>;
}

export class OpenedBits {
  readonly #entries: Entry[];

  constructor(entries: readonly Entry[] = []) {
    this.#entries = [...entries];
  }

  /**
   * What the nodes have stored, taken together; each has `BITS_BYTES`. A value holds if so many
   * nodes know it, and none if there are two such values.
   */
  static merged(stored: readonly Uint8Array[], vouchers: number): OpenedBits {
    const lists = stored.map(decode);
    const places = [...new Set(lists.flat().map(({ place }) => place))].sort((one, other) => one - other);
    const entries = places.flatMap((place) => {
      const own = lists.map((list) => list.filter((entry) => entry.place === place));
      const known = [true, false].filter(
        (value) => own.filter((list) => list.some((entry) => entry.value === value)).length >= vouchers,
      );
      const [value] = known.length === 1 ? known : [null];
      return Array.from({ length: Math.max(...own.map(({ length }) => length)) }, () => ({ place, value: value! }));
    });
    return new OpenedBits(entries.slice(0, MOST_BITS));
  }

  /** How many bits have opened. */
  get count(): number {
    return this.#entries.length;
  }

  /**
   * Whether the bits of earlier places leave at most one for this place and all later ones. How
   * often each has opened does not count, so that this is the same in every epoch.
   */
  isLast(place: Place): boolean {
    const number = numberOf(place);
    const earlier = new Set(this.#entries.map((entry) => entry.place).filter((other) => other < number));
    return earlier.size >= MOST_BITS - 1;
  }

  encode(): Uint8Array {
    const record = ({ place, value }: Entry): Uint8Array => {
      const bytes = Buffer.alloc(ENTRY_BYTES);
      bytes.writeUInt32BE(place);
      bytes.writeUInt8(value === null ? UNKNOWN : Number(value), 4);
      return bytes;
    };
    const free = Array.from({ length: MOST_BITS - this.count }, () => ({ place: NO_PLACE, value: null }));
    return concatBytes([...this.#entries, ...free].map(record));
  }

  /** The bit at a place, opened if nobody knows it; null if no more may open. */
  async ask(place: Place, { open, store }: Opening): Promise<boolean | null> {
    const number = numberOf(place);
    for (const entry of this.#entries) if (entry.place === number && entry.value !== null) return entry.value;
    if (this.count === MOST_BITS) return null;
    const index = this.#entries.push({ place: number, value: null }) - 1;
    await store();
    const bit = await open();
    // What opens after a test must have passed it in the same epoch, so that success is not kept.
    this.#entries[index] = { place: number, value: place.question === "holds" && bit ? null : bit };
    await store();
    return bit;
  }
}
