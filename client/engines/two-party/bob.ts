/**
 * Bob, the owner of the objective: steps 2, 5 and 7 of the protocol. alice.ts describes it: the
 * paper, who plays, what each side learns and what is not protected.
 *
 * Departures from the paper: K and Q are bounded integers (exact arithmetic). X̂* arrives rounded,
 * so X* is Q times it, rounded to the round's grid. Besides X* and v, Bob sends Alice her
 * multipliers, because (N₁X − b₁) + v ≈ 0 shows that her rows hold, not that X* is optimal; the
 * certificate shows that.
 */

import { SolverError } from "../../errors.ts";
import {
  multipliersOf,
  requireFits,
  requireMultipliersFit,
  requireSolutionFits,
  SolutionTooLarge,
} from "../../lp/exact/fits.ts";
import { farkasMultipliers } from "../../lp/exact/solve.ts";
import { allRows, type IntegerRows, VALUE_LIMIT } from "../../lp/model/normal.ts";
import { dot, magnitude } from "../../math/field.ts";
import { divideRounded, primitive } from "../../math/rational.ts";
import { type BodyReader, readBody } from "../codec.ts";
import type { EngineInput, EngineOutcome } from "../engine.ts";
import { chain, done, type Side } from "../side.ts";
import { type Disguise, timesQ, unmaskColumns, unmaskRows } from "./disguise.ts";
import {
  type Answer,
  encodeCosts,
  encodeResult,
  guardsOf,
  type Point,
  type Result,
  readAnswer,
  WIDE_LIMIT,
} from "./messages.ts";
import type { MaskedProduct } from "./product.ts";
import { explainedByRounding, residualsOf, withinTolerance } from "./residual.ts";
import type { TwoPartyShape } from "./shape.ts";

/** Step 5: Ĉ = QᵀC, with C = (c, 0). */
export function maskedCosts(shape: TwoPartyShape, objective: readonly bigint[], disguise: Disguise): bigint[] {
  const costs = [...objective, ...new Array<bigint>(shape.width - shape.variables).fill(0n)];
  return timesQ([costs], disguise)[0]!;
}

/** What Bob needs to read an answer. */
interface BobSecrets {
  readonly shape: TwoPartyShape;
  readonly rows: IntegerRows;
  /** Ĉ. */
  readonly costs: readonly bigint[];
  readonly disguise: Disguise;
}

/**
 * X* and v from X̂*. Throws SolutionTooLarge, SolverError `ToleranceNotMet`; ProtocolError
 * `AnswerWrong`.
 */
function pointOf({ shape, rows, disguise }: BobSecrets, masked: readonly bigint[], reader: BodyReader): Point {
  const grid = 10n ** BigInt(guardsOf(shape).x);
  const all = unmaskColumns(masked, disguise).map((value) => divideRounded(value, grid));
  const x = all.slice(0, shape.variables);
  const slacks = all.slice(shape.variables);
  requireSolutionFits(x);
  if (slacks.some((value) => magnitude(value) >= WIDE_LIMIT)) throw new SolutionTooLarge(x);
  const v = residualsOf(shape, rows, shape.bob, { x, slacks });
  if (!explainedByRounding(shape, rows, v))
    throw reader.error("AnswerWrong", "the solution does not meet the receiver's rows");
  if (!withinTolerance(shape, v, shape.bob))
    throw new SolverError(
      "ToleranceNotMet",
      "the optimum, rounded to the round's decimals, misses the residual tolerance; use more decimals or a wider tolerance",
    );
  return { x, slacks, v };
}

/** f̂* must be ĈᵀX̂*, up to the rounding of both. */
function checkObjective(
  shape: TwoPartyShape,
  costs: readonly bigint[],
  answer: Answer & { kind: "optimal" },
  reader: BodyReader,
): void {
  const grid = 10n ** BigInt(guardsOf(shape).x);
  const difference = dot(costs, answer.x) - grid * answer.objective;
  const allowed = costs.reduce((sum, cost) => sum + magnitude(cost), grid) / 2n + 1n;
  if (magnitude(difference) > allowed) throw reader.error("AnswerWrong", "the objective is not that of the solution");
}

function checkSigns({ aliceRows, bobRows }: TwoPartyShape, multipliers: readonly bigint[], reader: BodyReader): void {
  const negative = (from: number, count: number) => multipliers.slice(from, from + count).some((value) => value < 0n);
  if (negative(0, aliceRows.inequalities) || negative(aliceRows.rows, bobRows.inequalities))
    throw reader.error("AnswerWrong", "a multiplier of an inequality is negative");
}

