// Times, bytes, messages of the two-party engine by problem and masked product, and its operations
// beside the paper's formulas; both parties in one process.
// Run: node bench/two-party.ts   (one run each, fixed seeds; rows split in two halves, objective
// with the second half; paillier with 2,048 bits and two worker threads, decoy-ot with p = 2,
// d = 40)
import { availableParallelism } from "node:os";
import { createWorkPool } from "../client/crypto/paillier/pool.ts";
import { createCostMeter } from "../client/engines/cost-meter.ts";
import { createEngine } from "../client/engines/engines.ts";
import { ENGINE_NAMES } from "../client/engines/names.ts";
import { runEngine } from "../client/engines/run.ts";
import { defaultTolerances } from "../client/lp/exact/tolerances.ts";
import { announce, combine } from "../client/lp/joint/program.ts";
import type { IntegerProgram } from "../client/lp/model/normal.ts";
import { combinePrograms, toPartyRows } from "../client/lp/model/normalise.ts";
import { readProgram } from "../client/lp/readers/read.ts";
import { dot } from "../client/math/field.ts";
import { costLines, formatCosts } from "../lab/paper-costs.ts";
import { seeded, splitProgram } from "../test/engines/two-party/problems.ts";

const FILES = ["afiro", "sc50b"];
const THREADS = 2;

/** Names of the work that ends with each message, by number of messages. */
const PHASES: Readonly<Record<string, readonly string[]>> = {
  "two-party/paillier": ["encrypt", "multiply", "multiply", "solve", "unmask", "check"],
  "two-party/decoy-ot": ["encrypt", "encrypt", "multiply", "multiply", "solve", "unmask", "check"],
};

interface Problem {
  readonly name: string;
  readonly program: IntegerProgram;
  readonly decimals: number;
}

const paper: Problem = {
  name: "paper",
  program: {
    inequalities: {
      coefficients: [
        [1n, -2n, 1n],
        [5n, -1n, -2n],
        [-2n, 1n, 1n],
      ],
      rhs: [11n, 1n, 0n],
    },
    equalities: { coefficients: [], rhs: [] },
    objective: [-3n, 1n, 1n],
  },
  decimals: 0,
};

async function problemOf(name: string): Promise<Problem> {
  const model = await readProgram(new URL(`../examples/lp/${name}.mps`, import.meta.url).pathname);
  const announced = combine([announce(model)]);
  return {
    name,
    program: combinePrograms([toPartyRows(model, announced, announced.decimals)]),
    decimals: announced.decimals,
  };
}

const pool = createWorkPool(THREADS);

async function measure({ name, program, decimals }: Problem, engineName: string) {
  const inequalities = program.inequalities.rhs.length;
  const equalities = program.equalities.rhs.length;
  const items = program.objective.length + inequalities + equalities;
  const { residual } = defaultTolerances({ coefficient: decimals, solution: 9, multiplier: 15 }, items);
  const split = splitProgram(program, 1, Math.ceil(inequalities / 2), Math.ceil(equalities / 2), decimals, residual);
  const inputs = split.parties.map((rows, party) => ({ rows, random: seeded(party + 1) }));
  const marks = [performance.now()];
  const meter = createCostMeter();
  const engine = createEngine(engineName, pool, meter);
  const { transcript, outcomes } = await runEngine(engine, split.round, inputs, {
    deliver: (message) => {
      marks.push(performance.now());
      return message;
    },
  });
  marks.push(performance.now());
  const spent = new Map<string, number>();
  for (const [i, phase] of PHASES[engineName]!.entries())
    spent.set(phase, (spent.get(phase) ?? 0) + marks[i + 1]! - marks[i]!);
  console.log(`${name}, ${engineName}`);
  for (const line of formatCosts(costLines(engineName, split.round, meter))) console.log(`  ${line}`);
  const outcome = outcomes[0]!;
  return {
    problem: name,
    rows: inequalities + equalities,
    columns: program.objective.length,
    product: engineName.split("/")[1],
    optimum:
      outcome.kind === "optimal" ? Number(dot(program.objective, outcome.x)) / 10 ** (decimals + 9) : outcome.kind,
    ...Object.fromEntries([...spent].map(([phase, time]) => [`${phase} ms`, Math.round(time)])),
    "total ms": Math.round(marks.at(-1)! - marks[0]!),
    bytes: transcript.reduce((sum, { body }) => sum + body.length, 0),
    messages: transcript.length,
  };
}

const table = [];
for (const problem of [paper, ...(await Promise.all(FILES.map(problemOf)))])
  for (const engine of ENGINE_NAMES.filter((name) => name in PHASES)) table.push(await measure(problem, engine));
console.log(`${THREADS} worker threads on ${availableParallelism()} cores`);
console.table(table);
await pool.close();
