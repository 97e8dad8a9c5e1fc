// What depends on how numbers are shared: among three nodes (three-nodes.ts) or four
// (../four-sharing/four-nodes.ts). arithmetic.ts says what each operation computes.
import { CryptoError } from "../../errors.ts";
import type { Addends, Arena, Shares } from "./arena.ts";
import type { Groups } from "./groups.ts";

export interface SignedProducts {
  /** [x_i < 0] as the integer 0 or 1. */
  readonly bits: Shares;
  /** Words times the bit of their element. */
  readonly products: Shares;
}

/** A product, and how many of its lowest bits to remove. */
export interface Cut {
  readonly bits: number;
  readonly product: Addends;
}

/** @throws CryptoError `TruncationBits` unless each removes 1 to 64 bits. */
export function requireBits(cuts: readonly Cut[]): void {
  const wrong = cuts.find(({ bits }) => !Number.isInteger(bits) || bits < 1 || bits > 64);
  if (wrong !== undefined)
    throw new CryptoError("TruncationBits", `a truncation removes 1 to 64 bits, not ${wrong.bits}`);
}

/** Secret bits in the form that a scheme's sign tests give them: components, one byte each. */
export type Bits = readonly Uint8Array[];

export interface Winners {
  /** Whether each candidate won, as the integer 0 or 1, and its words times that. */
  readonly won: Shares;
  readonly products: Shares;
  /** For each group: whether any of its candidates counts. */
  readonly counts: Bits;
}

/** Comparisons that follow each other on bits, which stay bits between them. */
export interface Contest {
  /** [x < 0], for each of the vectors; products need not be reshared. */
  negativeBits(vectors: readonly (Shares | Addends)[]): Promise<readonly Bits[]>;
  /** Bits that are 1. */
  ones(count: number): Bits;
  /**
   * In each group: the candidate that counts and that no other one that counts beats. `beats`: for
   * each pair of `meetingPairs`, whether the second beats the first. `words` as in `negativeTimes`.
   */
  winners(groups: Groups, bits: { readonly beats: Bits; readonly counts: Bits }, words: Shares): Promise<Winners>;
}

/** What local operations need (local.ts). */
export interface Holder {
  readonly arena: Arena;
  /** Address of component 0, which carries public constants, if this node holds it. */
  publicComponent(x: Shares): number | undefined;
}

export interface Scheme extends Holder {
  readonly node: number;
  /** The label under which the meter counts. */
  phase: string;

  product(x: Shares, y: Shares): Addends;
  outer(column: Shares, row: Shares): Addends;
  matrixVector(matrix: Shares, vector: Shares): Addends;
  vectorMatrix(vector: Shares, matrix: Shares): Addends;
  matrixMatrix(left: Shares, right: Shares, inner: number): Addends;
  addends(x: Shares): Addends;
  addAddends(x: Addends, y: Addends): Addends;

  reshare(products: readonly Addends[]): Promise<readonly Shares[]>;
  /** Quotients, then `products`, reshared in the messages of the first round. */
  truncateEach(cuts: readonly Cut[], products?: readonly Addends[]): Promise<Shares[]>;
  /**
   * `words`: the same number of words for each element of x, the first word of every element first;
   * may be empty.
   */
  negativeTimes(x: Shares, words: Shares): Promise<SignedProducts>;
  contest(): Contest;
  open(x: Shares): Promise<bigint[]>;
  requireSameShares(x: Shares): Promise<void>;
  /**
   * Where messages are compared: waits until every node has found all of its own right so far.
   * Throws ProtocolError `SharesDiffer`.
   */
  confirm(): Promise<void>;
}
