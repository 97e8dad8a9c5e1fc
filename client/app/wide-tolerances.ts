// Refuses a round whose tolerances are wider than a company accepts without being asked, and says
// what makes them so: the data, the decimals that somebody chose, or tolerances that the spec
// states.
import { InputError } from "../errors.ts";
import type { Tolerances } from "../lp/exact/tolerances.ts";
import type { Settings } from "../lp/joint/advice.ts";
import type { PublicProgram } from "../lp/joint/program.ts";
import { changeInWords, remediesFor, type ScaledProgram, type Suffices, triedScales } from "../lp/joint/remedies.ts";
import { type AnswerGrid, type Scales, type UserTolerance, userTolerances } from "../lp/joint/scales.ts";
import type { Decimals } from "../lp/model/normal.ts";
import { MAX_DECIMALS } from "../lp/model/normalise.ts";
import { compare, type Decimal, formatDecimal } from "../math/decimal.ts";
import { decimalsOf, type Terms } from "../round/terms.ts";
import { sealedGrid } from "../sealed/limits.ts";
import { toleranceInWords } from "./tolerances.ts";

type Sort = keyof Tolerances;

/** What the tolerances of a round follow from. */
export interface AgreedScales extends ScaledProgram {
  readonly decimals: Decimals;
  readonly tolerances: Tolerances;
}

/** The scales of terms, for an engine with this grid. */
export function scalesOfTerms(terms: Terms, program: PublicProgram, grid: AnswerGrid | undefined): AgreedScales {
  const names = terms.parties.map(({ name }) => name);
  const { tolerances, sealed } = terms;
  const own = sealed === null ? grid : sealedGrid(sealed.size, grid);
  return { names, program, decimals: decimalsOf(terms), tolerances, grid: own };
}

export const SPEC_SETTINGS: Settings = {
  bound: "concordat announce --bound",
  boundOf: (name, bound) => `--bound ${name}=${bound}`,
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
  const usualScales = triedScales(scales, { coefficient: Math.min(scales.program.decimals, MAX_DECIMALS) });
  if (usualScales === null || isWide(usualScales, sort)) {
    const why = isStated ? "the spec states that" : "with these data";
    return { cause: "data", text: `${why} ${what}: ${remedies(sort, scales, settings)}` };
  }
  if (isStated) {
    const least = derived[0] && userTolerances(derived[0].tolerances, scales.decimals).find((own) => own.sort === sort);
    const enough = least === undefined ? "" : ` (these data need ${formatDecimal(least.value)})`;
    const text = `the spec states that ${what}: state less as "tolerances": { "${sort}": … }, or leave it out${enough}`;
    return { cause: "stated", text };
  }
  const changed = (Object.keys(settings.decimals) as Of[]).filter(
    (of) => scales.decimals[of] !== usualScales.decimals[of],
  );
  const enough = changed.filter((of) => {
    const after = scalesWithout(of, scales, usualScales);
    return after !== null && !isWide(after, sort);
  });
  const advice = (enough.length > 0 ? enough : changed).map(
    (of) =>
      `${settings.decimals[of]} is ${scales.decimals[of]}, and these data need ${usualScales.decimals[of]}: leave it out`,
  );
  return { cause: "decimals", text: `with these decimals ${what}: ${advice.join(enough.length > 0 ? "; or " : "; ")}` };
}

type Of = keyof Decimals;

/** The scales if one of the decimals is left out and the others remain; null if there are none. */
function scalesWithout(left: Of, scales: AgreedScales, usual: Scales): Scales | null {
  const { coefficient, solution, multiplier } = scales.decimals;
  return triedScales(scales, {
    coefficient: left === "coefficient" ? usual.decimals.coefficient : coefficient,
    ...(left === "solution" ? {} : { solution }),
    ...(left === "multiplier" ? {} : { multiplier }),
  });
}

function isWide({ tolerances, decimals }: Scales, sort: Sort): boolean {
  const { value, usual } = userTolerances(tolerances, decimals).find((own) => own.sort === sort)!;
  return compare(value, usual) > 0;
}

/**
 * The scales with these decimals that follow from the data, whichever of the decimals were asked
 * for.
 */
function derivedScales(scales: AgreedScales): Scales[] {
  const { coefficient, solution, multiplier } = scales.decimals;
  return [{}, { solution }, { multiplier }, { solution, multiplier }].flatMap((asked) => {
    const found = triedScales(scales, { coefficient, ...asked });
    const isSame = found?.decimals.solution === solution && found.decimals.multiplier === multiplier;
    return isSame ? [found] : [];
  });
}

/**
 * What makes the tolerances usual, and who can do it; or else what makes this one usual and no
 * other wider.
 */
function remedies(sort: Sort, scales: AgreedScales, { bound }: Settings): string {
  const { coefficient, multiplier } = scales.decimals;
  // Rows in larger units have larger multipliers, and costs in larger units make all smaller.
  const hasRoom: Suffices = ({ decimals }, { costs = 0, rows }) =>
    rows === undefined || decimals.multiplier <= multiplier + costs - rows.by;
  const isUsual: Suffices = (after, change) => hasRoom(after, change) && SORTS.every((own) => !isWide(after, own));
  const isBetter: Suffices = (after, change) =>
    hasRoom(after, change) &&
    !isWide(after, sort) &&
    SORTS.every((own) => !isWide(after, own) || compare(widthOf(after, own), widthOf(scales, own)) <= 0);
  const all = remediesFor(scales, coefficient, isUsual);
  const found = all.length > 0 ? all : remediesFor(scales, coefficient, isBetter);
  if (found.length === 0) return "neither smaller upper bounds nor larger units of costs or rows make it usual";
  const advice = found.map((change) => changeInWords(scales, change, bound)).join("; or ");
  return all.length > 0 ? advice : `${advice}; other tolerances stay wide`;
}

const SORTS: readonly Sort[] = ["residual", "dual", "gap"];

function widthOf({ tolerances, decimals }: Pick<Scales, "tolerances" | "decimals">, sort: Sort): Decimal {
  return userTolerances(tolerances, decimals).find((own) => own.sort === sort)!.value;
}
