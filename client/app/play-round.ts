// One accepted round from where its journal stands to its end on chain.
import { sleep, type Waiting } from "../chain/coordinator/read.ts";
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
import type { PartyResult } from "../play/drive/settled.ts";
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
  let result: PartyResult | null;
  let closed: Closed | null;
  do {
    result = await play(input, round, report);
    // What is settled is kept before anything else can fail.
    if (result !== null) own.keepOutcome(Buffer.from(json(ownOutcome(setup, party, result))));
    await writeRoundFiles(input.folder, name, own);
    closed =
      result === null
        ? await closeRound(session, round, closing)
        : await closeSettled(session, round, result.certificate.header.statementDigest, closing);
  } while (closed === null);
  endRound(journal, key, result === null ? "closed" : "done");
  const withdrawn = closed.withdrawal !== null;
  onEvent({ type: "round-closed", round: key, phase: closed.phase, withdrawn, files: input.folder });
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
