// `npm start`: from files to settled rounds on a chain inside this process, then attempts to cheat.
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { wideTolerances } from "../../client/app/wide-tolerances.ts";
import { BOUND_OPTIONS, type BoundOptions, readBounds } from "../../client/cli/bounds.ts";
import { collect } from "../../client/cli/repeated.ts";
import { runProgram } from "../../client/cli/run.ts";
import { writeUserFiles } from "../../client/cli/write-file.ts";
import { createWorkPool, type WorkPool } from "../../client/crypto/paillier/pool.ts";
import { type CostMeter, createCostMeter, noMeter } from "../../client/engines/cost-meter.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { createEngine, nodesOf, recommendedEngine } from "../../client/engines/engines.ts";
import { ENGINE_NAMES } from "../../client/engines/names.ts";
import { InputError } from "../../client/errors.ts";
import {
  askedOf,
  type Member,
  type Problem,
  type ProblemOptions,
  prepare,
  publicRound,
  remarksOn,
} from "../../client/library/problem.ts";
import { MAX_DECIMALS } from "../../client/lp/joint/scales.ts";
import { helperModel, type Model } from "../../client/lp/model/model.ts";
import { MAX_DECIMALS as MAX_COEFFICIENT_DECIMALS } from "../../client/lp/model/normalise.ts";
import { readProgram } from "../../client/lp/readers/read.ts";
import { counted } from "../../client/math/counted.ts";
import { type LocalChain, startLocalChain } from "../chain/local-chain.ts";
import { costLines, formatCosts } from "../paper-costs.ts";
import { consecutiveParts, splitProgram } from "../splitting.ts";
import { createAfterwards } from "./afterwards.ts";
import { type Case, readCase } from "./case.ts";
import { solveCentrally } from "./central.ts";
import { tryToCheat } from "./cheat.ts";
import { outcomeOf } from "./outcome.ts";
import { playRound, type RoundRecord } from "./play.ts";
import { bold, green, heading, integer, line, red, working } from "./print.ts";
import { agree } from "./problem.ts";
import { sealAgain } from "./sealed.ts";
import { SETTINGS } from "./settings.ts";
import { checkStatements, statementLines } from "./statements.ts";
import { report } from "./summary.ts";

interface Options extends BoundOptions {
  readonly alice?: string;
  readonly bob?: string;
  readonly case?: string;
  readonly engine?: string;
  readonly decimals?: number;
  readonly roundNumbers: boolean;
  readonly feasible: boolean;
  readonly solutionDecimals?: number;
  readonly multiplierDecimals?: number;
  readonly out?: string;
  readonly sealed: boolean;
}

/** The contract's reasons for refusing the attempts, in plain words. */
const WHY: Readonly<Record<string, string>> = {
  CertificateGapTooLarge: "the plan is feasible, but the multipliers do not prove that nothing is better",
  CertificateEquationFailed: "the proofs do not belong to the rows that were committed",
  CertificateCommitmentMismatch: "the rows are not those committed to in this round",
};

/** Companies in the largest of the built-in examples. */
const BUILT_IN_COMPANIES = 5;

function example(path: string): string {
  return fileURLToPath(new URL(`../../examples/${path}`, import.meta.url));
}

/** A parser for numbers of decimals up to `most`. */
function decimalsTo(most: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,2}$/.test(text) && Number(text) <= most) return Number(text);
    throw new InputError(
      "OptionInvalid",
      `a number of decimals must be a whole number from 0 to ${most}, not "${text}"`,
    );
  };
}

const command = new Command(import.meta.main ? "npm start --" : "concordat demo")
  .description("Companies find their common optimum, and the contract accepts only the proven one.")
  .option("--alice <file>", "rows of the first company: MPS, CPLEX-LP, JSON, CSV or a spreadsheet (.xlsx)")
  .option("--bob <file>", "rows of the second company; the objective is in exactly one of the two files")
  .option("--case <folder>", "a case of several companies: a folder with case.json and a file for each")
  .option(
    "--engine <name>",
    `engine that finds the answer: ${ENGINE_NAMES.join(", ")} (default: two-party/paillier for two companies, mpc for three, else mpc/four)`,
  )
  .option(
    "--decimals <number>",
    "decimals of the data that count (default: as many as the files have)",
    decimalsTo(MAX_COEFFICIENT_DECIMALS),
  )
  .option(
    "--solution-decimals <number>",
    "decimals of the solution (default: as many as the data ask for)",
    decimalsTo(MAX_DECIMALS),
  )
  .option(
    "--multiplier-decimals <number>",
    "decimals of the multipliers (default: as many as the data ask for)",
    decimalsTo(MAX_DECIMALS),
  )
  .option(...BOUND_OPTIONS.bounds)
  .option(...BOUND_OPTIONS.bound, collect, [])
  .option(...BOUND_OPTIONS.all)
  .option(
    "--feasible",
    "solve without an objective: is there a plan that meets all rows? No file may have an objective",
    false,
  )
  .option(
    "--out <folder>",
    "write each company's outcome there, as JSON in its own names, signs and units; of each built-in round in a folder of its own",
  )
  .option("--sealed", "settle the outcome once more, sealed (experimental)", false)
  .option("--round-numbers", "round numbers with more decimals instead of refusing them", false);

