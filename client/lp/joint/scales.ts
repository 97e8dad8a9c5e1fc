// The scales and tolerances of a round, computed from what is public before anyone commits: upper
// bounds, magnitudes, numbers of rows.
//
// Rounding x̂ and ŵ to their grids, each by less than a unit of the last place, changes
// - a row by less than R·10^−δ, where R is the largest sum of |coefficients| over a row;
// - a reduced cost by less than Z·10^−ω, where Z adds up the companies' largest sums of
//   |coefficients| over a variable;
// - the gap by less than Σ_j U_j·Z·10^−ω + m·W·R·10^−δ, where W is the assumed size of the
//   multipliers: 100 times that of the costs, or the costs divided by the smallest coefficient that
//   the data's decimals allow, and more where there is room.
// These are the round's tolerances, unless its terms state others. Fewer decimals leave room for
// larger multipliers, and a multiplier that does not fit shows only after everybody has committed.
// So the numbers of decimals are chosen for the largest multipliers that the data make plausible,
// or as many of them as keep the tolerances within what a client accepts without being asked; and
// beyond that as large as the widths of the certificate (docs/certificate.md, "Numbers") and of the
// engine allow, until the tolerances are far smaller (decisions/0015).
import { InputError } from "../../errors.ts";
import { counted, listed } from "../../math/counted.ts";
import { add, compare, type Decimal, decimal, formatDecimal, fromScaled, toScaled } from "../../math/decimal.ts";
import type { Tolerances } from "../exact/tolerances.ts";
import type { Decimals } from "../model/normal.ts";
import { MAX_DECIMALS as MOST_DATA_DECIMALS } from "../model/normalise.ts";
import type { PublicBound, PublicProgram } from "./program.ts";
import { boundInWords, exponentAbove } from "./sizes.ts";

/** What the scales are chosen from, besides the public program. */
export interface ScaleRequest {
  /** κ. */
  readonly coefficient: number;
  /** δ and ω, if they are to differ from those that follow from the data. */
  readonly solution?: number;
  readonly multiplier?: number;
  /**
   * The limits of the engine's answers, if they are coarser than the certificate's
   * (client/engines/engine.ts).
   */
  readonly grid?: AnswerGrid | undefined;
  /** The companies' names, for errors. */
  readonly names?: readonly string[];
}

/**
 * Strict upper limits of x̂ and ŵ at their scales and of multipliers in the user's units, the
 * largest number of decimals of both, and the number of digits to which right-hand sides and costs
 * are met: an error in a row is below the largest right-hand side times 10^−precision.
 */
export interface AnswerGrid {
  readonly valueLimit: bigint;
  readonly weightLimit: bigint;
  readonly decimals: number;
  readonly precision: number;
  readonly multiplierLimit: bigint;
}

export interface Scales {
  readonly decimals: Decimals;
  readonly tolerances: Tolerances;
  /** U of every column, at 10^δ. */
  readonly bounds: readonly bigint[];
}

export const MAX_DECIMALS = 24;
/**
 * Widths of the certificate in decimal digits (docs/certificate.md, "Numbers"): with width d, a
 * number up to 10^d fits.
 */
export const DIGITS = { coefficient: 21, value: 26, wide: 43, total: 48, residual: 28 } as const;
/**
 * Exponent of the target error, in the user's units: of a row, and of the gap per row and column.
 */
const AIM = -9;
/** Smallest number of decimals, if it fits, because people read the outcomes. */
const LEAST_DECIMALS = 9;
/**
 * Multipliers are assumed to be up to 10^2 times the largest cost. In the programs of examples/lp
 * they reach 10^1.5 times it.
 */
const MULTIPLIER_HEADROOM = 2;
/**
 * A multiplier can be a cost divided by the smallest coefficient. The data's decimals give that
 * coefficient, down to 10^−4; room for such a multiplier is always kept, except where
 * `leastHeadroom` says otherwise.
 */
const SMALL_COEFFICIENTS = 4;
/** The same exponent for a narrow grid, which gets the room where it costs little. */
const SMALL_COEFFICIENTS_ON_GRID = 8;
/**
 * Exponents of the largest tolerances that a client accepts without being asked, in the user's
 * units: an error of 10^−5 in a row or a reduced cost, of 10^−3 in the optimum.
 */
export const USUAL = { residual: -5, dual: -5, gap: -3 } as const;

