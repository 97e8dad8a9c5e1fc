// Rounds and random programs for the tests of the two-party engine. No effect on import.
import { defaultBounds } from "../../../client/lp/exact/tolerances.ts";
import type { IntegerProgram, PartyRows } from "../../../client/lp/model/normal.ts";
import { createRandom, type Random, randomBetween } from "../../../client/math/random.ts";
import type { PublicRound } from "../../../client/round/public-round.ts";
import { residualTolerance } from "../../support/tolerances.ts";

export const seeded = (byte: number): Random => createRandom(new Uint8Array(32).fill(byte));

/** A program split between party 0 and party 1. */
export interface SplitProgram {
  readonly round: PublicRound;
  readonly parties: readonly [PartyRows, PartyRows];
  readonly whole: IntegerProgram;
}

const pick = <T>(values: readonly T[], party: number, split: number) =>
  party === 0 ? values.slice(0, split) : values.slice(split);

/** The first `split` inequalities and `equalitySplit` equalities go to party 0. */
export function splitProgram(
  whole: IntegerProgram,
  owner: number,
  split: number,
  equalitySplit: number,
  coefficient = 0,
  residual = 10n ** BigInt(coefficient + 8),
): SplitProgram {
  const rowsOf = (party: number): PartyRows => ({
    columns: whole.objective.length,
    inequalities: {
      coefficients: pick(whole.inequalities.coefficients, party, split),
      rhs: pick(whole.inequalities.rhs, party, split),
    },
    equalities: {
      coefficients: pick(whole.equalities.coefficients, party, equalitySplit),
      rhs: pick(whole.equalities.rhs, party, equalitySplit),
    },
    objective: party === owner ? whole.objective : null,
  });
  const parties = [rowsOf(0), rowsOf(1)] as const;
  const decimals = { coefficient, solution: 9, multiplier: 15 };
  return {
    round: {
      columns: whole.objective.length,
      inequalities: parties.map(({ inequalities }) => inequalities.rhs.length),
      equalities: parties.map(({ equalities }) => equalities.rhs.length),
      objectiveOwner: owner,
      decimals,
      bounds: defaultBounds(whole.objective.length, decimals),
      tolerances: residualTolerance(residual),
    },
    parties,
    whole,
  };
}

/** Both parties' multipliers in the order of the whole program. */
export function joined(round: PublicRound, outcomes: readonly { multipliers: readonly bigint[] }[]): bigint[] {
  const inequalities = outcomes.flatMap(({ multipliers }, p) => multipliers.slice(0, round.inequalities[p]!));
  return [...inequalities, ...outcomes.flatMap(({ multipliers }, p) => multipliers.slice(round.inequalities[p]!))];
}

export type ProgramKind = "optimal" | "infeasible" | "unbounded" | "any";

/**
 * A small random program. `optimal`: with a known feasible point, and costs ≥ 0 or bounded; `any`:
 * of any kind.
 */
export function randomProgram(seed: number, kind: ProgramKind): SplitProgram {
  const random = seeded(seed);
  const between = (low: number, high: number) => Number(randomBetween(random, BigInt(low), BigInt(high)));
  const variables = between(2, 5);
  const entry = () => BigInt(between(-9, 9));
  const row = () => Array.from({ length: variables }, entry);
  const point = Array.from({ length: variables }, () => BigInt(between(0, 6)));
  const at = (coefficients: readonly bigint[]) => coefficients.reduce((sum, value, j) => sum + value * point[j]!, 0n);
  const inequalities = Array.from({ length: between(2, 5) }, row);
  const equalities = Array.from({ length: between(0, 2) }, row);
  const rhs = inequalities.map((coefficients) => at(coefficients) + BigInt(between(0, 5)));
  const equalRhs = equalities.map(at);
  let objective = row();
  if (kind === "optimal") {
    inequalities.push(new Array<bigint>(variables).fill(1n));
    rhs.push(at(inequalities.at(-1)!) + 20n);
  }
  if (kind === "infeasible") {
    inequalities.push(inequalities[0]!.map((value) => -value));
    rhs.push(-rhs[0]! - 1n);
  }
  if (kind === "unbounded") {
    for (const coefficients of [...inequalities, ...equalities]) coefficients[0] = 0n;
    for (const [i, coefficients] of inequalities.entries()) rhs[i] = at(coefficients) + BigInt(between(0, 5));
    for (const [i, coefficients] of equalities.entries()) equalRhs[i] = at(coefficients);
    objective = [-1n, ...objective.slice(1)];
  }
  const whole: IntegerProgram = {
    inequalities: { coefficients: inequalities, rhs },
    equalities: { coefficients: equalities, rhs: equalRhs },
    objective,
  };
  return splitProgram(whole, between(0, 1), between(1, inequalities.length - 1), between(0, equalities.length));
}
