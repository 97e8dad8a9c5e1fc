// Runs the real client of every company in a round with a sealed outcome, on an in-process chain.
// Does nothing on import.
import { openRound } from "../../client/chain/coordinator/transact.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { processMemory } from "../../client/journal/proof-memory.ts";
import type { RoundJournal } from "../../client/journal/round-journal.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { sessionsInProcess } from "../../client/links/sessions.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { type Channel, connectInProcess } from "../../client/network/channel.ts";
import type { PartyEvent } from "../../client/play/drive/events.ts";
import type { Closing } from "../../client/play/drive/input.ts";
import { driveRound } from "../../client/play/drive/run-party.ts";
import type { SealedResult } from "../../client/play/drive/settled.ts";
import { roundSchedule } from "../../client/play/settle/schedule.ts";
import { type Agreement, roundParams } from "../../client/round/agreement.ts";
import type { OwnParts } from "../../client/round/public-round.ts";
import { keyDigest } from "../../client/sealed/contract-key.ts";
import type { SealedParameters } from "../../client/sealed/parameters.ts";
import { verifyingKey } from "../../client/sealed/verifying-key.ts";
import type { LocalChain } from "../../lab/chain/local-chain.ts";
import { TEST_ID, testSeed } from "./certificate.ts";
import { agree } from "./companies.ts";
import { memoryJournal } from "./journal.ts";
import { testString } from "./sealed.ts";

/** R of the string. */
const SIZE = 16;
/** Values up to 1,000,000, so that they fit the narrow limbs of a small string. */
const BOUND = 10n ** 15n;

export interface SealedAgreement {
  readonly agreement: Agreement;
  readonly sealing: SealedParameters;
}

/**
 * What the companies agree on, with a string whose trapdoor the tests know. `value`: who learns the
 * objective's, if each company learns its own part only.
 */
export function agreeSealed(
  chain: Pick<LocalChain, "sessions">,
  rows: readonly PartyRows[],
  engine: Engine<unknown>,
  value?: OwnParts["value"],
): SealedAgreement {
  const plain = agree(chain, rows, engine);
  const whole = { ...plain.round, bounds: plain.round.bounds.map(() => BOUND) };
  const round = value === undefined ? whole : { ...whole, ownParts: { names: namesOf(rows), value } };
  const { srs, committer } = testString(SIZE);
  const key = verifyingKey(srs, committer, {
    ...TEST_ID,
    ...{ kind: "optimal", size: SIZE, columns: round.columns, parties: rows.length, commitments: [] },
    ...{ objectiveOwner: round.objectiveOwner, decimals: round.decimals, tolerances: round.tolerances },
    bounds: round.bounds,
  });
  const { turns } = roundSchedule(engine, round, SIZE);
  return { agreement: { ...plain, round, schedule: turns, sealedKey: keyDigest(key) }, sealing: { key, committer } };
}

/** Per column the parties whose rows or costs contain it. */
export function namesOf(rows: readonly PartyRows[]): number[][] {
  return Array.from({ length: rows[0]!.columns }, (_, j) =>
    rows.flatMap(({ inequalities, equalities, objective }, party) =>
      [...inequalities.coefficients, ...equalities.coefficients, objective ?? []].some((row) => (row[j] ?? 0n) !== 0n)
        ? [party]
        : [],
    ),
  );
}

export interface SealedPlayed {
  readonly round: bigint;
  readonly results: readonly PromiseSettledResult<SealedResult>[];
  readonly events: readonly { readonly party: number; readonly event: PartyEvent }[];
  readonly journals: readonly RoundJournal[];
  readonly schedule: Agreement["schedule"];
}

export interface SealedOptions {
  /** Stands between a party and its channel. */
  readonly channel?: (channel: Channel, party: number, schedule: Agreement["schedule"]) => Channel;
  /**
   * The party whose client is killed once it has handed out its turn of this exchange; `forgets`:
   * its machine is restarted, and the others see it refuse.
   */
  readonly killed?: { readonly party: number; readonly exchange: number; readonly forgets?: boolean };
  /**
   * The party that dies before it hands out its turn of this exchange; `afterwards`: what happens
   * next.
   */
  readonly dead?: { readonly party: number; readonly exchange: number; readonly afterwards: () => Promise<void> };
  /** Companies play on until the round is closed on chain, also when one has failed. */
  readonly closing?: Closing;
}

/** Opens a round as agreed and runs every company; when one fails, stops the others. */
export async function playSealed(
  chain: LocalChain,
  { engine, rows }: { readonly engine: Engine<unknown>; readonly rows: readonly PartyRows[] },
  { agreement, sealing }: SealedAgreement,
  { channel = (own) => own, killed, dead, closing }: SealedOptions = {},
): Promise<SealedPlayed> {
  const { round } = await openRound(chain.sessions[0]!, roundParams(agreement));
  const channels = connectInProcess(rows.length, agreement.schedule);
  const sessions = sessionsInProcess();
  const abort = new AbortController();
  const events: { party: number; event: PartyEvent }[] = [];
  const journals = rows.map(() => roundJournal(memoryJournal(), "round"));
  const { schedule } = agreement;
  const memories = rows.map(() => processMemory());
  const live = async (party: number, own: Channel, signal: AbortSignal): Promise<SealedResult> => {
    const { result, error } = await driveRound({
      ...{ party, rows: rows[party]!, engine, agreement, round, sessions, channel: own },
      sealing: { ...sealing, memory: memories[party]! },
      session: chain.sessions[party]!,
      journal: journals[party]!,
      random: testSeed(`company ${party}`),
      insist: true,
      waiting: { pollMs: 5, signal: AbortSignal.any([signal, abort.signal]) },
      onEvent: (event) => events.push({ party, event }),
      closing: closing ?? null,
    });
    if (result === null) throw error;
    return result as SealedResult;
  };
  const run = async (party: number): Promise<SealedResult> => {
    const own = channel(channels[party]!, party, agreement.schedule);
    const life = new AbortController();
    const stepIn = (exchange: number) =>
      schedule.findIndex((turn) => turn.exchange === exchange && turn.from === party);
    try {
      if (dead?.party === party) {
        const step = stepIn(dead.exchange);
        const dying: Channel = {
          fetch: own.fetch,
          publish: async (at, envelope) => {
            if (at === step) life.abort(new Error("dead"));
            else await own.publish(at, envelope);
          },
        };
        return await live(party, dying, life.signal).finally(dead.afterwards);
      }
      if (killed?.party !== party) return await live(party, own, life.signal);
      const step = stepIn(killed.exchange);
      const mortal: Channel = {
        fetch: own.fetch,
        publish: async (at, envelope) => {
          await own.publish(at, envelope);
          if (at === step) life.abort(new Error("killed"));
        },
      };
      await live(party, mortal, life.signal).catch(() => undefined);
      if (killed.forgets === true) memories[party]!.forget();
      return await live(party, own, new AbortController().signal);
    } catch (error) {
      if (killed?.forgets !== true && closing === undefined) abort.abort(new Error("another company has stopped"));
      throw error;
    }
  };
  const results = await Promise.allSettled(rows.map((_, party) => run(party)));
  return { round, results, events, journals, schedule };
}

/** A channel on which a company takes nothing more once the exchanges from this one on are due. */
export function deafFrom(channel: Channel, schedule: Agreement["schedule"], exchange: number): Channel {
  return {
    publish: channel.publish,
    fetch: (step, from, most, signal) =>
      schedule[step]!.exchange < exchange
        ? channel.fetch(step, from, most, signal)
        : new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true })),
  };
}
