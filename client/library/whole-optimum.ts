// The optimum of a problem whose programs are all known in this process, for advice on what an
// engine's outcome had no room for.
import { exactOutcome } from "../lp/exact/outcome.ts";
import { fromIntegerProgram } from "../lp/exact/standard.ts";
import type { KnownOptimum, SizedMultiplier } from "../lp/joint/advice.ts";
import { exponentAbove } from "../lp/joint/sizes.ts";
import { combinePrograms } from "../lp/model/normalise.ts";
import { highsSolver } from "../lp/solvers/highs.ts";
import { type Decimal, decimal } from "../math/decimal.ts";
import { magnitude } from "../math/field.ts";
import type { Problem } from "./problem.ts";

/** Significant digits of a quotient. */
const DIGITS = 30;

/**
 * All multipliers and values; null if there is no optimum. Where several multipliers
 * prove the optimum, an engine may have found others.
 * @throws SolverError as `exactOutcome` does.
 */
export async function wholeOptimum({ companies }: Pick<Problem, "companies">): Promise<KnownOptimum | null> {
  const rows = companies.map((company) => company.rows);
  const outcome = await exactOutcome(fromIntegerProgram(combinePrograms(rows)), highsSolver);
  if (outcome.kind !== "optimal") return null;
  const { duals, x } = outcome;
  const planned = [
    ...rows.flatMap(({ inequalities }, company) => inequalities.rhs.map((_, row) => ({ company, row }))),
    ...rows.flatMap(({ inequalities, equalities }, company) =>
      equalities.rhs.map((_, i) => ({ company, row: inequalities.rhs.length + i })),
    ),
  ];
  const multipliers = planned.flatMap((of, i): SizedMultiplier[] => {
    const size = exponentAbove(quotient(duals.numerators[i]!, duals.denominator));
    return size === null ? [] : [{ ...of, size }];
  });
  return { multipliers, isWhole: true, x: x.numerators.map((value) => quotient(value, x.denominator)) };
}

/** |numerator| / |denominator|, rounded up to at least `DIGITS` digits. */
function quotient(numerator: bigint, denominator: bigint): Decimal {
  const [above, below] = [magnitude(numerator), magnitude(denominator)];
  const digits = DIGITS + below.toString().length;
  return decimal((above * 10n ** BigInt(digits) + below - 1n) / below, -digits);
}
