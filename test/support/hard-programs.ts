// Programs that fixed-point arithmetic gets wrong first, drawn from a seed. Their right values come
// from the exact solver. No effect on import.
import type { IntegerProgram } from "../../client/lp/model/normal.ts";
import { dot } from "../../client/math/field.ts";
import { type Random, randomBelow } from "../../client/math/random.ts";
import { program } from "./programs.ts";

/** Decimals of the coefficients of most: digits times powers of ten from 10^−6 on. */
const HARD_DECIMALS = 6;

type Row = [coefficients: bigint[], rhs: bigint];

/** Small numbers, lists and a power of ten in the program's integers. */
function draws(random: Random) {
  const below = (limit: number): number => Number(randomBelow(random, BigInt(limit)));
  const list = <T>(count: number, item: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => item(i));
  const power = (exponent: number): bigint => 10n ** BigInt(HARD_DECIMALS + exponent);
  /** 0 in one of three, else ±1 to ±9. */
  const digit = (): bigint => BigInt(below(3) === 0 ? 0 : (below(2) * 2 - 1) * (1 + below(9)));
  return { below, list, power, digit };
}

/**
 * x_j ≤ limit_j, each divided by the unit of its column: in units of 10^e, the numbers of x_j are
 * 10^e times smaller.
 */
function limits(units: readonly number[], limit: bigint, power: (exponent: number) => bigint): Row[] {
  return units.map((unit, j) => [units.map((_, k) => (k === j ? power(0) : 0n)), limit * power(-unit)]);
}

/**
 * Columns in units from 10^−4 to 10^4 and rows from 10^−2 to 10^2, with a known feasible point,
 * bounded.
 */
function badlyScaled(random: Random): IntegerProgram {
  const { below, list, power, digit } = draws(random);
  const columns = list(3 + below(8), () => below(9) - 4);
  const point = columns.map(() => BigInt(below(10)));
  const rows = list(3 + below(9), (): Row => {
    const unit = below(5) - 2;
    const digits = columns.map(digit);
    const rhs = dot(digits, point) + BigInt(below(3));
    return [digits.map((value, j) => value * power(unit + columns[j]!)), rhs * power(unit)];
  });
  const costs = columns.map((unit) => digit() * power(unit));
  return program(costs, [...rows, ...limits(columns, 100n, power)]);
}

/** Decimals of the coefficients of `anyDigits`. */
const MORE_DECIMALS = 9;
/** 10^(k/10), with two decimals. */
const TENTHS = [100, 126, 158, 200, 251, 316, 398, 501, 631, 794];

/** The same with any units between these powers of ten, and coefficients of three digits. */
function anyDigits(random: Random): IntegerProgram {
  const { below, list } = draws(random);
  /** A number with `decimals`, times two units, in the program's integers. */
  const scaled = (value: bigint, decimals: number, ...units: readonly (readonly [bigint, number])[]): bigint => {
    const digits = units.reduce((product, [mantissa]) => product * mantissa, value);
    const exponent = units.reduce((sum, [, power]) => sum + power - 2, MORE_DECIMALS - decimals);
    return exponent < 0 ? digits / 10n ** BigInt(-exponent) : digits * 10n ** BigInt(exponent);
  };
  const units = (count: number, most: number) =>
    list(count, () => [BigInt(TENTHS[below(10)]!), below(2 * most) - most] as const);
  const [columns, rows] = [units(5 + below(8), 4), units(5 + below(8), 2)];
  /** 0 in four of ten, else ±1.00 to ±9.99. */
  const digits = (): bigint => BigInt(below(10) < 4 ? 0 : (below(2) * 2 - 1) * (100 + below(900)));
  const point = columns.map(() => BigInt(below(3) === 0 ? 0 : below(1000)));
  const inequalities = rows.map((unit): Row => {
    const row = columns.map(digits);
    const rhs = dot(row, point) + 100n * BigInt(below(300));
    return [row.map((value, j) => scaled(value, 2, unit, columns[j]!)), scaled(rhs, 4, unit)];
  });
  const one = 10n ** BigInt(MORE_DECIMALS);
  const limits = columns.map(([mantissa, power], j): Row => {
    const limit = (10n ** 4n * 10n ** BigInt(MORE_DECIMALS + 4 - power)) / (mantissa * 10n ** 4n);
    return [columns.map((_, k) => (k === j ? one : 0n)), limit];
  });
  return program(
    columns.map((unit) => scaled(digits(), 2, unit)),
    [...inequalities, ...limits],
  );
}

/** Most rows meet in one point, so that almost every pivot is a tie. */
function degenerate(random: Random): IntegerProgram {
  const { below, list, power, digit } = draws(random);
  const columns = 4 + below(8);
  const point = list(columns, () => BigInt(below(4)));
  const rows = list(2 * columns, (): Row => {
    const digits = list(columns, digit);
    return [digits.map((value) => value * power(0)), dot(digits, point) * power(0)];
  });
  const zeros = list(columns, () => 0);
  return program(
    list(columns, () => digit() * power(0)),
    [...rows, ...limits(zeros, 50n, power)],
  );
}

/** Pairs of rows that differ by 10^−4 to 10^−6 in every coefficient, one as ≤, one as ≥. */
function nearlyParallel(random: Random): IntegerProgram {
  const { below, list, power, digit } = draws(random);
  const columns = 3 + below(6);
  const point = list(columns, () => BigInt(1 + below(8)));
  const pairs = list(columns, (): Row[] => {
    const first = list(columns, () => digit() * power(0));
    const second = first.map((value) => value + digit() * power(-4 - below(3)));
    const at = (row: readonly bigint[]): bigint => dot(row, point);
    return [
      [first, at(first)],
      [second.map((value) => -value), -at(second)],
    ];
  }).flat();
  const zeros = list(columns, () => 0);
  return program(
    list(columns, () => digit() * power(0)),
    [...pairs, ...limits(zeros, 50n, power)],
  );
}

