// What it means that an answer is an optimum of the inputs, as a statement about shares: nothing is
// read but the inputs as parties shared them, public numbers of the round, and the answer.
//
// The answer is finer than what opens: x and w in units of the round's grids with 40 fractional
// bits, x = (X − cut)/2^40 and w = (W − cut)/2^40, as rounding to the grid sees them. X
// and W are integers in binary digits, and what opens is X and W without their 40 lowest digits:
// rounded inside the proof. For an equality, W is larger by a power of two.
//
// The statement, over the integers (M, b and c at 10^κ; y = X − cut, u = W − cut):
//   digits                 each is 0 or 1
//   signs                  y ≥ −2^s, u ≥ −2^s but for equalities
//   columns                ⌊X/2^40⌋ + V = U
//   rows                   M·y + R = 10^δ·2^40·b,   R ≥ −2^t, for an equality R < 2^t
//   reduced costs          Mᵀ·u + 10^ω·2^40·c = Z,  Z ≥ −2^t′
//   gap                    cᵀy·10^(ω−μ) + bᵀu·10^(δ−μ) = G,  −2^t″ ≤ G < 2^t″,  μ = min(δ, ω)
//   inputs                 sums over random subsets have magnitudes of at most 2^86
// where y + 2^s, u + 2^s, V, R + 2^t, Z + 2^t′, G + 2^t″ and sums + 2^86 are integers in binary
// digits, too. X ≥ 0 alone would leave y and u as far below 0 as the cut, where they pay in the gap
// for what others are off. All but the digits is one inner product with random weights (Freivalds
// 1977). It holds modulo q; since inputs then have magnitudes below 2^87, but for an error of 2^−48
// (../input/ranges.ts), nothing reaches q/2, and it holds over the integers.
import { pow } from "@noble/curves/abstract/modular.js";
import { GROUP_ORDER } from "../../../crypto/curve/bn254.ts";
import { Vector } from "../../../crypto/curve/vector.ts";
import {
  digitsOfElements,
  digitsOfNumbers,
  type ElementComponents,
  type Integers,
  shifted,
  valuesOf,
} from "../../../crypto/proven/digits.ts";
import {
  concat,
  constant,
  each,
  type FieldShares,
  minus,
  multiple,
  negate,
  plus,
  plusMultiple,
  plusPublic,
  polynomial,
  powersOf,
  slice,
} from "../../../crypto/proven/field.ts";
import {
  dotAddend,
  type Matrix,
  rowTimes,
  timesColumn,
  weighColumns,
  weighRows,
} from "../../../crypto/proven/matrix.ts";
import type { ProvingNode } from "../../../crypto/proven/node.ts";
import type { Claim, Statement } from "../../../crypto/proven/prove.ts";
import { reshare } from "../../../crypto/proven/reshare.ts";
import type { PublicRound } from "../../../round/public-round.ts";
import { SUM_BITS } from "../input/words.ts";
import { cutOf } from "../outcome/grid.ts";
import { LIMB_BITS } from "../outcome/limbs.ts";
import { jointShape } from "../shape.ts";
import type { SharedInputs } from "./inputs.ts";
import { type Limits, limitsOf, SIGN_BITS } from "./limits.ts";

/** An answer as the blind run has it. */
export interface SharedAnswer {
  /** X by column, then W by row, for an equality 2^w more (`limitsOf`): modulo 2^128. */
  readonly components: ElementComponents;
  /** The cuts in them (../outcome/grid.ts). */
  readonly cuts: { readonly x: bigint; readonly w: bigint };
}

/** A statement, and the numbers of which it says that they are an optimum. */
export interface OptimumStatement {
  readonly statement: Statement;
  /** x̂ by column, then ŵ by row, modulo q. */
  readonly outcome: FieldShares;
}

/** What the statement is about, as shares. */
interface Witness {
  readonly limits: Limits;
  readonly matrix: Matrix;
  readonly inputs: SharedInputs;
  /** Of the round's columns. */
  readonly bounds: Vector;
  /** y and u, the answer as integers. */
  readonly y: FieldShares;
  readonly u: FieldShares;
  readonly outcome: FieldShares;
  /** X; W of inequalities and of equalities. */
  readonly answer: readonly Integers[];
}

