// Refuses a round whose tolerances are wider than a company accepts without being asked, and says
// what makes them so: the data, the decimals that somebody chose, or tolerances that the spec
// states.
import { InputError } from "../errors.ts";
import type { Tolerances } from "../lp/exact/tolerances.ts";
import type { PublicProgram } from "../lp/joint/program.ts";
import type { ScaledProgram } from "../lp/joint/remedies/change.ts";
import { allLevers } from "../lp/joint/remedies/levers.ts";
import { remediesFor } from "../lp/joint/remedies/search.ts";
import { createTrial, triedScales } from "../lp/joint/remedies/trial.ts";
import { makesUsual } from "../lp/joint/remedies/usual.ts";
import { changeInWords } from "../lp/joint/remedies/words.ts";
import { type AnswerGrid, isWide, type Scales, type UserTolerance, userTolerances } from "../lp/joint/scales.ts";
import type { Settings } from "../lp/joint/settings.ts";
import type { Model } from "../lp/model/model.ts";
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

/**
 * The scales of terms, for an engine with this grid.
 * @param models - The programs known here, by company.
 */
export function scalesOfTerms(
  terms: Terms,
  program: PublicProgram,
  grid: AnswerGrid | undefined,
  models: ReadonlyMap<number, Model>,
): AgreedScales {
  const names = terms.parties.map(({ name }) => name);
  const { tolerances, sealed } = terms;
  const own = sealed === null ? grid : sealedGrid(sealed.size, grid);
  return { names, program, decimals: decimalsOf(terms), tolerances, grid: own, models };
}

export const SPEC_SETTINGS: Settings = {
  bound: "concordat announce --bound",
  boundOf: (name, bound) => `--bound ${name}=${bound}`,
  decimals: {
    coefficient: '"decimals" in the spec',
    solution: '"solutionDecimals" in the spec',
    multiplier: '"multiplierDecimals" in the spec',
  },
  rounding: '"decimals" in the spec, and join --round-numbers',
};

export interface WideTolerance {
  readonly sort: Sort;
  readonly cause: "data" | "decimals" | "stated";
  /** What is too wide, why, and what makes it smaller. */
  readonly text: string;
}

/** The tolerances that are wider than usual, but for those that are accepted. */
export function wideTolerances(
  scales: AgreedScales,
  settings: Settings,
  accepted: readonly Sort[] = [],
): WideTolerance[] {
  const wanted = SORTS.filter((sort) => !accepted.includes(sort));
  const base = triedScales(scales, { coefficient: baseDecimals(scales) });
  return userTolerances(scales.tolerances, scales.decimals)
    .filter(({ sort, value, usual }) => wanted.includes(sort) && compare(value, usual) > 0)
    .map((tolerance) => ({ sort: tolerance.sort, ...explain(tolerance, { scales, settings, wanted, base }) }));
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
  const [wide] = wideTolerances(scales, settings, accepted);
  if (wide !== undefined) throw new InputError("TolerancesWide", `${wide.text}. ${remedy}`);
}

interface Case {
  readonly scales: AgreedScales;
  readonly settings: Settings;
  /** The tolerances that should be usual. */
  readonly wanted: readonly Sort[];
  /** The scales that follow from the data once nothing is asked for; null if there are none. */
  readonly base: Scales | null;
}

/** κ, which stays where numbers are rounded to fewer decimals than they have. */
function baseDecimals({ program, decimals }: AgreedScales): number {
  return Math.min(decimals.coefficient, program.decimals, MAX_DECIMALS);
}

function explain(tolerance: UserTolerance, wide: Case): Omit<WideTolerance, "sort"> {
  const { sort, usual } = tolerance;
  const { scales, wanted, base } = wide;
  const what = `${toleranceInWords(tolerance)}, more than the usual ${formatDecimal(usual)}`;
  const stated = wanted.filter((own) => isStated(scales, own));
  const isOwn = stated.includes(sort);
  const cause = base === null || isWide(base, sort) ? "data" : isOwn ? "stated" : "decimals";
  const why = isOwn ? "the spec states that" : cause === "data" ? "with these data" : "with these decimals";
  return { cause, text: `${why} ${what}: ${advice(wide, stated)}` };
}

/** Whether a tolerance is wide, and not the one that follows from the data at these decimals. */
function isStated(scales: AgreedScales, sort: Sort): boolean {
  return (
    isWide(scales, sort) &&
    !derivedScales(scales).some(({ tolerances }) => tolerances[sort] === scales.tolerances[sort])
  );
}

