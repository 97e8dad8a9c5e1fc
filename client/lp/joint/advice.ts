// What to say of an outcome that the round has no room for: which variable or row, whose it is, and
// what would have made room.
import { firstFew } from "../../math/counted.ts";
import { add, compare, type Decimal, decimal, formatDecimal } from "../../math/decimal.ts";
import type { Tolerances } from "../exact/tolerances.ts";
import type { Decimals } from "../model/normal.ts";
import { plannedRows, rowName, withMultipliedRow } from "../model/plan.ts";
import { announce, type PublicProgram } from "./program.ts";
import type { ScaledProgram } from "./remedies/change.ts";
import { smallerBounds, smallerCosts } from "./remedies/levers.ts";
import { remediesFor } from "./remedies/search.ts";
import { createTrial, triedScales, withSizes } from "./remedies/trial.ts";
import { changeInWords } from "./remedies/words.ts";
import { DIGITS, oneOf, type Scales, type UserTolerance, userTolerances, weightDigits } from "./scales.ts";
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

/** A row whose multiplier does not fit. */
export interface LargeMultiplier {
  readonly company: number;
  /** Row of the company, inequalities first. */
  readonly row: number;
  /** An exponent a such that 10^a is at least the multiplier's magnitude, in the user's units. */
  readonly size: number;
}

export interface LargeMultipliers {
  /** At least one. */
  readonly rows: readonly LargeMultiplier[];
  /** The largest value of a column in the optimum, in the user's units; null if not known. */
  readonly largestX: Decimal | null;
}

/** Text that names companies and rows, and says what makes room for their multipliers. */
export type MultiplierAdvice = (multipliers: LargeMultipliers) => string;

export interface OutcomeAdvice {
  readonly bound: BoundAdvice;
  readonly multipliers: MultiplierAdvice;
  /** The variable of `column` (0..n−1), for people. */
  readonly variable: (column: number) => string;
}

export function outcomeAdvice(round: AdvisedRound, settings: Settings): OutcomeAdvice {
  return {
    bound: (column, value) => boundAdvice(round, settings, column, value),
    multipliers: (multipliers) => multiplierAdvice(round, settings, multipliers),
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

function multiplierAdvice(round: AdvisedRound, settings: Settings, multipliers: LargeMultipliers): string {
  const { names, decimals, models, grid } = round;
  const power = (exponent: number) => boundInWords(decimal(1n, exponent));
  const which = multipliers.rows.map(({ company, row, size }) => {
    const model = models.get(company);
    return `${model === undefined ? `row ${row + 1}` : rowName(model, row)} of ${names[company]!} (up to ${power(size)})`;
  });
  const remedies = multiplierRemedies(round, settings, multipliers);
  return (
    `multipliers do not fit the certificate: ${firstFew(which)}; ${decimals.multiplier} decimals leave room up to ` +
    `${power(weightDigits(grid) - decimals.multiplier)}. For a new round, ${remedies.join("; or ")}`
  );
}

/** Each has been tried; the last resort is one that widens the tolerances. */
function multiplierRemedies(
  round: AdvisedRound,
  settings: Settings,
  { rows: large, largestX }: LargeMultipliers,
): string[] {
  const { decimals, grid } = round;
  const { coefficient } = decimals;
  const size = Math.max(...large.map((row) => row.size));
  const hasRoom = (after: Scales | null, needed: number): boolean =>
    after !== null && weightDigits(grid) - after.decimals.multiplier >= needed && isNarrow(after, round);
  const option = settings.decimals.multiplier;
  const fewer = weightDigits(grid) - size;
  const give = `give ${fewer} decimals of the multipliers (${option})`;
  const found: string[] = [];
  if (hasRoom(triedScales(round, { coefficient }), size)) found.push(`leave out what was asked for (${option})`);
  else if (fewer >= 0 && hasRoom(triedScales(round, { coefficient, multiplier: fewer }), size)) found.push(give);
  const larger = multipliedRows(round, large, hasRoom);
  if (larger !== null) found.push(larger);
  const levers = { units: [smallerCosts(round)], bounds: smallerBounds(round), decimals: [] };
  const trial = createTrial(round, coefficient);
  const changes = remediesFor(trial, levers, (after, { bound, costs = 0 }) => {
    const isPossible = bound === undefined || (largestX !== null && compare(largestX, decimal(1n, bound)) <= 0);
    return isPossible && hasRoom(after, size - costs);
  });
  found.push(...changes.map((change) => changeInWords(round, change, settings)));
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
 * the sizes that its owner announces. Null for rows that are not known here, or if it does not
 * help. The rows get no less room than there was, since other multipliers may need it.
 */
function multipliedRows(
  round: AdvisedRound,
  large: readonly LargeMultiplier[],
  hasRoom: (after: Scales | null, needed: number) => boolean,
): string | null {
  const { decimals, models, names, grid } = round;
  const known = large.flatMap(({ company, row, size }) => {
    const model = models.get(company);
    const planned = model === undefined ? undefined : plannedRows(model)[row];
    return model === undefined || planned === undefined ? [] : [{ company, size, planned, name: rowName(model, row) }];
  });
  if (known.length < large.length) return null;
  const largest = Math.max(...large.map(({ size }) => size));
  for (let room = largest - 1; room >= weightDigits(grid) - decimals.multiplier; room--) {
    const over = known.filter(({ size }) => size > room);
    let program = round.program;
    for (const company of new Set(over.map((row) => row.company))) {
      const own = over.filter((row) => row.company === company);
      const model = own.reduce(
        (changed, { planned, size }) => withMultipliedRow(changed, planned, decimal(1n, size - room)),
        models.get(company)!,
      );
      program = withSizes(program, program.magnitudes.with(company, announce(model).magnitudes));
    }
    if (!hasRoom(triedScales({ ...round, program }, { coefficient: decimals.coefficient }), room)) continue;
    const all = over.map(({ company, size, planned, name }) => {
      const times = formatDecimal(decimal(1n, size - room));
      const how =
        planned.of === "row" ? `multiply ${name} by ${times}` : `write ${name} as a row, multiplied by ${times}`;
      return `${names[company]!} can ${how}`;
    });
    return `${all.join(", and ")} (that changes nothing but the multipliers)`;
  }
  return null;
}
