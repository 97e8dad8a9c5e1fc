// The whole schedule of a round, and whether its messages can be sent at all.
import type { Engine } from "../../engines/engine.ts";
import { ProtocolError } from "../../errors.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { ScheduleEntry } from "../../round/schedule.ts";
import { settlementSchedule } from "./settlement.ts";

/** Longest body of a message, in bytes: 256 MiB. */
export const LARGEST_BODY = 2 ** 28;

/**
 * The engine's steps, then the settlement's. Throws ProtocolError `RoundUnsuitable` where the
 * engine does, or when a step may need a longer message than can be sent: nobody opens such a
 * round, or commits to it.
 */
export function roundSchedule(engine: Engine<unknown>, round: PublicRound): readonly ScheduleEntry[] {
  const schedule = [...engine.schedule(round), ...settlementSchedule(round)];
  const step = schedule.findIndex(({ bytes }) => bytes > LARGEST_BODY);
  if (step < 0) return schedule;
  const { content, bytes } = schedule[step]!;
  throw new ProtocolError(
    "RoundUnsuitable",
    `${engine.name}: step ${step} (${content}) may take ${bytes} bytes, and no message has more than ${LARGEST_BODY}: ` +
      "choose another engine, or leave out rows or columns",
  );
}
