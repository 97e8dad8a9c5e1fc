// The whole multi-party engine in one process: seconds by exchange, bytes by phase, and operations
// beside the paper's formulas, in both variants.
// Run: node bench/multi-party.ts   (three holders, a separate owner of the objective, keys of 2048
// bits, two worker threads)
import { createWorkPool } from "../client/crypto/paillier/pool.ts";
import { createCostMeter } from "../client/engines/cost-meter.ts";
import { multiPartyEngine, type Variant } from "../client/engines/multi-party/engine.ts";
import { consortiumShape } from "../client/engines/multi-party/shape.ts";
import { runEngine } from "../client/engines/run.ts";
import { highsSolver } from "../client/lp/solvers/highs.ts";
import { dot } from "../client/math/field.ts";
import { createRandom } from "../client/math/random.ts";
import { formatCosts, multiPartyCosts } from "../lab/paper-costs.ts";
import { consortium } from "../test/engines/multi-party/problems.ts";
import { loadExample } from "../test/support/examples.ts";

const HOLDERS = 3;
const names = process.argv.length > 2 ? process.argv.slice(2) : ["afiro", "sc50b", "adlittle"];
const pool = createWorkPool(2);

async function measure(name: string, variant: Variant): Promise<void> {
  const { program, decimals, constant } = await loadExample(name);
  const { round, parties } = consortium(program, HOLDERS, HOLDERS, decimals, 10n ** BigInt(decimals + 4));
  const shape = consortiumShape(round);
  const meter = createCostMeter();
  const engine = multiPartyEngine({ variant, solver: highsSolver, pool, meter });
  const schedule = engine.schedule(round);
  const seconds: number[] = [];
  let last = performance.now();
  const stamp = (exchange: number) => {
    const now = performance.now();
    seconds[exchange] = (seconds[exchange] ?? 0) + (now - last) / 1000;
    last = now;
  };
  const inputs = parties.map((rows, party) => ({ rows, random: createRandom(new Uint8Array(32).fill(party + 1)) }));
  const { transcript, outcomes } = await runEngine(engine, round, inputs, {
    deliver: (message) => {
      // The work since the previous exchange produced this one.
      stamp(schedule[message.position]!.exchange);
      return message;
    },
  });
  const exchanges = seconds.length;
  stamp(exchanges);
  const [outcome] = outcomes;
  if (outcome!.kind !== "optimal") throw new Error(`${name} should have an optimum`);
  const objective = Number(dot(program.objective, outcome!.x)) / 10 ** (decimals + round.decimals.solution);
  const total = seconds.reduce((sum, value) => sum + value, 0);
  console.log(
    `\n${name}, ${variant}: n = ${shape.variables}, m = ${program.inequalities.rhs.length + program.equalities.rhs.length} real rows, ` +
      `m′ = ${shape.rows}, t = ${shape.slacks}, optimum ${objective + constant}; ${total.toFixed(1)} s, ` +
      `${(meter.total().bytes / 1e6).toFixed(2)} MB in ${transcript.length} messages, ${exchanges} exchanges`,
  );
  for (const [exchange, value] of seconds.entries())
    if (value >= 0.005)
      console.log(
        `  ${value.toFixed(2).padStart(7)} s  ${exchange < exchanges ? `for exchange ${exchange}` : "after the last"}`,
      );
  for (const { phase, counts } of meter.phases())
    console.log(`  ${(counts.bytes / 1e6).toFixed(3).padStart(7)} MB ${phase}: ${counts.messages} messages`);
  for (const line of formatCosts(multiPartyCosts(variant, round, meter))) console.log(`  ${line}`);
}

for (const name of names) for (const variant of ["masked", "plain"] as const) await measure(name, variant);
await pool.close();
