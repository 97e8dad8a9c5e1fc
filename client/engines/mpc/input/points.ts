// Ties what the parties deal to what they committed to (docs/decisions/0054-inputs-bound.md). Each
// node commits to the α-combination of every component that it holds, and tells all others the
// points. Two nodes or three hold each component, and their points must agree; the points of all
// components of a party must add up to the combination of the points that it committed to.
//
// Who learns what: one point for each party and component, which its uniform blinding hides; the
// last one follows from the others and from public points. α is a hash of all that it combines, so
// that nobody can choose what it deals after α.
import { createHash } from "node:crypto";
import { encodePoints } from "../../../certificate/commitment.ts";
import {
  type Affine,
  G1,
  GROUP_ORDER,
  isOnCurve,
  pointFromAffine,
  pointsToAffine,
} from "../../../crypto/curve/bn254.ts";
import type { Holding } from "../../../crypto/sharing/holding.ts";
import type { Component } from "../../../crypto/sharing/input.ts";
import { ProtocolError } from "../../../errors.ts";
import { bytesToInteger } from "../../../math/bytes.ts";
import { decodeWords } from "../../../math/words.ts";
import { concatBytes } from "../../codec.ts";
import { type Commitments, combinePoints } from "../../commitments/commitments.ts";
import { oddOne, same } from "../odd-one.ts";

/** Bytes of a point; infinity is zeros. */
export const POINT_BYTES = 64;

/** What a node tells of the inputs of `parties`: a point for each component that it holds. */
export function pointsBytes(held: number, parties: number): number {
  return POINT_BYTES * held * parties;
}

/** α: `preludes` are the bodies in which all parties, in order, told points and digests. */
export function alphaOf({ digest }: Commitments, preludes: readonly Uint8Array[]): bigint {
  const hash = createHash("sha512").update("concordat/mpc/v1/inputs/alpha").update(digest);
  for (const body of preludes) hash.update(body);
  return bytesToInteger(hash.digest()) % GROUP_ORDER;
}

/** `inputs`: per party, this node's components. */
export function pointsOf(
  commitments: Commitments,
  alpha: bigint,
  inputs: readonly (readonly Component[])[],
): Uint8Array {
  const points = inputs.flatMap((components, party) =>
    components.map((component) => commitments.combine(party, component, alpha)),
  );
  const finite = pointsToAffine(points.filter((point) => !point.is0()));
  return concatBytes(
    points.map((point) => (point.is0() ? new Uint8Array(POINT_BYTES) : encodePoints([finite.shift()!]))),
  );
}

/** What the points of all nodes are held against. */
export interface Expected {
  readonly holding: Holding;
  /** Per party, what its components must add up to. */
  readonly sums: readonly G1[];
}

/** `points`: per party, those that it committed to. */
export function expectedOf(holding: Holding, points: readonly (readonly Affine[])[], alpha: bigint): Expected {
  return { holding, sums: points.map((own) => combinePoints(own, alpha)) };
}

/**
 * What is wrong with what all nodes told, entry i by node i; null if nothing is. `PointsDiffer`,
 * naming the node that alone differs from two others, if all that differs is that one's;
 * `InputNotCommitted`, naming the party whose components do not add up.
 */
export function faultOfPoints({ holding, sums }: Expected, told: readonly Uint8Array[]): ProtocolError | null {
  const nodes = Array.from({ length: holding.count }, (_, index) => index);
  const totals = sums.map(() => G1.ZERO);
  const differing: (readonly Copy[])[] = [];
  for (const party of sums.keys())
    for (const component of nodes) {
      const copies = nodes.flatMap((node) => {
        const place = holding.held(node).indexOf(component);
        const at = POINT_BYTES * (holding.held(node).length * party + place);
        return place < 0 ? [] : [{ node, bytes: told[node]!.subarray(at, at + POINT_BYTES) }];
      });
      const point = pointIn(copies[0]!.bytes);
      if (point === null || copies.some(({ bytes }) => !same(bytes, copies[0]!.bytes))) differing.push(copies);
      else totals[party] = totals[party]!.add(point);
    }
  if (differing.length > 0) return pointsDiffer(differing);
  const party = sums.findIndex((sum, k) => !sum.equals(totals[k]!));
  if (party < 0) return null;
  const text = `party ${party} has dealt the nodes other numbers than it committed to: stop the round`;
  return new ProtocolError("InputNotCommitted", text, party);
}

interface Copy {
  readonly node: number;
  readonly bytes: Uint8Array;
}

/** Of each component of which not all holders tell the same point, what they tell. */
function pointsDiffer(differing: readonly (readonly Copy[])[]): ProtocolError {
  const [culprit, ...others] = new Set(differing.map(oddIn));
  const named = others.length === 0 ? culprit : undefined;
  const list = differing[0]!.map(({ node }) => node).join(" and ");
  const who = named === undefined ? `nodes ${list} do not agree` : `node ${named} does not agree with the others`;
  return new ProtocolError("PointsDiffer", `${who} on what a party has dealt them: stop the round`, named);
}

/** The node that differs from all others, if these agree on a point. */
function oddIn(copies: readonly Copy[]): number | undefined {
  const odd = oddOne(copies.map(({ bytes }) => bytes));
  if (odd === undefined) return undefined;
  const agreed = copies[odd === 0 ? 1 : 0]!;
  return pointIn(agreed.bytes) === null ? undefined : copies[odd]!.node;
}

/** Null unless the bytes are those of a point. */
function pointIn(bytes: Uint8Array): G1 | null {
  const [x, y] = decodeWords(bytes) as [bigint, bigint];
  if (x === 0n && y === 0n) return G1.ZERO;
  return isOnCurve({ x, y }) ? pointFromAffine({ x, y }) : null;
}
