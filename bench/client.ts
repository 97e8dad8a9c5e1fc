// A two-party round between two clients in separate processes over libp2p, on anvil with a block
// per transaction: wall time, the engine's own arithmetic, and the difference, which is the
// client's overhead. Also turns (what a party sends in an exchange, under one digest), bytes,
// transactions and gas per round.
// Run: node bench/client.ts   (three rounds on the same homes; poll interval 20 ms; 2,048-bit keys)
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readRoundFile } from "../client/app/round-file.ts";
import { createWorkPool } from "../client/crypto/paillier/pool.ts";
import { createEngine } from "../client/engines/engines.ts";
import { runEngine } from "../client/engines/run.ts";
import { toPartyRows } from "../client/lp/model/normalise.ts";
import { readProgram } from "../client/lp/readers/read.ts";
import { createRandom } from "../client/math/random.ts";
import { roundSchedule } from "../client/play/settle/schedule.ts";
import { agreementOf } from "../client/round/terms.ts";
import { fundedKey, startNode } from "../lab/chain/node-process.ts";
import { Company, type LogLine } from "../scripts/rehearsal/company.ts";

const EXAMPLES = fileURLToPath(new URL("../examples/", import.meta.url));
const FILES = ["paper/alice.lp", "paper/bob.lp"].map((file) => join(EXAMPLES, file));
const ROUNDS = 3;
const POLL_MS = "20";

const folder = await mkdtemp(join(tmpdir(), "concordat-bench-"));
const node = await startNode("anvil");
const companies = FILES.map((file, k) => new Company(`Company ${"AB"[k]}`, file, folder, fundedKey(k)));
const alice = companies[0]!;

/** Opens a round and has both clients play it; the lines of both logs. */
async function play(
  number: number,
): Promise<{ readonly file: string; readonly logs: readonly (readonly LogLine[])[] }> {
  const parties = companies.map(({ name, account }, k) => ({ name, account, announcement: `${k}.json` }));
  const spec = join(folder, "spec.json");
  const periods = { commit: "10m", exchange: "10m", settle: "10m" };
  await writeFile(spec, JSON.stringify({ title: "bench", parties, periods, bond: "0.01" }));
  const file = join(folder, `round-${number}.json`);
  await alice.run(["open", spec, "--out", file]);
  const logs: LogLine[][] = [[], []];
  const clients = companies.map((company, k) => {
    const client = company.join([file, "--data", company.data, "--insist"]);
    client
      .until((line) => {
        logs[k]!.push(line);
        return false;
      })
      .catch(() => undefined);
    return client;
  });
  await Promise.all(clients.map((client) => client.end()));
  return { file, logs };
}

/** Milliseconds that the engine takes with both parties in one process. */
async function engineAlone(file: string): Promise<number> {
  const pool = createWorkPool(2);
  const { terms } = await readRoundFile(file);
  const engine = createEngine(terms.engine, pool);
  const { program, agreement } = agreementOf(terms, (round) => roundSchedule(engine, round).turns);
  const inputs = await Promise.all(
    companies.map(async ({ data }) => ({
      rows: toPartyRows(await readProgram(data), program, terms.coefficientDecimals),
      random: createRandom(),
    })),
  );
  const started = performance.now();
  await runEngine(engine, agreement.round, inputs);
  const time = performance.now() - started;
  await pool.close();
  return time;
}

const timeOf = (line: LogLine | undefined) => Date.parse(String(line?.["time"]));

try {
  for (const [k, company] of companies.entries()) {
    const contracts = k === 0 ? [] : await contractsOf(alice);
    await company.init(node.url, contracts, POLL_MS);
    if (k === 0) await company.run(["deploy", "--out", join(folder, "consortium.json")]);
    await company.run(["announce", company.data, "--out", join(folder, `${k}.json`)]);
  }
  const table = [];
  for (let number = 1; number <= ROUNDS; number++) {
    const { file, logs } = await play(number);
    const all = logs.flat();
    // Timed from the moment at which both clients have started the round.
    const begun = Math.max(...logs.map((log) => timeOf(log.find(({ event }) => event === "round-started"))));
    const settled = Math.max(...logs.map((log) => timeOf(log.find(({ event }) => event === "round-closed"))));
    const engine = await engineAlone(file);
    const sent = logs.flatMap((log, k) =>
      log.flatMap((line) => {
        const message = line["message"] as { from: number; bytes: number } | undefined;
        return line["event"] === "round-message" && message?.from === k ? [message.bytes] : [];
      }),
    );
    const mined = all
      .flatMap((line) => [line["transaction"], line["transactions"]].flat())
      .filter((item) => item !== undefined && item !== null) as { gasUsed: string }[];
    table.push({
      round: number,
      "wall ms": settled - begun,
      "engine alone ms": Math.round(engine),
      "overhead ms": Math.round(settled - begun - engine),
      turns: sent.length,
      bytes: sent.reduce((sum, bytes) => sum + bytes, 0),
      "transactions of the round": mined.length + 2,
      gas: mined.reduce((sum, { gasUsed }) => sum + Number(gasUsed), 0),
    });
  }
  console.table(table);
  console.log("transactions: commitments, digests, settlement and two withdrawals; gas without the withdrawals");
} finally {
  await node.stop();
  await rm(folder, { recursive: true });
}

async function contractsOf({ home }: Company): Promise<string[]> {
  const { coordinator, registry } = JSON.parse(await readFile(join(home, "config.json"), "utf8"));
  return ["--coordinator", coordinator, "--registry", registry];
}
