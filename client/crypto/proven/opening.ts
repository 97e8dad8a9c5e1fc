// What a node needs to open the verdict of a proof and then the outcome, and as bytes, so that it
// can go on after a restart (finish-opening.ts). Secret: what two nodes have shows the outcome.
//
// Words: by one a node says that it has found digests equal. For each node and each of the two that
// may hear it there is one, from the stream of the speaker and the third node. So whoever hears it
// could not know it before, has its digest from both others, and can show it to the third node.
import { NUMBER_BYTES } from "../curve/little-endian.ts";
import type { Vector } from "../curve/vector.ts";
import type { MaskStream } from "../sharing/masks.ts";
import { type ByNeighbour, DIGEST_BYTES, digestOf, NEIGHBOURS, type Neighbour } from "./exchange.ts";
import type { FieldShares } from "./field.ts";
import type { ProvingNode } from "./node.ts";

export const SALT_BYTES = 32;
export const WORD_BYTES = 32;

/** A node's components of numbers, each with the salt that its two holders have in common. */
export interface Salted {
  readonly first: Uint8Array;
  readonly second: Uint8Array;
}

export interface Opening {
  /** The verdict, one number, and the outcome. */
  readonly own: readonly [Salted, Salted];
  /** What this node says to each neighbour. */
  readonly words: ByNeighbour<Uint8Array>;
  /** Digests of what each neighbour says to the other one. */
  readonly known: ByNeighbour<Uint8Array>;
  /** `TOLD_BYTES` of digests, once both others have sent the same ones; see `digestsFor`. */
  readonly told: Uint8Array | null;
  /** A word of each neighbour, once it has come. */
  readonly heard: ByNeighbour<Uint8Array | null>;
}

/** Of `digestsFor`. */
export const TOLD_BYTES = 4 * DIGEST_BYTES;

function salted({ streams }: ProvingNode, { first, second }: FieldShares): Salted {
  const salt = (stream: MaskStream, { bytes }: Vector): Uint8Array => {
    const whole = new Uint8Array(SALT_BYTES + bytes.length);
    stream.fill(whole.subarray(0, SALT_BYTES));
    whole.set(bytes, SALT_BYTES);
    return whole;
  };
  return { first: salt(streams.previous, first), second: salt(streams.next, second) };
}

/** What opens if the one number of the verdict is 0, with fresh salts and words. */
export function openingOf(node: ProvingNode, verdict: FieldShares, outcome: FieldShares): Opening {
  const own = [salted(node, verdict), salted(node, outcome)] as const;
  const word = (stream: MaskStream): Uint8Array => {
    const bytes = new Uint8Array(WORD_BYTES);
    stream.fill(bytes);
    return bytes;
  };
  // First of the pair's first node: the order in which digestsFor has them.
  const { next, previous } = node.streams;
  const [ofPrevious, toNext, toPrevious, ofNext] = [word(previous), word(previous), word(next), word(next)];
  return {
    own,
    words: { next: toNext, previous: toPrevious },
    known: { next: digestOf([ofNext]), previous: digestOf([ofPrevious]) },
    told: null,
    heard: { next: null, previous: null },
  };
}

/**
 * Digests of what a neighbour lacks: its component of the verdict and of the outcome, and the words
 * to it, first that of its own next node.
 */
export function digestsFor({ own, words, known }: Opening, neighbour: Neighbour): Uint8Array {
  const values = own.map(({ first, second }) => digestOf([neighbour === "next" ? first : second]));
  const spoken = digestOf([words[neighbour]]);
  const others = neighbour === "next" ? [known.previous, spoken] : [spoken, known.next];
  return new Uint8Array(Buffer.concat([...values, ...others]));
}

function toldAt({ told }: Opening, index: number): Uint8Array {
  return told!.subarray(DIGEST_BYTES * index, DIGEST_BYTES * (index + 1));
}

/** Digests of the missing components, of the verdict and of the outcome, once they are told. */
export function missingIn(opening: Opening): readonly [Uint8Array, Uint8Array] {
  return [toldAt(opening, 0), toldAt(opening, 1)];
}

/** Digest of a neighbour's word to this node, once it is told. */
export function wordOf(opening: Opening, neighbour: Neighbour): Uint8Array {
  return toldAt(opening, 2 + NEIGHBOURS.indexOf(neighbour));
}

/** Lengths of what `encodeOpening` has, in order, for an outcome of `count` numbers. */
function lengthsOf(count: number): number[] {
  const [verdict, outcome] = [SALT_BYTES + NUMBER_BYTES, SALT_BYTES + NUMBER_BYTES * count];
  const words = [WORD_BYTES, WORD_BYTES, DIGEST_BYTES, DIGEST_BYTES];
  return [verdict, verdict, outcome, outcome, ...words, TOLD_BYTES, WORD_BYTES, WORD_BYTES];
}

/** Of `encodeOpening`. */
export function openingBytes(count: number): number {
  return 3 + lengthsOf(count).reduce((sum, length) => sum + length, 0);
}

/** How many numbers the outcome has. */
export function countIn({ own: [, outcome] }: Opening): number {
  return (outcome.first.length - SALT_BYTES) / NUMBER_BYTES;
}

export function encodeOpening(opening: Opening): Uint8Array {
  const { own, words, known, told, heard } = opening;
  const [verdict, outcome] = own;
  const may = [told, heard.next, heard.previous];
  const all = [verdict.first, verdict.second, outcome.first, outcome.second];
  const fixed = [...all, words.next, words.previous, known.next, known.previous];
  const lengths = lengthsOf(countIn(opening)).slice(fixed.length);
  const flags = Uint8Array.from(may, (bytes) => Number(bytes !== null));
  return new Uint8Array(
    Buffer.concat([flags, ...fixed, ...may.map((bytes, i) => bytes ?? new Uint8Array(lengths[i]!))]),
  );
}

/** `bytes`: `openingBytes(count)` of `encodeOpening`. */
export function decodeOpening(bytes: Uint8Array, count: number): Opening {
  let offset = 3;
  const parts = lengthsOf(count).map((length) => {
    offset += length;
    return bytes.slice(offset - length, offset);
  });
  const [v0, v1, o0, o1, toNext, toPrevious, ofNext, ofPrevious, ...may] = parts as Uint8Array[];
  const [told, next, previous] = may.map((part, i) => (bytes[i] === 1 ? part : null));
  return {
    own: [
      { first: v0!, second: v1! },
      { first: o0!, second: o1! },
    ],
    words: { next: toNext!, previous: toPrevious! },
    known: { next: ofNext!, previous: ofPrevious! },
    told: told!,
    heard: { next: next!, previous: previous! },
  };
}
