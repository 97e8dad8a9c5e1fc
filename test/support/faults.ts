// Rounds in which one company departs from the protocol: what it does, what the honest ones then
// hold, and what it cost them to the wei. Does nothing on import.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { BrowserProvider } from "ethers";
import { type Address, isAddressEqual, type PublicClient } from "viem";
import { auditRound } from "../../auditor/index.ts";
import { writeRoundFiles } from "../../client/app/round-files.ts";
import { readState, type StateInBlock } from "../../client/chain/coordinator/read.ts";
import { openRound, withdrawBonds } from "../../client/chain/coordinator/transact.ts";
import type { ChainSession } from "../../client/chain/session.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { type RoundJournal, roundJournal } from "../../client/journal/round-journal.ts";
import { sessionsInProcess } from "../../client/links/sessions.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { type Channel, connectInProcess } from "../../client/network/channel.ts";
import type { PartyEvent } from "../../client/play/drive/events.ts";
import type { PartyInput } from "../../client/play/drive/input.ts";
import { runParty } from "../../client/play/drive/run-party.ts";
import type { PartyResult } from "../../client/play/drive/settled.ts";
import { type Agreement, roundParams } from "../../client/round/agreement.ts";
import { decodeEnvelope, encodeEnvelope, signEnvelope, type UnsignedEnvelope } from "../../client/round/envelope.ts";
import type { LocalChain } from "../../lab/chain/local-chain.ts";
import { testSeed } from "./certificate.ts";
import { playToEnd } from "./closing.ts";
import { readCredit } from "./credit.ts";
import { memoryJournal } from "./journal.ts";

/** How a company departs from the protocol. */
export interface Misbehaviour {
  readonly channel?: (channel: Channel) => Channel;
  readonly change?: (input: PartyInput) => PartyInput;
}

/**
 * It posts the digest of its message of `step`, and hands out what `forge` makes of the message, or
 * nothing where `forge` returns null.
 */
export function handing(step: number, forge: (envelope: Uint8Array) => Promise<Uint8Array> | null): Misbehaviour {
  return {
    channel: (channel) => ({
      ...channel,
      publish: async (at, envelope) => {
        const given = at === step ? forge(envelope) : envelope;
        if (given !== null) await channel.publish(at, await given);
      },
    }),
  };
}

/**
 * It sends another signed body as message number `place` of `step`, and posts the digest of that.
 */
export function sending(
  session: ChainSession,
  { step, place }: { readonly step: number; readonly place: number },
  body: (honest: Uint8Array) => Uint8Array,
): Misbehaviour {
  let other: Uint8Array | null = null;
  return {
    channel: (channel) => ({
      ...channel,
      publish: async (at, envelope) => {
        if (at !== step) return channel.publish(at, envelope);
        const message = decodeEnvelope(envelope);
        const forged = body(Uint8Array.from(message.parts.at(place) as Uint8Array));
        other = await signed(session, { ...message, parts: message.parts.with(place, forged) });
        return channel.publish(at, other);
      },
    }),
    change: (input) => {
      const { journal } = input;
      return { ...input, journal: { ...journal, message: (at) => (at === step && other) || journal.message(at) } };
    },
  };
}

/** It falls silent when it would make its message of `step`. */
export function silentFrom(step: number): Misbehaviour {
  return {
    channel: (channel) => ({
      ...channel,
      publish: (at, envelope) => (at === step ? new Promise(() => undefined) : channel.publish(at, envelope)),
    }),
  };
}

/** It commits, and then waits for ever for its first message. */
export const deaf: Misbehaviour = { channel: (channel) => ({ ...channel, fetch: () => new Promise(() => undefined) }) };

export async function signed(session: ChainSession, message: UnsignedEnvelope): Promise<Uint8Array> {
  return encodeEnvelope(await signEnvelope(message, session.account));
}

export interface FaultyRound {
  readonly chain: LocalChain;
  readonly rows: readonly PartyRows[];
  readonly engine: Engine<unknown>;
  readonly agreement: Agreement;
  /** What each party does; if unset, it is honest; "absent": it never appears. */
  readonly misbehaviours: Readonly<Record<number, Misbehaviour | "absent">>;
  /** What happens on chain in the meantime. */
  readonly meanwhile?: (round: bigint, isOver: () => boolean) => Promise<void>;
  /**
   * A round that was opened after block `from`, and what its parties keep from an earlier life; by
   * default the round is opened here.
   */
  readonly earlier?: {
    readonly round: bigint;
    readonly from: bigint;
    readonly journals: readonly (RoundJournal | null)[];
  };
}

