// Messages that `plain` alone has. Readers check ranges and lengths; errors name the sender.
import { bitLength } from "../../../math/bits.ts";
import type { Matrix } from "../../../math/matrix.ts";
import { concatBytes, encodeSigned, encodeUnsigned, readBody, widthOf } from "../../codec.ts";
import { GRID_LIMIT, proofBits } from "../grids.ts";
import { pointBytesOf } from "../messages.ts";
import { encodeResidues, readResidues, residuesBytes } from "../residues.ts";
import { type ConsortiumShape, SEED_BYTES } from "../shape.ts";
import { SHARE_MAGNITUDE } from "./shares.ts";

const SHARE_BYTES = widthOf(SHARE_MAGNITUDE) + 1;

/** Ring: λ and the partial sum of [BA′ BM′ Bb′] modulo M. */
export interface RingMessage {
  readonly lambda: bigint;
  readonly partial: Matrix;
}

export function encodeRing({ lambda, partial }: RingMessage, shape: ConsortiumShape): Uint8Array {
  return concatBytes([encodeUnsigned([lambda], widthOf(2n * shape.lambdaLeast)), encodeResidues(partial, shape)]);
}

export function ringBytes(shape: ConsortiumShape): number {
  return widthOf(2n * shape.lambdaLeast) + residuesBytes(shape.rows, shape.width, shape);
}

/** Refuses a λ below lambdaLeast, such as 0: B might not be invertible. */
export function readRing(shape: ConsortiumShape, from: number, body: Uint8Array): RingMessage {
  const reader = readBody(body, "partial sum", from);
  const limit = 2n * shape.lambdaLeast;
  const [lambda] = reader.unsigned(1, widthOf(limit), limit);
  if (lambda! < shape.lambdaLeast)
    throw reader.error("LambdaTooSmall", `λ must be at least ${shape.lambdaLeast} for B to be invertible`);
  const partial = readResidues(reader, shape.rows, shape.width, shape);
  reader.end();
  return { lambda: lambda!, partial };
}

/** Dealer to owner: the seed of Q₁. */
export function readFirstShare(shape: ConsortiumShape, body: Uint8Array): Uint8Array {
  const reader = readBody(body, "share of Q", shape.dealer.party);
  const seed = reader.bytes(SEED_BYTES);
  reader.end();
  return seed;
}

/** Dealer to representative: Q₂, n × n, signed. */
export function encodeSecondShare(share: Matrix): Uint8Array {
  return encodeSigned(share.flat(), SHARE_BYTES);
}

export function secondShareBytes({ variables }: ConsortiumShape): number {
  return variables * variables * SHARE_BYTES;
}

export function readSecondShare(shape: ConsortiumShape, body: Uint8Array): bigint[][] {
  const reader = readBody(body, "share of Q", shape.dealer.party);
  const n = shape.variables;
  const flat = reader.signed(n * n, SHARE_BYTES, SHARE_MAGNITUDE);
  reader.end();
  return Array.from({ length: n }, (_, i) => flat.slice(i * n, (i + 1) * n));
}

/**
 * Length of the longest share Q₂Y* and of the ray, in which each entry is a sum of n products with
 * entries of Q₂.
 */
export function pointShareBytes(shape: ConsortiumShape): number {
  const factor = bitLength(BigInt(shape.variables) * SHARE_MAGNITUDE);
  return pointBytesOf(shape, bitLength(GRID_LIMIT) + factor, proofBits(shape) + factor);
}
