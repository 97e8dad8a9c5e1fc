// A point of which a statement says that it meets all rows and lies within the upper bounds:
//   signs                  y ≥ −2^s
//   columns                ⌊X/2^40⌋ + V = U
//   rows                   M·y + R = 10^δ·2^40·b,   R ≥ −2^t, for an equality R < 2^t
// where X = y + cut is an integer in binary digits, and so are y + 2^s, V and R + 2^t (optimum.ts).
import { Vector } from "../../../crypto/curve/vector.ts";
import { type Integers, shifted, valuesOf } from "../../../crypto/proven/digits.ts";
import { concat, type FieldShares, minus, multiple, negate, plusPublic, slice } from "../../../crypto/proven/field.ts";
import { type Matrix, timesColumn } from "../../../crypto/proven/matrix.ts";
import type { ProvingNode } from "../../../crypto/proven/node.ts";
import type { PublicRound } from "../../../round/public-round.ts";
import { cutOf } from "../outcome/grid.ts";
import { LIMB_BITS } from "../outcome/limbs.ts";
import { jointShape } from "../shape.ts";
import { along, type Equations, same } from "./equations.ts";
import type { SharedInputs } from "./inputs.ts";
import { limitsOf, SIGN_BITS } from "./limits.ts";
import { plusConstant, type Range, type Ranged } from "./ranged.ts";

/** The round's data as parties shared it. */
export interface Data {
  readonly round: PublicRound;
  readonly inputs: SharedInputs;
  readonly matrix: Matrix;
}

export function dataOf(round: PublicRound, inputs: SharedInputs): Data {
  const { rows, columns } = jointShape(round);
  return { round, inputs, matrix: { entries: inputs.coefficients, rows, columns } };
}

/** What must be in range. */
export interface PointRanges {
  readonly signs: Range;
  readonly room: Range;
  /** R, of inequalities and of equalities. */
  readonly unequal: Range;
  readonly equal: Range;
}

export interface Point {
  /** y and x̂. */
  readonly y: FieldShares;
  readonly rounded: FieldShares;
  readonly ranges: PointRanges;
}

/** `digits`: of X; `cut`: the one in it. 1 round. */
export async function pointOf(
  node: ProvingNode,
  { round, inputs, matrix }: Data,
  digits: Integers,
  cut: bigint,
): Promise<Point> {
  const limits = limitsOf(round);
  const { rows, inequalities } = jointShape(round);
  const y = plusConstant(node, valuesOf(digits), -cutOf(cut));
  const rounded = valuesOf(shifted(digits, LIMB_BITS));
  const slacks = minus(multiple(inputs.rhs, limits.xUnit), await timesColumn(node, matrix, y));
  const least = -(1n << BigInt(limits.residual));
  const room = plusPublic(node, negate(rounded), Vector.of(round.bounds));
  const ranges = {
    signs: { numbers: y, least: -(1n << BigInt(SIGN_BITS)), width: limits.x },
    room: { numbers: room, least: 0n, width: limits.bound },
    unequal: { numbers: slice(slacks, 0, inequalities), least, width: limits.slack },
    equal: { numbers: slice(slacks, inequalities, rows - inequalities), least, width: limits.residual + 1 },
  };
  return { y, rounded, ranges };
}

/** What the digits of the ranges must fit to. */
export function pointEquations(
  { round, inputs, matrix }: Data,
  { y, ranges }: Point,
  found: Readonly<Record<keyof PointRanges, Ranged>>,
): Readonly<Record<"rows" | "room" | "signs", Equations>> {
  const slacks = concat([found.unequal.values, found.equal.values]);
  const sides = multiple(inputs.rhs, limitsOf(round).xUnit);
  return {
    rows: { products: [along(matrix, y)], sum: minus(sides, slacks) },
    room: same(found.room.values, ranges.room.numbers),
    signs: same(found.signs.values, y),
  };
}
