// What to say of an outcome that the round has no room for: which variable or row, whose it is, and
// what would have made room.
import { counted, firstFew } from "../../math/counted.ts";
import { add, compare, type Decimal, decimal, formatDecimal } from "../../math/decimal.ts";
import type { Tolerances } from "../exact/tolerances.ts";
import type { Decimals } from "../model/normal.ts";
import { type PlannedRow, plannedRows, rowName, withMultipliedRow } from "../model/plan.ts";
import { announce, type PublicProgram } from "./program.ts";
import type { AskedDecimals, Change, ScaledProgram } from "./remedies/change.ts";
import { upTo } from "./remedies/levels.ts";
import { type Lever, smallerBounds, smallerCosts } from "./remedies/levers.ts";
import type { Suffices } from "./remedies/search.ts";
import { coefficientRange, createTrial, triedScales, withSizes } from "./remedies/trial.ts";
import { changeInWords, multipliersInWords } from "./remedies/words.ts";
import { DIGITS, oneOf, type Scales, userTolerances, weightDigits } from "./scales.ts";
import type { Settings } from "./settings.ts";
import { boundInWords, exponentAbove, roundedUp } from "./sizes.ts";

/** What is known of the round by whoever gives advice. */
export interface AdvisedRound extends ScaledProgram {
  readonly decimals: Decimals;
  readonly tolerances: Tolerances;
}

/**
 * Text saying who should do what when the outcome needs `value` of `column` (0..n−1), in the user's
 * units, which is more than its upper bound.
 */
export type BoundAdvice = (column: number, value: Decimal) => string;

/** The multiplier of a row, which is not 0. */
export interface SizedMultiplier {
  readonly company: number;
  /** Row of the company, inequalities first. */
  readonly row: number;
  /** An exponent a such that 10^a is at least the multiplier's magnitude, in the user's units. */
  readonly size: number;
}

/** What is known of an optimum whose multipliers do not fit. */
export interface KnownOptimum {
  readonly multipliers: readonly SizedMultiplier[];
  /** Whether these are all that are not 0; otherwise other companies' may not fit, either. */
  readonly isWhole: boolean;
  /** The value of each column, in the user's units; null if not known. */
  readonly x: readonly Decimal[] | null;
}

/**
 * Text that names companies and rows, and says what makes room for their multipliers; null if all
 * of these fit.
 */
export type MultiplierAdvice = (optimum: KnownOptimum) => string | null;

export interface OutcomeAdvice {
  /** The optimum, as far as it is known without the engine; null if it is not. */
  readonly whole: () => Promise<KnownOptimum | null>;
  readonly bound: BoundAdvice;
  readonly multipliers: MultiplierAdvice;
  /** The variable of `column` (0..n−1), for people. */
  readonly variable: (column: number) => string;
}

/**
 * @param whole - Solves the whole program for whoever knows it; null if it has no optimum.
 */
export function outcomeAdvice(
  round: AdvisedRound,
  settings: Settings,
  whole: OutcomeAdvice["whole"] = async () => null,
): OutcomeAdvice {
  return {
    whole,
    bound: (column, value) => boundAdvice(round, settings, column, value),
    multipliers: (optimum) => multiplierAdvice(round, settings, optimum),
    variable: (column) => `variable "${round.program.variables[indexOf(round.program, column)]!.name}"`,
  };
}

function indexOf({ variables }: PublicProgram, column: number): number {
  return variables.findLastIndex((own) => own.column <= column);
}

function boundAdvice({ program, names }: AdvisedRound, { boundOf }: Settings, column: number, value: Decimal): string {
  const variable = indexOf(program, column);
  const { name } = program.variables[variable]!;
  const bound = boundInWords(program.bounds[variable]!.value);
  const needed = roundedUp(value);
  const wanted = boundInWords(needed);
  if (exponentAbove(needed)! > DIGITS.value)
    return (
      `"${name}" would be up to ${wanted}, more than any upper bound can be: ${oneOf(program.bounds[variable]!.holders, names)} should ` +
      "limit it by a row or bound in its file, or all should measure it in larger units"
    );
  return (
    `"${name}" would be up to ${wanted}, more than its upper bound ${bound}: ${oneOf(program.bounds[variable]!.holders, names)} should state ` +
    `a larger one (${boundOf(name, wanted)})`
  );
}