/**
 * Equalities for three of four columns, with coefficients three powers of ten apart, some of them
 * sums of others.
 */
function equalityHeavy(random: Random): IntegerProgram {
  const { below, list, power, digit } = draws(random);
  const columns = 8 + below(12);
  const point = list(columns, () => BigInt(below(10)));
  const through = (row: bigint[]): Row => [row, dot(row, point)];
  const equalities = list(Math.floor((3 * columns) / 4), () =>
    through(list(columns, () => (below(2) === 0 ? 0n : digit() * power(below(4) - 2)))),
  );
  const sum = (i: number): Row => {
    const [left, right] = [equalities[i]!, equalities[i + 1]!];
    return [left[0].map((value, j) => value + right[0][j]!), left[1] + right[1]];
  };
  const zeros = list(columns, () => 0);
  return program(
    list(columns, () => digit() * power(0)),
    limits(zeros, 50n, power),
    [...equalities, sum(0), sum(2)],
  );
}

/**
 * A row and the same row from the other side, 10^−2 to 10^−4 apart (10^−5 is tolerated), hidden
 * among others.
 */
function barelyInfeasible(random: Random): IntegerProgram {
  const { below, list, power, digit } = draws(random);
  const columns = 3 + below(6);
  const point = list(columns, () => BigInt(1 + below(8)));
  const rows = list(columns + 2, (): Row => {
    const row = list(columns, () => digit() * power(0));
    return [row, dot(row, point)];
  });
  const [total, limit] = [rows[0]![0].map((value, j) => value + rows[1]![0][j]!), rows[0]![1] + rows[1]![1]];
  const against: Row = [total.map((value) => -value), -limit - power(-2 - below(3))];
  const zeros = list(columns, () => 0);
  return program(
    list(columns, () => digit() * power(0)),
    [...rows, against, ...limits(zeros, 50n, power)],
  );
}

/**
 * Costs fall along one column, which every row lets grow; often there is also a free variable,
 * split into two columns.
 */
function unbounded(random: Random): IntegerProgram {
  const { below, list, power, digit } = draws(random);
  const columns = 4 + below(6);
  const point = list(columns, () => BigInt(below(8)));
  const split = below(2) === 0;
  const rows = list(columns + 2, (): Row => {
    const row = list(columns, () => digit() * power(below(3) - 1));
    row[0] = -power(0) * BigInt(below(3));
    if (split) row[2] = -row[1]!;
    return [row, dot(row, point) + power(0)];
  });
  const costs = list(columns, () => digit() * power(0));
  costs[0] = -power(0);
  if (split) costs[2] = -costs[1]!;
  return program(costs, rows);
}

/**
 * Goods from a few sources to a few sinks, at costs of 1 and 2: most have many optima, and
 * equalities whose entries tie. Every row has a unit of its own, so that entries are rounded.
 */
function manyOptima(random: Random): IntegerProgram {
  const { below, list, power } = draws(random);
  const [sources, sinks] = [3 + below(3), 3 + below(3)];
  const demands = list(sinks, () => 1 + below(3));
  const total = demands.reduce((sum, demand) => sum + demand, 0);
  const row = (rhs: number, isIn: (source: number, sink: number) => boolean): Row => {
    const unit = BigInt(3 + 2 * below(40)) * power(0);
    const cells = list(sources * sinks, (k) => (isIn(Math.floor(k / sinks), k % sinks) ? unit : 0n));
    return [cells, BigInt(rhs) * unit];
  };
  return program(
    list(sources * sinks, () => BigInt(1 + below(2)) * power(0)),
    list(sources, (i) => row(Math.ceil(total / sources), (source) => source === i)),
    demands.map((demand, j) => row(demand, (_, sink) => sink === j)),
  );
}

/** The same, but the sources give as much as the sinks take: one row too many, and entries tie. */
function balanced(random: Random): IntegerProgram {
  const { below, list } = draws(random.fork("supplies"));
  const { objective, inequalities, equalities } = manyOptima(random);
  const unitOf = (row: readonly bigint[]) => row.find((value) => value !== 0n)!;
  const total = equalities.rhs.reduce((sum, rhs, j) => sum + rhs / unitOf(equalities.coefficients[j]!), 0n);
  const supplies = list(inequalities.rhs.length, () => 0n);
  for (let unit = 0n; unit < total; unit++) supplies[below(supplies.length)]!++;
  const rows = inequalities.coefficients.map((row, i): Row => [[...row], supplies[i]! * unitOf(row)]);
  const others = equalities.coefficients.map((row, j): Row => [[...row], equalities.rhs[j]!]);
  return program([...objective], [], [...others, ...rows]);
}

const ANY_DIGITS = "columns 10^±4, rows 10^±2, any digits";

/** Decimals of the coefficients of a kind. */
export function decimalsOf(kind: string): number {
  return kind === ANY_DIGITS ? MORE_DECIMALS : HARD_DECIMALS;
}

/** Kinds of hard programs, by what makes them hard. */
export const HARD: Readonly<Record<string, (random: Random) => IntegerProgram>> = {
  "columns 10^±4, rows 10^±2": badlyScaled,
  [ANY_DIGITS]: anyDigits,
  degenerate,
  "nearly parallel rows": nearlyParallel,
  "mostly equalities": equalityHeavy,
  "infeasible by little": barelyInfeasible,
  unbounded,
  "many optima": manyOptima,
  "many optima, equalities only": balanced,
};
