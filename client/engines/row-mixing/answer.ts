// Checks an answer against the published problem. All parties know both, so each of them checks,
// exactly.
import type { ExactOutcome } from "../../lp/exact/outcome.ts";
import type { EqualityProgram } from "../../lp/exact/standard.ts";
import { dot } from "../../math/field.ts";
import { transposeTimes } from "../../math/matrix.ts";
import type { RationalVector } from "../../math/rational.ts";
import type { BodyReader } from "../codec.ts";

function isFeasible({ matrix, rhs }: EqualityProgram, { numerators, denominator }: RationalVector): boolean {
  return (
    numerators.every((value) => value >= 0n) && matrix.every((row, i) => dot(row, numerators) === rhs[i]! * denominator)
  );
}

/** ŷ: c − Nᵀŷ ≥ 0 and cᵀX̂ = bᵀŷ. */
function isOptimal({ matrix, rhs, costs }: EqualityProgram, x: RationalVector, duals: RationalVector): boolean {
  const pulled = transposeTimes(matrix, duals.numerators, costs.length);
  return (
    costs.every((cost, j) => cost * duals.denominator >= pulled[j]!) &&
    dot(costs, x.numerators) * duals.denominator === dot(rhs, duals.numerators) * x.denominator
  );
}

/** Nᵀŷ ≤ 0 and bᵀŷ > 0. */
function isFarkas({ matrix, rhs, costs }: EqualityProgram, duals: readonly bigint[]): boolean {
  return transposeTimes(matrix, duals, costs.length).every((value) => value <= 0n) && dot(rhs, duals) > 0n;
}

function isRay({ matrix, costs }: EqualityProgram, ray: readonly bigint[]): boolean {
  return ray.every((value) => value >= 0n) && matrix.every((row) => dot(row, ray) === 0n) && dot(costs, ray) < 0n;
}

function holds(program: EqualityProgram, answer: ExactOutcome): boolean {
  if (answer.kind === "infeasible")
    return isFarkas(program, answer.duals) && (answer.interior === null || isFarkas(program, answer.interior));
  if (!isFeasible(program, answer.x)) return false;
  return answer.kind === "optimal" ? isOptimal(program, answer.x, answer.duals) : isRay(program, answer.ray);
}

/**
 * Throws ProtocolError `AnswerWrong` naming the sender if `answer` is wrong for the published
 * problem.
 */
export function checkAnswer(program: EqualityProgram, answer: ExactOutcome, reader: BodyReader): void {
  if (!holds(program, answer)) throw reader.error("AnswerWrong", `it is not ${answer.kind} in the published problem`);
}
