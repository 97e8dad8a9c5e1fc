// The messages of the multi-party protocol, in the order of engine.ts. Readers check ranges and
// lengths; errors name the sender.
//
// Y* and ŷ travel on grids with a few more digits than the round's own, so that QY* and the folded
// −(B + λE)ᵀŷ are correct on the round's. Proofs that there is no optimum have no tolerance, so
// they travel as full integers.
import { outcomeBits } from "../../lp/exact/size.ts";
import { VALUE_LIMIT } from "../../lp/model/normal.ts";
import { bitLength } from "../../math/bits.ts";
import type { Matrix } from "../../math/matrix.ts";
import type { Kind } from "../../round/verdict.ts";
import { type BodyReader, concatBytes, encodeSigned, encodeUnsigned, readBody, widthOf } from "../codec.ts";
import { encodeKind, readKind } from "../kind.ts";
import { encodeSized, readSized, sizedBytes } from "../sized.ts";
import { FACTOR_LIMIT } from "./artificial.ts";
import { SEED_BYTES, SHARE_LIMIT } from "./monomial.ts";
import { MIXING_LIMIT, MONOMIAL_LIMIT, type RingShape } from "./shape.ts";

/** Magnitudes on the guarded grids, and of products with a share of Q. */
export const GRID_LIMIT = 1n << 200n;
const GRID_BYTES = widthOf(GRID_LIMIT) + 1;
const NUMBER_BYTES = widthOf(VALUE_LIMIT) + 1;
const SHARE_MAGNITUDE = SHARE_LIMIT + MONOMIAL_LIMIT;
const SHARE_BYTES = widthOf(SHARE_MAGNITUDE) + 1;

function digitsFor(bound: bigint): number {
  return bound.toString().length;
}

/**
 * The factor by which a multiplier can exceed the largest dual: a column of B + λE, and folding.
 */
function unmixingLimit(shape: RingShape): bigint {
  const column = MIXING_LIMIT * BigInt(shape.rows) + 2n * shape.lambdaLeast;
  const folds = 1n + FACTOR_LIMIT * BigInt(Math.max(...shape.holders.map(({ artificial }) => artificial)));
  return column * folds;
}

/**
 * Guard digits: half a unit on the guarded grid is less than half a unit on the round's after Q, or
 * after B + λE and folding.
 */
export function guardsOf(shape: RingShape): { x: number; dual: number } {
  return { x: digitsFor(MONOMIAL_LIMIT), dual: digitsFor(unmixingLimit(shape)) };
}

/**
 * Bound on the bits of the integers in proofs that there is no optimum: BA′Q, BM′, Bb′ and CᵀQ are
 * below M.
 */
function proofBits({ rows, variables, slacks, modulus }: RingShape): number {
  return outcomeBits({ rows, columns: variables + slacks, entryLimit: modulus });
}

/** Residues modulo M, row by row. */
export function encodeResidues(matrix: Matrix, shape: RingShape): Uint8Array {
  return encodeUnsigned(matrix.flat(), widthOf(shape.modulus));
}

export function residuesBytes(rows: number, columns: number, shape: RingShape): number {
  return rows * columns * widthOf(shape.modulus);
}

export function readResidues(reader: BodyReader, rows: number, columns: number, shape: RingShape): bigint[][] {
  return reader.matrix(rows, columns, widthOf(shape.modulus), shape.modulus);
}

/** Ring: λ and the partial sum of [BA′ BM′ Bb′] modulo M. */
export interface RingMessage {
  readonly lambda: bigint;
  readonly partial: Matrix;
}

export function encodeRing({ lambda, partial }: RingMessage, shape: RingShape): Uint8Array {
  return concatBytes([encodeUnsigned([lambda], widthOf(2n * shape.lambdaLeast)), encodeResidues(partial, shape)]);
}

export function ringBytes(shape: RingShape): number {
  return widthOf(2n * shape.lambdaLeast) + residuesBytes(shape.rows, shape.width, shape);
}

/** Refuses a λ below lambdaLeast, such as 0: B might not be invertible. */
export function readRing(shape: RingShape, from: number, body: Uint8Array): RingMessage {
  const reader = readBody(body, "partial sum", from);
  const limit = 2n * shape.lambdaLeast;
  const [lambda] = reader.unsigned(1, widthOf(limit), limit);
  if (lambda! < shape.lambdaLeast)
    throw reader.error("LambdaTooSmall", `λ must be at least ${shape.lambdaLeast} for B to be invertible`);
  const partial = readResidues(reader, shape.rows, shape.width, shape);
  reader.end();
  return { lambda: lambda!, partial };
}

/** Dealer to owner. Masked: also the seed of the ring's mask R₀, and R₀Q₂ + S modulo M (m′ × n). */
export interface OwnerDeal {
  /** Seed of Q₁. */
  readonly shareSeed: Uint8Array;
  readonly mask: { readonly seed: Uint8Array; readonly product: Matrix } | null;
}

export function encodeOwnerDeal({ shareSeed, mask }: OwnerDeal, shape: RingShape): Uint8Array {
  return concatBytes(mask === null ? [shareSeed] : [shareSeed, mask.seed, encodeResidues(mask.product, shape)]);
}

export function ownerDealBytes(shape: RingShape, masked: boolean): number {
  return SEED_BYTES + (masked ? SEED_BYTES + residuesBytes(shape.rows, shape.variables, shape) : 0);
}

export function readOwnerDeal(shape: RingShape, masked: boolean, body: Uint8Array): OwnerDeal {
  const reader = readBody(body, "share of Q", shape.dealer.party);
  const shareSeed = reader.bytes(SEED_BYTES);
  const mask = masked
    ? { seed: reader.bytes(SEED_BYTES), product: readResidues(reader, shape.rows, shape.variables, shape) }
    : null;
  reader.end();
  return { shareSeed, mask };
}

