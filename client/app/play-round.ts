// One accepted round from where its journal stands to its end on chain.
import { persist, readParams, sleep, type Waiting } from "../chain/coordinator/read.ts";
import type { ChainSession } from "../chain/session.ts";
import { asConcordatError, type ChainError, ConcordatError, HomeError } from "../errors.ts";
import type { Journal } from "../journal/journal.ts";
import { roundJournal } from "../journal/round-journal.ts";
import { type AcceptedRound, endRound, setStatus } from "../journal/rounds.ts";
import { boundAdvice } from "../lp/joint/scales.ts";
import type { Random } from "../math/random.ts";
import type { Channel } from "../network/channel.ts";
import { type Closed, closeRound, closeSettled } from "../play/drive/close.ts";
import type { Sessions } from "../play/drive/context.ts";
import { type PartyEvent, runParty } from "../play/drive/run-party.ts";
import { type PartyResult, settledWithoutUs } from "../play/drive/settled.ts";
import { roundParams } from "../round/agreement.ts";
import { paramsDigest } from "../round/params.ts";
import { parseRoundKey } from "../round/round-key.ts";
import type { ClientEvent } from "./events.ts";
import { json, ownOutcome, writeRoundFiles } from "./round-files.ts";
import type { RoundSetup } from "./setup.ts";

export interface PlayInput {
  readonly accepted: AcceptedRound;
  readonly setup: RoundSetup;
  readonly session: ChainSession;
  readonly channel: Channel;
  readonly sessions: Sessions;
  readonly journal: Journal;
  readonly random: Random;
  readonly waiting: Pick<Waiting, "pollMs" | "signal">;
  readonly chainId: number;
  /** Where the round's files go. */
  readonly folder: string;
  readonly onEvent: (event: ClientEvent) => void;
}

/**
 * Plays, keeps the outcome and writes the files, then waits until the round is closed and the bond is back. Returns when there is nothing
 * left to do. Throws HomeError, or the signal's reason: the next life goes on.
 */
export async function playAccepted(input: PlayInput): Promise<void> {
  const { accepted, setup, session, journal, waiting, onEvent } = input;
  const { key, party } = accepted;
  const { round } = parseRoundKey(key, session.coordinator);
  const own = roundJournal(journal, key);
  const name = { chainId: input.chainId, coordinator: session.coordinator, round, party };
  const report = (event: PartyEvent) => {
    try {
      onEvent({ type: "round", round: key, event });
    } catch {
      // Whoever watches may fail; the round, and what it settles, may not depend on it.
    }
  };
  const closing = { ...waiting, onTrouble: (error: ChainError) => report({ type: "trouble", error }) };
  const keep = (result: PartyResult) => own.keepOutcome(Buffer.from(json(ownOutcome(setup, party, result))));
  const write = () => writeRoundFiles(input.folder, name, own);
  let end: End | null;
  do {
    const result = await play(input, round, report);
    // What is settled is kept before anything else can fail.
    if (result !== null) keep(result);
    await write();
    end =
      result === null
        ? await endWithoutUs(input, round, closing)
        : await endSettled(session, round, { result, closing });
  } while (end === null);
  if (end.result === null) own.dropOutcome();
  else keep(end.result);
  await write();
  endRound(journal, key, end.result === null ? "closed" : "done");
  const { phase, withdrawal } = end.closed;
  onEvent({ type: "round-closed", round: key, phase, withdrawn: withdrawal !== null, files: input.folder });
}

/** How a round ended, and what it settled; null where it settled nothing. */
interface End {
  readonly closed: Closed;
  readonly result: PartyResult | null;
}

/** Null when a reorganisation has taken the settlement back. */
async function endSettled(
  session: ChainSession,
  round: bigint,
  { result, closing }: { readonly result: PartyResult; readonly closing: Waiting },
): Promise<End | null> {
  const closed = await closeSettled(session, round, result.certificate.header.statementDigest, closing);
  if (closed === null) return null;
  return { closed, result: closed.phase === "settled" ? result : null };
}

/**
 * The end of a round in which this party has stopped. The others can settle it all the same with a proof that it gave before that, and then
 * their outcome is its own. Null when a reorganisation has taken the settlement back. Throws as `settledResult` does: the next life tries again.
 */
async function endWithoutUs(
  { accepted, session, chainId }: PlayInput,
  round: bigint,
  closing: Waiting,
): Promise<End | null> {
  const closed = await closeRound(session, round, closing);
  if (closed.phase === "expired") return { closed, result: null };
  const onChain = await persist(() => readParams(session, round), closing);
  // Nobody agreed to a round that was opened otherwise.
  if (paramsDigest(onChain) !== accepted.paramsDigest) return { closed, result: null };
  const id = { chainId: BigInt(chainId), coordinator: session.coordinator, round };
  const result = await settledWithoutUs({ session, id, waiting: closing }, null);
  return result === null ? null : { closed, result };
}

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** Null when the round cannot be settled with this party. */
async function play(
  input: PlayInput,
  round: bigint,
  onEvent: (event: PartyEvent) => void,
): Promise<PartyResult | null> {
  const { accepted, setup, session, channel, sessions, journal, random, waiting } = input;
  const { key, party, insist } = accepted;
  const { engine, agreement, rows, program, terms } = setup;
  input.onEvent({ type: "round-started", round: key, party, engine: engine.name });
  for (;;) {
    try {
      if (paramsDigest(roundParams(agreement)) !== accepted.paramsDigest) {
        throw new ConcordatError("RoundDiffers", "the terms in the journal are not those that were agreed to");
      }
      const names = terms.parties.map(({ name }) => name);
      const common = {
        boundAdvice: boundAdvice(program, names),
        party,
        rows,
        engine,
        agreement,
        round,
        session,
        channel,
        sessions,
        random,
        insist,
      };
      return await runParty({ ...common, journal: roundJournal(journal, key), waiting, onEvent });
    } catch (error) {
      if (error instanceof HomeError || waiting.signal.aborted) throw error;
      const { code, message } = asConcordatError(error);
      // A reorganisation has taken the round back: it may come again.
      if (code !== "RoundUnknown") {
        const own = roundJournal(journal, key);
        // What ended before the commitment has left none yet.
        own.keepFault({
          ...{ code, message, party: null, step: null, posted: null },
          envelope: null,
          at: nowInSeconds(),
        });
        const culprit = own.fault()?.party ?? null;
        setStatus(journal, key, "failed");
        input.onEvent({ type: "round-failed", round: key, code, party: culprit, message });
        return null;
      }
      await sleep(waiting.pollMs);
    }
  }
}
