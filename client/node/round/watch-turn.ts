// How long a party may wait for others before it costs it its own bond.
import { readState, type Sight, sleep } from "../../chain/read.ts";
import type { RoundContext } from "./context.ts";
import { tend } from "./tend.ts";

/**
 * Aborts `stop` with `reason()` once it is this party's turn and half of the step's time is over, so that it can still refuse; ends when
 * `stop` is aborted. While others are due, waiting is their concern. Meanwhile does what is due from the journal.
 */
export async function watchTurn(context: RoundContext, stop: AbortController, reason: () => Error): Promise<void> {
  const { session, id, waiting } = context;
  while (!stop.signal.aborted) {
    // A chain that does not answer says nothing.
    const sight = await readState(session, id.round).catch(() => null);
    if (sight !== null && ownTurnRunsOut(context, sight)) {
      stop.abort(reason());
    } else {
      if (sight !== null) await tend(context, sight);
      await sleep(waiting.pollMs);
    }
  }
}

function ownTurnRunsOut({ party, agreement }: RoundContext, { state, now }: Sight): boolean {
  if (agreement.schedule[state.stepsPosted]?.from !== party) return false;
  return now > state.deadline - agreement.periods.step / 2;
}
