// The same rounds twice, from the same block and the same seeds: once undisturbed, once with
// clients that are killed again and again; and what each run leaves on chain and in the journals,
// for comparison. Does nothing on import.
import { join } from "node:path";
import { getAbiItem, type Hex, pad, toEventSelector, toFunctionSelector, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Deployment } from "../../client/app/deploy/deploy.ts";
import { coordinatorAbi } from "../../client/chain/coordinator/abi.ts";
import type { EngineName } from "../../client/engines/names.ts";
import { openJournal } from "../../client/journal/journal.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { acceptedRounds } from "../../client/journal/rounds.ts";
import type { NodeProcess } from "../../lab/chain/node-process.ts";
import { deployOn, freePort, makeHome, type OpenedRound, openFiles, type TestHome } from "./client-home.ts";
import { type ClientProcess, startClient } from "./client-process.ts";
import { journalKeyOf } from "./journal.ts";
import { SMALL_FILES } from "./small-files.ts";

/**
 * What a run leaves. Two equal ones differ in nothing that anybody can see, except the order
 * between parties.
 */
export interface Traces {
  /**
   * Every event of coordinator and registry except withdrawals, sorted: address, topics, data;
   * without deadlines, which depend on the clock.
   */
  readonly events: readonly string[];
  /**
   * Transactions of each company's account, reverted ones too; without withdrawals, since one may
   * serve several rounds that close together, or come too late.
   */
  readonly sent: readonly number[];
  /** Wei that each company has withdrawn. */
  readonly withdrawn: readonly bigint[];
  /** Of each company and round: status, outcome, and every message. */
  readonly journals: readonly (readonly string[])[];
}

export interface Rehearsal {
  readonly undisturbed: Traces;
  readonly disturbed: Traces;
  /** The boundaries at which each company's client was killed, in order. */
  readonly kills: readonly (readonly string[])[];
}

/**
 * Chooses, from the boundaries that each company's undisturbed client passed, those at which to
 * kill it.
 */
export type Choice = (passed: readonly (readonly string[])[]) => readonly (readonly string[])[];

/** Plays a round of each of `engines` at the same time, with the homes in `folder`. */
export async function rehearse(
  node: NodeProcess,
  folder: string,
  engines: readonly EngineName[],
  choose: Choice,
): Promise<Rehearsal> {
  const deployment = await deployOn(node, folder);
  const rounds: OpenedRound[] = [];
  for (const engine of engines) rounds.push(await openFiles(node, deployment, engine, SMALL_FILES[engine]));
  const companies = Math.max(...rounds.map(({ files }) => files.length));
  const ports = await Promise.all(Array.from({ length: companies }, freePort));
  const homesIn = (name: string) =>
    Promise.all(
      ports.map((port, party) =>
        makeHome(join(folder, `${name}-${party}`), node, deployment, { party, port, rounds: openedFor(rounds, party) }),
      ),
    );

  const rewind = await node.mark();
  const calm = await homesIn("calm");
  const passed = await playUndisturbed(calm, rounds);
  const undisturbed = await tracesOf(node, deployment, calm);
  await rewind();
  const killed = await homesIn("killed");
  const kills = await playDisturbed(killed, rounds, choose(passed));
  return { undisturbed, disturbed: await tracesOf(node, deployment, killed), kills };
}

function openedFor(rounds: readonly OpenedRound[], party: number): OpenedRound[] {
  return rounds.filter(({ files }) => party < files.length);
}

/** Returns the boundaries that each client passed. */
async function playUndisturbed(homes: readonly TestHome[], rounds: readonly OpenedRound[]): Promise<string[][]> {
  const clients = homes.map((home) => startClient(home));
  try {
    await Promise.all(clients.map((client, party) => allClosed(client, openedFor(rounds, party))));
  } finally {
    await Promise.all(clients.map((client) => client.stop()));
  }
  return clients.map(({ events }) => events.flatMap(({ boundary }) => boundary ?? []));
}

/**
 * Kills each client at each of its boundaries and starts it again; once none is left, it plays to
 * the end.
 */
