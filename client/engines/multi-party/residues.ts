// Matrices modulo M: their columns, and how they travel.
import { balanced, mod } from "../../math/field.ts";
import { type Matrix, mapMatrix } from "../../math/matrix.ts";
import { type BodyReader, encodeUnsigned, widthOf } from "../codec.ts";
import type { ConsortiumShape } from "./shape.ts";

export function residues(matrix: Matrix, { modulus }: ConsortiumShape): bigint[][] {
  return mapMatrix(matrix, (value) => mod(value, modulus));
}

/** Entries in (−M/2, M/2]. */
export function balance(matrix: Matrix, { modulus }: ConsortiumShape): bigint[][] {
  return mapMatrix(matrix, (value) => balanced(value, modulus));
}

/** The first n columns, those of A′, and the rest, [M′ b′]. */
export function splitColumns(
  matrix: Matrix,
  { variables }: ConsortiumShape,
): { variables: bigint[][]; rest: bigint[][] } {
  return {
    variables: matrix.map((row) => row.slice(0, variables)),
    rest: matrix.map((row) => row.slice(variables)),
  };
}

/** Residues modulo M, row by row. */
export function encodeResidues(matrix: Matrix, { modulus }: ConsortiumShape): Uint8Array {
  return encodeUnsigned(matrix.flat(), widthOf(modulus));
}

export function residuesBytes(rows: number, columns: number, { modulus }: ConsortiumShape): number {
  return rows * columns * widthOf(modulus);
}

export function readResidues(
  reader: BodyReader,
  rows: number,
  columns: number,
  { modulus }: ConsortiumShape,
): bigint[][] {
  return reader.matrix(rows, columns, widthOf(modulus), modulus);
}
