// What to say of an outcome that the round has no room for: which variable or row, whose it is, and
// what would have made room.
import { add, compare, type Decimal, decimal, formatDecimal } from "../../math/decimal.ts";
import type { Tolerances } from "../exact/tolerances.ts";
import type { Model } from "../model/model.ts";
import type { Decimals } from "../model/normal.ts";
import { plannedRows, rowName, withMultipliedRow } from "../model/plan.ts";
import { announce } from "./program.ts";
import { type Change, changeInWords, remediesFor, type ScaledProgram, triedScales, withSizes } from "./remedies.ts";
import { oneOf, type Scales, type UserTolerance, userTolerances, weightDigits } from "./scales.ts";
import { boundInWords, exponentAbove, roundedUp } from "./sizes.ts";

/** Where a user states upper bounds and decimals. */
export interface Settings {
  readonly bound: string;
  /** How a user states the upper bound of one variable. */
  readonly boundOf: (name: string, bound: string) => string;
  readonly decimals: Readonly<Record<keyof Decimals, string>>;
}

/** What is known of the round by whoever gives advice. */
export interface AdvisedRound extends ScaledProgram {
  readonly decimals: Decimals;
  readonly tolerances: Tolerances;
  /** The programs known here, by company. */
  readonly models: ReadonlyMap<number, Model>;
}

/**
 * Text saying who should do what when the outcome needs `value` of `column` (0..n−1), in the user's
 * units, which is more than its upper bound.
 */
export type BoundAdvice = (column: number, value: Decimal) => string;

/** A multiplier that does not fit. */
export interface LargeMultiplier {
  readonly company: number;
  /** Row of the company, inequalities first. */
  readonly row: number;
  /** Its magnitude, in the user's units. */
  readonly value: Decimal;
  /** The largest value of a column in the optimum, in the user's units; null if not known. */
  readonly largestX: Decimal | null;
}

/** Text that names company and row, and says what makes room for the multiplier. */
export type MultiplierAdvice = (multiplier: LargeMultiplier) => string;

export interface OutcomeAdvice {
  readonly bound: BoundAdvice;
  readonly multiplier: MultiplierAdvice;
}

export function outcomeAdvice(round: AdvisedRound, settings: Settings): OutcomeAdvice {
  return {
    bound: (column, value) => boundAdvice(round, settings, column, value),
    multiplier: (multiplier) => multiplierAdvice(round, settings, multiplier),
  };
}

function boundAdvice({ program, names }: AdvisedRound, { boundOf }: Settings, column: number, value: Decimal): string {
  const variable = program.variables.findLastIndex((own) => own.column <= column);
  const { name } = program.variables[variable]!;
  const bound = boundInWords(program.bounds[variable]!.value);
  const wanted = boundInWords(roundedUp(value));
  return (
    `"${name}" would be up to ${wanted}, more than its upper bound ${bound}: ${oneOf(program.bounds[variable]!.holders, names)} should state ` +
    `a larger one (${boundOf(name, wanted)})`
  );
}

function multiplierAdvice(round: AdvisedRound, settings: Settings, multiplier: LargeMultiplier): string {
  const { names, decimals, models, grid } = round;
  const { company, row, value } = multiplier;
  const model = models.get(company);
  const which = model === undefined ? `row ${row + 1}` : rowName(model, row);
  const power = (exponent: number) => boundInWords(decimal(1n, exponent));
  const remedies = multiplierRemedies(round, settings, multiplier);
  return (
    `the multiplier of ${which} of ${names[company]!} is up to ${power(exponentAbove(value)!)}, and ${decimals.multiplier} decimals of the ` +
    `multipliers leave room up to ${power(weightDigits(grid) - decimals.multiplier)}. For a new round, ${remedies.join("; or ")}`
  );
}

/** Each has been tried; the last resort is one that widens the tolerances. */
function multiplierRemedies(round: AdvisedRound, settings: Settings, multiplier: LargeMultiplier): string[] {
  const { decimals, grid } = round;
  const { coefficient } = decimals;
  const size = exponentAbove(multiplier.value)!;
  const hasRoom = (after: Scales | null, needed: number): boolean =>
    after !== null && weightDigits(grid) - after.decimals.multiplier >= needed && isNarrow(after, round);
  const option = settings.decimals.multiplier;
  const fewer = weightDigits(grid) - size;
  const give = `give ${fewer} decimals of the multipliers (${option})`;
  const found: string[] = [];
  if (hasRoom(triedScales(round, { coefficient }), size)) found.push(`leave out what was asked for (${option})`);
  else if (fewer >= 0 && hasRoom(triedScales(round, { coefficient, multiplier: fewer }), size)) found.push(give);
  const larger = multipliedRow(round, multiplier, hasRoom);
  if (larger !== null) found.push(larger);
  // Rows in larger units would need larger multipliers.
  const { largestX } = multiplier;
  const changes = remediesFor(round, coefficient, (after, change) => {
    const { bound, costs = 0, rows } = change;
    const isPossible = bound === undefined || (largestX !== null && compare(largestX, decimal(1n, bound)) <= 0);
    return rows === undefined && isPossible && hasRoom(after, size - costs);
  });
  found.push(...changes.map((change: Change) => changeInWords(round, change, settings.bound)));
  if (found.length > 0) return found;
  return [
    fewer >= 0
      ? `${give} and accept the wider tolerances`
      : "measure variables and rows in units that are closer together",
  ];
}

/** Whether all tolerances are usual, or at most twice the round's. */
function isNarrow(after: Scales, round: AdvisedRound): boolean {
  const now = userTolerances(round.tolerances, round.decimals);
  const twice = ({ value }: UserTolerance) => add(value, value);
  return userTolerances(after.tolerances, after.decimals).every(
    ({ value, usual }, i) => compare(value, usual) <= 0 || compare(value, twice(now[i]!)) <= 0,
  );
}

/**
 * Multiplying a row by a power of ten divides its multiplier by it, and changes nothing else but
 * the sizes that its owner announces. Null for a row that is not known here, or if it does not
 * help.
 */
function multipliedRow(
  round: AdvisedRound,
  { company, row, value }: LargeMultiplier,
  hasRoom: (after: Scales | null, needed: number) => boolean,
): string | null {
  const model = round.models.get(company);
  const planned = model === undefined ? undefined : plannedRows(model)[row];
  if (model === undefined || planned === undefined) return null;
  const size = exponentAbove(value)!;
  for (let by = 1; by <= size; by++) {
    const { magnitudes } = announce(withMultipliedRow(model, planned, decimal(1n, by)));
    const program = withSizes(round.program, company, magnitudes);
    if (!hasRoom(triedScales({ ...round, program }, { coefficient: round.decimals.coefficient }), size - by)) continue;
    const times = formatDecimal(decimal(1n, by));
    const name = rowName(model, row);
    return planned.of === "row"
      ? `${round.names[company]!} can multiply ${name} by ${times}, which changes nothing but its multiplier`
      : `${round.names[company]!} can write ${name} as a row, multiplied by ${times}`;
  }
  return null;
}