/** What makes all tolerances usual: tolerances or decimals left out, or other changes. */
function advice(wide: Case, stated: readonly Sort[]): string {
  const { scales, wanted, base } = wide;
  const isUsual = (after: Scales) => wanted.every((own) => !isWide(after, own));
  const [own] = derivedScales(scales);
  if (stated.length > 0 && own !== undefined && isUsual(own)) {
    const fields = stated.map((one) => `"${one}": …`).join(", ");
    const widths = stated.map((one) => formatDecimal(widthOf(own, one))).join(" and ");
    return `state less as "tolerances": { ${fields} }, or leave ${stated.length === 1 ? "it" : "these"} out (these data need ${widths})`;
  }
  if (base === null || !isUsual(base)) return remedies(wide, stated.length > 0);
  const fewer = fewerAsked(wide, base);
  return stated.length > 0 ? `leave out what the spec states as "tolerances"; and ${fewer}` : fewer;
}

type Of = keyof Decimals;

/** The decimals of the scales that are not those of `others`. */
function differing(scales: AgreedScales, others: Scales): Of[] {
  return (["coefficient", "solution", "multiplier"] as const).filter(
    (of) => scales.decimals[of] !== others.decimals[of],
  );
}

/** Which of the decimals to leave out: each that suffices alone, or else all that differ. */
function fewerAsked({ scales, settings, wanted }: Case, usual: Scales): string {
  const changed = leftOut(scales, usual);
  const enough = changed.filter((of) => {
    const after = scalesWithout(of, scales, usual);
    return after !== null && wanted.every((sort) => !isWide(after, sort));
  });
  if (changed.length === 0) return NO_REMEDY;
  const leaveOut = (of: Of) =>
    `${settings.decimals[of]} is ${scales.decimals[of]}, and these data need ${usual.decimals[of]}: leave it out`;
  return enough.length > 0 ? enough.map(leaveOut).join("; or ") : changed.map(leaveOut).join("; and ");
}

/** The scales if one of the decimals is left out and the others remain; null if there are none. */
function scalesWithout(left: Of, scales: AgreedScales, usual: Scales): Scales | null {
  const { coefficient, ...answer } = scales.decimals;
  const { solution, multiplier } = scales.asked ?? answer;
  return triedScales(scales, {
    coefficient: left === "coefficient" ? usual.decimals.coefficient : coefficient,
    ...(left === "solution" || solution === undefined ? {} : { solution }),
    ...(left === "multiplier" || multiplier === undefined ? {} : { multiplier }),
  });
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

/** What makes all wanted tolerances usual once nothing is stated, and who can do it. */
function remedies({ scales, settings, wanted, base }: Case, hasStated: boolean): string {
  if (base === null) return NO_REMEDY;
  const trial = createTrial(scales, baseDecimals(scales));
  const levers = allLevers(scales, base, settings.rounding !== null);
  const found = remediesFor(trial, levers, makesUsual(scales, base, wanted));
  if (found.length === 0) return NO_REMEDY;
  const left = [
    ...(hasStated ? ['"tolerances" in the spec'] : []),
    ...leftOut(scales, base).map((of) => settings.decimals[of]),
  ];
  const once = left.length === 0 ? "" : `once what is stated is left out (${left.join(", ")}), `;
  const advice = found.map((change) => changeInWords(scales, change, settings)).join("; or ");
  return `${once}${advice}`;
}

/**
 * What has to be left out, since changes have been tried without it: the decimals that were asked
 * for, or, as far as that is not known here, those that do not follow from the data.
 */
function leftOut(scales: AgreedScales, base: Scales): Of[] {
  const { asked = {} } = scales;
  const changed = differing(scales, base);
  return (["coefficient", "solution", "multiplier"] as const).filter(
    (of) => changed.includes(of) || (of !== "coefficient" && asked[of] !== undefined),
  );
}

const NO_REMEDY = "none of the changes of units, upper bounds or decimals that were tried makes all tolerances usual";
export const SORTS: readonly Sort[] = ["residual", "dual", "gap"];

function widthOf({ tolerances, decimals }: Pick<Scales, "tolerances" | "decimals">, sort: Sort): Decimal {
  return userTolerances(tolerances, decimals).find((own) => own.sort === sort)!.value;
}
