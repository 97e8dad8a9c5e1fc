// Runs the real client of every company against an in-process chain. Does nothing on import.
import type { Hex } from "viem";
import { openRound } from "../../client/chain/coordinator/transact.ts";
import type { ChainSession } from "../../client/chain/session.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { sessionsInProcess } from "../../client/links/sessions.ts";
import { defaultBounds, defaultTolerances } from "../../client/lp/exact/tolerances.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { combinePrograms } from "../../client/lp/model/normalise.ts";
import { type Channel, connectInProcess } from "../../client/network/channel.ts";
import type { PartyEvent } from "../../client/play/drive/events.ts";
import type { PartyInput } from "../../client/play/drive/input.ts";
import { runParty } from "../../client/play/drive/run-party.ts";
import type { PartyResult } from "../../client/play/drive/settled.ts";
import { roundSchedule } from "../../client/play/settle/schedule.ts";
import { type Agreement, roundParams } from "../../client/round/agreement.ts";
import { decodeEnvelope, encodeEnvelope, signEnvelope } from "../../client/round/envelope.ts";
import { PUBLIC_OUTCOME } from "../../client/round/params.ts";
import type { LocalChain } from "../../lab/chain/local-chain.ts";
import { testSeed } from "./certificate.ts";
import { memoryJournal } from "./journal.ts";
import { itemsOf } from "./programs.ts";

const TERMS: Hex = `0x${"7e".repeat(32)}`;

/** What the companies agree on: their shapes, default tolerances, generous periods. */
export function agree(
  chain: Pick<LocalChain, "sessions">,
  rows: readonly PartyRows[],
  engine: Engine<unknown>,
  coefficient = 0,
): Agreement {
  const decimals = { coefficient, solution: 9, multiplier: 15 };
  const tolerances = defaultTolerances(decimals, itemsOf(combinePrograms(rows)));
  const round = {
    columns: rows[0]!.columns,
    inequalities: rows.map(({ inequalities }) => inequalities.rhs.length),
    equalities: rows.map(({ equalities }) => equalities.rhs.length),
    objectiveOwner: rows.findIndex(({ objective }) => objective !== null),
    decimals,
    bounds: defaultBounds(rows[0]!.columns, decimals),
    tolerances,
  };
  return {
    round,
    accounts: chain.sessions.slice(0, rows.length).map(({ account }) => account.address),
    engine: engine.name,
    schedule: roundSchedule(engine, round).turns,
    periods: { commit: 3600, exchange: 3600, settle: 3600 },
    bond: 10n ** 15n,
    terms: TERMS,
    sealedKey: PUBLIC_OUTCOME,
  };
}

/**
 * The step in which `from` sends a message whose content starts with `content`, and its place
 * there.
 */
export function stepOf(
  { schedule }: Pick<Agreement, "schedule">,
  from: number,
  content: string,
): { readonly step: number; readonly place: number } {
  for (const [step, entry] of schedule.entries()) {
    const place = entry.messages.findIndex((message) => message.content.startsWith(content));
    if (entry.from === from && place >= 0) return { step, place };
  }
  throw new Error(`party ${from} sends no ${content}`);
}

export interface Played {
  readonly round: bigint;
  readonly results: readonly PromiseSettledResult<PartyResult>[];
  readonly events: readonly { readonly party: number; readonly event: PartyEvent }[];
}

export interface PlayOptions {
  /** Stands between a party and its channel. */
  readonly channel?: (channel: Channel, party: number) => Channel;
  /** Changes what a party runs with. */
  readonly change?: (input: PartyInput) => PartyInput;
}

/** Opens a round as agreed and runs every company; when one fails, stops the others. */
export async function playCompanies(
  chain: LocalChain,
  rows: readonly PartyRows[],
  engine: Engine<unknown>,
  agreement: Agreement,
  { channel = (own) => own, change = (input) => input }: PlayOptions = {},
): Promise<Played> {
  const { round } = await openRound(chain.sessions[0]!, roundParams(agreement));
  const channels = connectInProcess(rows.length, agreement.schedule);
  const sessions = sessionsInProcess();
  const abort = new AbortController();
  const events: { party: number; event: PartyEvent }[] = [];
  const run = async (own: PartyRows, party: number): Promise<PartyResult> => {
    const input: PartyInput = {
      party,
      rows: own,
      engine,
      agreement,
      round,
      session: chain.sessions[party]!,
      channel: channel(channels[party]!, party),
      sessions,
      journal: roundJournal(memoryJournal(), "round"),
      random: testSeed(`company ${party}`),
      insist: true,
      sealing: null,
      waiting: { pollMs: 5, signal: abort.signal },
      onEvent: (event) => events.push({ party, event }),
    };
    try {
      return await runParty(change(input));
    } catch (error) {
      abort.abort(new Error("another company has stopped"));
      throw error;
    }
  };
  return { round, results: await Promise.allSettled(rows.map(run)), events };
}

/** `party` posts the digest of its messages of `step`, and then hands out others, signed. */
export function tampering(session: ChainSession, party: number, step: number): NonNullable<PlayOptions["channel"]> {
  return (channel, own) => ({
    ...channel,
    publish: async (at, envelope) => {
      if (own !== party || at !== step) return channel.publish(at, envelope);
      const message = decodeEnvelope(envelope);
      const parts = message.parts.map((part) => {
        const body = Uint8Array.from(part as Uint8Array);
        body[body.length - 1]! ^= 1;
        return body;
      });
      return channel.publish(at, encodeEnvelope(await signEnvelope({ ...message, parts }, session.account)));
    },
  });
}
