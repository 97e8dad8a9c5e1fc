// The whole schedule of a round, and a check that no message is too long to send.
import type { Engine } from "../../engines/engine.ts";
import { ProtocolError } from "../../errors.ts";
import type { PublicRound } from "../../round/public-round.ts";
import {
  MAX_EXCHANGES,
  postedExchanges,
  type ScheduledTurn,
  type ScheduleEntry,
  turnsOf,
} from "../../round/schedule.ts";
import { sealingSchedule } from "../seal/schedule.ts";
import { settlementSchedule } from "./settlement.ts";

/** Longest body of a message, in bytes: 256 MiB. */
export const LARGEST_BODY = 2 ** 28;

/** The turns of a round; the positions of the engine's messages come before the settlement's. */
export interface RoundSchedule {
  /** How many messages are the engine's. */
  readonly engineMessages: number;
  /** Exchanges that the engine takes; the settlement's keys travel in the first of them. */
  readonly engineExchanges: number;
  /** Those that are posted come first. */
  readonly turns: readonly ScheduledTurn[];
}

/** R of a round whose outcome is sealed; null where it is public. */
export type SealedSize = number | null;

/**
 * The schedule of engine and settlement. Throws ProtocolError `RoundUnsuitable` where the engine
 * does, when a message may be longer than can be sent, when the exchanges are more than the
 * contract takes, or when companies learn their own part only of an outcome that is public: nobody
 * opens such a round, or commits to it.
 */
export function roundSchedule(engine: Engine<unknown>, round: PublicRound, sealed: SealedSize = null): RoundSchedule {
  const own = engine.schedule(round);
  const engineExchanges = 1 + Math.max(...own.map(({ exchange }) => exchange));
  const messages = [...own, ...closingSchedule(round, engineExchanges, sealed)];
  const long = messages.find(({ bytes }) => bytes > LARGEST_BODY);
  if (long !== undefined)
    throw unsuitable(
      `${engine.name}: a message (${long.content}) may take ${long.bytes} bytes, and none has more than ${LARGEST_BODY}: ` +
        "choose another engine, or leave out rows or columns",
    );
  const turns = turnsOf(messages);
  const exchanges = postedExchanges(turns);
  if (exchanges > MAX_EXCHANGES)
    throw unsuitable(
      `${engine.name}: ${exchanges} exchanges among ${round.inequalities.length} companies, those of the settlement included, and a round has at most ${MAX_EXCHANGES}: choose another engine`,
    );
  return { engineMessages: own.length, engineExchanges, turns };
}

/** What follows the engine's messages. */
function closingSchedule(round: PublicRound, engineExchanges: number, sealed: SealedSize): readonly ScheduleEntry[] {
  const { inequalities, equalities, objectiveOwner, ownParts } = round;
  if (sealed === null && ownParts !== undefined)
    throw unsuitable("a public outcome is everybody's: where each company learns its own part only, seal it");
  if (sealed === null) return settlementSchedule(round, engineExchanges);
  const statement = { size: sealed, parties: inequalities.length, objectiveOwner };
  const counts = { statement, inequalities, equalities };
  return sealingSchedule(ownParts === undefined ? counts : { ...counts, ownParts }, engineExchanges);
}

function unsuitable(text: string): ProtocolError {
  return new ProtocolError("RoundUnsuitable", text);
}
