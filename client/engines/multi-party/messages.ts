// Messages that both variants have: Y*, the owner's verdict with ŷ, X*, receipts. Readers check
// ranges and lengths; errors name the sender.
import { VALUE_LIMIT } from "../../lp/model/normal.ts";
import { bitLength } from "../../math/bits.ts";
import type { Kind } from "../../round/verdict.ts";
import { type BodyReader, concatBytes, encodeSigned, encodeUnsigned, readBody, widthOf } from "../codec.ts";
import { encodeKind, readKind } from "../kind.ts";
import { encodeSized, readSized, sizedBytes } from "../sized.ts";
import { GRID_LIMIT, proofBits, unmixingLimit } from "./grids.ts";
import type { ConsortiumShape } from "./shape.ts";

const GRID_BYTES = widthOf(GRID_LIMIT) + 1;
const NUMBER_BYTES = widthOf(VALUE_LIMIT) + 1;
const KIND_BYTES = 1;

/**
 * A point of (7) at 10^(δ + guard); for an unbounded problem also a ray (integers); empty for an
 * infeasible one.
 */
export interface MaskedPoint {
  readonly kind: Kind;
  readonly y: readonly bigint[];
  readonly ray: readonly bigint[];
}

/** Y* from the owner, and in `plain` Q₂Y* from the representative: kind, the point, the ray. */
export function encodePoint({ kind, y, ray }: MaskedPoint): Uint8Array {
  return concatBytes([
    encodeKind(kind),
    ...(kind === "infeasible" ? [] : [encodeSized(y)]),
    ...(kind === "unbounded" ? [encodeSized(ray)] : []),
  ]);
}

/** Length of the longest point and ray whose entries have so many bits. */
export function pointBytesOf({ variables }: ConsortiumShape, bits: number, rayBits: number): number {
  return KIND_BYTES + sizedBytes(variables, bits) + sizedBytes(variables, rayBits);
}

/** Length of the longest Y* and ray. */
export function pointBytes(shape: ConsortiumShape): number {
  return pointBytesOf(shape, bitLength(GRID_LIMIT), proofBits(shape));
}

export function readPoint(shape: ConsortiumShape, reader: BodyReader): MaskedPoint {
  const kind = readKind(reader);
  const y = kind === "infeasible" ? [] : readSized(reader, shape.variables);
  const ray = kind === "unbounded" ? readSized(reader, shape.variables) : [];
  reader.end();
  return { kind, y, ray };
}

/**
 * ŷ: at 10^(ω + guard), or, for an infeasible problem, integers of any size that prove it, with a
 * second proof that tolerates rounding if the solver found one.
 */
export type Duals =
  | { readonly kind: "optimal"; readonly duals: readonly bigint[] }
  | { readonly kind: "infeasible"; readonly duals: readonly bigint[]; readonly interior: readonly bigint[] | null }
  | { readonly kind: "unbounded" };

/** X*: `x` at 10^δ, `ray` in integers. */
export type Solution =
  | { readonly kind: "optimal"; readonly x: readonly bigint[] }
  | { readonly kind: "infeasible" }
  | { readonly kind: "unbounded"; readonly x: readonly bigint[]; readonly ray: readonly bigint[] };

/** Both in one message, as in `plain`. */
export type Result = Duals & Solution;

function dualsPart(duals: Duals): Uint8Array {
  if (duals.kind === "unbounded") return new Uint8Array(0);
  if (duals.kind === "optimal") return encodeSigned(duals.duals, GRID_BYTES);
  const interior = duals.interior === null ? [] : [encodeSized(duals.interior)];
  return concatBytes([encodeSized(duals.duals), Uint8Array.of(interior.length), ...interior]);
}

function dualsPartBytes(shape: ConsortiumShape): number {
  return Math.max(shape.rows * GRID_BYTES, 1 + 2 * sizedBytes(shape.rows, proofBits(shape)));
}

function readDualsPart({ rows }: ConsortiumShape, kind: Kind, reader: BodyReader): Duals {
  if (kind === "unbounded") return { kind };
  if (kind === "optimal") return { kind, duals: reader.signed(rows, GRID_BYTES, GRID_LIMIT) };
  const duals = readSized(reader, rows);
  const [second] = reader.unsigned(1, 1, 2n);
  return { kind, duals, interior: second === 1n ? readSized(reader, rows) : null };
}