function multiplierAdvice(round: AdvisedRound, settings: Settings, optimum: KnownOptimum): string | null {
  const { names, decimals, models } = round;
  const room = roomOf(round, decimals.multiplier);
  const over = optimum.multipliers.filter(({ size }) => size > room);
  if (over.length === 0) return null;
  const which = over.map(({ company, row, size }) => {
    const model = models.get(company);
    const own = model === undefined ? `row ${row + 1}` : rowName(model, row);
    return `${own} of ${names[company]!} (up to ${power(size)})`;
  });
  const { raised, needs } = withRaisedBounds(round, settings, optimum);
  const { tried, untried } = multiplierRemedies(raised, settings, optimum);
  const others = "other companies' multipliers, which are not known here, may need more";
  const remedies =
    tried.length === 0
      ? `${untried} may help`
      : optimum.isWhole
        ? tried.join("; or ")
        : `${tried.join("; or ")} (${others})`;
  return (
    `multipliers do not fit the certificate: ${firstFew(which)}; ${decimals.multiplier} decimals leave room up to ${power(room)}. ` +
    `For a new round, ${needs}${optimum.isWhole || tried.length === 0 ? "" : "this may help: "}${remedies}`
  );
}

/** The round with upper bounds that hold the optimum, and a text that asks for larger ones. */
function withRaisedBounds(round: AdvisedRound, { boundOf }: Settings, { x }: KnownOptimum) {
  const { program, names } = round;
  const needed = new Map<number, Decimal>();
  for (const [column, value] of (x ?? []).entries()) {
    const variable = indexOf(program, column);
    if (compare(value, program.bounds[variable]!.value) > 0) needed.set(variable, roundedUp(value));
  }
  if (needed.size === 0) return { raised: round, needs: "" };
  const bounds = program.bounds.map((bound, variable) => ({ ...bound, value: needed.get(variable) ?? bound.value }));
  const each = [...needed].map(([variable, value]) => {
    const { holders } = program.bounds[variable]!;
    return `${oneOf(holders, names)} must state a larger upper bound (${boundOf(program.variables[variable]!.name, boundInWords(value))})`;
  });
  return { raised: { ...round, program: { ...program, bounds } }, needs: `${each.join(", ")}; and besides, ` };
}

function power(exponent: number): string {
  return boundInWords(decimal(1n, exponent));
}

/** Multipliers up to 10^this fit, with this ω. */
function roomOf({ grid }: AdvisedRound, multiplier: number): number {
  const most = grid === undefined ? Number.POSITIVE_INFINITY : grid.multiplierLimit.toString().length - 1;
  return Math.min(weightDigits(grid) - multiplier, most);
}

/** Whether all multipliers that are known here fit, and the tolerances are no reason to refuse. */
type HasRoom = (after: Scales | null, sizes: readonly number[]) => after is Scales;

/**
 * Changes that have been tried on what is known here: none, if none makes room. The last resort is
 * one that widens the tolerances.
 */
function multiplierRemedies(
  round: AdvisedRound,
  settings: Settings,
  optimum: KnownOptimum,
): { readonly tried: readonly string[]; readonly untried: string } {
  const { decimals, grid, asked = {} } = round;
  const { coefficient } = decimals;
  const sizes = optimum.multipliers.map(({ size }) => size);
  const fits = (after: Scales | null, needed: readonly number[]): after is Scales =>
    after !== null && Math.max(...needed) <= roomOf(round, after.decimals.multiplier);
  const hasRoom: HasRoom = (after, needed): after is Scales => fits(after, needed) && isNarrow(after, round);
  const option = settings.decimals.multiplier;
  const fewer = weightDigits(grid) - Math.max(...sizes);
  const give = `give ${counted(fewer, "decimal")} of the multipliers (${option})`;
  const found: string[] = [];
  const without = { ...(asked.solution === undefined ? {} : { solution: asked.solution }), coefficient };
  const withFewer = fewer < 0 ? null : triedScales(round, { ...without, multiplier: fewer });
  const isAsked =
    asked.multiplier !== undefined || decimals.multiplier !== triedScales(round, without)?.decimals.multiplier;
  if (isAsked && hasRoom(triedScales(round, without), sizes)) found.push(`leave out what was asked for (${option})`);
  else if (hasRoom(withFewer, sizes)) found.push(give);
  const larger = multipliedRows(round, settings, { known: optimum.multipliers, hasRoom });
  if (larger !== null) found.push(larger);
  for (const lever of [smallerCosts(round), smallerBounds(round)]) {
    const change = smallestWith(round, lever, (after, { bound, costs = 0 }) => {
      const limit = bound === undefined ? null : decimal(1n, bound);
      const isPossible = limit === null || optimum.x?.every((value) => compare(value, limit) <= 0) === true;
      return (
        isPossible &&
        hasRoom(
          after,
          sizes.map((size) => size - costs),
        )
      );
    });
    if (change !== null) found.push(changeInWords(round, change, settings));
  }
  const last = fits(withFewer, sizes) ? [`${give} and accept the wider tolerances`] : [];
  return {
    tried: found.length > 0 ? found : last,
    untried: "units for variables and rows that are closer together",
  };
}

