// Ranks over Z_r of what a sealed proof shows, as functions of its masks.
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import type { Domain } from "../../client/sealed/domain.ts";
import { invert, reduce } from "../../client/sealed/field.ts";
import { atColumn, atRow, type Bivariate, maskedMatrix, sumOfColumns, sumOfRows } from "../../client/sealed/matrix.ts";
import { evaluate, type Polynomial, vanishingMultiple } from "../../client/sealed/polynomial.ts";
import { ownParts } from "../../client/sealed/prover/company-rules.ts";
import { MASKS } from "../../client/sealed/prover/masks.ts";
import type { Setting } from "../../client/sealed/prover/setting.ts";

/** A mask of one party's polynomial, of nobody's, or a coefficient of what a pair shares. */
export interface Mask {
  readonly name: string;
  readonly parties: readonly number[];
  readonly index: number;
}

/** So many masks of a name. */
export function masksOf(count: number, name: string, ...parties: number[]): Mask[] {
  return Array.from({ length: count }, (_, index) => ({ name, parties, index }));
}

/** Those that every company has, of its rows and of the columns that it keeps. */
export function companyMasks(setting: Pick<Setting, "statement" | "split">, party: number): Mask[] {
  return [
    ...masksOf(12, "A", party),
    ...ownParts(setting, party).flatMap((part) => [
      ...masksOf(MASKS.limbs, `l/${part}`, party),
      ...masksOf(2, `h/${part}`, party),
    ]),
    ...masksOf(2, "m", party),
    ...masksOf(2, "hT", party),
    ...masksOf(MASKS.runningSum, "Phi", party),
  ];
}

/** Rank over Z_r of a matrix given by rows with entries in [0, r). */
export function rank(rows: readonly (readonly bigint[])[]): number {
  const rest = rows.map((row) => [...row]);
  let found = 0;
  for (let column = 0; column < (rest[0]?.length ?? 0); column++) {
    const pivot = rest.findIndex((row, i) => i >= found && row[column] !== 0n);
    if (pivot < 0) continue;
    [rest[found], rest[pivot]] = [rest[pivot]!, rest[found]!];
    const inverse = invert(rest[found]![column]!);
    for (let i = found + 1; i < rest.length; i++) {
      if (rest[i]![column] === 0n) continue;
      const factor = (rest[i]![column]! * inverse) % GROUP_ORDER;
      rest[i] = rest[i]!.map((value, j) => reduce(value - factor * rest[found]![j]!));
    }
    found++;
  }
  return found;
}

export function unit(length: number, at: number): bigint[] {
  return Array.from({ length }, (_, i) => (i === at ? 1n : 0n));
}

/** Rank of the values at `points` in `masks` masks that are multiples of X^order − 1. */
export function rankOfMasks(order: number, masks: number, points: readonly bigint[]): number {
  const each = Array.from({ length: masks }, (_, i): Polynomial => vanishingMultiple(order, unit(masks, i)));
  return rank(points.map((point) => each.map((mask) => evaluate(mask, point))));
}

/** The trapdoor, and the challenges that matrices are opened at. */
export interface MatrixPoints {
  readonly sigma: bigint;
  readonly tau: bigint;
  readonly alpha: bigint;
  readonly beta: bigint;
  readonly zeta: bigint;
  /** b and z of the proof of a declared part; without them it shows nothing. */
  readonly part?: { readonly b: bigint; readonly z: bigint };
}

/** The masks of a matrix, one at a time: the matrix that mask `at` adds when it is 1. */
export function matrixMask(domain: Domain, at: number): Bivariate {
  const zeros = Array.from({ length: domain.size }, () => new Array<bigint>(domain.size).fill(0n));
  const drawn = unit(12, at);
  return maskedMatrix(domain, zeros, {
    f: drawn.slice(0, 3),
    g: drawn.slice(3, 6),
    h: [drawn.slice(6, 9), drawn.slice(9)],
  });
}

/**
 * The values that a matrix shows, by name: eight, and three to prove a declared part. Each is a row
 * of coefficients of the twelve masks; `multiplier` is that of the mask row, `x0` the entry of the
 * solution in column 0.
 */
export function matrixValues(
  domain: Domain,
  { sigma, tau, alpha, beta, zeta, part }: MatrixPoints,
  { multiplier, x0 }: { readonly multiplier: bigint; readonly x0: bigint },
): ReadonlyMap<string, bigint[]> {
  const { size } = domain;
  const w = unit(size, size - 2).map((value) => value * multiplier);
  const x = unit(size, 0).map((value) => value * x0);
  const values = (a: Bivariate): readonly (readonly [string, bigint])[] => [
    ["A", evaluate(atRow(a, sigma), tau)],
    ["a", evaluate(atRow(a, alpha), tau)],
    ["e", evaluate(atColumn(a, beta), sigma)],
    ["y", evaluate(atColumn(a, beta), zeta)],
    ["T", evaluate(sumOfColumns(domain, a, x), tau)],
    ["t", evaluate(sumOfColumns(domain, a, x), alpha)],
    ["V", evaluate(sumOfRows(domain, a, w), tau)],
    ["v", evaluate(sumOfRows(domain, a, w), beta)],
    ...(part === undefined
      ? []
      : ([
          ["part E", evaluate(atColumn(a, part.b), sigma)],
          ["part y", evaluate(atColumn(a, part.b), part.z)],
          ["part v", evaluate(sumOfRows(domain, a, w), part.b)],
        ] as const)),
  ];
  const each = Array.from({ length: 12 }, (_, at) => values(matrixMask(domain, at)));
  return new Map(each[0]!.map(([name], row) => [name, each.map((own) => own[row]![1])]));
}
