// From the companies' files to what they agree on: public columns, private rows, the parameters of a round.
import { keccak256, stringToHex } from "viem";
import type { Agreement } from "../../client/chain/params.ts";
import { solveExact } from "../../client/lp/exact/solve.ts";
import { defaultTolerances } from "../../client/lp/exact/tolerances.ts";
import type { Model } from "../../client/lp/model.ts";
import { combinePrograms, toPartyRows } from "../../client/lp/normalise.ts";
import { announce, combine, type PublicProgram } from "../../client/lp/program.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import type { Rounding } from "../../client/math/decimal.ts";
import { roundSchedule } from "../../client/node/run-party.ts";
import type { Engine } from "../../client/protocol/engine.ts";
import type { LocalChain } from "../local-chain.ts";
import type { Company } from "./play.ts";

export interface Member {
  readonly name: string;
  readonly model: Model;
}

export interface ProblemOptions {
  /** κ; without it, as many decimals as the files need. */
  readonly decimals?: number;
  readonly rounding: Rounding;
}

export interface Problem {
  readonly members: readonly Member[];
  readonly program: PublicProgram;
  readonly companies: readonly Company[];
  /** κ. */
  readonly coefficientDecimals: number;
}

/** Matches variables by name and turns every file into private rows. Throws InputError naming file, line and field. */
export function prepare(members: readonly Member[], { decimals, rounding }: ProblemOptions): Problem {
  const program = combine(members.map(({ model }) => announce(model)));
  const coefficientDecimals = decimals ?? program.decimals;
  const companies = members.map(({ name, model }) => ({
    name,
    rows: toPartyRows(model, program, coefficientDecimals, rounding),
  }));
  return { members, program, companies, coefficientDecimals };
}

/** What the companies agree on for one round: default tolerances, an hour for each phase, a small bond. */
export function agree(
  { program, coefficientDecimals }: Problem,
  engine: Engine<unknown>,
  chain: LocalChain,
): Agreement {
  const decimals = { coefficient: coefficientDecimals, solution: 9, multiplier: 9 };
  const { columns, inequalities, equalities, objectiveOwner, variables } = program;
  const items = [columns, ...inequalities, ...equalities].reduce((sum, count) => sum + count);
  const tolerances = defaultTolerances(decimals, items);
  const parties = inequalities.length;
  const round = {
    parties,
    columns,
    inequalities,
    equalities,
    objectiveOwner,
    decimals,
    residualTolerance: tolerances.residual,
  };
  return {
    round,
    accounts: chain.sessions.slice(0, parties).map(({ walletClient }) => walletClient.account.address),
    engine: engine.name,
    schedule: roundSchedule(engine, round),
    tolerances,
    periods: { commit: 3600, step: 3600, settle: 3600 },
    bond: 10n ** 16n,
    terms: keccak256(stringToHex(JSON.stringify(variables))),
  };
}

/** The outcome that a trusted third party with all the data would find. */
export function solveCentrally({ companies }: Problem, { round, tolerances }: Agreement) {
  const program = combinePrograms(companies.map(({ rows }) => rows));
  return solveExact(program, { decimals: round.decimals, tolerances, solver: highsSolver });
}
