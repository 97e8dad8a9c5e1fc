// Plays a whole round among companies in one process, with the same engine, commitments, settlement
// protocol and certificate as between processes, but without chain and network. Meant for trials,
// for tests, and for a service that several companies trust with their data.

import type { Hex } from "viem";
import { concat, keccak256, slice, stringToHex } from "viem/utils";
import { type CompanyOutcome, companyOutcome } from "../app/company-outcome.ts";
import { withUsualRemedies } from "../app/impossible-scales.ts";
import { requireUsual, SORTS } from "../app/wide-tolerances.ts";
import { commitRows } from "../certificate/commit.ts";
import { partyCommitment } from "../certificate/commitment.ts";
import { createWorkPool } from "../crypto/paillier/pool.ts";
import { checkOf } from "../engines/check-own.ts";
import { createEngine, recommendedEngine } from "../engines/engines.ts";
import type { Advice } from "../engines/leakage.ts";
import type { EngineName } from "../engines/names.ts";
import { NOWHERE, runEngine } from "../engines/run.ts";
import { InputError } from "../errors.ts";
import { outcomeAdvice } from "../lp/joint/advice.ts";
import type { StatedBounds } from "../lp/joint/program.ts";
import type { Settings } from "../lp/joint/settings.ts";
import { parseBound } from "../lp/joint/sizes.ts";
import type { Decimal } from "../math/decimal.ts";
import { createRandom, type Random } from "../math/random.ts";
import { namingColumn, namingLimits, requireBounds } from "../play/settle/bounds.ts";
import { settleInProcess } from "../play/settle/in-process.ts";
import { roundSchedule } from "../play/settle/schedule.ts";
import { MIN_PERIOD, roundParams } from "../round/agreement.ts";
import { wrongName } from "../round/company-names.ts";
import { unsuitableByName } from "../round/name-parties.ts";
import { PUBLIC_OUTCOME } from "../round/params.ts";
import { statementOf } from "../round/statement.ts";
import { checkArguments, SOLVE_OPTIONS } from "./arguments.ts";
import { askedOf, prepare, publicRound } from "./problem.ts";
import { modelOf, type Program } from "./program.ts";
import { type Proven, provenBy } from "./proven.ts";
import { formatRecord } from "./record.ts";
import { wholeOptimum } from "./whole-optimum.ts";

/** One company of a round in this process. */
export interface Participant {
  /**
   * The company's name in errors and findings. No two may differ only in case, blanks, invisible
   * characters or the form of letters.
   */
  readonly name: string;
  /** The company's program; null for a helper (`mpc` needs three parties, `mpc/four` four). */
  readonly program: Program | null;
}

/** Options of `solveTogether`. */
export interface SolveOptions {
  /** 2 to 255 companies. Exactly one must have an objective, or none if `feasible`. */
  readonly companies: readonly Participant[];
  /**
   * By default `mpc/four` from four companies on, `mpc` for three, `two-party/paillier` for two.
   */
  readonly engine?: EngineName;
  /** Asks for any plan that satisfies all rows, without costs. */
  readonly feasible?: boolean;
  /**
   * Upper bounds of |variable|: decimal strings by name, in the files' units. The default bounds
   * are in docs/operations.md, "Decimals, bounds, tolerances".
   */
  readonly bounds?: Readonly<Record<string, string>>;
  /** Upper bound of every variable that is not in `bounds`. */
  readonly boundAll?: string;
  /**
   * Rounds numbers with more than 15 decimals, the most that a round can have, instead of refusing
   * them.
   */
  readonly roundNumbers?: boolean;
  /**
   * Decimals of the solution and of the multipliers, 0 to 24. By default as many as suit the data
   * (docs/operations.md, "Decimals, bounds, tolerances").
   */
  readonly solutionDecimals?: number;
  readonly multiplierDecimals?: number;
  /** Accepts tolerances even if they are wider than usual. */
  readonly acceptTolerances?: boolean;
  /** Source of secret random numbers; by default the system's CSPRNG. Only tests should set it. */
  readonly random?: Random;
}

/** The result of `solveTogether`. */
export interface Solution {
  readonly engine: EngineName;
  /** Outcome of each company, in the order of `companies`. */
  readonly outcomes: readonly CompanyOutcome[];
  /** What the certificate proves. */
  readonly proven: Proven;
  /** JSON for `verifyRecord` of `concordat/verify`; nothing in it is secret. */
  readonly record: string;
  /** What a curious party could learn through this engine at these sizes. */
  readonly leakage: { readonly advice: Advice; readonly findings: readonly string[] };
}

const SETTINGS: Settings = {
  bound: "option bounds",
  boundOf: (name, bound) => `option bounds: { ${JSON.stringify(name)}: "${bound}" }`,
  decimals: {
    coefficient: "option roundNumbers",
    solution: "option solutionDecimals",
    multiplier: "option multiplierDecimals",
  },
  rounding: null,
};

