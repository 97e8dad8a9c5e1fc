// The messages of steps 5, 6 and 7: Ĉ, Alice's answer to the masked problem, and the result that
// Bob sends.
//
// An answer travels on a grid with a few more digits than the round's own, so that QX̂ and −Kᵀŷ are
// correct on the round's grids. The exact vertex is not sent: its denominators are minors of N̂ and
// would tell Bob about N₁.
//
// Proofs that there is no optimum have no tolerance and travel as full integers, so they do tell
// him. A Farkas ŷ gives Bob w for all rows with Nᵀw = 0 in the columns of a basis: an exact linear
// equation on Alice's coefficients in each of these columns. The interior vector gives as many
// again, with its common margin in place of 0. Alice cannot know whether Bob will need it, as only
// w, not ŷ, must fit in 87 bits. A ray, which includes her slacks' part, gives an equation for each
// of her rows.
import { outcomeBits } from "../../lp/exact/size.ts";
import { INTEGER_LIMIT, VALUE_LIMIT } from "../../lp/model/normal.ts";
import { type BodyReader, concatBytes, encodeSigned, encodeUnsigned, readBody, widthOf } from "../codec.ts";
import { encodeKind, readKind } from "../kind.ts";
import { encodeSized, readSized, sizedBytes } from "../sized.ts";
import { MASK_LIMIT, type TwoPartyShape } from "./shape.ts";

/**
 * Step 6, Alice to Bob. `x` (X̂*) at 10^(δ + xGuard), `duals` (ŷ) at 10^(ω + dualGuard),
 * `objective` (f̂*) at 10^(κ+δ). Farkas vectors and rays: integers at any positive scale.
 * `interior`, where there is one, is a Farkas ŷ whose −Kᵀŷ may be rounded.
 */
export type Answer =
  | {
      readonly kind: "optimal";
      readonly x: readonly bigint[];
      readonly duals: readonly bigint[];
      readonly objective: bigint;
    }
  | { readonly kind: "infeasible"; readonly duals: readonly bigint[]; readonly interior: readonly bigint[] | null }
  | { readonly kind: "unbounded"; readonly x: readonly bigint[]; readonly ray: readonly bigint[] };

/**
 * X* and v: `x` at 10^δ, n entries; `slacks` at 10^δ, one per inequality; `v` at 10^(κ+δ), Bob's
 * rows of N₂X* − b₂ (the others are 0).
 */
export interface Point {
  readonly x: readonly bigint[];
  readonly slacks: readonly bigint[];
  readonly v: readonly bigint[];
}

/** Step 7, Bob to Alice. `multipliers` are those of Alice's rows, at 10^ω (Farkas: integers). */
export type Result =
  | (Point & { readonly kind: "optimal"; readonly multipliers: readonly bigint[] })
  | { readonly kind: "infeasible"; readonly multipliers: readonly bigint[] }
  | (Point & { readonly kind: "unbounded"; readonly ray: readonly bigint[] });

/** Strict bounds on magnitudes of slacks and objective, and of residuals (docs/certificate.md). */
export const WIDE_LIMIT = 1n << 160n;
const RESIDUAL_LIMIT = 1n << 95n;
/** Strict bound on magnitudes on the answer's grids. */
export const GRID_LIMIT = 1n << 200n;

const GRID_BYTES = widthOf(GRID_LIMIT) + 1;
const WIDE_BYTES = widthOf(WIDE_LIMIT) + 1;
const RESIDUAL_BYTES = widthOf(RESIDUAL_LIMIT);
const NUMBER_BYTES = widthOf(VALUE_LIMIT) + 1;

function digitsFor(bound: bigint): number {
  return bound.toString().length;
}

/**
 * Guard digits: half a unit on Alice's grid is at most half a unit on the round's after Q or Kᵀ.
 */
export function guardsOf(shape: TwoPartyShape): { x: number; dual: number } {
  return { x: digitsFor(MASK_LIMIT), dual: digitsFor(MASK_LIMIT * BigInt(shape.rows)) };
}

/** One byte that says whether there is an interior vector, then the vector. */
function encodeInterior(interior: readonly bigint[] | null): Uint8Array {
  return interior === null ? Uint8Array.of(0) : concatBytes([Uint8Array.of(1), encodeSized(interior)]);
}

function readInterior(reader: BodyReader, count: number): bigint[] | null {
  const [present] = reader.unsigned(1, 1, 2n);
  return present === 1n ? readSized(reader, count) : null;
}

const COST_BYTES = widthOf(INTEGER_LIMIT * MASK_LIMIT) + 1;

/** Ĉ: one integer per masked column. */
export function encodeCosts(costs: readonly bigint[]): Uint8Array {
  return encodeSigned(costs, COST_BYTES);
}