/** All multipliers w = −Kᵀŷ of an optimum, on the grid 10^ω. */
function optimalMultipliers(
  shape: TwoPartyShape,
  duals: readonly bigint[],
  disguise: Disguise,
  reader: BodyReader,
): bigint[] {
  const grid = 10n ** BigInt(guardsOf(shape).dual);
  const all = unmaskRows(duals, disguise).map((value) => divideRounded(value, grid));
  checkSigns(shape, all, reader);
  return all;
}

/**
 * All multipliers that prove infeasibility. Bob can check only the signs of −Kᵀŷ; Mᵀw ≥ 0 and bᵀw <
 * 0 involve all rows and are left to the certificate. Throws ProtocolError `AnswerWrong`,
 * SolverError `MultiplierTooLarge`.
 */
function infeasibleMultipliers(
  shape: TwoPartyShape,
  { duals, interior }: Answer & { kind: "infeasible" },
  disguise: Disguise,
  reader: BodyReader,
): bigint[] {
  const unmask = (vector: readonly bigint[]): bigint[] => {
    const multipliers = unmaskRows(vector, disguise);
    checkSigns(shape, multipliers, reader);
    if (multipliers.every((value) => value === 0n)) throw reader.error("AnswerWrong", "its multipliers are all 0");
    return multipliers;
  };
  return farkasMultipliers(unmask(duals), interior && unmask(interior));
}

/** The ray QR̂ in the variables; the slacks follow from it. */
function rayOf(shape: TwoPartyShape, ray: readonly bigint[], disguise: Disguise): bigint[] {
  const all = primitive(unmaskColumns(ray, disguise).slice(0, shape.variables));
  requireFits(all, { limit: VALUE_LIMIT, code: "RayTooLarge", what: "the direction of unboundedness" });
  return all;
}

/** Step 7: the result that Bob sends, and his own outcome. */
function resultOf(secrets: BobSecrets, body: Uint8Array): { result: Result; outcome: EngineOutcome } {
  const { shape, costs, disguise } = secrets;
  const reader = readBody(body, "answer to the masked problem", shape.alice);
  const answer = readAnswer(shape, reader);
  if (answer.kind === "unbounded") {
    const point = pointOf(secrets, answer.x, reader);
    const ray = rayOf(shape, answer.ray, disguise);
    if (dot(costs, answer.ray) >= 0n) throw reader.error("AnswerWrong", "the objective does not fall along the ray");
    return {
      result: { kind: "unbounded", ...point, ray },
      outcome: { kind: "unbounded", x: point.x, ray },
    };
  }
  const split = (all: readonly bigint[]) =>
    [all.slice(0, shape.aliceRows.rows), all.slice(shape.aliceRows.rows)] as const;
  if (answer.kind === "infeasible") {
    const [ofAlice, ofBob] = split(infeasibleMultipliers(shape, answer, disguise, reader));
    return {
      result: { kind: "infeasible", multipliers: ofAlice },
      outcome: { kind: "infeasible", multipliers: ofBob },
    };
  }
  checkObjective(shape, costs, answer, reader);
  const point = pointOf(secrets, answer.x, reader);
  const [ofAlice, ofBob] = split(optimalMultipliers(shape, answer.duals, disguise, reader));
  requireMultipliersFit([...multipliersOf(shape.alice, ofAlice), ...multipliersOf(shape.bob, ofBob)], point.x);
  return {
    result: { kind: "optimal", ...point, multipliers: ofAlice },
    outcome: { kind: "optimal", x: point.x, multipliers: ofBob },
  };
}

/** Bob's side of the whole protocol, with the K and Q of step 2. */
export async function bobSide(
  shape: TwoPartyShape,
  input: EngineInput,
  product: MaskedProduct,
  disguise: Disguise,
): Promise<Side<EngineOutcome>> {
  const rows = allRows(input.rows);
  const costs = maskedCosts(shape, input.rows.objective ?? [], disguise);
  return chain(await product.bob(shape, rows, disguise, input.random.fork("product")), async () => ({
    send: [encodeCosts(costs)],
    receive: async (body) => {
      const { result, outcome } = resultOf({ shape, rows, costs, disguise }, body);
      return done([encodeResult(result)], outcome);
    },
  }));
}
