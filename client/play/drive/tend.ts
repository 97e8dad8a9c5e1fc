// Does on chain what is this party's turn, from what the journal holds: the commitment, then the digest of each of its messages. Looks
// at the chain as it is, never at what was sent before: what a reorganisation takes back is done again, and nothing is done twice.
import { isWrongContract } from "../../chain/coordinator/check-contract.ts";
import { readCommitment, type Sight, tellOnce } from "../../chain/coordinator/read.ts";
import { commitRound, postDigest } from "../../chain/coordinator/transact.ts";
import { ChainError, ProtocolError } from "../../errors.ts";
import { roundParams } from "../../round/agreement.ts";
import { messageDigest, refusalDigest } from "../../round/digests.ts";
import { decodeEnvelope } from "../../round/envelope.ts";
import { paramsDigest } from "../../round/params.ts";
import type { RoundContext } from "./context.ts";

/**
 * Acts on what is seen if it is this party's turn and it has what to post. A refusal of the contract is left to the next look. Throws
 * ProtocolError "RoundDiffers" when a reorganisation has put another round in this one's place, ChainError as checkCoordinator does.
 */
export function tending(context: RoundContext): (sight: Sight) => Promise<void> {
  const troubles = tellOnce(context.waiting.onTrouble);
  return async ({ state }) => {
    try {
      if (state.phase === "committing") await commitOnce(context);
      if (state.phase === "running") await postDue(context, state.stepsPosted);
      troubles.over();
    } catch (error) {
      if (!(error instanceof ChainError)) throw error;
      if (isWrongContract(error)) throw error;
      if (error.code === "CoordinatorParamsMismatch") throw replaced(context, error);
      // The chain moved on between the look and the transaction, or a trouble passes: the next look tells which.
      troubles.tell(error);
    }
  };
}

function replaced({ id }: RoundContext, cause: ChainError): ProtocolError {
  const text = `round ${id.round} has other parameters than those agreed on since a reorganisation: agree on the round again`;
  return new ProtocolError("RoundDiffers", text, undefined, { cause });
}

async function commitOnce({ session, id, party, agreement, commitment, onCommitted }: RoundContext): Promise<void> {
  if ((await readCommitment(session, id.round, party)) !== null) return;
  const params = paramsDigest(roundParams(agreement));
  onCommitted(await commitRound(session, id.round, params, commitment, agreement.bond));
}

async function postDue(
  { session, id, party, agreement, journal, onPosted }: RoundContext,
  step: number,
): Promise<void> {
  if (agreement.schedule[step]?.from !== party) return;
  const envelope = journal.message(step);
  if (envelope === null) return;
  const { body } = decodeEnvelope(envelope);
  onPosted(step, await postDigest(session, id.round, step, messageDigest(id, step, party, body)));
}

/** Whether the round waits for this party's next step. */
export function isDue({ party, agreement }: RoundContext, { state }: Sight): boolean {
  return state.phase === "running" && agreement.schedule[state.stepsPosted]?.from === party;
}

/** Posts a refusal if it is this party's turn. */
export async function refuseDue(context: RoundContext, sight: Sight): Promise<void> {
  if (!isDue(context, sight)) return;
  const { session, id, party } = context;
  const { stepsPosted } = sight.state;
  await postDigest(session, id.round, stepsPosted, refusalDigest(id, stepsPosted, party));
}
