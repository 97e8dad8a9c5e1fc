// A round's tolerances in words, and the check that they are not wider than a company accepts
// without being asked.
import { InputError } from "../errors.ts";
import type { Tolerances } from "../lp/exact/tolerances.ts";
import type { PublicProgram } from "../lp/joint/program.ts";
import { boundHolder, type UserTolerance, userTolerances, widest } from "../lp/joint/scales.ts";
import { boundInWords } from "../lp/joint/sizes.ts";
import type { Decimals } from "../lp/model/normal.ts";
import { compare, formatDecimal } from "../math/decimal.ts";
import type { Terms } from "../round/terms.ts";

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

function tolerancesOf(terms: Terms): UserTolerance[] {
  const { coefficientDecimals, solutionDecimals, multiplierDecimals } = terms;
  const decimals = {
    coefficient: coefficientDecimals,
    solution: solutionDecimals,
    multiplier: multiplierDecimals,
  };
  return userTolerances(terms.tolerances, decimals);
}

/** What everybody agrees to with the terms: decimals, upper bounds, tolerances. */
export function toleranceLines(terms: Terms, program: PublicProgram): string[] {
  const { coefficientDecimals, solutionDecimals, multiplierDecimals } = terms;
  const stated = program.bounds.filter(({ company }) => company !== null).length;
  const usual = program.bounds.find(({ company }) => company === null);
  return [
    `Decimals: ${coefficientDecimals} of the data, ${solutionDecimals} of the solution, ${multiplierDecimals} of the multipliers`,
    `Upper bounds: ${stated} of ${program.bounds.length} variables have one that a company states` +
      (usual === undefined ? "" : `, the others ${boundInWords(usual.value)}`),
    "Tolerances:",
    ...tolerancesOf(terms).map(
      ({ sort, value }) => `  ${WORDS[sort]} ${formatDecimal(value)} ${UNITS[sort]} at the most`,
    ),
  ];
}

/**
 * The tolerances that are wider than usual, for a run in one place, where nobody has to accept
 * them.
 */
export function wideLines(tolerances: Tolerances, decimals: Decimals): string[] {
  return userTolerances(tolerances, decimals)
    .filter(({ value, usual }) => compare(value, usual) > 0)
    .map(
      ({ sort, value, usual }) =>
        `with these data ${WORDS[sort]} ${formatDecimal(value)} ${UNITS[sort]}, more than the usual ${formatDecimal(usual)}: ` +
        "between companies it would have to be accepted; smaller upper bounds (--bound) or larger units avoid it",
    );
}

/**
 * Throws InputError "TolerancesWide" for a tolerance that is wider than usual and that `accepted`
 * does not name; the text says what would make it smaller, and then `remedy`.
 */
export function requireUsual(
  terms: Terms,
  program: PublicProgram,
  accepted: readonly (keyof Tolerances)[],
  remedy: string,
): void {
  const names = terms.parties.map(({ name }) => name);
  for (const { sort, value, usual } of tolerancesOf(terms)) {
    if (accepted.includes(sort) || compare(value, usual) <= 0) continue;
    const { variable, owner, rows } = widest(program);
    const bound = program.bounds[variable]!;
    const levers = [
      `${boundHolder(program, { names }, variable)} can state a smaller upper bound for "${program.variables[variable]!.name}" ` +
        `than ${boundInWords(bound.value)} (concordat announce --bound)`,
      `${names[owner]!} can measure costs in larger units`,
      `${names[rows]!} can measure its rows in larger units`,
    ];
    throw new InputError(
      "TolerancesWide",
      `with these data ${WORDS[sort]} ${formatDecimal(value)} ${UNITS[sort]}, more than the usual ${formatDecimal(usual)}: ` +
        `${(sort === "residual" ? levers.slice(2) : sort === "dual" ? levers.slice(1) : levers).join("; ")}. ${remedy}`,
    );
  }
}