export function costsBytes({ width }: TwoPartyShape): number {
  return width * COST_BYTES;
}

export function readCosts(shape: TwoPartyShape, body: Uint8Array): bigint[] {
  const reader = readBody(body, "masked costs", shape.bob);
  const costs = reader.signed(shape.width, COST_BYTES, INTEGER_LIMIT * MASK_LIMIT);
  reader.end();
  return costs;
}

export function encodeAnswer(answer: Answer): Uint8Array {
  const parts = [encodeKind(answer.kind)];
  if (answer.kind !== "infeasible") parts.push(encodeUnsigned(answer.x, GRID_BYTES));
  if (answer.kind === "optimal")
    parts.push(encodeSigned(answer.duals, GRID_BYTES), encodeSigned([answer.objective], WIDE_BYTES));
  if (answer.kind === "infeasible") parts.push(encodeSized(answer.duals), encodeInterior(answer.interior));
  if (answer.kind === "unbounded") parts.push(encodeSized(answer.ray));
  return concatBytes(parts);
}

/**
 * Length of the longest answer. N̂, b̂ and Ĉ are below M, so `outcomeBits` bounds the integers in
 * proofs that there is no optimum.
 */
export function answerBytes({ rows, width, modulus }: TwoPartyShape): number {
  const bits = outcomeBits({ rows, columns: width, entryLimit: modulus });
  return (
    1 +
    Math.max(
      (width + rows) * GRID_BYTES + WIDE_BYTES,
      1 + 2 * sizedBytes(rows, bits),
      width * GRID_BYTES + sizedBytes(width, bits),
    )
  );
}

/** Checks ranges; X̂ and the ray must be ≥ 0. */
export function readAnswer(shape: TwoPartyShape, reader: BodyReader): Answer {
  const kind = readKind(reader);
  const readX = () => reader.unsigned(shape.width, GRID_BYTES, GRID_LIMIT);
  const read = (): Answer => {
    if (kind === "infeasible")
      return { kind, duals: readSized(reader, shape.rows), interior: readInterior(reader, shape.rows) };
    const x = readX();
    if (kind === "unbounded") return { kind, x, ray: readSized(reader, shape.width) };
    const duals = reader.signed(shape.rows, GRID_BYTES, GRID_LIMIT);
    const [objective] = reader.signed(1, WIDE_BYTES, WIDE_LIMIT);
    return { kind, x, duals, objective: objective! };
  };
  const answer = read();
  reader.end();
  if (answer.kind === "unbounded" && answer.ray.some((value) => value < 0n))
    throw reader.error("NumberOutOfRange", "the ray has a negative entry");
  return answer;
}

function encodePoint({ x, slacks, v }: Point): Uint8Array[] {
  return [encodeUnsigned(x, NUMBER_BYTES), encodeUnsigned(slacks, WIDE_BYTES), encodeSigned(v, RESIDUAL_BYTES)];
}

export function encodeResult(result: Result): Uint8Array {
  const parts = [encodeKind(result.kind)];
  if (result.kind !== "infeasible") parts.push(...encodePoint(result));
  if (result.kind === "unbounded") parts.push(encodeUnsigned(result.ray, NUMBER_BYTES));
  else parts.push(encodeSigned(result.multipliers, NUMBER_BYTES));
  return concatBytes(parts);
}

/** Length of the longest result. */
export function resultBytes({ variables, width, aliceRows, bobRows }: TwoPartyShape): number {
  const point = variables * NUMBER_BYTES + (width - variables) * WIDE_BYTES + bobRows.rows * RESIDUAL_BYTES;
  return 1 + point + Math.max(variables, aliceRows.rows) * NUMBER_BYTES;
}

export function readResult(shape: TwoPartyShape, reader: BodyReader): Result {
  const kind = readKind(reader);
  const { variables, width, aliceRows, bobRows } = shape;
  const readPoint = (): Point => ({
    x: reader.unsigned(variables, NUMBER_BYTES, VALUE_LIMIT),
    slacks: reader.unsigned(width - variables, WIDE_BYTES, WIDE_LIMIT),
    v: reader.signed(bobRows.rows, RESIDUAL_BYTES, RESIDUAL_LIMIT),
  });
  const readMultipliers = () => reader.signed(aliceRows.rows, NUMBER_BYTES, VALUE_LIMIT);
  const read = (): Result => {
    if (kind === "infeasible") return { kind, multipliers: readMultipliers() };
    const point = readPoint();
    return kind === "optimal"
      ? { kind, ...point, multipliers: readMultipliers() }
      : { kind, ...point, ray: reader.unsigned(variables, NUMBER_BYTES, VALUE_LIMIT) };
  };
  const result = read();
  reader.end();
  return result;
}