/** The integers that must be in range, in digits. */
interface Ranges {
  /** y + 2^s, and u + 2^s of inequalities. */
  readonly signs: FieldShares;
  /** V, R + 2^t, Z + 2^t′ and G + 2^t″. */
  readonly room: FieldShares;
  readonly slacks: FieldShares;
  readonly reduced: FieldShares;
  readonly gap: FieldShares;
  /** Sums of inputs, and 2^86 more. */
  readonly sums: FieldShares;
  readonly all: readonly Integers[];
}

function plusConstant(node: ProvingNode, x: FieldShares, value: bigint): FieldShares {
  return plusPublic(node, x, constant(x.first.length, value));
}

async function witnessOf(
  node: ProvingNode,
  round: PublicRound,
  inputs: SharedInputs,
  answer: SharedAnswer,
): Promise<Witness> {
  const limits = limitsOf(round);
  const { rows, inequalities, columns } = jointShape(round);
  const all = await digitsOfElements(node, answer.components, [
    { count: columns, width: limits.x },
    { count: inequalities, width: limits.w },
    { count: rows - inequalities, width: limits.w + 1 },
  ]);
  const [x, unequal, equal] = all as [Integers, Integers, Integers];
  const offset = 1n << BigInt(limits.w);
  const weights = (drop: number): FieldShares => {
    const read = (own: Integers) => valuesOf(shifted(own, drop));
    return concat([read(unequal), plusConstant(node, read(equal), -(offset >> BigInt(drop)))]);
  };
  return {
    ...{ limits, inputs, answer: all, bounds: Vector.of(round.bounds) },
    matrix: { entries: inputs.coefficients, rows, columns },
    y: plusConstant(node, valuesOf(x), -cutOf(answer.cuts.x)),
    u: plusConstant(node, weights(0), -cutOf(answer.cuts.w)),
    outcome: concat([valuesOf(shifted(x, LIMB_BITS)), weights(LIMB_BITS)]),
  };
}

/** U − x̂. */
function roomOf(node: ProvingNode, { bounds, outcome }: Witness): FieldShares {
  return plusPublic(node, negate(slice(outcome, 0, bounds.length)), bounds);
}

/** y + 2^s, and u + 2^s of inequalities. */
function signsOf(node: ProvingNode, { y, u, answer }: Witness): FieldShares {
  return plusConstant(node, concat([y, slice(u, 0, answer[1]!.count)]), 1n << BigInt(SIGN_BITS));
}

/** Shares of the integers in `Ranges`, not verified. */
async function rangesOf(node: ProvingNode, witness: Witness): Promise<Ranges> {
  const { limits, matrix, inputs, y, u, answer } = witness;
  const { rhs, costs } = inputs;
  const { rows, columns } = matrix;
  const inequalities = answer[1]!.count;
  const along = await timesColumn(node, matrix, y);
  const down = await rowTimes(node, u, matrix);
  const objectives = dotAddend(multiple(costs, limits.xFactor), y).plus(dotAddend(multiple(rhs, limits.wFactor), u));
  const gap = await reshare(node, objectives);
  const shift = (tolerance: number): bigint => 1n << BigInt(tolerance);
  const numbers = concat([
    signsOf(node, witness),
    roomOf(node, witness),
    plusConstant(node, minus(multiple(rhs, limits.xUnit), along), shift(limits.residual)),
    plusConstant(node, plusMultiple(down, costs, limits.wUnit), shift(limits.dual)),
    plusConstant(node, gap, shift(limits.gap)),
    plusConstant(node, inputs.sums, shift(SUM_BITS)),
  ]);
  const all = await digitsOfNumbers(node, numbers, [
    { count: columns, width: limits.x },
    { count: inequalities, width: limits.w },
    { count: columns, width: limits.bound },
    { count: inequalities, width: limits.slack },
    { count: rows - inequalities, width: limits.residual + 1 },
    { count: columns, width: limits.reduced },
    { count: 1, width: limits.gap + 1 },
    { count: inputs.sums.first.length, width: SUM_BITS + 1 },
  ]);
  const [ofX, ofW, room, unequal, equal, reduced, last, sums] = all.map(valuesOf) as [
    FieldShares,
    FieldShares,
    FieldShares,
    FieldShares,
    FieldShares,
    FieldShares,
    FieldShares,
    FieldShares,
  ];
  return { signs: concat([ofX, ofW]), room, slacks: concat([unequal, equal]), reduced, gap: last, sums, all };
}

