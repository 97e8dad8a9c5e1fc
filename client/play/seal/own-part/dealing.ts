// A company's dealing as bytes: to all the points of the components, to each node its two
// components of each polynomial, f_0 and f_2 as seeds.
import { encodePoints } from "../../../certificate/commitment.ts";
import { GROUP_ORDER, pointsToAffine } from "../../../crypto/curve/bn254.ts";
import { type NodeIndex, nextOf } from "../../../crypto/sharing/link.ts";
import { type BodyReader, concatBytes, readBody } from "../../../engines/codec.ts";
import { encodeWords, WORD_BYTES } from "../../../math/words.ts";
import {
  type Dealing,
  type DealingCounts,
  type DealtPoints,
  type DealtShares,
  dealtBy,
} from "../../../sealed/own-part/dealing.ts";
import { expandSeed, type Held, SEED_BYTES } from "../../../sealed/own-part/shares.ts";
import { readPoint } from "../share.ts";

const COMPONENTS = 3;

export function encodeDealtPoints(points: DealtPoints): Uint8Array {
  return encodePoints(pointsToAffine(points.flat()));
}

/**
 * Throws ProtocolError `MessageLength`, `NumberOutOfRange` or `PointInvalid`, naming the sender.
 */
export function decodeDealtPoints(body: Uint8Array, counts: DealingCounts, from: number): DealtPoints {
  const reader = readBody(body, "points of shares", from);
  const points = dealtBy(counts, from).map(() => [readPoint(reader), readPoint(reader), readPoint(reader)] as const);
  reader.end();
  return points;
}

export function pointsBytes(counts: DealingCounts, from: number): number {
  return dealtBy(counts, from).length * COMPONENTS * 2 * WORD_BYTES;
}

/** Where a component is dealt as a seed, its place among the seeds; else null. */
function seedOf(component: NodeIndex): 0 | 1 | null {
  return component === 1 ? null : component === 0 ? 0 : 1;
}

/** The components that a node holds. */
function heldOf(node: NodeIndex): readonly [own: NodeIndex, next: NodeIndex] {
  return [node, nextOf(node)];
}

export function encodeShares({ seeds, shares }: Dealing, node: NodeIndex): Uint8Array {
  return concatBytes(
    shares[node].flatMap((held, i) =>
      heldOf(node).map((component, which) => {
        const seed = seedOf(component);
        return seed === null ? encodeWords(held[which]!) : seeds[i]![seed];
      }),
    ),
  );
}

/** Throws ProtocolError `MessageLength` or `NumberOutOfRange`, naming the dealer. */
export function decodeShares(body: Uint8Array, counts: DealingCounts, from: number, node: NodeIndex): DealtShares {
  const reader = readBody(body, "shares", from);
  const shares = dealtBy(counts, from).map(({ length }): Held => {
    const [own, next] = heldOf(node).map((component) => readComponent(reader, component, length));
    return [own!, next!];
  });
  reader.end();
  return shares;
}

function readComponent(reader: BodyReader, component: NodeIndex, length: number): readonly bigint[] {
  return seedOf(component) === null
    ? reader.unsigned(length, WORD_BYTES, GROUP_ORDER)
    : expandSeed(reader.bytes(SEED_BYTES), length);
}

export function sharesBytes(counts: DealingCounts, from: number, node: NodeIndex): number {
  const bytes = (component: NodeIndex, length: number) =>
    seedOf(component) === null ? WORD_BYTES * length : SEED_BYTES;
  const [own, next] = heldOf(node);
  return dealtBy(counts, from).reduce((sum, { length }) => sum + bytes(own, length) + bytes(next, length), 0);
}
