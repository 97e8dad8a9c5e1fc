// A round's decimals, upper bounds and tolerances in words.
import type { Tolerances } from "../lp/exact/tolerances.ts";
import type { PublicProgram } from "../lp/joint/program.ts";
import { type UserTolerance, userTolerances } from "../lp/joint/scales.ts";
import { boundInWords } from "../lp/joint/sizes.ts";
import { counted } from "../math/counted.ts";
import { formatDecimal } from "../math/decimal.ts";
import { decimalsOf, type Terms } from "../round/terms.ts";

const WORDS: Readonly<Record<keyof Tolerances, string>> = {
  residual: "a row may be missed by",
  dual: "a reduced cost may be below zero by",
  gap: "the optimum may be missed by",
};
const UNITS: Readonly<Record<keyof Tolerances, string>> = {
  residual: "in the row's unit",
  dual: "in the objective's unit per unit of the variable",
  gap: "in the objective's unit",
};

/** "the optimum may be missed by 0.001 in the objective's unit" */
export function toleranceInWords({ sort, value }: Pick<UserTolerance, "sort" | "value">): string {
  return `${WORDS[sort]} ${formatDecimal(value)} ${UNITS[sort]}`;
}

/** What everybody agrees to with the terms: decimals, upper bounds, tolerances. */
export function toleranceLines(terms: Terms, program: PublicProgram): string[] {
  const { coefficientDecimals, solutionDecimals, multiplierDecimals } = terms;
  const stated = program.bounds.filter((bound) => bound.stated.size > 0).length;
  const usual = program.bounds.find((bound) => bound.stated.size === 0);
  return [
    `Decimals: ${coefficientDecimals} of the data, ${solutionDecimals} of the solution, ${multiplierDecimals} of the multipliers`,
    `Upper bounds: a company states one for ${stated} of ${counted(program.bounds.length, "variable")}` +
      (usual === undefined ? "" : `, the others ${boundInWords(usual.value)}`),
    "Tolerances:",
    ...userTolerances(terms.tolerances, decimalsOf(terms)).map(
      ({ sort, value }) => `  ${WORDS[sort]} at most ${formatDecimal(value)} ${UNITS[sort]}`,
    ),
  ];
}