/**
 * The statement with powers of ρ as weights: of digits, rows, reduced costs, the gap, columns,
 * signs, sums of inputs.
 */
function claimOf(node: ProvingNode, witness: Witness, ranges: Ranges, weight: bigint): Claim {
  const { limits, matrix, inputs, y, u, answer } = witness;
  const { rhs, costs } = inputs;
  const digits = concat([...answer, ...ranges.all].map((own) => own.digits));
  const count = digits.first.length;
  const weights = powersOf(weight, count);
  const { rows, columns } = matrix;
  const signs = minus(ranges.signs, signsOf(node, witness));
  const afterColumns = rows + 2 * columns + 1;
  const starts = [0, rows, rows + columns, rows + columns + 1, afterColumns, afterColumns + signs.first.length];
  const [ofRows, ofReduced, ofGap, ofColumns, ofSigns, ofSums] = starts.map((start) =>
    pow(weight, BigInt(count + start), GROUP_ORDER),
  ) as [bigint, bigint, bigint, bigint, bigint, bigint];
  const weigh = (x: FieldShares): FieldShares => each(x, (component) => polynomial(component, weight));
  const shift = (tolerance: number): bigint => -(1n << BigInt(tolerance));
  // M·y = 10^δ·2^40·b − R, Mᵀ·u = Z − 10^ω·2^40·c, cᵀy·… + bᵀu·… = G, 0 = V − (U − x̂).
  const along = minus(multiple(rhs, limits.xUnit), plusConstant(node, ranges.slacks, shift(limits.residual)));
  const down = plusMultiple(plusConstant(node, ranges.reduced, shift(limits.dual)), costs, -limits.wUnit);
  const gap = plusConstant(node, ranges.gap, shift(limits.gap));
  const sums = minus(plusConstant(node, ranges.sums, shift(SUM_BITS)), inputs.sums);
  const sides = [
    multiple(weigh(along), ofRows),
    multiple(weigh(down), ofReduced),
    multiple(gap, ofGap),
    multiple(weigh(minus(ranges.room, roomOf(node, witness))), ofColumns),
    multiple(weigh(signs), ofSigns),
    multiple(weigh(sums), ofSums),
  ];
  return {
    left: concat([
      each(digits, (component) => component.times(weights)),
      plusMultiple(multiple(weighRows(matrix, weight), ofRows), costs, ofGap * limits.xFactor),
      plusMultiple(multiple(weighColumns(matrix, weight), ofReduced), rhs, ofGap * limits.wFactor),
    ]),
    right: concat([plusConstant(node, digits, -1n), y, u]),
    sum: sides.reduce(plus),
  };
}

/**
 * The statement about the round's inputs and an answer. About 25 rounds.
 * @throws ProtocolError `RoundUnsuitable`, `NumberOutOfRange`; what links throw
 */
export async function optimumStatement(
  node: ProvingNode,
  round: PublicRound,
  inputs: SharedInputs,
  answer: SharedAnswer,
): Promise<OptimumStatement> {
  const witness = await witnessOf(node, round, inputs, answer);
  const ranges = await rangesOf(node, witness);
  const digits = [...witness.answer, ...ranges.all].map((own) => own.digits);
  const length =
    digits.reduce((sum, { first }) => sum + first.length, 0) + witness.matrix.columns + witness.matrix.rows;
  return {
    statement: {
      about: [...Object.values(inputs), ...digits],
      length,
      claim: (weight) => claimOf(node, witness, ranges, weight),
    },
    outcome: witness.outcome,
  };
}
