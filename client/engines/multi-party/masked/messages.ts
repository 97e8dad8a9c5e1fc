// Messages that `masked` alone has. Readers check ranges and lengths; errors name the sender.
import type { Matrix } from "../../../math/matrix.ts";
import { type BodyReader, concatBytes, readBody } from "../../codec.ts";
import { costProductBytes, costWidths } from "../costs.ts";
import type { Widths } from "../paillier.ts";
import { encodeResidues, readResidues, residuesBytes } from "../residues.ts";
import { type ConsortiumShape, MONOMIAL_LIMIT, SEED_BYTES } from "../shape.ts";

/** A holder to the representative: its part without its masks. */
export function partBytes(shape: ConsortiumShape): number {
  return residuesBytes(shape.rows, shape.width, shape);
}

export function readPart(shape: ConsortiumShape, from: number, body: Uint8Array): bigint[][] {
  const reader = readBody(body, "share of mixed rows", from);
  const part = readResidues(reader, shape.rows, shape.width, shape);
  reader.end();
  return part;
}

export function readSeed(from: number, body: Uint8Array): Uint8Array {
  const reader = readBody(body, "seed", from);
  const seed = reader.bytes(SEED_BYTES);
  reader.end();
  return seed;
}

/** Dealer to owner: Q₁. */
export function firstShareBytes(shape: ConsortiumShape): number {
  return residuesBytes(shape.variables, shape.variables, shape);
}

export function readFirstShare(shape: ConsortiumShape, body: Uint8Array): bigint[][] {
  const reader = readBody(body, "share of Q", shape.dealer.party);
  const share = readResidues(reader, shape.variables, shape.variables, shape);
  reader.end();
  return share;
}

/** Representative to owner: X and the hidden [BM′ Bb′], m′ × (n + t + 1), and XQ₂ + T, m′ × n. */
export interface Sum {
  readonly total: Matrix;
  readonly blinded: Matrix;
}

export function encodeSum({ total, blinded }: Sum, shape: ConsortiumShape): Uint8Array {
  return concatBytes([encodeResidues(total, shape), encodeResidues(blinded, shape)]);
}

export function sumBytes(shape: ConsortiumShape): number {
  return residuesBytes(shape.rows, shape.width + shape.variables, shape);
}

export function readSum(shape: ConsortiumShape, body: Uint8Array): Sum {
  const reader = readBody(body, "masked sum of the mixed rows", shape.representative.party);
  const total = readResidues(reader, shape.rows, shape.width, shape);
  const blinded = readResidues(reader, shape.rows, shape.variables, shape);
  reader.end();
  return { total, blinded };
}

/** Widths of CᵀQ: a column of Q has one entry. */
export const COST_WIDTHS: Widths = costWidths(MONOMIAL_LIMIT);

/** Dealer to owner: RQ − T, m′ × n, and Enc(CᵀQ). */
export function dealerBytes(shape: ConsortiumShape, keyBits: number): number {
  return residuesBytes(shape.rows, shape.variables, shape) + costProductBytes(shape, keyBits, COST_WIDTHS);
}

/** RQ − T; the reader is left at Enc(CᵀQ). */
export function readMaskProduct(shape: ConsortiumShape, reader: BodyReader): bigint[][] {
  return readResidues(reader, shape.rows, shape.variables, shape);
}
