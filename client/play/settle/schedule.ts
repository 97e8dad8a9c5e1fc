// The whole schedule of a round, and a check that no message is too long to send.
import type { Engine } from "../../engines/engine.ts";
import { ProtocolError } from "../../errors.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { ScheduleEntry } from "../../round/schedule.ts";
import { settlementSchedule } from "./settlement.ts";

/** Longest body of a message, in bytes: 256 MiB. */
export const LARGEST_BODY = 2 ** 28;

/**
 * The engine's steps, then the settlement's. Throws ProtocolError `RoundUnsuitable` when the engine
 * does, or when a step may need a longer message than can be sent: such a round is neither opened
 * nor committed to.
 */
export function roundSchedule(engine: Engine<unknown>, round: PublicRound): readonly ScheduleEntry[] {
  const schedule = [...engine.schedule(round), ...settlementSchedule(round)];
  const step = schedule.findIndex(({ bytes }) => bytes > LARGEST_BODY);
  if (step < 0) return schedule;
  const { content, bytes } = schedule[step]!;
  throw new ProtocolError(
    "RoundUnsuitable",
    `${engine.name}: step ${step} (${content}) may take ${bytes} bytes, and a message has at most ${LARGEST_BODY}: ` +
      "choose another engine, or leave out rows or columns",
  );
}