async function playDisturbed(
  homes: readonly TestHome[],
  rounds: readonly OpenedRound[],
  killAt: readonly (readonly string[])[],
): Promise<string[][]> {
  const running = new Set<ClientProcess>();
  const start = (home: TestHome, haltAt: readonly string[]) => {
    const client = startClient(home, haltAt);
    running.add(client);
    return client;
  };
  const live = async (home: TestHome, party: number): Promise<string[]> => {
    const left = new Set(killAt[party]);
    const hit: string[] = [];
    while (left.size > 0) {
      const client = start(home, [...left]);
      // A death in one round may swallow the event of another round's boundary, so the end may come
      // before all boundaries are hit.
      const over = allClosed(client, openRoundsOf(home, openedFor(rounds, party))).then(() => null);
      over.catch(() => undefined);
      const halt = await Promise.race([client.seen(({ halted }) => halted), over]);
      if (halt === null) return hit;
      await client.kill();
      running.delete(client);
      left.delete(halt.boundary!);
      hit.push(halt.boundary!);
    }
    await allClosed(start(home, []), openRoundsOf(home, openedFor(rounds, party)));
    return hit;
  };
  try {
    return await Promise.all(homes.map(live));
  } finally {
    await Promise.all([...running].map((client) => client.stop()));
  }
}

/** The rounds that the journal does not call done yet. */
function openRoundsOf({ paths, seed }: TestHome, rounds: readonly OpenedRound[]): OpenedRound[] {
  const journal = openJournal(paths.journal, journalKeyOf(seed));
  const done = new Set(acceptedRounds(journal).flatMap(({ key, status }) => (status === "done" ? [key] : [])));
  journal.close();
  return rounds.filter(({ key }) => !done.has(key));
}

async function allClosed(client: ClientProcess, rounds: readonly OpenedRound[]): Promise<void> {
  await client.seen(({ event }) => event === "started");
  for (const { key } of rounds) {
    const end = await client.seen(
      ({ event, round }) => (event === "round-closed" || event === "round-failed") && round === key,
    );
    if (end.event === "round-failed") throw new Error(`a client gave up: ${JSON.stringify(end)}`);
  }
}

interface Log {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
}

/** Its only datum that is not indexed is the new phase's deadline. */
const PHASE_CHANGED = toEventSelector(getAbiItem({ abi: coordinatorAbi, name: "PhaseChanged" }));

const WITHDRAWN = toEventSelector(getAbiItem({ abi: coordinatorAbi, name: "Withdrawn" }));

const WITHDRAW = toFunctionSelector(getAbiItem({ abi: coordinatorAbi, name: "withdraw" }));

interface Transaction {
  readonly from: Hex;
  readonly input: Hex;
}

/** Every transaction of the chain. */
async function transactionsOf(node: NodeProcess): Promise<readonly Transaction[]> {
  const height = Number(await node.request<Hex>("eth_blockNumber"));
  const all: Transaction[] = [];
  for (let number = 1; number <= height; number++) {
    const block = await node.request<{ transactions: Transaction[] }>("eth_getBlockByNumber", [toHex(number), true]);
    all.push(...block.transactions);
  }
  return all;
}

async function tracesOf(
  node: NodeProcess,
  { coordinator, registry }: Deployment,
  homes: readonly TestHome[],
): Promise<Traces> {
  const filter = { fromBlock: "0x0", toBlock: "latest", address: [coordinator, registry] };
  const logs = await node.request<readonly Log[]>("eth_getLogs", [filter]);
  const accounts = homes.map(({ accountKey }) => privateKeyToAccount(accountKey).address);
  const all = await transactionsOf(node);
  const sent = all.filter(({ input }) => !input.startsWith(WITHDRAW));
  const withdrawals = logs.filter(({ topics }) => topics[0] === WITHDRAWN);
  return {
    events: logs
      .filter(({ topics }) => topics[0] !== WITHDRAWN)
      .map(({ address, topics, data }) => [address, ...topics, topics[0] === PHASE_CHANGED ? "" : data].join(" "))
      .toSorted(),
    sent: accounts.map((account) => sent.filter(({ from }) => from === account.toLowerCase()).length),
    withdrawn: accounts.map((account) =>
      withdrawals
        .filter(({ topics }) => topics[1] === pad(account).toLowerCase())
        .reduce((sum, { data }) => sum + BigInt(data), 0n),
    ),
    journals: homes.map(journalOf),
  };
}

function journalOf({ paths, seed }: TestHome): string[] {
  const journal = openJournal(paths.journal, journalKeyOf(seed));
  try {
    return acceptedRounds(journal).flatMap(({ key, status }) => {
      const own = roundJournal(journal, key);
      const hex = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString("hex");
      const messages = own.steps().map((step) => `${step} ${hex(own.message(step))}`);
      return [`${key} ${status}`, hex(own.outcome()), ...messages];
    });
  } finally {
    journal.close();
  }
}
