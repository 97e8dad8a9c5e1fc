// Refuses a round whose tolerances are wider than a company accepts without being asked, and says
// what makes them so: the data, the decimals that somebody chose, or tolerances that the spec
// states.
import { ConcordatError, InputError } from "../errors.ts";
import type { Tolerances } from "../lp/exact/tolerances.ts";
import type { PublicProgram } from "../lp/joint/program.ts";
import {
  type AnswerGrid,
  boundHolder,
  type ScaleRequest,
  type Scales,
  scalesOf,
  type UserTolerance,
  userTolerances,
  widest,
} from "../lp/joint/scales.ts";
import { boundInWords } from "../lp/joint/sizes.ts";
import type { Decimals } from "../lp/model/normal.ts";
import { MAX_DECIMALS } from "../lp/model/normalise.ts";
import { compare, formatDecimal } from "../math/decimal.ts";
import { decimalsOf, type Terms } from "../round/terms.ts";
import { toleranceInWords } from "./tolerances.ts";

type Sort = keyof Tolerances;

/** What the tolerances of a round follow from. */
export interface AgreedScales {
  readonly names: readonly string[];
  readonly program: PublicProgram;
  readonly decimals: Decimals;
  readonly tolerances: Tolerances;
  /** The engine's. */
  readonly grid: AnswerGrid | undefined;
}

export function scalesOfTerms(terms: Terms, program: PublicProgram, grid: AnswerGrid | undefined): AgreedScales {
  const names = terms.parties.map(({ name }) => name);
  return { names, program, decimals: decimalsOf(terms), tolerances: terms.tolerances, grid };
}

/** Where a user states upper bounds and decimals. */
export interface Settings {
  readonly bound: string;
  readonly decimals: Readonly<Record<keyof Decimals, string>>;
}

export const SPEC_SETTINGS: Settings = {
  bound: "concordat announce --bound",
  decimals: {
    coefficient: '"decimals" in the spec',
    solution: '"solutionDecimals" in the spec',
    multiplier: '"multiplierDecimals" in the spec',
  },
};

export interface WideTolerance {
  readonly sort: Sort;
  readonly cause: "data" | "decimals" | "stated";
  /** What is too wide, why, and what makes it smaller. */
  readonly text: string;
}

/** The tolerances that are wider than usual. */
export function wideTolerances(scales: AgreedScales, settings: Settings): WideTolerance[] {
  return userTolerances(scales.tolerances, scales.decimals)
    .filter(({ value, usual }) => compare(value, usual) > 0)
    .map((tolerance) => ({ sort: tolerance.sort, ...explain(tolerance, scales, settings) }));
}

/**
 * Throws InputError "TolerancesWide" for a tolerance that is wider than usual and that `accepted`
 * does not name; the text ends with `remedy`.
 */
export function requireUsual(
  scales: AgreedScales,
  settings: Settings,
  { accepted, remedy }: { readonly accepted: readonly Sort[]; readonly remedy: string },
): void {
  const wide = wideTolerances(scales, settings).find(({ sort }) => !accepted.includes(sort));
  if (wide !== undefined) throw new InputError("TolerancesWide", `${wide.text}. ${remedy}`);
}

function explain(tolerance: UserTolerance, scales: AgreedScales, settings: Settings): Omit<WideTolerance, "sort"> {
  const { sort, usual } = tolerance;
  const what = `${toleranceInWords(tolerance)}, more than the usual ${formatDecimal(usual)}`;
  const derived = derivedScales(scales);
  const isStated = !derived.some(({ tolerances }) => tolerances[sort] === scales.tolerances[sort]);
  const usualScales = scalesFor(scales, { coefficient: Math.min(scales.program.decimals, MAX_DECIMALS) });
  if (usualScales === null || isWide(usualScales, sort)) {
    const text = `${isStated ? "the spec states that" : "with these data"} ${what}: ${levers(sort, scales, settings).join("; ")}`;
    return { cause: "data", text };
  }
  if (isStated) {
    const least = derived[0] && userTolerances(derived[0].tolerances, scales.decimals).find((own) => own.sort === sort);
    const enough = least === undefined ? "" : ` (these data need ${formatDecimal(least.value)})`;
    const text = `the spec states that ${what}: state less as "tolerances": { "${sort}": … }, or leave it out${enough}`;
    return { cause: "stated", text };
  }
  const changed = (Object.keys(settings.decimals) as (keyof Decimals)[]).filter(
    (of) => scales.decimals[of] !== usualScales.decimals[of],
  );
  const advice = changed.map(
    (of) =>
      `${settings.decimals[of]} is ${scales.decimals[of]}, and these data need ${usualScales.decimals[of]}: leave it out`,
  );
  return { cause: "decimals", text: `with these decimals ${what}: ${advice.join("; ")}` };
}

function isWide({ tolerances, decimals }: Scales, sort: Sort): boolean {
  const { value, usual } = userTolerances(tolerances, decimals).find((own) => own.sort === sort)!;
  return compare(value, usual) > 0;
}

/** The scales that follow from the data and the request; null if no certificate could hold them. */
function scalesFor({ program, names, grid }: AgreedScales, request: ScaleRequest): Scales | null {
  try {
    return scalesOf(program, { names, grid, ...request });
  } catch (error) {
    if (error instanceof ConcordatError && error.code === "ScaleImpossible") return null;
    throw error;
  }
}

/**
 * The scales with these decimals that follow from the data, whichever of the decimals were asked
 * for.
 */
function derivedScales(scales: AgreedScales): Scales[] {
  const { coefficient, solution, multiplier } = scales.decimals;
  return [{}, { solution }, { multiplier }, { solution, multiplier }].flatMap((asked) => {
    const found = scalesFor(scales, { coefficient, ...asked });
    const isSame = found?.decimals.solution === solution && found.decimals.multiplier === multiplier;
    return isSame ? [found] : [];
  });
}

/** What the companies can do to their data, and who. */
function levers(sort: Sort, { program, names }: AgreedScales, { bound: option }: Settings): string[] {
  const { variable, owner, rows } = widest(program);
  const bound = program.bounds[variable]!;
  const all = [
    `${boundHolder(program, { names }, variable)} can state a smaller upper bound for "${program.variables[variable]!.name}" ` +
      `than ${boundInWords(bound.value)} (${option})`,
    `${names[owner]!} can measure costs in larger units`,
    `${names[rows]!} can measure its rows in larger units`,
  ];
  return all.slice({ gap: 0, dual: 1, residual: 2 }[sort]);
}
