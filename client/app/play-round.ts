// Plays one accepted round, from the state in the journal to its end on chain.
import type { Address } from "viem";
import type { ChainSession } from "../chain/session.ts";
import type { Waiting } from "../chain/watch/watch.ts";
import { asConcordatError, HomeError } from "../errors.ts";
import type { Journal } from "../journal/journal.ts";
import type { ProofMemory } from "../journal/proof-memory.ts";
import { roundJournal } from "../journal/round-journal.ts";
import { type AcceptedRound, endRound, setStatus } from "../journal/rounds.ts";
import { outcomeAdvice } from "../lp/joint/advice.ts";
import type { Random } from "../math/random.ts";
import type { Channel } from "../network/channel.ts";
import type { Sessions } from "../play/drive/context.ts";
import type { PartyEvent } from "../play/drive/events.ts";
import type { Closing } from "../play/drive/input.ts";
import { roundRandom } from "../play/drive/life.ts";
import { driveRound } from "../play/drive/run-party.ts";
import { parseRoundKey } from "../round/round-key.ts";
import type { ClientEvent } from "./events.ts";
import { keepOutcome, outcomeToKeep, writeRoundFiles } from "./round-files.ts";
import type { RoundSetup } from "./setup.ts";
import { postOwnShare } from "./shares/own-share.ts";
import { SPEC_SETTINGS, scalesOfTerms } from "./wide-tolerances.ts";

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
  /** Of this round's proof, if its outcome is sealed. */
  readonly memory: ProofMemory;
  /** Where the round's files go. */
  readonly folder: string;
  readonly onEvent: (event: ClientEvent) => void;
}

/**
 * Plays the round, stores the outcome and writes the files, then waits until the round is closed
 * and the bond is back. Returns when there is nothing left to do. Throws HomeError, the signal's
 * reason, or why a settlement cannot be read through this chain node: the next life continues.
 */
export async function playAccepted(input: PlayInput): Promise<void> {
  const { accepted, setup, session, channel, sessions, journal, memory, random, waiting, onEvent } = input;
  const { key, party, insist } = accepted;
  const { engine, agreement, rows, program, terms, model, sealing } = setup;
  const { round } = parseRoundKey(key, session.coordinator);
  const scales = scalesOfTerms(terms, program, engine.grid, new Map([[party, model]]));
  onEvent({ type: "round-started", round: key, party, engine: engine.name });
  const { result, closed } = await driveRound({
    ...{ party, rows, engine, agreement, round, session, channel, sessions, random, insist, waiting },
    sealing: sealing && { ...sealing, memory },
    journal: roundJournal(journal, key),
    accepted: accepted.paramsDigest,
    advice: outcomeAdvice(scales, SPEC_SETTINGS),
    onEvent: (event) => report(event, input),
    closing: closingOf(input, round),
  });
  if (result !== null && terms.sealed?.shares !== undefined) await share(input, terms.sealed.shares);
  endRound(journal, key, result === null ? "closed" : "done");
  memory.forget();
  const { phase, withdrawal } = closed!;
  onEvent({ type: "round-closed", round: key, phase, withdrawn: withdrawal !== null, files: input.folder });
}

/** Polls for which the owner of the objective may bring the proof before the others do. */
const PATIENCE_POLLS = 120;

/**
 * Posts this company's share before the round ends here, so that the next life does it if this one
 * is killed. Whatever hinders it is reported and ends no round: bond and outcome are safe. Throws
 * HomeError and the signal's reason.
 */
async function share(
  { accepted, setup, session, journal, random, waiting, onEvent, chainId }: PlayInput,
  shares: Address,
): Promise<void> {
  const { key, party } = accepted;
  const { coordinator, round } = parseRoundKey(key, session.coordinator);
  const { agreement, sealing } = setup;
  const kept = roundJournal(journal, key);
  try {
    const done = await postOwnShare({
      ...{ session, shares, setup, party, round, part: kept.part(), provedWith: kept.hasKnown() },
      random: roundRandom(random, { chainId: BigInt(chainId), coordinator, round }),
      readSealing: async () => sealing!,
      waiting: { ...waiting, onTransientError: ({ code, message }) => onEvent({ type: "trouble", code, message }) },
      patience: party === agreement.round.objectiveOwner ? 0 : PATIENCE_POLLS,
    });
    if (done === "posted") onEvent({ type: "share-posted", round: key });
  } catch (error) {
    waiting.signal.throwIfAborted();
    if (error instanceof HomeError) throw error;
    const { code, message } = asConcordatError(error);
    onEvent({ type: "share-missing", round: key, code, message });
  }
}

function closingOf({ accepted, setup, session, journal, chainId, folder, onEvent }: PlayInput, round: bigint): Closing {
  const { key, party } = accepted;
  const own = roundJournal(journal, key);
  const name = { chainId, coordinator: session.coordinator, round, party };
  return {
    onStopped: ({ code, message }) => {
      setStatus(journal, key, "failed");
      onEvent({ type: "round-failed", round: key, code, party: own.fault()?.party ?? null, message });
    },
    keepOutcome: (result) => keepOutcome(own, outcomeToKeep(setup, party, result)),
    dropOutcome: () => own.dropOutcome(),
    writeFiles: () => writeRoundFiles(folder, name, own, setup.agreement.schedule),
  };
}

/** Reports an event; an observer that throws must not affect the round or its settlement. */
function report(event: PartyEvent, { accepted, onEvent }: PlayInput): void {
  try {
    onEvent({ type: "round", round: accepted.key, event });
  } catch {
    // Nothing to be done.
  }
}
