// Plays one company's side of a round: to its outcome, or to its end on chain.
import { readChainId } from "../../chain/coordinator/read.ts";
import { retryTransient } from "../../chain/watch/watch.ts";
import { Driver } from "./driver.ts";
import type { DriveInput, Driven, PartyInput } from "./input.ts";
import type { PartyResult } from "./settled.ts";

/**
 * Plays a party's side of a round with a public outcome until the round is settled; restarted with
 * the same journal, it resumes where it was. The objective's owner sends the settlement; the others
 * do so if half of the settling period has passed without one. The result is what the chain
 * settled; this party's own result is only compared with it. Throws ProtocolError "SizeUnsafe"
 * (unless `insist`) when the engine hides too little at this size, "RoundDiffers" when the round on
 * chain is not the one agreed on, and the errors of engine, certificate and chain; before it
 * throws, it journals the fault and posts its refusals, so that its bond is safe. HomeError and the
 * signal's reason are passed on at once: nothing is lost, and the next life continues.
 */
export async function runParty(input: PartyInput): Promise<PartyResult> {
  const { result, error } = await driveRound({ ...input, sealing: null, closing: null });
  if (result === null) throw error;
  return result as PartyResult;
}

/**
 * Like `runParty`, for sealed outcomes, too. With `closing` it follows the round to its end on
 * chain: it expires a round that is past its deadline, and withdraws the bond. What stopped the
 * party is returned, not thrown. Throws HomeError, the signal's reason, and errors of the
 * withdrawal that are not transient.
 */
export async function driveRound(input: DriveInput): Promise<Driven> {
  const { session, round, waiting, onEvent } = input;
  const chainId = await retryTransient(() => readChainId(session), {
    ...waiting,
    onTransientError: (error) => onEvent({ type: "trouble", error }),
  });
  return new Driver(input, { chainId: BigInt(chainId), coordinator: session.coordinator, round }).run();
}
