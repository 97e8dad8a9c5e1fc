// How long a party waits for a message whose digest is on chain, or for a session: until waiting longer would cost it its own bond, or cannot help any more.
import { readState, type Sight, sleep } from "../../chain/coordinator/read.ts";
import { ChainError, type ProtocolError } from "../../errors.ts";
import type { RoundContext } from "./context.ts";
import { isDue, tending } from "./tend.ts";

/** How often a party looks, once the others have settled, whether what it misses still comes; then the chain tells it the outcome. */
const LOOKS_AFTER_SETTLEMENT = 30;

/**
 * Aborts `stop`, with `missing()` or what became of the round, once a message or a session is waited for no longer; ends when `stop` is
 * aborted; meanwhile does what is due from the journal. While others are due, a late message is
 * their concern. When it is this party's turn, it waits for half of the step's time, however many messages are missing, so that
 * it can still refuse. When all is posted, the others may settle without it: it waits until the time to settle is over, and as long
 * once more for a message of a round that is settled, since its outcome is worth having.
 */
export async function watchPatience(
  context: RoundContext,
  stop: AbortController,
  missing: () => ProtocolError,
): Promise<void> {
  const { id, session, waiting } = context;
  let looksAfterSettlement = 0;
  const reason = (sight: Sight): Error | null => {
    const { state, now } = sight;
    const late = state.deadline !== 0 && now > state.deadline;
    switch (state.phase) {
      case "running":
        if (ownTurnRunsOut(context, sight)) return missing();
        return late ? new ChainError("RoundLate", `round ${id.round} is past its deadline while running`) : null;
      case "settling":
        return late ? missing() : null;
      case "settled":
        looksAfterSettlement++;
        return looksAfterSettlement > LOOKS_AFTER_SETTLEMENT
          ? new ChainError("RoundSettled", `round ${id.round} has been settled by the others`)
          : null;
      default:
        // Expired; or a reorganisation has taken the digest back, and the message may be another one: look again.
        return state.phase === "expired" ? new ChainError("RoundExpired", `round ${id.round} has expired`) : null;
    }
  };
  const act = tending(context);
  while (!stop.signal.aborted) {
    // A chain that does not answer says nothing about the message.
    const sight = await readState(session, id.round).catch(() => null);
    const why = sight === null ? null : reason(sight);
    if (why !== null) {
      stop.abort(why);
    } else {
      if (sight !== null) await act(sight).catch((error: unknown) => stop.abort(error));
      await sleep(waiting.pollMs);
    }
  }
}

/** Whether it is this party's turn and half of its time is over. */
function ownTurnRunsOut(context: RoundContext, sight: Sight): boolean {
  return isDue(context, sight) && sight.now > sight.state.deadline - context.agreement.periods.step / 2;
}