/** What an honest party has at the end. */
export interface End {
  readonly result: PromiseSettledResult<PartyResult>;
  readonly journal: RoundJournal;
  readonly events: readonly PartyEvent[];
  readonly files: EvidenceFiles;
  readonly phase: "settled" | "expired";
  /** Wei that it has gained since before the round, not counting gas. */
  readonly gain: bigint;
}

/** What a party keeps of a fault; null where there is no message, or no fault. */
export interface EvidenceFiles {
  readonly fault: FaultFile | null;
  readonly text: string;
  readonly message: Buffer | null;
  /** Turns beside the message, by the names of their files. */
  readonly turns: ReadonlyMap<string, Buffer>;
}

export interface FaultFile {
  readonly round: string;
  readonly fault: {
    readonly code: string;
    readonly message: string;
    readonly party: number | null;
    readonly step: number | null;
    readonly posted: string | null;
    readonly signed: object | null;
  };
}

export interface Ended {
  readonly round: bigint;
  /** Per honest party. */
  readonly honest: ReadonlyMap<number, End>;
}

/**
 * Plays until every honest party has stopped, lets the round's time run out, and has the honest
 * parties close it.
 */
export async function playFaulty(faulty: FaultyRound): Promise<Ended> {
  const { chain, rows, engine, agreement, misbehaviours, meanwhile, earlier } = faulty;
  const { publicClient } = chain.sessions[0]!;
  const { round, from } = earlier ?? (await openFresh(chain, agreement));
  const sessions = sessionsInProcess();
  const channels = connectInProcess(rows.length, agreement.schedule);
  const stop = new AbortController();
  const runs = rows.map((own, party) => {
    const misbehaviour = misbehaviours[party];
    const events: PartyEvent[] = [];
    const journal = earlier?.journals[party] ?? roundJournal(memoryJournal(), "round");
    const input: PartyInput = {
      ...{ party, rows: own, engine, agreement, round, journal, insist: true },
      session: chain.sessions[party]!,
      channel:
        misbehaviour === "absent" ? channels[party]! : (misbehaviour?.channel?.(channels[party]!) ?? channels[party]!),
      sessions,
      random: testSeed(`fault ${party}`),
      waiting: { pollMs: 5, signal: stop.signal },
      onEvent: (event) => events.push(event),
    };
    if (misbehaviour === "absent") return { input, journal, events, running: new Promise<never>(() => undefined) };
    const running = runParty(misbehaviour?.change?.(input) ?? input);
    running.catch(() => undefined);
    return { input, journal, events, running };
  });
  const good = [...runs.keys()].filter((party) => misbehaviours[party] === undefined);
  let over = false;
  const ending = Promise.allSettled(good.map((party) => runs[party]!.running)).finally(() => {
    over = true;
  });
  const [results] = await Promise.all([ending, meanwhile?.(round, () => over)]);
  stop.abort(new Error("the test is over"));

  const { state, now } = await readState(chain.sessions[0]!, round);
  if (state.deadline >= now) await passTime(publicClient, state.deadline - now + 1);
  const honest = new Map<number, End>();
  for (const [i, party] of good.entries()) {
    const session = chain.sessions[party]!;
    const { input, journal, events } = runs[party]!;
    const waiting = { pollMs: 5, signal: new AbortController().signal };
    const { closed } = await playToEnd({ ...input, waiting, onEvent: () => undefined });
    const { phase } = closed!;
    const files = await filesOf(session, { round, party, schedule: agreement.schedule }, journal);
    honest.set(party, { result: results[i]!, journal, events, files, phase, gain: 0n });
  }
  for (const [party, end] of honest) {
    honest.set(party, { ...end, gain: await gainSince(publicClient, from, agreement.accounts[party]!) });
  }
  return { round, honest };
}

/** Opens a round when nobody is owed anything. */
export async function openFresh({ sessions }: LocalChain, agreement: Agreement) {
  for (const session of sessions)
    if ((await readCredit(session, session.account.address)) > 0n) await withdrawBonds(session);
  const from = await sessions[0]!.publicClient.getBlockNumber();
  const { round } = await openRound(sessions.at(-1)!, roundParams(agreement));
  return { round, from };
}

interface OwnSide {
  readonly round: bigint;
  readonly party: number;
  readonly schedule: Agreement["schedule"];
}

