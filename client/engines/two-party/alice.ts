/**
 * Alice's side of the two-party protocol. Paper: Liu et al., J. Guangdong Univ. of Technology
 * 33(5), 2016, section 2.2, steps 1 to 8; decoy-ot.ts and paillier.ts are two ways to do steps 3
 * and 4.
 *
 * Who plays: Alice, who has rows but no objective, and solves; Bob, who owns the objective, may
 * have rows, and disguises the problem with secret K and Q.
 *
 *   product        N̂ = K(N₁ + N₂)Q and b̂ = K(b₁ + b₂), to Alice only
 *   Bob → Alice    Ĉ = QᵀC, in one exchange with his last message of the product
 *   Alice → Bob    X̂*, ŷ, f̂* of min ĈᵀX̂, N̂X̂ = b̂, X̂ ≥ 0, solved exactly and rounded; or a proof that there is none,
 *                  which for an infeasible problem is one Farkas ŷ, or two: an exact vertex and one
 *                  that may be rounded
 *   Bob → Alice    X* = QX̂*, v = N₂X* − b₂ and the multipliers of Alice's rows, w = −Kᵀŷ
 *   Alice          (N₁X* − b₁) + v ≈ 0
 *
 * Who learns what: Alice sees N̂, b̂, Ĉ, X* with all slacks, v, and her own multipliers. Bob sees
 * what the product shows him, X̂*, ŷ and f̂*, and hence all multipliers. If there is no optimum,
 * the integers of the proof also tell Bob exact linear equations on Alice's coefficients
 * (messages.ts).
 *
 * NOT PROTECTED against Alice, whatever the product: Bob's inequalities, and with them often the
 * costs. The masked slack columns are 10^κ·q·(column of K), so their greatest common divisors (and
 * their costs of 0) give them away. If all rows are inequalities, the inverse of all slack columns
 * times the other columns is Q_s⁻¹M̄Q_x: every row up to its scale and the columns' (252 of 252
 * rows in a trial at κ = 6); and Alice's own rows tell her the scale of each column that they use.
 * K's integer rows also invite lattice reduction. The paper's disguise is heuristic: it hides the
 * data from a glance, not from an effort. Those who need more must use an engine that opens
 * nothing.
 * A malicious Bob may send a wrong X*; the certificate, not this protocol, excludes that (step 8
 * shows that Alice's rows are feasible, not that X* is optimal).
 */
import { SolverError } from "../../errors.ts";
import { maskedTooLarge, requireFits } from "../../lp/exact/fits.ts";
import type { ExactOutcome } from "../../lp/exact/outcome.ts";
import { allRows, type IntegerRows } from "../../lp/model/normal.ts";
import { magnitude } from "../../math/field.ts";
import { divideRounded, roundTo } from "../../math/rational.ts";
import { readBody } from "../codec.ts";
import type { EngineInput, EngineOutcome } from "../engine.ts";
import { chain, done, type Side } from "../side.ts";
import { type Answer, encodeAnswer, GRID_LIMIT, guardsOf, readCosts, readResult, WIDE_LIMIT } from "./messages.ts";
import type { MaskedProduct, MaskedRows } from "./product.ts";
import { explainedByRounding, residualsOf, withinTolerance } from "./residual.ts";
import type { TwoPartyShape } from "./shape.ts";

/** min ĈᵀX̂, N̂X̂ = b̂, X̂ ≥ 0, in integers. */
export interface MaskedProgram extends MaskedRows {
  readonly costs: readonly bigint[];
}

/** Solves a masked problem exactly. */
export type SolveMasked = (program: MaskedProgram) => Promise<ExactOutcome>;

/**
 * Step 6: the exact outcome of the masked problem, on the grids of the answer. Throws SolverError
 * `SolutionTooLarge`, `MultiplierTooLarge`.
 */
function answerOf(shape: TwoPartyShape, costs: readonly bigint[], outcome: ExactOutcome): Answer {
  const { decimals } = shape.round;
  const guards = guardsOf(shape);
  if (outcome.kind === "infeasible") return outcome;
  const x = roundTo(outcome.x, decimals.solution + guards.x);
  if (x.some((value) => value >= GRID_LIMIT)) throw maskedTooLarge("the masked solution");
  if (outcome.kind === "unbounded") return { kind: "unbounded", x, ray: outcome.ray };
  const duals = roundTo(outcome.duals, decimals.multiplier + guards.dual);
  const value = outcome.x.numerators.reduce((sum, numerator, t) => sum + numerator * costs[t]!, 0n);
  const objective = divideRounded(value * 10n ** BigInt(decimals.solution), outcome.x.denominator);
  if (magnitude(objective) >= WIDE_LIMIT) throw maskedTooLarge("the objective's value");
  requireFits(duals, { limit: GRID_LIMIT, code: "MultiplierTooLarge", what: "a masked multiplier" });
  return { kind: "optimal", x, duals, objective };
}

/**
 * Step 8. Throws ProtocolError naming Bob; SolverError `ToleranceNotMet` if the round's grid is too
 * coarse.
 */
function finish(shape: TwoPartyShape, rows: IntegerRows, sent: Answer["kind"], body: Uint8Array): EngineOutcome {
  const reader = readBody(body, "result", shape.bob);
  const result = readResult(shape, reader);
  if (result.kind !== sent)
    throw reader.error("ResultWrong", `it is for an outcome of kind ${result.kind}, and the masked problem is ${sent}`);
  if (result.kind !== "unbounded") {
    const { inequalities } = shape.aliceRows;
    if (result.multipliers.slice(0, inequalities).some((value) => value < 0n))
      throw reader.error("ResultWrong", "the multiplier of an inequality is negative");
    if (result.kind === "infeasible") return { kind: "infeasible", multipliers: result.multipliers };
  }
  if (!withinTolerance(shape, result.v, shape.bob))
    throw reader.error("ResidualTooLarge", "v, the sender's part of the residual, exceeds the tolerance");
  const own = residualsOf(shape, rows, shape.alice, result);
  if (!explainedByRounding(shape, rows, own))
    throw reader.error("ResidualTooLarge", "X* does not meet the receiver's rows");
  if (!withinTolerance(shape, own, shape.alice))
    throw new SolverError(
      "ToleranceNotMet",
      "the optimum, rounded to the round's decimals, misses the residual tolerance; use more decimals or a wider tolerance",
    );
  return result.kind === "optimal"
    ? { kind: "optimal", x: result.x, multipliers: result.multipliers }
    : { kind: "unbounded", x: result.x, ray: result.ray };
}

/** Alice's side of the whole protocol. */
export async function aliceSide(
  shape: TwoPartyShape,
  input: EngineInput,
  product: MaskedProduct,
  solve: SolveMasked,
): Promise<Side<EngineOutcome>> {
  const rows = allRows(input.rows);
  return chain(await product.alice(shape, rows, input.random.fork("product")), async (masked) => ({
    send: [],
    receive: async (body) => {
      const costs = readCosts(shape, body);
      const answer = answerOf(shape, costs, await solve({ ...masked, costs }));
      return {
        send: [encodeAnswer(answer)],
        receive: async (last) => done([], finish(shape, rows, answer.kind, last)),
      };
    },
  }));
}