/** Dealer to representative. Masked: also the seed of S. */
export interface RepresentativeDeal {
  /** Q₂, n × n, signed. */
  readonly share: Matrix;
  readonly blindSeed: Uint8Array | null;
}

export function encodeRepresentativeDeal({ share, blindSeed }: RepresentativeDeal): Uint8Array {
  return concatBytes([encodeSigned(share.flat(), SHARE_BYTES), blindSeed ?? new Uint8Array(0)]);
}

export function representativeDealBytes({ variables }: RingShape, masked: boolean): number {
  return variables * variables * SHARE_BYTES + (masked ? SEED_BYTES : 0);
}

export function readRepresentativeDeal(shape: RingShape, masked: boolean, body: Uint8Array): RepresentativeDeal {
  const reader = readBody(body, "share of Q", shape.dealer.party);
  const n = shape.variables;
  const flat = reader.signed(n * n, SHARE_BYTES, SHARE_MAGNITUDE);
  const blindSeed = masked ? reader.bytes(SEED_BYTES) : null;
  reader.end();
  return { share: Array.from({ length: n }, (_, i) => flat.slice(i * n, (i + 1) * n)), blindSeed };
}

/**
 * A point of (7) at 10^(δ + guard); for an unbounded problem also a ray (integers); empty for an
 * infeasible one.
 */
export interface MaskedPoint {
  readonly kind: Kind;
  readonly y: readonly bigint[];
  readonly ray: readonly bigint[];
}

/** Y* from the owner, and Q₂Y* from the representative: kind, the point, the ray. */
export function encodePoint({ kind, y, ray }: MaskedPoint): Uint8Array {
  return concatBytes([
    encodeKind(kind),
    ...(kind === "infeasible" ? [] : [encodeSized(y)]),
    ...(kind === "unbounded" ? [encodeSized(ray)] : []),
  ]);
}

/** Length of the longest Y* and ray. */
export function pointBytes(shape: RingShape): number {
  return 1 + sizedBytes(shape.variables, bitLength(GRID_LIMIT)) + sizedBytes(shape.variables, proofBits(shape));
}

/**
 * Length of the longest share of them, in which each entry is a sum of n products with entries of
 * Q₂.
 */
export function pointShareBytes(shape: RingShape): number {
  const factor = bitLength(BigInt(shape.variables) * SHARE_MAGNITUDE);
  return (
    1 +
    sizedBytes(shape.variables, bitLength(GRID_LIMIT) + factor) +
    sizedBytes(shape.variables, proofBits(shape) + factor)
  );
}

export function readPoint(shape: RingShape, reader: BodyReader): MaskedPoint {
  const kind = readKind(reader);
  const y = kind === "infeasible" ? [] : readSized(reader, shape.variables);
  const ray = kind === "unbounded" ? readSized(reader, shape.variables) : [];
  reader.end();
  return { kind, y, ray };
}

/**
 * Owner to all. `x` at 10^δ; `duals` (ŷ) at 10^(ω + guard), or, for an infeasible problem, integers
 * of any size that prove it, with a second proof that tolerates rounding if the solver found one;
 * `ray` in integers.
 */
export type Result =
  | { readonly kind: "optimal"; readonly x: readonly bigint[]; readonly duals: readonly bigint[] }
  | { readonly kind: "infeasible"; readonly duals: readonly bigint[]; readonly interior: readonly bigint[] | null }
  | { readonly kind: "unbounded"; readonly x: readonly bigint[]; readonly ray: readonly bigint[] };

export function encodeResult(result: Result): Uint8Array {
  const parts = [encodeKind(result.kind)];
  if (result.kind !== "infeasible") parts.push(encodeUnsigned(result.x, NUMBER_BYTES));
  if (result.kind === "optimal") parts.push(encodeSigned(result.duals, GRID_BYTES));
  if (result.kind === "infeasible") {
    parts.push(encodeSized(result.duals), Uint8Array.of(result.interior === null ? 0 : 1));
    if (result.interior !== null) parts.push(encodeSized(result.interior));
  }
  if (result.kind === "unbounded") parts.push(encodeUnsigned(result.ray, NUMBER_BYTES));
  return concatBytes(parts);
}

/** Length of the longest result. */
export function resultBytes(shape: RingShape): number {
  const { variables, rows } = shape;
  return (
    1 +
    Math.max(
      variables * NUMBER_BYTES + rows * GRID_BYTES,
      1 + 2 * sizedBytes(rows, proofBits(shape)),
      2 * variables * NUMBER_BYTES,
    )
  );
}

export function readResult(shape: RingShape, reader: BodyReader): Result {
  const kind = readKind(reader);
  const { variables, rows } = shape;
  const readX = () => reader.unsigned(variables, NUMBER_BYTES, VALUE_LIMIT);
  const read = (): Result => {
    if (kind === "unbounded") return { kind, x: readX(), ray: readX() };
    if (kind === "optimal") return { kind, x: readX(), duals: reader.signed(rows, GRID_BYTES, GRID_LIMIT) };
    const duals = readSized(reader, rows);
    const [second] = reader.unsigned(1, 1, 2n);
    return { kind, duals, interior: second === 1n ? readSized(reader, rows) : null };
  };
  const result = read();
  reader.end();
  return result;
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
export function receiptBytes(shape: RingShape): number {
  return 1 + sizedBytes(3, proofBits(shape) + bitLength(unmixingLimit(shape)));
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