async function filesOf(
  session: ChainSession,
  { round, party, schedule }: OwnSide,
  journal: RoundJournal,
): Promise<EvidenceFiles> {
  const folder = await mkdtemp(join(tmpdir(), "concordat-fault-"));
  try {
    const { coordinator, publicClient } = session;
    const name = { chainId: await publicClient.getChainId(), coordinator, round, party };
    await writeRoundFiles(folder, name, journal, schedule);
    const text = await readFile(join(folder, "evidence", "fault.json"), "utf8").catch(() => "");
    const message = await readFile(join(folder, "evidence", "message.bin")).catch(() => null);
    const kept = join(folder, "evidence", "turns");
    const names = await readdir(kept).catch(() => []);
    const turns = await Promise.all(names.map(async (file) => [file, await readFile(join(kept, file))] as const));
    return { fault: text === "" ? null : (JSON.parse(text) as FaultFile), text, message, turns: new Map(turns) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What `account` has gained since block `from`, not counting gas. */
export async function gainSince(publicClient: PublicClient, from: bigint, account: Address): Promise<bigint> {
  const to = await publicClient.getBlockNumber();
  const balance = (blockNumber: bigint) => publicClient.getBalance({ address: account, blockNumber });
  let gas = 0n;
  for (let blockNumber = from + 1n; blockNumber <= to; blockNumber++) {
    const { transactions } = await publicClient.getBlock({ blockNumber, includeTransactions: true });
    for (const { from: sender, hash } of transactions) {
      if (!isAddressEqual(sender, account)) continue;
      const { gasUsed, effectiveGasPrice } = await publicClient.getTransactionReceipt({ hash });
      gas += gasUsed * effectiveGasPrice;
    }
  }
  return (await balance(to)) - (await balance(from)) + gas;
}

export async function passTime({ request }: Pick<PublicClient, "request">, seconds: number): Promise<void> {
  await request({ method: "evm_increaseTime" as never, params: [seconds] as never });
  await request({ method: "evm_mine" as never, params: [] as never });
}

/** How many posts a state tells of. */
export function postCount({ schedule }: Pick<Agreement, "schedule">, { state }: StateInBlock): number {
  if (state.phase === "none" || state.phase === "committing") return 0;
  return schedule.filter(({ exchange }) => exchange <= state.exchange).length - state.remaining;
}

/** Resolves when the round on chain is as `reached` says. */
export async function until(
  session: ChainSession,
  round: bigint,
  reached: (seen: StateInBlock) => boolean,
): Promise<void> {
  while (!reached(await readState(session, round))) await sleep(5);
}

/** Fails unless the party was stopped by an error of this class and code; returns its fault. */
export function expectStopped(end: End, kind: new (...parameters: never[]) => Error, code: string): FaultFile["fault"] {
  const { result, files } = end;
  if (result.status === "fulfilled") expect.fail(`nothing stopped it: ${code}`);
  expect(result.reason).to.be.instanceOf(kind);
  expect(result.reason).to.have.property("code", code);
  expect(files.fault?.fault.code).to.equal(code);
  expect(end.events.filter(({ type }) => type === "refusal-failed")).to.deep.equal([]);
  return files.fault!.fault;
}

/**
 * The code of the check by which the auditor, who has nothing but the chain and the evidence, finds
 * something proven.
 */
export async function auditEvidence(
  { publicClient, coordinator }: ChainSession,
  round: bigint,
  { files }: Pick<End, "files">,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "concordat-evidence-"));
  try {
    await writeFile(join(folder, "fault.json"), files.text);
    if (files.message !== null) await writeFile(join(folder, "message.bin"), files.message);
    if (files.turns.size > 0) await mkdir(join(folder, "turns"));
    for (const [file, turn] of files.turns) await writeFile(join(folder, "turns", file), turn);
    const provider = new BrowserProvider({ request: publicClient.request as never }, undefined, { cacheTimeout: -1 });
    const { verdict, checks, evidence } = await auditRound({ provider, coordinator, round, evidence: folder });
    const unknown = checks.filter(({ result }) => result === "unknown").map(({ code }) => code);
    expect(verdict).to.equal(unknown.length > 0 ? "incomplete" : "verified");
    // Nothing in the folder is in doubt but what it should prove.
    expect(unknown.filter((code) => code !== evidence!.finding)).to.deep.equal([]);
    return evidence!.finding;
  } finally {
    await rm(folder, { recursive: true });
  }
}