/**
 * A path relative to the user's folder: npm runs scripts in the project's folder and says in
 * INIT_CWD where it was called.
 */
function fromUser(path: string): string {
  return resolve(process.env["INIT_CWD"] ?? process.cwd(), path);
}

/** Reads a file and repeats the reader's remarks. */
async function read(name: string, path: string): Promise<Member> {
  const model = await readProgram(path);
  for (const { message, place } of model.warnings)
    line(`${name}: ${new InputError("Warning", message, place).message}`);
  return { name, model };
}

/** Rows in two halves; Bob has the objective. */
function halves(model: Model): Member[] {
  const parts = splitProgram(model, consecutiveParts(model.rows.length, 2), 1);
  return [
    { name: "Alice", model: parts[0]! },
    { name: "Bob", model: parts[1]! },
  ];
}

/** What a run of the demo works with. */
interface Stage extends Players {
  readonly chain: LocalChain;
  /** Folder for the outcomes of a round, or null. */
  readonly out: string | null;
}

/** What an engine is chosen and made from. */
interface Players {
  readonly pool: WorkPool;
  readonly options: Options;
}

/** The engine asked for, or the default for that number of companies. */
function engineFor({ companies }: Problem, { options, pool }: Players, meter: CostMeter): Engine<unknown> {
  return createEngine(options.engine ?? recommendedEngine(companies.length), pool, meter);
}

async function play({ title, problem, stated }: Round, stage: Stage): Promise<RoundRecord> {
  heading(title);
  const { program, companies } = problem;
  const meter = createCostMeter();
  const engine = engineFor(problem, stage, meter);
  const owner = companies[program.objectiveOwner]!.name;
  line(
    `${counted(program.variables.length, "variable")}; ${program.sense === null ? "no costs" : `${owner} owns the objective`}; engine ${engine.name}`,
  );
  for (const remark of remarksOn(problem)) line(remark);
  const agreement = agree(problem, engine, stage.chain);
  const names = companies.map(({ name }) => name);
  const models = new Map(problem.members.map(({ model }, party) => [party, model]));
  const scales = { names, program, grid: engine.grid, models, asked: askedOf(problem.scale), ...agreement.round };
  for (const { text } of wideTolerances(scales, SETTINGS))
    line(`${text}; between companies it would have to be accepted`);
  const record = await playRound({ chain: stage.chain, ...problem, engine, agreement });
  const { out: folder } = stage;
  const central = () => working("solving with all data in one place", () => solveCentrally(problem));
  const afterwards = createAfterwards();
  const settled = { problem, agreement, engine, record };
  await report(settled, { folder, central }, afterwards);
  if (stated !== null)
    await afterwards.run("the comparison with case.json", () => {
      for (const text of statementLines(stated, outcomeOf(settled, program.objectiveOwner))) line(text);
    });
  await afterwards.run("counting", () => {
    const counted = formatCosts(costLines(engine.name, agreement.round, meter));
    if (counted.length > 0) line(bold("operations counted, beside the paper's formulas for this size"));
    for (const text of counted) line(text);
    const { advice, findings } = engine.leakage(agreement.round, (party) => companies[party]!.name);
    line();
    line(bold(`what a curious party could find out from this engine at these sizes (${advice})`));
    for (const finding of findings) line(finding);
  });
  if (stage.options.sealed)
    await afterwards.run("sealing", async () => {
      line();
      line(bold("the same outcome, sealed"));
      await sealAgain(settled, stage.chain);
    });
  afterwards.finish();
  return record;
}

interface Round {
  readonly title: string;
  readonly problem: Problem;
  /** The case, if it is one: it may state an optimum. */
  readonly stated: Case | null;
}

const NEUTRAL = ["Neutral node", "Second neutral node"] as const;

/** Two companies, and the neutral ones that an engine needs as its other nodes. */
function forEngine(members: readonly Member[], { engine = "" }: Options): Member[] {
  const missing = (nodesOf(engine) ?? 0) - members.length;
  const neutral = NEUTRAL.slice(0, Math.max(0, missing));
  return [...members, ...neutral.map((name) => ({ name, model: helperModel(name) }))];
}

/** The two companies' own files, or a case's, or null for the built-in examples. */
async function ownProblem(options: Options): Promise<Round | null> {
  const [alice, bob] = [options.alice, options.bob].map((path) => (path === undefined ? undefined : fromUser(path)));
  if ((alice === undefined) !== (bob === undefined) || (alice !== undefined && options.case !== undefined)) {
    throw new InputError("OptionInvalid", "give --alice and --bob together, or --case alone");
  }
  if (options.feasible && alice === undefined && options.case === undefined) {
    throw new InputError("OptionInvalid", "--feasible needs files of your own: --alice and --bob, or --case");
  }
  if (alice !== undefined && bob !== undefined) {
    const members = forEngine([await read("Alice", alice), await read("Bob", bob)], options);
    return { title: "Your two files", problem: prepare(members, await preparation(options)), stated: null };
  }
  return options.case === undefined ? null : caseProblem(fromUser(options.case), options);
}

