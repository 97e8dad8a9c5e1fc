// Checks before a party commits to a round.
import type { Engine } from "../../engines/engine.ts";
import { ProtocolError } from "../../errors.ts";
import { roundParams } from "../../round/agreement.ts";
import { paramsDigest } from "../../round/params.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { ScheduledTurn } from "../../round/schedule.ts";
import { roundSchedule } from "../settle/schedule.ts";
import type { DriveInput } from "./input.ts";

/**
 * Throws ProtocolError "SizeUnsafe" when a search that takes seconds breaks the engine's disguise.
 */
export function checkSize(engine: Engine<unknown>, round: PublicRound): void {
  if (!engine.leakage(round, (party) => `party ${party}`).searchable) return;
  throw new ProtocolError(
    "SizeUnsafe",
    `${engine.name} hides too little at ${round.columns} columns and so few rows: the other party can find ` +
      "the disguise by search. Choose another engine, or insist",
  );
}

/**
 * Throws ProtocolError "SizeUnsafe", or "RoundDiffers" when the agreement does not fit this engine
 * or is not the one that was accepted.
 */
export function checkAgreement({ agreement, engine, sealing, insist, accepted }: DriveInput): void {
  if (accepted !== undefined && paramsDigest(roundParams(agreement)) !== accepted)
    throw new ProtocolError("RoundDiffers", "the terms in the journal are not those that were agreed to");
  if (!insist) checkSize(engine, agreement.round);
  const planned = roundSchedule(engine, agreement.round, sealing?.key.size ?? null).turns;
  const receivers = ({ messages }: ScheduledTurn) => messages.map(({ to }) => to).join();
  const isSame =
    planned.length === agreement.schedule.length &&
    planned.every((turn, i) => {
      const agreed = agreement.schedule[i]!;
      return turn.exchange === agreed.exchange && turn.from === agreed.from && receivers(turn) === receivers(agreed);
    });
  if (agreement.engine !== engine.name || !isSame)
    throw new ProtocolError(
      "RoundDiffers",
      `the agreed round does not fit the engine ${engine.name}: do not commit to it`,
    );
}
