// A round of companies on the in-process chain, each with a journal on disk and a durable outbox,
// in one life or in many. Does nothing on import.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { hardhat } from "viem/chains";
import { openRound } from "../../client/chain/coordinator/transact.ts";
import { durableOutbox } from "../../client/chain/outbox/durable-outbox.ts";
import type { Engine } from "../../client/engines/engine.ts";
import type { EngineName } from "../../client/engines/names.ts";
import { type Journal, openJournal } from "../../client/journal/journal.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { transactionStore } from "../../client/journal/transactions.ts";
import { sessionsInProcess } from "../../client/links/sessions.ts";
import { announce, combine } from "../../client/lp/joint/program.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { toPartyRows } from "../../client/lp/model/normalise.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { type Channel, connectInProcess } from "../../client/network/channel.ts";
import type { PartyResult } from "../../client/play/drive/settled.ts";
import { type Agreement, roundParams } from "../../client/round/agreement.ts";
import type { LocalChain } from "../../lab/chain/local-chain.ts";
import { testSeed } from "./certificate.ts";
import { playToEnd, UNTIL_STOPPED } from "./closing.ts";
import { agree } from "./companies.ts";
import { Life, mortalClient, mortalJournal, mortalOutbox, mortalStore } from "./crash-points.ts";
import { TEST_KEY } from "./journal.ts";
import { smallEngine } from "./small-engines.ts";
import { SMALL_FILES } from "./small-files.ts";

export interface SmallRound {
  readonly chain: LocalChain;
  readonly engine: Engine<unknown>;
  readonly rows: readonly PartyRows[];
  readonly agreement: Agreement;
  readonly round: bigint;
}

/** Opens a round of `name`; `rewind` takes the chain back to this moment, once. */
export async function smallRound(
  chain: LocalChain,
  name: EngineName,
): Promise<SmallRound & { readonly rewind: () => Promise<void> }> {
  const models = SMALL_FILES[name].map(({ name: file, text }) => readProgramText(text, file));
  const program = combine(models.map(announce));
  const rows = models.map((model) => toPartyRows(model, program, 0));
  const engine = smallEngine(name);
  const agreement = agree(chain, rows, engine);
  const { publicClient } = chain.sessions[0]!;
  const { round } = await openRound(chain.sessions[0]!, roundParams(agreement));
  const snapshot = await publicClient.request({ method: "evm_snapshot" as never });
  const rewind = async () => {
    await publicClient.request({ method: "evm_revert" as never, params: [snapshot] as never });
  };
  return { chain, engine, rows, agreement, round, rewind };
}

export interface Lived {
  readonly result: PartyResult;
  /** Every message of the round, in order. */
  readonly messages: readonly string[];
  /** Total number of transactions of the account. */
  readonly nonce: number;
  /** Where the lives could end. */
  readonly points: ReadonlySet<string>;
  readonly lives: number;
}

export interface LivesInput extends SmallRound {
  readonly folder: string;
  /** Parties whose lives end at the first new point. */
  readonly mortal: readonly number[];
}

/** Plays all parties to the end of the round, each in as many lives as it takes. */
export async function playLives(input: LivesInput): Promise<Lived[]> {
  await mkdir(input.folder, { recursive: true });
  const channels = connectLives(input.rows.length, input.agreement.schedule);
  const failed = new AbortController();
  const live = async (party: number): Promise<Lived> => {
    const points = new Set<string>();
    for (let lives = 1; ; lives++) {
      const life = new Life(points, input.mortal.includes(party) ? "new" : null);
      const signal = AbortSignal.any([life.signal, failed.signal]);
      try {
        return { ...(await playLife(input, { party, life, signal, channel: channels[party]! })), points, lives };
      } catch (error) {
        if (life.over) continue;
        failed.abort(error);
        throw error;
      }
    }
  };
  return Promise.all(input.rows.map((_, party) => live(party)));
}

/**
 * Channels that outlive their parties. A message published again must be the same, since a peer may
 * have taken it the first time.
 */
export function connectLives(parties: number, schedule: Agreement["schedule"]): Channel[] {
  const published = new Map<number, Uint8Array>();
  return connectInProcess(parties, schedule).map((channel) => ({
    ...channel,
    publish: async (step, envelope) => {
      const before = published.get(step);
      if (before !== undefined && !Buffer.from(before).equals(envelope)) throw new Error(`step ${step} was sent twice`);
      published.set(step, envelope);
      await channel.publish(step, envelope);
    },
  }));
}

export interface LifeInput {
  readonly party: number;
  readonly life: Life;
  readonly signal: AbortSignal;
  readonly channel: Channel;
  /** Seed of the company's randomness, by name. */
  readonly seed?: string;
  /** Changes the journal's file before anything else. */
  readonly prepare?: (journal: Journal) => void;
}

/** The journal of a party; its round is called "round". */
export function journalFile(folder: string, party: number): string {
  return join(folder, `${party}.sqlite`);
}

/** One life of one party, to the end of the round or of the life. */
export async function playLife(
  { chain, engine, rows, agreement, round, folder }: Omit<LivesInput, "mortal">,
  { party, life, signal, channel, seed = `company ${party}`, prepare }: LifeInput,
): Promise<Omit<Lived, "points" | "lives">> {
  const own = chain.sessions[party]!;
  const { account } = own;
  const journal = openJournal(journalFile(folder, party), TEST_KEY);
  try {
    prepare?.(journal);
    const publicClient = mortalClient(own.publicClient, life);
    const store = mortalStore(transactionStore(journal), life);
    const outbox = durableOutbox({ publicClient, chain: hardhat, account, store, pollMs: 1, signal });
    const session = { ...own, publicClient, outbox: mortalOutbox(outbox, life) };
    const messages = roundJournal(journal, "round");
    const waiting = { pollMs: 1, signal };
    const input = {
      ...{
        party,
        rows: rows[party]!,
        engine,
        agreement,
        round,
        session,
        channel,
        sessions: sessionsInProcess(),
        waiting,
      },
      journal: mortalJournal(messages, life),
      random: testSeed(seed),
      insist: true,
      sealing: null,
      onEvent: () => undefined,
    };
    const { result } = await playToEnd(input, UNTIL_STOPPED);
    return {
      result: result!,
      messages: messages.steps().map((step) => Buffer.from(messages.message(step)!).toString("hex")),
      nonce: await own.publicClient.getTransactionCount({ address: account.address }),
    };
  } finally {
    journal.close();
  }
}
