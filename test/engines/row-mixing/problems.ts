// Programs dealt among any number of parties, and what outcomes must prove about them. No effect on
// import.
import { expect } from "chai";
import type { EngineOutcome, Message, Protocol } from "../../../client/engines/engine.ts";
import { type Run, runEngine } from "../../../client/engines/run.ts";
import { solveExact } from "../../../client/lp/exact/solve.ts";
import { defaultBounds, defaultTolerances, exceeded, measure } from "../../../client/lp/exact/tolerances.ts";
import type { IntegerProgram, IntegerRows, PartyRows } from "../../../client/lp/model/normal.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { dot, magnitude } from "../../../client/math/field.ts";
import { createRandom, type Random, randomBetween } from "../../../client/math/random.ts";
import type { PublicRound } from "../../../client/round/public-round.ts";
import { expectFarkas, expectRay } from "../../support/optimality.ts";
import { itemsOf } from "../../support/programs.ts";

export const seeded = (byte: number): Random => createRandom(new Uint8Array(32).fill(byte));

export interface Dealt {
  readonly round: PublicRound;
  readonly parties: readonly PartyRows[];
  readonly whole: IntegerProgram;
  /** The party that holds row i of the whole, inequalities first. */
  readonly holders: readonly number[];
}

/** Row i goes to party `holders[i]`, inequalities first. */
export function deal(
  whole: IntegerProgram,
  holders: readonly number[],
  parties: number,
  owner: number,
  coefficient = 0,
): Dealt {
  const pick = (rows: IntegerRows, first: number, party: number): IntegerRows => {
    const held = <T>(values: readonly T[]) => values.filter((_, i) => holders[first + i] === party);
    return { coefficients: held(rows.coefficients), rhs: held(rows.rhs) };
  };
  const split = Array.from(
    { length: parties },
    (_, party): PartyRows => ({
      columns: whole.objective.length,
      inequalities: pick(whole.inequalities, 0, party),
      equalities: pick(whole.equalities, whole.inequalities.rhs.length, party),
      objective: party === owner ? whole.objective : null,
    }),
  );
  const decimals = { coefficient, solution: 9, multiplier: 15 };
  const round: PublicRound = {
    columns: whole.objective.length,
    inequalities: split.map(({ inequalities }) => inequalities.rhs.length),
    equalities: split.map(({ equalities }) => equalities.rhs.length),
    objectiveOwner: owner,
    decimals,
    bounds: defaultBounds(whole.objective.length, decimals),
    tolerances: defaultTolerances(decimals, itemsOf(whole)),
  };
  return { round, parties: split, whole, holders };
}

/** The rows dealt in turn to all parties. */
export function dealInTurn(whole: IntegerProgram, parties: number, owner: number, coefficient = 0): Dealt {
  const rows = whole.inequalities.rhs.length + whole.equalities.rhs.length;
  const holders = Array.from({ length: rows }, (_, i) => i % parties);
  return deal(whole, holders, parties, owner, coefficient);
}

/** The same program with a column for every slack and equality rows only. */
export function withSlackColumns({ inequalities, equalities, objective }: IntegerProgram): IntegerProgram {
  const count = inequalities.rhs.length;
  const unit = (i: number) => Array.from({ length: count }, (_, j) => (i === j ? 1n : 0n));
  const rows = [...inequalities.coefficients, ...equalities.coefficients];
  return {
    inequalities: { coefficients: [], rhs: [] },
    equalities: {
      coefficients: rows.map((row, i) => [...row, ...unit(i)]),
      rhs: [...inequalities.rhs, ...equalities.rhs],
    },
    objective: [...objective, ...new Array<bigint>(count).fill(0n)],
  };
}

export type ProgramKind = "optimal" | "infeasible" | "unbounded";
export const KINDS: readonly ProgramKind[] = ["optimal", "infeasible", "unbounded"];

/**
 * A random program with a known feasible point and at least `rows` rows, changed so that its kind
 * is known.
 */