/** See `solveTogether` of client/index.ts. */
export async function solveTogether(options: SolveOptions): Promise<Solution> {
  checkArguments("solveTogether", SOLVE_OPTIONS, options);
  const { companies, feasible = false, random = createRandom(), solutionDecimals, multiplierDecimals } = options;
  const members = companies.map(({ name, program }) => ({ name, model: modelOf(program, name) }));
  requireNames(companies);
  const problem = prepare(members, {
    feasible,
    bounds: boundsOf(options),
    ...(solutionDecimals === undefined ? {} : { solutionDecimals }),
    ...(multiplierDecimals === undefined ? {} : { multiplierDecimals }),
    rounding: options.roundNumbers === true ? "nearest" : "exact",
  });
  const name = options.engine ?? recommendedEngine(companies.length);
  const pool = createWorkPool(2);
  try {
    const engine = createEngine(name, pool);
    const names = companies.map((company) => company.name);
    const models = new Map(members.map(({ model }, party) => [party, model]));
    const { program, scale } = problem;
    const scaled = { names, program, grid: engine.grid, models, asked: askedOf(scale), check: checkOf(engine) };
    const wanted = options.acceptTolerances === true ? [] : SORTS;
    const impossible = { scaled, coefficient: scale.coefficient, settings: SETTINGS, wanted };
    const round = withUsualRemedies(() => publicRound(problem, engine), impossible);
    const { decimals, tolerances } = round;
    const scales = { ...scaled, decimals, tolerances };
    const remedy = "Or accept them as they are with the option acceptTolerances";
    if (options.acceptTolerances !== true) requireUsual(scales, SETTINGS, { accepted: [], remedy });
    const rows = problem.companies.map((company) => company.rows);
    const inputs = rows.map((own, party) => ({ rows: own, random: random.fork(`engine/${party}`) }));
    const advice = outcomeAdvice(scales, SETTINGS, () => wholeOptimum(problem));
    const { outcomes } = await namingLimits(() => runEngine(engine, round, inputs), round, advice);
    for (const outcome of outcomes) if (outcome.kind !== "infeasible") requireBounds(outcome.x, round, advice.bound);
    const committed = rows.map((own, party) => commitRows(own, random.fork(`commit/${party}`)));
    const accounts = companies.map((company, party) => accountOf(company.name, party));
    const periods = { commit: MIN_PERIOD, exchange: MIN_PERIOD, settle: MIN_PERIOD };
    const schedule = roundSchedule(engine, round).turns;
    const terms = keccak256(stringToHex(JSON.stringify(problem.program.variables)));
    const agreement = { round, accounts, engine: name, schedule, periods, bond: 0n, terms, sealedKey: PUBLIC_OUTCOME };
    const params = roundParams(agreement);
    const commitments = committed.map(({ points }, party) => partyCommitment(NOWHERE, round.columns, party, points));
    const statement = statementOf(params, NOWHERE, commitments);
    const settling = rows.map((own, party) => ({
      ...{ rows: own, committed: committed[party]!, outcome: outcomes[party]! },
      random: random.fork(`settlement/${party}`),
    }));
    const settled = namingColumn(() => settleInProcess(statement, round, settling), advice);
    const leakage = engine.leakage(round, (party) => companies[party]!.name);
    return {
      engine: name,
      outcomes: members.map(({ model }, party) =>
        companyOutcome({ party, model, program: problem.program, round }, settled),
      ),
      proven: provenBy(statement, settled.verdict),
      record: formatRecord({ id: NOWHERE, params, commitments, certificate: settled.certificate }),
      leakage: { advice: leakage.advice, findings: leakage.findings },
    };
  } catch (error) {
    throw unsuitableByName(
      error,
      companies.map((company) => company.name),
    );
  } finally {
    await pool.close();
  }
}

function requireNames(companies: readonly Participant[]): void {
  if (companies.length < 2 || companies.length > 255)
    throw new InputError("CompaniesInvalid", `a round has 2 to 255 companies, not ${companies.length}`);
  const wrong = wrongName(companies.map(({ name }) => name));
  if (wrong !== null)
    throw new InputError("CompaniesInvalid", wrong.what, { field: `companies[${wrong.company}].name` });
}

function boundsOf({ bounds = {}, boundAll }: SolveOptions): StatedBounds {
  const named = Object.entries(bounds).map(([name, text]) => [name, boundOf(text, `bounds.${name}`)] as const);
  return { byName: new Map(named), all: boundAll === undefined ? null : boundOf(boundAll, "boundAll") };
}

/** Refuses JavaScript numbers, because 0.1 + 0.2 is not exactly 0.3. */
function boundOf(text: unknown, field: string): Decimal {
  if (typeof text !== "string")
    throw new InputError("BoundInvalid", 'must be a decimal string, such as "4000"', { field });
  return parseBound(text, { field });
}

/** Stands in for an account when there is no chain; distinct for distinct companies. */
function accountOf(name: string, party: number): Hex {
  return slice(keccak256(concat([stringToHex(`${party}/`), stringToHex(name)])), 12);
}
