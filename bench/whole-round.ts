// Plays whole rounds on anvil for the benchmarks, all clients in this process, each with its own
// account: what a round costs on chain, what travels between its companies, and how many blocks it
// waits for.
import { setTimeout as delay } from "node:timers/promises";
import { createPublicClient, createWalletClient, type Hex, http, numberToHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { anvil } from "viem/chains";
import { loadArtifacts } from "../client/app/deploy/artifacts.ts";
import { readState } from "../client/chain/coordinator/read.ts";
import { openRound, withdrawBonds } from "../client/chain/coordinator/transact.ts";
import { walletOutbox } from "../client/chain/outbox/outbox.ts";
import type { ChainSession, Mined } from "../client/chain/session.ts";
import type { Engine } from "../client/engines/engine.ts";
import { openJournal } from "../client/journal/journal.ts";
import { roundJournal } from "../client/journal/round-journal.ts";
import { type Problem, prepare, publicRound } from "../client/library/problem.ts";
import { sessionsInProcess } from "../client/links/sessions.ts";
import { NO_BOUNDS } from "../client/lp/joint/program.ts";
import { readProgramText } from "../client/lp/readers/read.ts";
import { createRandom, randomBetween } from "../client/math/random.ts";
import { type Channel, connectInProcess } from "../client/network/channel.ts";
import { runParty } from "../client/play/drive/run-party.ts";
import { roundSchedule } from "../client/play/settle/schedule.ts";
import { type Agreement, roundParams } from "../client/round/agreement.ts";
import { PUBLIC_OUTCOME } from "../client/round/params.ts";
import { type NodeProcess, startNode } from "../lab/chain/node-process.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
/**
 * How often a client looks at the chain: in a second, if blocks come together, else for each block.
 */
const LOOKS = { together: 2, block: 10 };
/** How long the chain waits for a party that is due, if blocks come together. */
const PATIENCE_MS = 60_000;
/**
 * Entries of a row of `coveringProblem`, and the most that an entry and a right-hand side can be.
 */
const ENTRIES = 8;
const LARGEST_ENTRY = 9n;
const LARGEST_RHS = 99n;

/** Size of a round; the last company has the costs, all others the rows. */
export interface Size {
  readonly companies: number;
  readonly rows: number;
  readonly columns: number;
}

/** Rows of each company: as even as can be, none for the last one. */
export function rowsOf({ companies, rows }: Size): number[] {
  return Array.from({ length: companies }, (_, k) =>
    k === companies - 1 ? 0 : Math.ceil((rows - k) / (companies - 1)),
  );
}

/**
 * min cᵀx, Ax ≥ b, x ≥ 0 with up to eight entries from 1 to 9 in each row, which follow from the
 * size alone. Feasible and bounded, since every entry is positive.
 */
export function coveringProblem(size: Size): Problem {
  const { companies, columns } = size;
  const random = createRandom(new Uint8Array(32).fill(1)).fork(Object.values(size).join("/"));
  const below = (limit: bigint) => randomBetween(random, 1n, limit);
  const sum = (places: Iterable<number>) => [...places].map((j) => `${below(LARGEST_ENTRY)} x${j}`).join(" + ");
  const row = () => {
    const places = new Set<number>();
    while (places.size < Math.min(ENTRIES, columns)) places.add(Number(below(BigInt(columns))));
    return `${sum(places)} >= ${below(LARGEST_RHS)}`;
  };
  const all = Array.from({ length: columns }, (_, j) => j + 1);
  const members = rowsOf(size).map((count, k) => {
    const objective = k === companies - 1 ? ` obj: ${sum(all)}\n` : "";
    const rows = Array.from({ length: count }, (_, i) => ` r${i}: ${row()}\n`).join("");
    const text = `Minimize\n${objective}Subject To\n${rows}End\n`;
    return { name: `Company ${k}`, model: readProgramText(text, `${k}.lp`) };
  });
  return prepare(members, { rounding: "exact", feasible: false, bounds: NO_BOUNDS });
}

async function sessionsOn(
  url: string,
  companies: number,
  { pollMs, confirmations }: { readonly pollMs: number; readonly confirmations: number },
): Promise<ChainSession[]> {
  const transport = http(url);
  const publicClient = createPublicClient({ chain: anvil, transport, pollingInterval: pollMs, cacheTime: 0 });
  const accounts = Array.from({ length: companies + 1 }, (_, addressIndex) =>
    mnemonicToAccount(MNEMONIC, { addressIndex }),
  );
  for (const { address } of accounts)
    await publicClient.request({
      method: "anvil_setBalance",
      params: [address, numberToHex(10n ** 21n)],
    } as never);
  const wallets = accounts.map((account) => createWalletClient({ account, chain: anvil, transport }));
  const artifacts = await loadArtifacts();
  const deploy = async (
    name: "CertificateVerifier" | "SealedVerifier" | "RoundCoordinator",
    args: readonly unknown[],
  ) => {
    const { abi, bytecode } = artifacts[name];
    const hash = await wallets[0]!.deployContract({ abi, bytecode, args } as never);
    return (await publicClient.waitForTransactionReceipt({ hash })).contractAddress!;
  };
  const verifier = await deploy("CertificateVerifier", []);
  const sealedVerifier = await deploy("SealedVerifier", []);
  const coordinator = await deploy("RoundCoordinator", [verifier, sealedVerifier]);
  return wallets.slice(1).map((wallet) => ({
    ...{ publicClient, account: wallet.account, coordinator, confirmations },
    outbox: walletOutbox(publicClient, wallet),
  }));
}

/** What the channels of all parties together have delivered. */
interface Delivered {
  envelopes: number;
  bytes: number;
}

function counting(channel: Channel, delivered: Delivered): Channel {
  return {
    publish: (step, envelope) => channel.publish(step, envelope),
    fetch: async (step, from, maxBytes, signal) => {
      const envelope = await channel.fetch(step, from, maxBytes, signal);
      delivered.envelopes += 1;
      delivered.bytes += envelope.length;
      return envelope;
    },
  };
}

/** What a whole round has cost. */
export interface Played {
  readonly exchanges: number;
  readonly messages: number;
  /** Gas of each transaction, in order of mining; the settlement may take several. */
  readonly gas: {
    readonly open: number;
    readonly commits: readonly number[];
    readonly posts: readonly number[];
    readonly settlement: readonly number[];
    /** Of one company. */
    readonly withdrawal: number;
  };
  /** Envelopes as their receivers got them, all receivers together. */
  readonly envelopes: number;
  readonly bytes: number;
  /**
   * From the block with the last commitment to the one with the last transaction of the settlement.
   */
  readonly blocks: number;
  /** Over the same time: seconds, and seconds of processor time of all clients together. */
  readonly seconds: number;
  readonly processor: number;
}

/**
 * Seconds from one block to the next; or "together": a block as soon as every party that is due has
 * sent its transaction, so that computing takes no blocks. Parties that wait for each other's
 * transactions would still take several.
 */
export type Pace = number | "together";

/** Makes blocks "together" until the signal aborts. */
async function mineTogether(node: NodeProcess, { session, round, companies, signal }: Mining): Promise<void> {
  let seen = 0;
  let since = performance.now();
  while (!signal.aborted) {
    const { pending } = await node.request<{ pending: Hex }>("txpool_status");
    const { state } = await readState(session, round);
    const { phase, remaining } = state;
    const due = phase === "committing" ? companies : phase === "running" ? remaining : 1;
    if (Number(pending) !== seen) since = performance.now();
    seen = Number(pending);
    if (seen >= due || (seen > 0 && performance.now() - since > PATIENCE_MS)) await node.mine();
    await delay(100);
  }
}

interface Mining {
  readonly session: ChainSession;
  readonly round: bigint;
  readonly companies: number;
  readonly signal: AbortSignal;
}

export interface PlayOptions {
  readonly pace: Pace;
  /** Blocks on top of the one on which clients act; with blocks "together" it must be 0. */
  readonly confirmations?: number;
}

/** Plays a round of the problem from its opening to its settlement, on a fresh chain. */
export async function playWholeRound(
  problem: Problem,
  engine: Engine<unknown>,
  { pace, confirmations = 0 }: PlayOptions,
): Promise<Played> {
  const companies = problem.companies.length;
  const node = await startNode("anvil");
  const pollMs = pace === "together" ? 1000 / LOOKS.together : (1000 * pace) / LOOKS.block;
  const sessions = await sessionsOn(node.url, companies, { pollMs, confirmations });
  const { publicClient } = sessions[0]!;
  const round = publicRound(problem, engine);
  const { turns } = roundSchedule(engine, round);
  const agreement: Agreement = {
    ...{ round, engine: engine.name, schedule: turns, bond: 10n ** 16n, terms: `0x${"00".repeat(32)}` },
    accounts: sessions.map(({ account }) => account.address),
    periods: { commit: 3600, exchange: 3600, settle: 3600 },
    sealedKey: PUBLIC_OUTCOME,
  };
  const opened = await openRound(sessions[0]!, roundParams(agreement));
  const stop = new AbortController();
  const mining = { session: sessions[0]!, round: opened.round, companies, signal: stop.signal };
  await node.setAutomine(false);
  if (pace !== "together") await node.request("evm_setIntervalMining", [pace]);
  const blocks = pace === "together" ? mineTogether(node, mining) : null;
  const delivered: Delivered = { envelopes: 0, bytes: 0 };
  const channels = connectInProcess(companies, turns).map((channel) => counting(channel, delivered));
  const inProcess = sessionsInProcess();
  const mined: Record<"commits" | "posts" | "settlement", Mined[]> = { commits: [], posts: [], settlement: [] };
  let begun = { at: 0, processor: process.cpuUsage() };
  await Promise.all(
    problem.companies.map(({ rows }, party) =>
      runParty({
        ...{ party, rows, engine, agreement, round: opened.round, session: sessions[party]! },
        ...{ channel: channels[party]!, sessions: inProcess, random: createRandom(), insist: true, sealing: null },
        journal: roundJournal(openJournal(":memory:", createRandom().bytes(32)), "round"),
        waiting: { pollMs, signal: new AbortController().signal },
        onEvent: (event) => {
          if (event.type === "committed") {
            mined.commits.push(event.transaction);
            begun = { at: performance.now(), processor: process.cpuUsage() };
          }
          if (event.type === "posted") mined.posts.push(event.transaction);
          if (event.type === "settled") mined.settlement.push(...event.transactions);
        },
      }),
    ),
  );
  stop.abort();
  await blocks;
  const seconds = (performance.now() - begun.at) / 1000;
  const { user, system } = process.cpuUsage(begun.processor);
  const blockOf = async ({ hash }: Mined) => (await publicClient.getTransactionReceipt({ hash })).blockNumber;
  const commitBlocks = await Promise.all(mined.commits.map(blockOf));
  const last = commitBlocks.reduce((most, block) => (block > most ? block : most));
  const settled = await blockOf(mined.settlement.at(-1)!);
  await node.setAutomine(true);
  const withdrawal = await withdrawBonds(sessions[0]!, opened.round);
  await node.stop();
  const gasOf = (list: readonly Mined[]) => list.map(({ gasUsed }) => Number(gasUsed));
  return {
    exchanges: turns.at(-1)!.exchange + 1,
    messages: turns.reduce((sum, { messages }) => sum + messages.length, 0),
    gas: {
      open: Number(opened.gasUsed),
      commits: gasOf(mined.commits),
      posts: gasOf(mined.posts),
      settlement: gasOf(mined.settlement),
      withdrawal: Number(withdrawal.gasUsed),
    },
    ...delivered,
    blocks: Number(settled - last),
    seconds,
    processor: (user + system) / 1e6,
  };
}