export function randomProgram(seed: number, kind: ProgramKind, rows: number): IntegerProgram {
  const random = seeded(seed);
  const between = (low: number, high: number) => randomBetween(random, BigInt(low), BigInt(high));
  const variables = Number(between(2, 6));
  const point = Array.from({ length: variables }, () => between(0, 6));
  const row = () =>
    Array.from({ length: variables }, (_, j) => (kind === "unbounded" && j === 0 ? 0n : between(-9, 9)));
  const equalities = Array.from({ length: Number(between(0, 2)) }, row);
  const inequalities = Array.from({ length: rows }, row);
  const rhs = inequalities.map((coefficients) => dot(coefficients, point) + between(0, 5));
  if (kind === "optimal") {
    inequalities.push(new Array<bigint>(variables).fill(1n));
    rhs.push(dot(inequalities.at(-1)!, point) + 20n);
  }
  if (kind === "infeasible") {
    inequalities.push(inequalities[0]!.map((value) => -value));
    rhs.push(-rhs[0]! - 1n);
  }
  return {
    inequalities: { coefficients: inequalities, rhs },
    equalities: { coefficients: equalities, rhs: equalities.map((coefficients) => dot(coefficients, point)) },
    objective: kind === "unbounded" ? [-1n, ...row().slice(1)] : row(),
  };
}

export function play<State>(
  engine: Protocol<State>,
  { round, parties }: Dealt,
  seed: number,
  deliver?: (message: Message) => Message,
): Promise<Run> {
  const inputs = parties.map((rows, party) => ({ rows, random: seeded(seed + party) }));
  return runEngine(engine, round, inputs, deliver && { deliver });
}

/** All parties' multipliers in the order of the whole program. */
function joined({ holders }: Dealt, outcomes: readonly { readonly multipliers: readonly bigint[] }[]): bigint[] {
  const queues = outcomes.map(({ multipliers }) => [...multipliers]);
  const all = holders.map((party) => queues[party]!.shift()!);
  expect(queues.flat()).to.deep.equal([]);
  return all;
}

/**
 * The outcomes agree, prove what they claim within default tolerances, and equal what a single
 * party with all the data would find.
 */
export async function expectCentralised(dealt: Dealt, outcomes: readonly EngineOutcome[]): Promise<EngineOutcome> {
  const { whole, round } = dealt;
  const { decimals } = round;
  const tolerances = defaultTolerances(decimals, itemsOf(whole));
  const central = await solveExact(whole, { ...round, solver: highsSolver, tolerances });
  for (const { kind } of outcomes) expect(kind).to.equal(central.kind);
  const [first] = outcomes;
  if (first!.kind === "unbounded") {
    for (const outcome of outcomes) expect(outcome).to.deep.equal(first);
    expectRay(whole, first!.ray);
    const idle = [...whole.inequalities.rhs, ...whole.equalities.rhs].map(() => 0n);
    expect(measure(whole, round, first!.x, idle).errors.residual <= tolerances.residual).to.equal(true);
    return first!;
  }
  const multipliers = joined(dealt, outcomes as (EngineOutcome & { multipliers: readonly bigint[] })[]);
  if (first!.kind === "infeasible") {
    expectFarkas(whole, multipliers);
    return first!;
  }
  for (const outcome of outcomes) expect(outcome).to.have.property("x").deep.equal(first!.x);
  expect(multipliers.slice(0, whole.inequalities.rhs.length).every((value) => value >= 0n)).to.equal(true);
  const { errors, objective } = measure(whole, round, first!.x, multipliers);
  expect(exceeded(errors, tolerances)).to.equal(null);
  const difference = central.kind === "optimal" ? magnitude(objective - central.objective) : 1n;
  // Half a unit in the last place of x per column, for each of the two.
  expect(difference <= whole.objective.reduce((sum, cost) => sum + magnitude(cost), 0n)).to.equal(true);
  return first!;
}
