// `npm start`: from files to settled rounds on a chain inside this process, then attempts to cheat.
import { Command } from "commander";
import { createWorkPool, type WorkPool } from "../client/crypto/paillier/pool.ts";
import { ConcordatError, InputError } from "../client/errors.ts";
import type { Model } from "../client/lp/model.ts";
import { readProgram } from "../client/lp/readers/read.ts";
import { consecutiveParts, splitProgram } from "../client/lp/split.ts";
import { createEngine, ENGINE_NAMES } from "../client/protocol/engines.ts";
import { tryToCheat } from "./demo/cheat.ts";
import { playRound, type RoundRecord } from "./demo/play.ts";
import { bold, green, heading, integer, line, red, working } from "./demo/print.ts";
import { agree, type Member, type Problem, prepare, solveCentrally } from "./demo/problem.ts";
import { summarise } from "./demo/summary.ts";
import { type LocalChain, startLocalChain } from "./local-chain.ts";

interface Options {
  readonly alice?: string;
  readonly bob?: string;
  readonly engine: string;
  readonly decimals?: number;
  readonly round: boolean;
}

/** The contract's reasons that the attempts run into, for people. */
const WHY: Readonly<Record<string, string>> = {
  GapTooLarge: "the plan is feasible, but the multipliers do not prove that nothing is better",
  EquationFailed: "the proofs do not belong to the rows that were committed",
  CommitmentMismatch: "the rows are not those committed to in this round",
};

const EXAMPLES = new URL("../examples/", import.meta.url);

function wholeNumber(text: string): number {
  if (!/^\d{1,2}$/.test(text))
    throw new InputError("OptionInvalid", `--decimals takes a whole number from 0 to 15, not "${text}"`);
  return Number(text);
}

const command = new Command("npm start --")
  .description("Two companies find their common optimum, and the contract accepts only the proven one.")
  .option("--alice <file>", "rows of the first company: MPS, CPLEX-LP or JSON")
  .option("--bob <file>", "rows of the second company; the objective is in exactly one of the two files")
  .option("--engine <name>", `how the answer is found: ${ENGINE_NAMES.join(", ")}`, ENGINE_NAMES[0])
  .option("--decimals <number>", "decimals of the data that count (default: as many as the files have)", wholeNumber)
  .option("--round", "round numbers with more decimals instead of refusing them", false);

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

async function play(
  title: string,
  problem: Problem,
  chain: LocalChain,
  options: Options,
  pool: WorkPool,
): Promise<RoundRecord> {
  heading(title);
  const { program, companies } = problem;
  line(
    `${program.variables.length} variables; ${companies.map(({ name }, k) => `${name} has ${program.inequalities[k]} ≤ rows and ${program.equalities[k]} = rows`).join(", ")}; ` +
      `${companies[program.objectiveOwner]!.name} owns the objective; engine ${options.engine}`,
  );
  const engine = createEngine(options.engine, pool);
  const agreement = agree(problem, engine, chain);
  const record = await playRound({ chain, companies, engine, agreement });
  const central = await working("solving with all data in one place", () => solveCentrally(problem, agreement));
  line();
  await summarise(problem, agreement, record, central, chain.sessions[0]!);
  return record;
}

async function main(options: Options): Promise<void> {
  if ((options.alice === undefined) !== (options.bob === undefined)) {
    throw new InputError("OptionInvalid", "--alice and --bob go together: one file for each company");
  }
  const preparation = {
    ...(options.decimals === undefined ? {} : { decimals: options.decimals }),
    rounding: options.round ? ("nearest" as const) : ("exact" as const),
  };
  const own =
    options.alice === undefined || options.bob === undefined
      ? null
      : prepare([await read("Alice", options.alice), await read("Bob", options.bob)], preparation);

  const pool = createWorkPool(2);
  const chain = await working("compiling the contracts and starting a chain", () => startLocalChain(2));
  try {
    heading("A chain in this process");
    for (const { name, gasUsed } of chain.deployed) line(`${green("✓")} ${name} deployed, ${integer(gasUsed)} gas`);
    if (own !== null) {
      await play("Your two files", own, chain, options, pool);
      return;
    }
    const paper = prepare(
      [
        await read("Alice", new URL("paper/alice.lp", EXAMPLES).pathname),
        await read("Bob", new URL("paper/bob.lp", EXAMPLES).pathname),
      ],
      preparation,
    );
    const first = await play("The paper's example (equations 9 to 11)", paper, chain, options, pool);
    const afiro = await readProgram(new URL("lp/afiro.mps", EXAMPLES).pathname);
    await play(
      "A real problem: afiro, its rows split between two companies",
      prepare(halves(afiro), preparation),
      chain,
      options,
      pool,
    );

    heading("Attempts to cheat, by companies that conspire");
    const engine = createEngine(options.engine, pool);
    const attempts = await working("forging certificates", () =>
      tryToCheat({
        chain,
        rows: paper.companies.map(({ rows }) => rows),
        agreement: agree(paper, engine, chain),
        earlier: first.result.certificate,
      }),
    );
    for (const { what, refusal } of attempts) {
      line(refusal === null ? `${green("accepted")}  ${what}` : `${red("refused")}   ${what}`);
      if (refusal !== null) line(`          ${bold(refusal)}: ${WHY[refusal] ?? "see docs/certificate.md"}`);
    }
  } finally {
    await Promise.all([pool.close(), chain.close()]);
  }
}

try {
  command.parse();
  await main(command.opts<Options>());
} catch (error) {
  if (!(error instanceof ConcordatError)) throw error;
  console.error(`\n${error.message} [${error.code}]`);
  process.exitCode = 1;
}
