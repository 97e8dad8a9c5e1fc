// The exact optimum of the files of one or several companies, in the user's sense and units, from
// the exact refinement alone.
import { exactOutcome } from "../../client/lp/exact/outcome.ts";
import { fromIntegerProgram } from "../../client/lp/exact/standard.ts";
import { announce, combine } from "../../client/lp/joint/program.ts";
import type { Model } from "../../client/lp/model/model.ts";
import { combinePrograms, MAX_DECIMALS, toPartyRows, withZeroCosts } from "../../client/lp/model/normalise.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { add, formatDecimal, fromScaled, type Rounding, subtract, ZERO } from "../../client/math/decimal.ts";
import { roundTo } from "../../client/math/rational.ts";

const PLACES = 12;

export interface OptimumOptions {
  readonly rounding?: Rounding;
  readonly feasible?: boolean;
}

/**
 * "infeasible", "unbounded", or the optimum as decimal text, rounded to twelve places; 0 for a
 * feasible program without costs.
 */
export async function exactOptimum(
  models: readonly Model[],
  { rounding = "exact", feasible = false }: OptimumOptions = {},
): Promise<string> {
  const program = combine(models.map(announce), { feasible });
  const decimals = Math.min(program.decimals, MAX_DECIMALS);
  const rows = models.map((model, party) =>
    withZeroCosts(toPartyRows(model, program, decimals, rounding), program, party),
  );
  const whole = combinePrograms(rows);
  const outcome = await exactOutcome(fromIntegerProgram(whole), highsSolver);
  if (outcome.kind !== "optimal") return outcome.kind;
  const { numerators, denominator } = outcome.x;
  const sum = whole.objective.reduce((total, cost, j) => total + cost * numerators[j]!, 0n);
  const [value] = roundTo({ numerators: [sum], denominator: denominator * 10n ** BigInt(decimals) }, PLACES);
  const costs = fromScaled(value!, PLACES);
  const constant = models[program.objectiveOwner]!.objective?.constant ?? ZERO;
  return formatDecimal(add(program.sense === "max" ? subtract(ZERO, costs) : costs, constant));
}