/** The first change that suffices with the ω that follows, or else with an ω that it states. */
function smallestWith(round: AdvisedRound, lever: Lever, suffices: Suffices): Change | null {
  const { asked = {}, decimals, grid } = round;
  const trial = createTrial(round, decimals.coefficient, asked);
  const works = (change: Change): boolean => {
    const after = trial(change);
    return after !== null && suffices(after, change);
  };
  const digits = weightDigits(grid);
  const stating = (change: Change) => upTo(digits).map((fewer) => ({ ...change, multiplier: digits - fewer }));
  return lever.find(works) ?? lever.flatMap(stating).find(works) ?? null;
}

/** Whether no tolerance is a new reason to refuse: usual, or at most twice as wide as it was. */
function isNarrow(after: Scales, round: AdvisedRound): boolean {
  const now = userTolerances(round.tolerances, round.decimals);
  return userTolerances(after.tolerances, after.decimals).every(({ value, usual }, i) => {
    const before = now[i]!.value;
    return compare(value, usual) <= 0 || (compare(before, usual) > 0 && compare(value, add(before, before)) <= 0);
  });
}

interface Multiplying {
  readonly known: readonly SizedMultiplier[];
  readonly hasRoom: HasRoom;
}

/**
 * Multiplying a row by a power of ten divides its multiplier by it, and changes nothing else but
 * the sizes that its owner announces. Null for rows that are not known here, or if it does not
 * help. The rows get no less room than there was, since other multipliers may need it.
 */
function multipliedRows(round: AdvisedRound, settings: Settings, { known, hasRoom }: Multiplying): string | null {
  const { decimals, models, asked = {} } = round;
  const largest = Math.max(...known.map(({ size }) => size));
  const { least, most } = coefficientRange(round.program, decimals.coefficient);
  const tries = upTo(largest - roomOf(round, decimals.multiplier)).flatMap((by) => {
    const room = largest - by;
    const over = known.filter(({ size }) => size > room);
    if (over.some(({ company }) => !models.has(company))) return [];
    const program = withMultiplied(round, over, room);
    const coefficient = Math.min(Math.max(program.decimals, least), most);
    const works = (request: AskedDecimals) =>
      hasRoom(triedScales({ ...round, program }, { ...asked, coefficient, ...request }), [room]);
    return [{ room, over, works }];
  });
  const plain = tries.find(({ works }) => works({}));
  if (plain !== undefined) return multipliedInWords(round, plain);
  const fewer = ({ room }: { readonly room: number }) => ({ multiplier: weightDigits(round.grid) - room });
  const stating = tries.find((one) => fewer(one).multiplier >= 0 && one.works(fewer(one)));
  if (stating === undefined) return null;
  return `${multipliedInWords(round, stating)}, and ${multipliersInWords(round, fewer(stating), settings)}`;
}

function multipliedInWords(
  { models, names }: AdvisedRound,
  { over, room }: { readonly over: readonly SizedMultiplier[]; readonly room: number },
): string {
  const all = over.map(({ company, row, size }) => {
    const times = formatDecimal(decimal(1n, size - room));
    const model = models.get(company)!;
    const name = rowName(model, row);
    const isRow = plannedRows(model)[row]!.of === "row";
    return `${names[company]!} can ${isRow ? `multiply ${name} by ${times}` : `write ${name} as a row, multiplied by ${times}`}`;
  });
  return `${all.join(", and ")} (that changes nothing but the multipliers)`;
}

/** The program with these rows multiplied such that their multipliers are at most 10^room. */
function withMultiplied(
  { program, models }: AdvisedRound,
  over: readonly SizedMultiplier[],
  room: number,
): PublicProgram {
  let { magnitudes, ownDecimals } = program;
  for (const [company, own] of Map.groupBy(over, (row) => row.company)) {
    const before = models.get(company)!;
    // Both sides of a range, or of a variable's bounds, are multiplied together.
    const most = new Map<string, { readonly planned: PlannedRow; readonly by: number }>();
    for (const { row, size } of own) {
      const planned = plannedRows(before)[row]!;
      const key = `${planned.of} ${planned.index}`;
      most.set(key, { planned, by: Math.max(size - room, most.get(key)?.by ?? 0) });
    }
    const after = [...most.values()].reduce(
      (model, { planned, by }) => withMultipliedRow(model, planned, decimal(1n, by)),
      before,
    );
    const announced = announce(after);
    magnitudes = magnitudes.with(company, announced.magnitudes);
    ownDecimals = ownDecimals.with(company, announced.decimals);
  }
  return { ...withSizes(program, magnitudes), ownDecimals, decimals: Math.max(...ownDecimals) };
}
