// Builders of small integer programs and of their masked forms.
import type { EqualityProgram } from "../../client/lp/exact/standard.ts";
import type { IntegerProgram } from "../../client/lp/model/normal.ts";
import { type Random, randomBelow, randomBetween } from "../../client/math/random.ts";

type Row = readonly [coefficients: readonly (number | bigint)[], rhs: number | bigint];

function rows(list: readonly Row[]): { coefficients: bigint[][]; rhs: bigint[] } {
  return { coefficients: list.map(([row]) => row.map(BigInt)), rhs: list.map(([, rhs]) => BigInt(rhs)) };
}

export function program(
  objective: readonly (number | bigint)[],
  inequalities: readonly Row[],
  equalities: readonly Row[] = [],
): IntegerProgram {
  return { inequalities: rows(inequalities), equalities: rows(equalities), objective: objective.map(BigInt) };
}

/** Numbers of rows and columns, as `defaultTolerances` counts them. */
export function itemsOf({ objective, inequalities, equalities }: IntegerProgram): number {
  return objective.length + inequalities.rhs.length + equalities.rhs.length;
}

/** A random program with small entries; it may be optimal, infeasible or unbounded. */
export function randomProgram(random: Random): IntegerProgram {
  const pick = (low: number, high: number): number => Number(randomBetween(random, BigInt(low), BigInt(high)));
  const n = pick(1, 6);
  const row = (): Row => [Array.from({ length: n }, () => (pick(0, 2) === 0 ? 0 : pick(-5, 5))), pick(-6, 10)];
  return program(
    Array.from({ length: n }, () => pick(-3, 5)),
    Array.from({ length: pick(0, 5) }, row),
    Array.from({ length: pick(0, 2) }, row),
  );
}

export interface Masked {
  readonly problem: EqualityProgram;
  readonly K: readonly (readonly bigint[])[];
  /** Column j of the masked problem is column `order[j]` of (M I; E 0), times `factors[j]`. */
  readonly order: readonly number[];
  readonly factors: readonly bigint[];
}

/** N̂ = KNQ, b̂ = Kb, Ĉ = QᵀC with K uniform in ±2^bits and the factors of Q in 1..2^20. */
export function mask(original: IntegerProgram, random: Random, bits: number): Masked {
  const size = original.inequalities.rhs.length + original.equalities.rhs.length;
  const bound = 1n << BigInt(bits);
  const row = (): bigint[] => Array.from({ length: size }, () => randomBetween(random, -bound, bound));
  return maskWith(original, random, Array.from({ length: size }, row));
}

/** As `mask`, with a given K. */
export function maskWith(original: IntegerProgram, random: Random, K: readonly (readonly bigint[])[]): Masked {
  const { inequalities, equalities, objective } = original;
  const mi = inequalities.rhs.length;
  const source = [...inequalities.coefficients, ...equalities.coefficients].map((row, i) => [
    ...row,
    ...Array.from({ length: mi }, (_, k) => (k === i ? 1n : 0n)),
  ]);
  const b = [...inequalities.rhs, ...equalities.rhs];
  const order = Array.from({ length: objective.length + mi }, (_, j) => j);
  for (let j = order.length - 1; j > 0; j--) {
    const other = Number(randomBelow(random, BigInt(j + 1)));
    [order[j], order[other]] = [order[other]!, order[j]!];
  }
  const factors = order.map(() => randomBetween(random, 1n, 1n << 20n));
  const matrix = K.map((mix) => {
    const row = order.map(() => 0n);
    mix.forEach((weight, i) => {
      for (let j = 0; j < row.length; j++) if (source[i]![j] !== 0n) row[j]! += weight * source[i]![j]!;
    });
    return order.map((from, j) => row[from]! * factors[j]!);
  });
  return {
    problem: {
      matrix,
      rhs: K.map((mix) => mix.reduce((sum, weight, i) => sum + weight * b[i]!, 0n)),
      costs: order.map((from, j) => (objective[from] ?? 0n) * factors[j]!),
    },
    K,
    order,
    factors,
  };
}

/** −Kᵀy. */
export function unmask(K: readonly (readonly bigint[])[], y: readonly bigint[]): bigint[] {
  return K.map((_, i) => -K.reduce((sum, mix, k) => sum + mix[i]! * y[k]!, 0n));
}