function solutionPart(solution: Solution): Uint8Array {
  if (solution.kind === "infeasible") return new Uint8Array(0);
  const ray = solution.kind === "unbounded" ? solution.ray : [];
  return encodeUnsigned([...solution.x, ...ray], NUMBER_BYTES);
}

function solutionPartBytes({ variables }: ConsortiumShape): number {
  return 2 * variables * NUMBER_BYTES;
}

function readSolutionPart({ variables }: ConsortiumShape, kind: Kind, reader: BodyReader): Solution {
  if (kind === "infeasible") return { kind };
  const numbers = () => reader.unsigned(variables, NUMBER_BYTES, VALUE_LIMIT);
  return kind === "optimal" ? { kind, x: numbers() } : { kind, x: numbers(), ray: numbers() };
}

/** Owner to all, in `masked`. */
export function encodeDuals(duals: Duals): Uint8Array {
  return concatBytes([encodeKind(duals.kind), dualsPart(duals)]);
}

/** Length of the longest. */
export function dualsBytes(shape: ConsortiumShape): number {
  return KIND_BYTES + dualsPartBytes(shape);
}

export function readDuals(shape: ConsortiumShape, reader: BodyReader): Duals {
  const duals = readDualsPart(shape, readKind(reader), reader);
  reader.end();
  return duals;
}

/** Dealer to all, in `masked`. */
export function encodeSolution(solution: Solution): Uint8Array {
  return concatBytes([encodeKind(solution.kind), solutionPart(solution)]);
}

/** Length of the longest. */
export function solutionBytes(shape: ConsortiumShape): number {
  return KIND_BYTES + solutionPartBytes(shape);
}

/** Throws ProtocolError `ResultWrong` unless it is of this kind. */
export function readSolution(shape: ConsortiumShape, kind: Kind, reader: BodyReader): Solution {
  if (readKind(reader) !== kind) throw reader.error("ResultWrong", `the owner's verdict is ${kind}, and this is not`);
  const solution = readSolutionPart(shape, kind, reader);
  reader.end();
  return solution;
}

/** Owner to all, in `plain`. */
export function encodeResult(result: Result): Uint8Array {
  return concatBytes([encodeKind(result.kind), solutionPart(result), dualsPart(result)]);
}

/** Length of the longest. */
export function resultBytes(shape: ConsortiumShape): number {
  const { variables, rows } = shape;
  const optimal = variables * NUMBER_BYTES + rows * GRID_BYTES;
  return KIND_BYTES + Math.max(optimal, dualsPartBytes(shape), solutionPartBytes(shape));
}

export function readResult(shape: ConsortiumShape, reader: BodyReader): Result {
  const kind = readKind(reader);
  const solution = readSolutionPart(shape, kind, reader);
  const duals = readDualsPart(shape, kind, reader);
  reader.end();
  // Of the same kind, as both were read by it.
  return { ...solution, ...duals } as Result;
}

/**
 * A holder's statement about its multipliers in a proof of infeasibility: their greatest common
 * divisor and largest magnitude, and the largest magnitude in the second proof; all 0 for other
 * outcomes.
 */
export interface Receipt {
  readonly divisor: bigint;
  readonly largest: bigint;
  readonly interiorLargest: bigint;
}

export const EMPTY_RECEIPT: Receipt = { divisor: 0n, largest: 0n, interiorLargest: 0n };

/** A holder to all: it accepts the result of this kind. */
export function encodeReceipt(kind: Kind, { divisor, largest, interiorLargest }: Receipt): Uint8Array {
  const proof = kind === "infeasible" ? [encodeSized([divisor, largest, interiorLargest])] : [];
  return concatBytes([encodeKind(kind), ...proof]);
}

/** Length of the longest receipt. */
export function receiptBytes(shape: ConsortiumShape): number {
  return KIND_BYTES + sizedBytes(3, proofBits(shape) + bitLength(unmixingLimit(shape)));
}

export function readReceipt(kind: Kind, from: number, body: Uint8Array): Receipt {
  const reader = readBody(body, "receipt", from);
  if (readKind(reader) !== kind) throw reader.error("ReceiptWrong", "it is not for the result that was sent");
  const numbers = kind === "infeasible" ? readSized(reader, 3) : [0n, 0n, 0n];
  reader.end();
  if (numbers.some((value) => value < 0n)) throw reader.error("NumberOutOfRange", "a magnitude is negative");
  const [divisor, largest, interiorLargest] = numbers;
  return { divisor: divisor!, largest: largest!, interiorLargest: interiorLargest! };
}