/** The exponents and counts that scales and tolerances are computed from. */
interface Sizes {
  /**
   * Exponents a such that 10^a is at least every row sum, column sum (of all companies together),
   * right-hand side, multiplier or cost. At least −κ, because no non-zero number is smaller than
   * 10^−κ.
   */
  readonly row: number;
  readonly column: number;
  readonly side: number;
  readonly multiplier: number;
  readonly cost: number;
  /** Exponents of the largest bound and of the sum of all columns' bounds. */
  readonly bound: number;
  readonly bounds: number;
  /** The sum of all columns' bounds. */
  readonly boundSum: Decimal;
  readonly rows: number;
  readonly items: number;
}

function exponentOf(count: number): number {
  return count <= 1 ? 0 : (count - 1).toString().length;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Bounds of the columns, in the user's units. */
function columnBounds({ variables, bounds }: PublicProgram): Decimal[] {
  return variables.flatMap(({ free }, v) => (free ? [bounds[v]!.value, bounds[v]!.value] : [bounds[v]!.value]));
}

/** What many trials of a program with the same bounds have in common. */
const sizesOfBounds = new WeakMap<PublicProgram["bounds"], Pick<Sizes, "bound" | "bounds" | "boundSum">>();

function boundSizes(program: PublicProgram): Pick<Sizes, "bound" | "bounds" | "boundSum"> {
  const known = sizesOfBounds.get(program.bounds);
  if (known !== undefined) return known;
  const all = columnBounds(program);
  const boundSum = all.reduce(add);
  const bound = all.reduce((most, one) => Math.max(most, exponentAbove(one)!), Number.NEGATIVE_INFINITY);
  const sizes = { bound, bounds: exponentAbove(boundSum)!, boundSum };
  sizesOfBounds.set(program.bounds, sizes);
  return sizes;
}

/** The sizes for multipliers up to 10^`headroom` times the largest cost. */
function sizesOf(program: PublicProgram, kappa: number, headroom: number): Sizes {
  const { magnitudes, inequalities, equalities, columns } = program;
  const most = (sizes: readonly (number | null)[]) => Math.max(-kappa, ...sizes.map((size) => size ?? -kappa));
  const cost = most(magnitudes.map((own) => own.cost));
  const rows = total(inequalities) + total(equalities);
  return {
    row: most(magnitudes.map((own) => own.row)),
    column: most(magnitudes.map((own) => own.column)) + exponentOf(magnitudes.length),
    side: most(magnitudes.map((own) => own.side)),
    cost,
    multiplier: cost + headroom,
    ...boundSizes(program),
    rows,
    items: columns + rows,
  };
}

/** Every round has room for multipliers up to 10^this, in the user's units. */
export function leastRoom(program: PublicProgram, request: ScaleRequest): number {
  return sizesOf(program, request.coefficient, leastHeadroom(request)).multiplier;
}

/** The width of x̂ or ŵ in decimal digits where the engine has this limit. */
function digitsOf(limit: bigint | undefined): number {
  return limit === undefined ? DIGITS.value : Math.min(DIGITS.value, limit.toString().length - 1);
}

/** Multipliers below 10^(this − ω), in the user's units, fit the certificate and the engine. */
export function weightDigits(grid: AnswerGrid | undefined): number {
  return digitsOf(grid?.weightLimit);
}

/** The largest δ and ω that fit the certificate and the engine. */
function mostDecimals(
  sizes: Sizes,
  kappa: number,
  grid: ScaleRequest["grid"],
): { solution: number; multiplier: number } {
  const { row, column, side, cost, multiplier, bound, bounds, rows } = sizes;
  const value = digitsOf(grid?.valueLimit);
  const weight = weightDigits(grid);
  const decimals = Math.min(MAX_DECIMALS, grid?.decimals ?? MAX_DECIMALS);
  const precision = grid?.precision ?? Number.POSITIVE_INFINITY;
  return {
    solution: Math.min(
      decimals,
      value - bound,
      precision + row - side,
      DIGITS.wide - 1 - kappa - Math.max(side, row + bound),
      DIGITS.total - 1 - kappa - cost - bounds,
    ),
    multiplier: Math.min(
      decimals,
      weight - multiplier,
      precision + column - cost,
      DIGITS.wide - 1 - kappa - Math.max(cost, column + multiplier),
      DIGITS.total - 1 - kappa - side - multiplier - exponentOf(rows),
    ),
  };
}

/** The smallest δ and ω that keep rounding errors within the target. */
function wantedDecimals(sizes: Sizes): { solution: number; multiplier: number } {
  const { row, column, multiplier, bounds, rows, items } = sizes;
  const gap = AIM + exponentOf(items);
  return {
    solution: Math.max(LEAST_DECIMALS, row - AIM, row + multiplier + exponentOf(rows) - gap),
    multiplier: Math.max(LEAST_DECIMALS, column + bounds - gap),
  };
}

/**
 * Decimals, tolerances and bounds of a round.
 * @throws InputError ScaleImpossible when no certificate could hold the numbers; the text says
 *   which company should lower what, or how many decimals to give.
 */
export function scalesOf(program: PublicProgram, request: ScaleRequest): Scales {
  const { coefficient: kappa, grid } = request;
  checkCoefficients(program, request);
  checkCosts(program, request);
  const least = sizesOf(program, kappa, leastHeadroom(request));
  const most = mostDecimals(least, kappa, grid);
  checkEngineDecimals(request, most);
  const { sizes, ...wanted } = roomiest(program, request) ?? { sizes: least, ...chosen(least, request) };
  const { solution } = wanted;
  if (solution < 0 || solution > most.solution) throw solutionImpossible(program, request, least, solution);
  checkBounds(program, request, solution, most.solution);
  const multiplier = fewerDecimals(program, request, sizes, wanted);
  const decimals = { coefficient: kappa, solution, multiplier };
  if (multiplier < 0 || multiplier > most.multiplier) throw multipliersImpossible(program, request, least, multiplier);
  const bounds = boundsAt(program, solution);
  return { decimals, bounds, tolerances: tolerancesOf(program, sizes, decimals) };
}

type AnswerDecimals = Omit<Decimals, "coefficient">;

/** The decimals that the request asks for, or else the wanted ones as far as they fit. */
function chosen(sizes: Sizes, request: ScaleRequest): AnswerDecimals {
  const [most, wanted] = [mostDecimals(sizes, request.coefficient, request.grid), wantedDecimals(sizes)];
  return {
    solution: request.solution ?? Math.min(most.solution, wanted.solution),
    multiplier: request.multiplier ?? Math.min(most.multiplier, wanted.multiplier),
  };
}

/**
 * The headroom that every round has at least. Multipliers that do not fit would show up only after
 * everybody has committed. With a requested ω, only the basic headroom is kept, and with an
 * engine's own grid `fewerDecimals` makes room.
 */
function leastHeadroom({ coefficient, multiplier, grid }: ScaleRequest): number {
  if (grid !== undefined || multiplier !== undefined) return MULTIPLIER_HEADROOM;
  return Math.max(MULTIPLIER_HEADROOM, Math.min(coefficient, SMALL_COEFFICIENTS));
}

/**
 * The exponent of how much a unit of one variable can be worth in another's, as where 1 lot is 2000
 * kg: two conversions, one after another.
 */
function conversions({ magnitudes }: PublicProgram): number {
  return 2 * Math.max(0, ...magnitudes.map(({ coefficient }) => coefficient ?? 0));
}

/** The exponent of the largest plausible ratio of a multiplier to the costs. */
function plausibleHeadroom(program: PublicProgram, { coefficient }: ScaleRequest): number {
  return Math.max(MULTIPLIER_HEADROOM, conversions(program)) + Math.min(coefficient, SMALL_COEFFICIENTS);
}

/**
 * The sizes and decimals for the largest plausible multipliers that keep the tolerances usual; null
 * if there is no room beyond `leastHeadroom`.
 */
function roomiest(program: PublicProgram, request: ScaleRequest): (AnswerDecimals & { readonly sizes: Sizes }) | null {
  const { coefficient: kappa, grid } = request;
  for (let headroom = plausibleHeadroom(program, request); headroom > leastHeadroom(request); headroom--) {
    const sizes = sizesOf(program, kappa, headroom);
    const { solution, multiplier } = chosen(sizes, request);
    const room = mostDecimals(sizes, kappa, grid);
    const fits =
      multiplier >= LEAST_DECIMALS && multiplier <= room.multiplier && solution >= 0 && solution <= room.solution;
    if (fits && isUsual(program, sizes, { coefficient: kappa, solution, multiplier }))
      return { sizes, solution, multiplier };
  }
  return null;
}

/**
 * A smaller ω where that makes room for larger multipliers, as far as these are plausible, and the
 * tolerances stay usual. If they are wide anyway, an engine's own grid still gets room for
 * multipliers as large as the costs over the smallest coefficient where the gap's at most doubles.
 * The assumed size of the multipliers stays that of `sizes`.
 */
function fewerDecimals(
  program: PublicProgram,
  request: ScaleRequest,
  sizes: Sizes,
  { solution, multiplier }: AnswerDecimals,
): number {
  const { coefficient, grid } = request;
  if (request.multiplier !== undefined || multiplier < 0) return multiplier;
  const at = (decimals: number) => ({ coefficient, solution, multiplier: decimals });
  const most = weightDigits(grid) - sizes.cost;
  const largest = (rooms: number, allows: (decimals: number) => boolean): number | null => {
    for (let room = rooms; room > 0; room--) {
      const fewer = Math.min(multiplier, most - room);
      if (fewer >= LEAST_DECIMALS && allows(fewer)) return fewer;
    }
    return null;
  };
  const small = grid === undefined ? 0 : Math.min(coefficient, SMALL_COEFFICIENTS_ON_GRID);
  const plausible = Math.max(small, plausibleHeadroom(program, request));
  const usual = largest(plausible, (fewer) => isUsual(program, sizes, at(fewer)));
  if (usual !== null) return usual;
  const gapAt = (decimals: number) => tolerancesAt(program, sizes, at(decimals))[2]!.value;
  const twice = add(gapAt(multiplier), gapAt(multiplier));
  return largest(small, (fewer) => compare(gapAt(fewer), twice) <= 0) ?? multiplier;
}

/** The tolerances in the user's units. */
function tolerancesAt(program: PublicProgram, sizes: Sizes, decimals: Decimals): UserTolerance[] {
  return userTolerances(tolerancesOf(program, sizes, decimals), decimals);
}

/** Whether ω leaves gap and reduced costs within what a client accepts without being asked. */
function isUsual(program: PublicProgram, sizes: Sizes, decimals: Decimals): boolean {
  return tolerancesAt(program, sizes, decimals).every(
    ({ sort, value, usual }) => sort === "residual" || compare(value, usual) <= 0,
  );
}

/**
 * U of every column at 10^δ.
 * @throws InputError ScaleImpossible for a bound that is not an integer at that scale, or is too
 *   large.
 */
export function boundsAt(program: PublicProgram, solution: number): bigint[] {
  const scaled = (bound: Decimal): bigint => {
    if (bound.exponent + solution >= 0 && exponentAbove(bound)! + solution <= DIGITS.value)
      return toScaled(bound, solution);
    throw new ScaleImpossible(
      `a bound of ${boundInWords(bound)} cannot be represented with ${counted(solution, "decimal")} of the solution`,
      [],
    );
  };
  const all = columnBounds(program);
  // Most are the same default.
  const known = new Map([...new Set(all)].map((bound) => [bound, scaled(bound)]));
  return all.map((bound) => known.get(bound)!);
}

/** The largest errors of rounding to the grids, at the scales of the certificate. */
function tolerancesOf(
  { magnitudes }: PublicProgram,
  sizes: Sizes,
  { coefficient, solution, multiplier }: Decimals,
): Tolerances {
  const power = (exponent: number) => 10n ** BigInt(Math.max(0, exponent));
  const residual = power(coefficient + sizes.row);
  const dual = magnitudes.reduce((sum, { column }) => (column === null ? sum : sum + power(coefficient + column)), 1n);
  const weights = BigInt(sizes.rows) * power(multiplier + sizes.multiplier);
  const gap = toScaled(sizes.boundSum, solution, "nearest") * dual + weights * residual;
  return { residual, dual, gap };
}

function nameOf({ names }: ScaleRequest, company: number): string {
  return names?.[company] ?? `company ${company}`;
}

/** Checks that M, b and c stay below 2^72 at scale 10^κ. */
function checkCoefficients({ magnitudes }: PublicProgram, request: ScaleRequest): void {
  const { coefficient: kappa } = request;
  for (const [company, own] of magnitudes.entries()) {
    for (const [what, size] of [
      ["coefficients", own.coefficient],
      ["right-hand sides", own.side],
      ["costs", own.cost],
    ] as const) {
      if (size === null || size + kappa <= DIGITS.coefficient) continue;
      const fewer = DIGITS.coefficient - size;
      throw new ScaleImpossible(
        `${nameOf(request, company)} announces ${what} up to 10^${size}: with ${counted(kappa, "decimal")} they do not fit the proof`,
        [
          ...(fewer >= 0 ? [`give at most ${counted(fewer, "decimal")} and allow rounding`] : []),
          `${nameOf(request, company)} should use larger units`,
        ],
      );
    }
  }
}

/**
 * Multipliers are usually at least as large as the costs, so the engine must be able to hold the
 * costs.
 * @throws InputError ScaleImpossible.
 */
export function checkCosts({ magnitudes, objectiveOwner }: PublicProgram, request: ScaleRequest): void {
  const { grid } = request;
  const cost = magnitudes[objectiveOwner]!.cost;
  if (grid === undefined || cost === null || cost <= 0 || 10n ** BigInt(cost) < grid.multiplierLimit) return;
  const owner = nameOf(request, objectiveOwner);
  throw new ScaleImpossible(`${owner} announces costs up to 10^${cost}, more than the engine can hold`, [
    `${owner} should state costs in larger units`,
    "the round should use another engine",
  ]);
}

/** Checks what was asked for against the engine's own limit, which no size of the data changes. */
function checkEngineDecimals({ solution, multiplier, grid }: ScaleRequest, most: AnswerDecimals): void {
  if (grid === undefined) return;
  for (const [what, asked, fits] of [
    ["solution", solution, most.solution],
    ["multipliers", multiplier, most.multiplier],
  ] as const) {
    if (asked === undefined || asked <= grid.decimals) continue;
    throw new ScaleImpossible(
      `the engine gives at most ${counted(grid.decimals, "decimal")} of the ${what}, not ${asked}`,
      [...(fits < 0 ? [] : [`give at most ${fits}`]), "use another engine"],
    );
  }
}

/** Each remedy has been tried: bounds up to a power of ten, and fewer decimals. */
function solutionImpossible(program: PublicProgram, request: ScaleRequest, sizes: Sizes, solution: number): InputError {
  const { coefficient, grid } = request;
  const needed = Math.max(solution, 0);
  const bounded = (bound: number): number => {
    const sum = bound + exponentOf(columnBounds(program).length);
    return mostDecimals({ ...sizes, bound, bounds: Math.min(sizes.bounds, sum) }, coefficient, grid).solution;
  };
  const remedies: string[] = [];
  for (let bound = sizes.bound - 1; bound >= -needed; bound--) {
    if (bounded(bound) < needed) continue;
    const limit = decimal(1n, bound);
    const over = program.bounds.findIndex(({ value }) => compare(value, limit) > 0);
    const others = program.bounds.filter(({ value }) => compare(value, limit) > 0).length - 1;
    const more = others === 0 ? "" : `, and so for ${counted(others, "other variable")} with a larger bound`;
    remedies.push(
      `${boundHolders(program.bounds[over]!, (stated) => compare(stated, limit) > 0, request)} should state a smaller bound for "${program.variables[over]!.name}" than ` +
        `${boundInWords(program.bounds[over]!.value)}, at most ${boundInWords(limit)}${more}`,
    );
    break;
  }
  const most = mostDecimals(sizes, coefficient, grid).solution;
  if (most >= 0) remedies.push(`give at most ${counted(most, "decimal")} of the solution`);
  if (remedies.length === 0) remedies.push("costs and right-hand sides should be in larger units");
  return new ScaleImpossible(`with ${counted(needed, "decimal")} the solution does not fit the proof`, remedies);
}

/** Checks that every bound is an integer at scale 10^δ, where δ can be up to `most`. */
function checkBounds(program: PublicProgram, request: ScaleRequest, solution: number, most: number): void {
  const fine = program.bounds.flatMap((bound, variable) =>
    bound.value.exponent + solution < 0 ? [{ ...bound, variable }] : [],
  );
  const [first] = fine;
  if (first === undefined) return;
  const least = formatDecimal(decimal(1n, -solution));
  const others =
    fine.length === 1 ? "" : `, and so for ${counted(fine.length - 1, "other variable")} with such a bound`;
  const needed = Math.max(...fine.map(({ value }) => -value.exponent));
  throw new ScaleImpossible(
    `with ${counted(solution, "decimal")} the bound ${formatDecimal(first.value)} of "${program.variables[first.variable]!.name}" is less than one unit of the last place`,
    [
      `${allOf([...first.stated.keys()], request.names)} should state at least ${least}${others}`,
      ...(needed <= most ? [`give ${counted(needed, "decimal")} of the solution`] : []),
    ],
  );
}

/**
 * Who has to state another bound where one is too large: all companies whose bound is, or, where
 * nobody states any, one that has the variable.
 */
export function boundHolders(
  { stated, holders }: PublicBound,
  isTooLarge: (value: Decimal) => boolean,
  { names }: Pick<ScaleRequest, "names">,
): string {
  if (stated.size === 0) return oneOf(holders, names);
  const over = [...stated].filter(([, value]) => isTooLarge(value));
  return allOf(
    over.map(([company]) => company),
    names,
  );
}

/** "Alder and Birch" */
export function allOf(companies: readonly number[], names: readonly string[] | undefined): string {
  return inWords(companies, names, "and");
}

/** "Alder or Birch" */
export function oneOf(companies: readonly number[], names: readonly string[] | undefined): string {
  return inWords(companies, names, "or");
}

function inWords(
  companies: readonly number[],
  names: readonly string[] | undefined,
  conjunction: "and" | "or",
): string {
  return listed(
    companies.map((company) => names?.[company] ?? `company ${company}`),
    conjunction,
  );
}

/**
 * Each remedy has been tried: fewer decimals, and costs in larger units, which are assumed to need
 * as many more decimals as they become smaller.
 */
function multipliersImpossible(
  program: PublicProgram,
  request: ScaleRequest,
  sizes: Sizes,
  multiplier: number,
): InputError {
  const { coefficient, grid } = request;
  const owner = nameOf(request, program.objectiveOwner);
  const needed = Math.max(multiplier, 0);
  const remedies: string[] = [];
  const most = mostDecimals(sizes, coefficient, grid).multiplier;
  if (most >= 0) remedies.push(`give at most ${counted(most, "decimal")} of the multipliers`);
  for (let by = 1; coefficient + by <= MOST_DATA_DECIMALS; by++) {
    const smaller = { ...sizes, cost: sizes.cost - by, multiplier: sizes.multiplier - by };
    if (mostDecimals(smaller, coefficient + by, grid).multiplier < needed) continue;
    remedies.push(`let ${owner} state costs in units 10^${by} times as large`);
    break;
  }
  if (remedies.length === 0) remedies.push("use another engine, or smaller right-hand sides and coefficients");
  const cost = program.magnitudes[program.objectiveOwner]!.cost ?? 0;
  return new ScaleImpossible(
    `${owner} announces costs up to 10^${cost}, and with ${counted(needed, "decimal")} multipliers of that size do not fit the proof`,
    remedies,
  );
}

/** The error for scales that no certificate or engine can hold. */
export class ScaleImpossible extends InputError {
  /** What does not fit. */
  readonly what: string;
  /** Each makes scales possible; the tolerances may be wide all the same. */
  readonly remedies: readonly string[];
  constructor(what: string, remedies: readonly string[]) {
    super("ScaleImpossible", remedies.length === 0 ? what : `${what}: ${remedies.join("; or ")}`);
    this.what = what;
    this.remedies = remedies;
  }
}

/** A tolerance in the user's units. */
export interface UserTolerance {
  readonly sort: keyof Tolerances;
  readonly value: Decimal;
  /** The largest that a client accepts without being asked. */
  readonly usual: Decimal;
}

/** Whether a tolerance is larger than a client accepts without being asked. */
export function isWide({ tolerances, decimals }: Pick<Scales, "tolerances" | "decimals">, sort: keyof Tolerances) {
  const { value, usual } = userTolerances(tolerances, decimals).find((own) => own.sort === sort)!;
  return compare(value, usual) > 0;
}

/** Tolerances in the user's units, each with the usual limit. */
export function userTolerances(
  tolerances: Tolerances,
  { coefficient, solution, multiplier }: Decimals,
): UserTolerance[] {
  const scale = { residual: solution, dual: multiplier, gap: solution + multiplier };
  return (["residual", "dual", "gap"] as const).map((sort) => ({
    sort,
    value: fromScaled(tolerances[sort], coefficient + scale[sort]),
    usual: decimal(1n, USUAL[sort]),
  }));
}
