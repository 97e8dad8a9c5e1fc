// What the chain shows of a settled optimum, without the round that led to it: every engine's
// outcome is this one, up to the choice among several optima.
import { primalPart } from "../../client/certificate/outcome.ts";
import type { OptimalOutcome } from "../../client/certificate/types.ts";
import { solveExact } from "../../client/lp/exact/solve.ts";
import { combinePrograms } from "../../client/lp/model/normalise.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { dot } from "../../client/math/field.ts";
import type { Shape } from "../../client/round/shape.ts";
import type { Dealt } from "./problems.ts";

/** A dealt problem with its outcome. */
export interface Settled {
  readonly dealt: Dealt;
  readonly outcome: OptimalOutcome;
}

/** The settled optimum, its ρ left 0; null when there is none. Throws as `solveExact`. */
export async function settle(dealt: Dealt): Promise<Settled | null> {
  const { round, parties } = dealt;
  const program = combinePrograms(parties);
  const solved = await solveExact(program, { ...round, solver: highsSolver });
  if (solved.kind !== "optimal") return null;
  const { x, reducedCosts, objective } = solved;
  const parts = parties.map((rows) => primalPart(rows, round.decimals, x, round.tolerances.residual));
  const dual = dot([...program.inequalities.rhs, ...program.equalities.rhs], solved.multipliers);
  const outcome: OptimalOutcome = {
    ...{ kind: "optimal", x, reducedCosts, objective, dual, rho: 0n },
    slacks: parts.map(({ slacks }) => slacks),
    residuals: parts.map(({ residuals }) => residuals),
    multipliers: byParty(round, solved.multipliers),
  };
  return { dealt, outcome };
}

/** Values of the rows of the whole program, all inequalities first, as lists of the parties. */
function byParty({ inequalities, equalities }: Shape, values: readonly bigint[]): bigint[][] {
  const [ofInequalities, ofEqualities] = [[...values], values.slice(inequalities.reduce((all, own) => all + own, 0))];
  return inequalities.map((count, party) => [
    ...ofInequalities.splice(0, count),
    ...ofEqualities.splice(0, equalities[party]!),
  ]);
}
