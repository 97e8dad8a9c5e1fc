// What a party does that has stopped: refuse its remaining turns, so that its time never runs out and its bond is safe.
import { persist, readState, sleep, tellOnce } from "../../chain/coordinator/read.ts";
import { ChainError } from "../../errors.ts";
import type { RoundContext } from "./context.ts";
import { isDue, refuseDue } from "./tend.ts";

/**
 * Posts a refusal in each of this party's remaining steps. What fails is tried again. Returns whether its bond is safe: true when the
 * round is no longer running or another party's time is over, false when its own is. Throws the signal's reason when it aborts before that.
 */
export async function refuseRemaining(context: RoundContext): Promise<boolean> {
  const { session, id, waiting } = context;
  const troubles = tellOnce(waiting.onTrouble);
  for (;;) {
    const sight = await persist(() => readState(session, id.round), waiting);
    const { phase, deadline } = sight.state;
    if (phase !== "committing" && phase !== "running") return true;
    if (sight.now > deadline) return phase === "committing" || !isDue(context, sight);
    try {
      await refuseDue(context, sight);
      troubles.over();
    } catch (error) {
      if (!(error instanceof ChainError)) throw error;
      troubles.tell(error);
    }
    await sleep(waiting.pollMs);
  }
}
