// The problems that are attacked, and how each is dealt to the parties of an engine.
import { fileURLToPath } from "node:url";
import { defaultBounds, defaultTolerances } from "../../client/lp/exact/tolerances.ts";
import { announce, combine } from "../../client/lp/joint/program.ts";
import type { IntegerProgram, IntegerRows, PartyRows } from "../../client/lp/model/normal.ts";
import { combinePrograms, toPartyRows } from "../../client/lp/model/normalise.ts";
import { readProgram } from "../../client/lp/readers/read.ts";
import type { Matrix } from "../../client/math/matrix.ts";
import type { PublicRound } from "../../client/round/public-round.ts";

export interface Problem {
  readonly name: string;
  readonly program: IntegerProgram;
  /** κ: the program's integers are at scale 10^κ. */
  readonly decimals: number;
}

/** A problem in the hands of its parties. */
export interface Dealt {
  readonly problem: Problem;
  readonly round: PublicRound;
  readonly parties: readonly PartyRows[];
}

/**
 * "paper": the worked example of Liu et al. 2016 (its equations 9 to 11); else a file of
 * examples/lp.
 */
export async function loadProblem(name: string): Promise<Problem> {
  const files = name === "paper" ? ["paper/alice.lp", "paper/bob.lp"] : [`lp/${name}.mps`];
  const models = await Promise.all(
    files.map((file) => readProgram(fileURLToPath(new URL(`../../examples/${file}`, import.meta.url)))),
  );
  const announced = combine(models.map(announce));
  const rows = models.map((model) => toPartyRows(model, announced, announced.decimals));
  return { name, program: combinePrograms(rows), decimals: announced.decimals };
}

/**
 * The same problem with equality rows only: every slack becomes a column, in the user's units like
 * the variables.
 */
export function withSlackColumns({ name, program, decimals }: Problem): Problem {
  const { inequalities, equalities, objective } = program;
  const count = inequalities.rhs.length;
  const unit = 10n ** BigInt(decimals);
  const slacks = (i: number) => Array.from({ length: count }, (_, j) => (i === j ? unit : 0n));
  return {
    name,
    decimals,
    program: {
      inequalities: { coefficients: [], rhs: [] },
      equalities: {
        coefficients: [...inequalities.coefficients, ...equalities.coefficients].map((row, i) => [
          ...row,
          ...slacks(i),
        ]),
        rhs: [...inequalities.rhs, ...equalities.rhs],
      },
      objective: [...objective, ...new Array<bigint>(count).fill(0n)],
    },
  };
}

export function rowCount({ program }: Problem): number {
  return program.inequalities.rhs.length + program.equalities.rhs.length;
}

/** Row i, inequalities first, goes to party `holders[i]`; the objective to `owner`. */
export function deal(problem: Problem, holders: readonly number[], parties: number, owner: number): Dealt {
  const { inequalities, equalities, objective } = problem.program;
  const columns = objective.length;
  const pick = (rows: IntegerRows, first: number, party: number): IntegerRows => {
    const held = <T>(values: readonly T[]) => values.filter((_, i) => holders[first + i] === party);
    return { coefficients: held(rows.coefficients), rhs: held(rows.rhs) };
  };
  const split = Array.from({ length: parties }, (_, party) => ({
    columns,
    inequalities: pick(inequalities, 0, party),
    equalities: pick(equalities, inequalities.rhs.length, party),
    objective: party === owner ? objective : null,
  }));
  const decimals = { coefficient: problem.decimals, solution: 9, multiplier: 15 };
  const round: PublicRound = {
    columns,
    inequalities: split.map((rows) => rows.inequalities.rhs.length),
    equalities: split.map((rows) => rows.equalities.rhs.length),
    objectiveOwner: owner,
    decimals,
    bounds: defaultBounds(columns, decimals),
    tolerances: defaultTolerances(decimals, columns + rowCount(problem)),
  };
  return { problem, round, parties: split };
}

/** Two parties: Alice (0) has every other row, Bob (1) the rest and the objective. */
export function betweenTwo(problem: Problem): Dealt {
  const holders = Array.from({ length: rowCount(problem) }, (_, i) => i % 2);
  return deal(problem, holders, 2, 1);
}

/** Three holders with rows in turn; party 3 has the objective and no rows. */
export function amongHolders(problem: Problem): Dealt {
  const holders = Array.from({ length: rowCount(problem) }, (_, i) => i % 3);
  return deal(problem, holders, 4, 3);
}

/**
 * Three parties: party 2 has the last row, parties 0 and 1 have the others in turn; party 0 has the
 * objective.
 */
export function oneRowAlone(problem: Problem): Dealt {
  const rows = rowCount(problem);
  const holders = Array.from({ length: rows }, (_, i) => (i === rows - 1 ? 2 : i % 2));
  return deal(problem, holders, 3, 0);
}

/**
 * Parties 0, 1 and 2 are the nodes of `mpc`: 0 and 1 have rows in turn, 2 has the objective. Party
 * 3, which is not a node, has the last row.
 */
export function amongNodes(problem: Problem): Dealt {
  const rows = rowCount(problem);
  const holders = Array.from({ length: rows }, (_, i) => (i === rows - 1 ? 3 : i % 2));
  return deal(problem, holders, 4, 2);
}

/** Sixteen owners with consecutive rows. */
export function amongSixteen(problem: Problem): Dealt {
  const rows = rowCount(problem);
  return deal(
    problem,
    Array.from({ length: rows }, (_, i) => Math.floor((i * 16) / rows)),
    16,
    0,
  );
}

const joined = ({ coefficients, rhs }: IntegerRows): bigint[][] => coefficients.map((row, i) => [...row, rhs[i]!]);

export function inequalitiesOf({ inequalities }: PartyRows): bigint[][] {
  return joined(inequalities);
}

/** [A b], inequalities first. */
export function rowsOf({ inequalities, equalities }: PartyRows): Matrix {
  return [...joined(inequalities), ...joined(equalities)];
}
