// Plays rounds to their end on chain without keeping anything of them. Does nothing on import.
import type { Closing, Driven, PartyInput } from "../../client/play/drive/input.ts";
import { driveRound } from "../../client/play/drive/run-party.ts";
import type { PartyResult } from "../../client/play/drive/settled.ts";

/** Keeps and writes nothing. */
export const NOTHING_KEPT: Closing = {
  onStopped: () => undefined,
  keepOutcome: () => undefined,
  dropOutcome: () => undefined,
  writeFiles: async () => undefined,
};

/**
 * Rejects with the party's error once nothing is left to refuse, instead of waiting for the round's
 * end.
 */
export const UNTIL_STOPPED: Closing = {
  ...NOTHING_KEPT,
  onStopped: (error) => {
    throw error;
  },
};

/** How a round with a public outcome has ended for a party. */
export type PublicDriven = Driven & { readonly result: PartyResult | null };

/** Plays a round with a public outcome, or goes on from the journal, to its end on chain. */
export function playToEnd(input: PartyInput, closing = NOTHING_KEPT): Promise<PublicDriven> {
  return driveRound({ ...input, closing, sealing: null }) as Promise<PublicDriven>;
}
