// One company's side of a round, for whoever plays one: to its outcome, or to its end on chain.
import { readChainId } from "../../chain/coordinator/read.ts";
import { retryPassing } from "../../chain/watch/watch.ts";
import { Driver } from "./driver.ts";
import type { DriveInput, Driven, PartyInput } from "./input.ts";
import type { PartyResult } from "./settled.ts";

/**
 * Takes part in a round until it is settled; started again with the same journal, goes on where it
 * was. The objective's owner sends the settlement; the others do so when half of the settling time
 * has passed without it. The result is what the chain settled, which this party's own is only
 * compared with. Throws ProtocolError "SizeUnsafe" (unless told to insist) when the engine hides
 * too little at this size, "RoundDiffers" when the round on chain is not the one agreed on, and
 * whatever engine, certificate or chain refuse; before that it journals the fault and posts its
 * refusals, so that its bond is safe. Throws HomeError, and the signal's reason, as they come:
 * nothing is lost, and the next life goes on.
 */
export async function runParty(input: PartyInput): Promise<PartyResult> {
  const { result, error } = await driveRound({ ...input, closing: null });
  if (result === null) throw error;
  return result;
}

/**
 * The same, and with `closing` on to the end of the round on chain: expired if its time is over,
 * the bond withdrawn. What stopped the party is not thrown but returned. Throws HomeError, the
 * signal's reason, and what a withdrawal meets that does not pass.
 */
export async function driveRound(input: DriveInput): Promise<Driven> {
  const { session, round, waiting, onEvent } = input;
  const chainId = await retryPassing(() => readChainId(session), {
    ...waiting,
    onTrouble: (error) => onEvent({ type: "trouble", error }),
  });
  return new Driver(input, { chainId: BigInt(chainId), coordinator: session.coordinator, round }).run();
}
