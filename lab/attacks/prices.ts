/**
 * Prices, against every engine: what a settled optimum shows of rows and costs.
 *
 * Attacker: anyone who reads the chain, where each round leaves x̂, the slacks, residuals,
 * multipliers and reduced costs, and the value of the objective. By docs/certificate.md, "Numbers",
 * they are exact integers, rounding included, and each is a sum over secret entries with published
 * weights:
 *   M_i x̂ − 10^δ b_i = r̂_i − ŝ_i for every row i, binding or not,
 *   cᵀx̂ = f̂,
 *   10^ω c_j + Σ_i M_ij ŵ_i = ẑ_j for every column j.
 * Rounds in which a company's rows stay the same give an equation for each of its rows per x̂,
 * whatever happened to the costs and to others' rows. Rounds with the same costs give equations for
 * the costs; with the same coefficients, too, for the columns, whatever happened to the right-hand
 * sides. With fewer equations than entries, integer-solution.ts looks for small numbers.
 *
 * Recovers: rows and costs, exactly; which of them, the attacker infers from their size where
 * rounds are few. A coefficient in a variable that is 0 in every round does not show in rows, nor
 * one of a row whose multiplier is always 0 in columns: they are taken for 0.
 */
import type { OptimalOutcome } from "../../client/certificate/types.ts";
import type { Decimals } from "../../client/lp/model/normal.ts";
import { powerOfTen } from "../../client/round/numbers.ts";
import { integerSolution } from "./integer-solution.ts";

/** The numbers of an outcome that the attack reads. */
export type SeenOutcome = Pick<
  OptimalOutcome,
  "x" | "slacks" | "residuals" | "multipliers" | "reducedCosts" | "objective"
>;

/** δ and ω. */
type Scales = Pick<Decimals, "solution" | "multiplier">;

/** r̂ − ŝ of all rows, party by party. */
function excesses({ slacks, residuals }: SeenOutcome): bigint[] {
  return slacks.flatMap((own, party) => own.map((slack, i) => residuals[party]![i]! - slack));
}

/**
 * [a b] of every row, party by party; null where no integers fit, as where the row has changed
 * between the rounds. Throws as `integerSolution`, like all that follow.
 */
export function rowsFromSlacks(rounds: readonly SeenOutcome[], { solution }: Scales): (bigint[] | null)[] {
  const known = rounds.map(({ x }) => [...x, -powerOfTen(solution)]);
  const sums = rounds.map(excesses);
  return sums[0]!.map((_, i) =>
    integerSolution(
      known,
      sums.map((own) => own[i]!),
    ),
  );
}

/** The costs, from rounds with the same costs; null where no integers fit. */
export function costsFromValues(rounds: readonly SeenOutcome[]): bigint[] | null {
  return integerSolution(
    rounds.map(({ x }) => x),
    rounds.map(({ objective }) => objective),
  );
}

/**
 * Per column its cost and its coefficients in every row, from rounds with the same costs and
 * coefficients; null where no integers fit.
 */
export function columnsFromReducedCosts(rounds: readonly SeenOutcome[], { multiplier }: Scales): (bigint[] | null)[] {
  const known = rounds.map(({ multipliers }) => [powerOfTen(multiplier), ...multipliers.flat()]);
  return rounds[0]!.reducedCosts.map((_, j) =>
    integerSolution(
      known,
      rounds.map(({ reducedCosts }) => reducedCosts[j]!),
    ),
  );
}
