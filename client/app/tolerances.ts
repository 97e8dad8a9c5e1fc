// A round's decimals, upper bounds and tolerances in words.
import type { PublicProgram } from "../lp/joint/program.ts";
import { type UserTolerance, userTolerances } from "../lp/joint/scales.ts";
import { boundInWords } from "../lp/joint/sizes.ts";
import { formatDecimal } from "../math/decimal.ts";
import { decimalsOf, type Terms } from "../round/terms.ts";
import type { Said } from "../said.ts";
import { say } from "./said/english.ts";
import { TOLERANCE_WORDS } from "./said/terms.ts";

/** "the optimum may be missed by 0.001 in the objective's unit" */
export function toleranceInWords({ sort, value }: Pick<UserTolerance, "sort" | "value">): string {
  const [before, after] = TOLERANCE_WORDS[sort];
  return `${before} ${formatDecimal(value)} ${after}`;
}

/** What everybody agrees to with the terms: decimals, upper bounds, tolerances. */
export function toleranceTerms(terms: Terms, program: PublicProgram): Said[] {
  const { coefficientDecimals: data, solutionDecimals: solution, multiplierDecimals: multipliers } = terms;
  const stated = program.bounds.filter((bound) => bound.stated.size > 0).length;
  const usual = program.bounds.find((bound) => bound.stated.size === 0);
  const others = usual === undefined ? null : boundInWords(usual.value);
  return [
    say("Decimals", { data, solution, multipliers }),
    say("UpperBounds", { stated, variables: program.bounds.length, others }),
    say("Tolerances"),
    ...userTolerances(terms.tolerances, decimalsOf(terms)).map(({ sort, value }) =>
      say(`tolerance/${sort}`, { value: formatDecimal(value) }),
    ),
  ];
}
