// Latency of a round by the number of companies, in blocks from the last commitment to the
// settlement. All clients are in this process, so that their computing adds up, and shows beside
// short blocks; the second part of the table has blocks long enough to hide it.
// Run: node bench/exchanges.ts [companies …]   (default: 3, 6, 12 and 30; mpc and multi-party/masked;
// blocks of 1 s and of 12 s; ten looks at the chain for each block)
import { createWorkPool } from "../client/crypto/paillier/pool.ts";
import { createEngine } from "../client/engines/engines.ts";
import { coveringProblem, playWholeRound } from "./whole-round.ts";

const COMPANIES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [3, 6, 12, 30];
const ENGINES = ["mpc", "multi-party/masked"] as const;
const BLOCK_SECONDS = [1, 12];

const pool = createWorkPool(2);
const table = [];
for (const blockSeconds of BLOCK_SECONDS) {
  for (const name of ENGINES) {
    for (const companies of COMPANIES) {
      // A row for each company but the last, which has the costs.
      const problem = coveringProblem({ companies, rows: companies - 1, columns: 2 });
      const played = await playWholeRound(problem, createEngine(name, pool), blockSeconds);
      table.push({
        engine: name,
        "seconds a block": blockSeconds,
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
await pool.close();
console.table(table);
