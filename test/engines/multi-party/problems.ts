// Rounds of several holders and an owner of the objective, for the tests of the multi-party engine.
// No effect on import.
import { defaultBounds } from "../../../client/lp/exact/tolerances.ts";
import type { IntegerProgram, IntegerRows, PartyRows } from "../../../client/lp/model/normal.ts";
import { createRandom, type Random, randomBetween } from "../../../client/math/random.ts";
import type { PublicRound } from "../../../client/round/public-round.ts";
import { residualTolerance } from "../../support/tolerances.ts";

export const seeded = (byte: number): Random => createRandom(new Uint8Array(32).fill(byte));

/** A program split among holders of rows, with the objective apart. */
export interface ConsortiumProgram {
  readonly round: PublicRound;
  readonly parties: readonly PartyRows[];
  readonly whole: IntegerProgram;
  /** Per party, the index of each of its rows among those of the whole, inequalities first. */
  readonly origin: readonly (readonly number[])[];
}

/**
 * Rows are dealt in turn to the `holders`; party `owner` of the `holders` + 1 has the objective.
 */
export function consortium(
  whole: IntegerProgram,
  holders: number,
  owner: number,
  coefficient = 0,
  residual = 10n ** BigInt(coefficient + 8),
): ConsortiumProgram {
  const { inequalities, equalities, objective } = whole;
  const parties = Array.from({ length: holders + 1 }, (_, party) => party);
  const order = parties.filter((party) => party !== owner);
  const holderOf = (row: number) => order[row % holders]!;
  const first = inequalities.rhs.length;
  const indices = (count: number, from: number, party: number) =>
    Array.from({ length: count }, (_, i) => i).filter((i) => holderOf(from + i) === party);
  const pick = (rows: IntegerRows, which: readonly number[]): IntegerRows => ({
    coefficients: which.map((i) => rows.coefficients[i]!),
    rhs: which.map((i) => rows.rhs[i]!),
  });
  const split = parties.map((party) => ({
    ofInequalities: indices(first, 0, party),
    ofEqualities: indices(equalities.rhs.length, first, party),
  }));
  const rows = split.map(({ ofInequalities, ofEqualities }, party) => ({
    columns: objective.length,
    inequalities: pick(inequalities, ofInequalities),
    equalities: pick(equalities, ofEqualities),
    objective: party === owner ? objective : null,
  }));
  const decimals = { coefficient, solution: 9, multiplier: 15 };
  return {
    round: {
      columns: objective.length,
      inequalities: rows.map((own) => own.inequalities.rhs.length),
      equalities: rows.map((own) => own.equalities.rhs.length),
      objectiveOwner: owner,
      decimals,
      bounds: defaultBounds(whole.objective.length, decimals),
      tolerances: residualTolerance(residual),
    },
    parties: rows,
    whole,
    origin: split.map(({ ofInequalities, ofEqualities }) => [...ofInequalities, ...ofEqualities.map((i) => first + i)]),
  };
}

export type ProgramKind = "optimal" | "infeasible" | "unbounded";

/** A random small program with at least `rows` rows through a known point. */
export function randomProgram(seed: number, kind: ProgramKind, rows: number): IntegerProgram {
  const random = seeded(seed);
  const between = (low: number, high: number) => Number(randomBetween(random, BigInt(low), BigInt(high)));
  const variables = between(2, 5);
  const row = () => Array.from({ length: variables }, () => BigInt(between(-9, 9)));
  const point = Array.from({ length: variables }, () => BigInt(between(0, 6)));
  const at = (coefficients: readonly bigint[]) => coefficients.reduce((sum, value, j) => sum + value * point[j]!, 0n);
  const equalities = Array.from({ length: between(0, 2) }, row);
  const inequalities = Array.from({ length: Math.max(1, rows - equalities.length) }, row);
  if (kind === "unbounded") for (const coefficients of [...inequalities, ...equalities]) coefficients[0] = 0n;
  const rhs = inequalities.map((coefficients) => at(coefficients) + BigInt(between(0, 5)));
  let objective = row();
  if (kind === "optimal") {
    inequalities.push(new Array<bigint>(variables).fill(1n));
    rhs.push(at(inequalities.at(-1)!) + 20n);
  }
  if (kind === "infeasible") {
    inequalities.push(inequalities[0]!.map((value) => -value));
    rhs.push(-rhs[0]! - 1n);
  }
  if (kind === "unbounded") objective = [-1n, ...objective.slice(1)];
  return {
    inequalities: { coefficients: inequalities, rhs },
    equalities: { coefficients: equalities, rhs: equalities.map(at) },
    objective,
  };
}
