// Latency of a round by the number of companies, in blocks from the last commitment to the
// settlement: with a block a second, and with blocks that wait for computing; then by
// confirmations. All clients are in this process, so that their computing adds up, where companies
// compute at the same time.
// Run: node bench/exchanges.ts [companies …]   (default: 3, 6, 12 and 30; mpc and
// multi-party/masked)
import { createWorkPool } from "../client/crypto/paillier/pool.ts";
import { createEngine } from "../client/engines/engines.ts";
import { waitBlocks } from "./scale/formulas.ts";
import { coveringProblem, type Pace, playWholeRound } from "./whole-round.ts";

const COMPANIES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [3, 6, 12, 30];
const ENGINES = ["mpc", "multi-party/masked"] as const;
/** Of a round of three companies with `mpc`. */
const CONFIRMATIONS = [0, 1, 4];
const PACES: readonly Pace[] = [1, "together"];

const pool = createWorkPool(2);
const table = [];
for (const pace of PACES) {
  for (const name of ENGINES) {
    for (const companies of COMPANIES) {
      // A row for each company but the last, which has the costs.
      const problem = coveringProblem({ companies, rows: companies - 1, columns: 2 });
      const played = await playWholeRound(problem, createEngine(name, pool), { pace });
      table.push({
        engine: name,
        "blocks come": pace === "together" ? pace : `every ${pace} s`,
        companies,
        exchanges: played.exchanges,
        posts: played.gas.posts.length,
        "gas of posts": played.gas.posts.reduce((sum, gas) => sum + gas, 0),
        "blocks from the last commitment": played.blocks,
        seconds: Number(played.seconds.toFixed(1)),
        "processor time": Number(played.processor.toFixed(1)),
      });
    }
  }
}
const confirmed = [];
for (const confirmations of CONFIRMATIONS) {
  const problem = coveringProblem({ companies: 3, rows: 2, columns: 2 });
  const { exchanges, blocks } = await playWholeRound(problem, createEngine("mpc", pool), { pace: 1, confirmations });
  confirmed.push({ confirmations, blocks, formula: waitBlocks(exchanges, confirmations, 1) });
}
await pool.close();
console.table(table);
console.table(confirmed);
