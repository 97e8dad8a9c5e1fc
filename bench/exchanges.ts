// Latency of a round on a chain that makes a block a second, by the number of companies: all
// clients in this process, each with its own account. Blocks from the last commitment to the
// settlement are what a round waits for; the engine's own arithmetic, with all parties on this
// machine, stands beside it.
// Run: node bench/exchanges.ts (3, 6 and 12 companies; `mpc` and `multi-party/masked`; polls the
// chain every 100 ms).
import { createPublicClient, createWalletClient, http, numberToHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { anvil } from "viem/chains";
import { loadArtifacts } from "../client/app/deploy/artifacts.ts";
import { openRound } from "../client/chain/coordinator/transact.ts";
import { walletOutbox } from "../client/chain/outbox/outbox.ts";
import type { ChainSession } from "../client/chain/session.ts";
import { createWorkPool } from "../client/crypto/paillier/pool.ts";
import { createEngine } from "../client/engines/engines.ts";
import { openJournal } from "../client/journal/journal.ts";
import { roundJournal } from "../client/journal/round-journal.ts";
import { prepare, publicRound } from "../client/library/problem.ts";
import { sessionsInProcess } from "../client/links/sessions.ts";
import { NO_BOUNDS } from "../client/lp/joint/program.ts";
import { readProgramText } from "../client/lp/readers/read.ts";
import { createRandom } from "../client/math/random.ts";
import { connectInProcess } from "../client/network/channel.ts";
import { runParty } from "../client/play/drive/run-party.ts";
import { roundSchedule } from "../client/play/settle/schedule.ts";
import { type Agreement, roundParams } from "../client/round/agreement.ts";
import { type NodeProcess, startNode } from "../lab/chain/node-process.ts";

const COMPANIES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [3, 6, 12];
const ENGINES = ["mpc", "multi-party/masked"] as const;
const MNEMONIC = "test test test test test test test test test test test junk";
const BLOCK_SECONDS = 1;
const POLL_MS = 100;

/** A row for each company but the last, which has the costs. */
function problemOf(companies: number) {
  const holders = companies - 1;
  const members = Array.from({ length: companies }, (_, k) => {
    const row = `r${k}: ${1 + (k % 3)} x + y >= ${2 + k}`;
    const text = k < holders ? `Minimize\nSubject To\n ${row}\nEnd\n` : "Minimize\n obj: 2 x + 3 y\nSubject To\nEnd\n";
    return { name: `Company ${k}`, model: readProgramText(text, `${k}.lp`) };
  });
  return prepare(members, { rounding: "exact", feasible: false, bounds: NO_BOUNDS });
}

async function sessionsOn(node: NodeProcess, companies: number): Promise<ChainSession[]> {
  const transport = http(node.url);
  const publicClient = createPublicClient({ chain: anvil, transport, pollingInterval: POLL_MS, cacheTime: 0 });
  const accounts = Array.from({ length: companies + 1 }, (_, addressIndex) =>
    mnemonicToAccount(MNEMONIC, { addressIndex }),
  );
  for (const { address } of accounts) await node.request("anvil_setBalance", [address, numberToHex(10n ** 21n)]);
  const wallets = accounts.map((account) => createWalletClient({ account, chain: anvil, transport }));
  const artifacts = await loadArtifacts();
  const deploy = async (name: "CertificateVerifier" | "RoundCoordinator", args: readonly unknown[]) => {
    const { abi, bytecode } = artifacts[name];
    const hash = await wallets[0]!.deployContract({ abi, bytecode, args } as never);
    return (await publicClient.waitForTransactionReceipt({ hash })).contractAddress!;
  };
  const verifier = await deploy("CertificateVerifier", []);
  const coordinator = await deploy("RoundCoordinator", [verifier]);
  return wallets.slice(1).map((wallet) => ({
    ...{ publicClient, account: wallet.account, coordinator, confirmations: 0 },
    outbox: walletOutbox(publicClient, wallet),
  }));
}

const pool = createWorkPool(2);
const table = [];
for (const name of ENGINES) {
  for (const companies of COMPANIES) {
    const node = await startNode("anvil", { blockSeconds: BLOCK_SECONDS });
    const sessions = await sessionsOn(node, companies);
    const { publicClient } = sessions[0]!;
    const problem = problemOf(companies);
    const engine = createEngine(name, pool);
    const round = publicRound(problem, engine);
    const { turns } = roundSchedule(engine, round);
    const agreement: Agreement = {
      ...{ round, engine: name, schedule: turns, bond: 10n ** 16n, terms: `0x${"00".repeat(32)}` },
      accounts: sessions.map(({ account }) => account.address),
      periods: { commit: 3600, exchange: 3600, settle: 3600 },
    };
    const opened = await openRound(sessions[0]!, roundParams(agreement));
    const channels = connectInProcess(companies, turns);
    const inProcess = sessionsInProcess();
    let committed = 0n;
    let begun = { at: 0, processor: process.cpuUsage() };
    let settled = 0n;
    let gas = 0n;
    let posts = 0;
    const runs = problem.companies.map(({ rows }, party) =>
      runParty({
        ...{ party, rows, engine, agreement, round: opened.round, session: sessions[party]! },
        ...{ channel: channels[party]!, sessions: inProcess, random: createRandom(), insist: true },
        journal: roundJournal(openJournal(":memory:", createRandom().bytes(32)), "round"),
        waiting: { pollMs: POLL_MS, signal: new AbortController().signal },
        onEvent: (event) => {
          const mined =
            event.type === "settled" ? event.transactions.at(-1)! : "transaction" in event ? event.transaction : null;
          if (mined === null) return;
          if (event.type === "posted") [gas, posts] = [gas + mined.gasUsed, posts + 1];
          void publicClient.getTransactionReceipt({ hash: mined.hash }).then(({ blockNumber }) => {
            if (event.type === "committed" && blockNumber >= committed) {
              committed = blockNumber;
              begun = { at: performance.now(), processor: process.cpuUsage() };
            }
            if (event.type === "settled") settled = blockNumber;
          });
        },
      }),
    );
    await Promise.all(runs);
    const seconds = (performance.now() - begun.at) / 1000;
    const { user, system } = process.cpuUsage(begun.processor);
    while (settled === 0n) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    table.push({
      engine: name,
      companies,
      exchanges: turns.at(-1)!.exchange + 1,
      posts,
      "gas of posts": Number(gas),
      "blocks from the last commitment": Number(settled - committed),
      seconds: Number(seconds.toFixed(1)),
      "less processor time": Number((seconds - (user + system) / 1e6).toFixed(1)),
    });
    await node.stop();
  }
}
await pool.close();
console.table(table);