/** The companies of a case and what it states. */
async function caseProblem(folder: string, options: Options): Promise<Round> {
  const stated = await readCase(folder);
  const members: Member[] = [];
  for (const { name, path } of stated.companies) members.push(await read(name, path));
  checkStatements(stated, members);
  return { title: stated.title, problem: prepare(members, await preparation(options)), stated };
}

async function preparation(options: Options): Promise<ProblemOptions> {
  const { decimals, solutionDecimals, multiplierDecimals, roundNumbers, feasible } = options;
  const { bounds, ...others } = options;
  return {
    bounds: await readBounds(bounds === undefined ? others : { ...others, bounds: fromUser(bounds) }),
    ...(multiplierDecimals === undefined ? {} : { multiplierDecimals }),
    ...(decimals === undefined ? {} : { decimals }),
    ...(solutionDecimals === undefined ? {} : { solutionDecimals }),
    rounding: roundNumbers ? "nearest" : "exact",
    feasible,
  };
}

/** The built-in examples, and what they are played with. */
interface BuiltIn {
  readonly paper: Round;
  readonly afiro: Round;
  readonly consortium: Round;
}

async function builtInProblems(options: Options): Promise<BuiltIn> {
  const prepared = await preparation(options);
  const [alice, bob] = [await read("Alice", example("paper/alice.lp")), await read("Bob", example("paper/bob.lp"))];
  const model = await readProgram(example("lp/afiro.mps"));
  return {
    paper: {
      title: "The paper's example (equations 9 to 11)",
      problem: prepare(forEngine([alice, bob], options), prepared),
      stated: null,
    },
    afiro: {
      title: "A real problem: afiro, its rows split between two companies",
      problem: prepare(forEngine(halves(model), options), prepared),
      stated: null,
    },
    consortium: await caseProblem(example("logistics"), options),
  };
}

async function playBuiltIn({ paper, afiro, consortium }: BuiltIn, stage: Stage): Promise<void> {
  // What the public sees of a sealed outcome shows best beside a small one.
  const first = await play(paper, { ...within(stage, "paper"), options: { ...stage.options, sealed: true } });
  await play(afiro, within(stage, "afiro"));
  await play(consortium, { ...within(stage, "logistics"), options: withoutEngine(stage.options) });

  heading("Attempts to cheat, by companies that conspire");
  const { chain } = stage;
  const attempts = await working("forging certificates", () =>
    tryToCheat({
      chain,
      rows: paper.problem.companies.map(({ rows }) => rows),
      agreement: agree(paper.problem, engineFor(paper.problem, stage, noMeter), chain),
      earlier: first.result.certificate,
    }),
  );
  for (const { what, refusal } of attempts) {
    line(refusal === null ? `${green("accepted")}  ${what}` : `${red("refused")}   ${what}`);
    if (refusal !== null) line(`          ${bold(refusal)}: ${WHY[refusal] ?? "see docs/certificate.md"}`);
  }
}

/**
 * The rounds have companies of the same names, so each writes its outcomes into a folder of its
 * own.
 */
function within(stage: Stage, folder: string): Stage {
  return { ...stage, out: stage.out === null ? null : join(stage.out, folder) };
}

/** --engine applies to two companies; the consortium shows the default engine for several. */
function withoutEngine({ engine: _, ...options }: Options): Options {
  return options;
}

/**
 * Throws what is wrong with the engine, or with the engine for this problem, before anything is
 * compiled.
 */
function checkEngine(problem: Problem, stage: Players): void {
  const engine = engineFor(problem, stage, noMeter);
  engine.schedule(publicRound(problem, engine));
}

async function main(options: Options): Promise<void> {
  // A folder that cannot be written is refused before the round.
  if (options.out !== undefined) await writeUserFiles(fromUser(options.out), {});
  const own = await ownProblem(options);
  const builtIn = own === null ? await builtInProblems(options) : null;
  const pool = createWorkPool(2);
  const problems = builtIn === null ? [own!] : [builtIn.paper, builtIn.afiro];
  let chain: LocalChain;
  try {
    for (const { problem } of problems) checkEngine(problem, { options, pool });
    const companies = own?.problem.companies.length ?? BUILT_IN_COMPANIES;
    chain = await working("compiling the contracts and starting a chain", () => startLocalChain(companies));
  } catch (error) {
    await pool.close();
    throw error;
  }
  const stage = { chain, pool, options, out: options.out === undefined ? null : fromUser(options.out) };
  try {
    heading("A chain in this process");
    for (const { name, gasUsed } of chain.deployed) line(`${green("✓")} ${name} deployed, ${integer(gasUsed)} gas`);
    if (builtIn !== null) await playBuiltIn(builtIn, stage);
    else await play(own!, stage);
  } finally {
    await Promise.all([pool.close(), chain.close()]);
  }
}

await runProgram(command.action(main), process.argv);
