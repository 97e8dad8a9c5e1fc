// The end of a round for one party: expired if its time is over, and the bond withdrawn.

import type { Waiting } from "../../chain/read.ts";
import { persist, readCredit, readState, sleep } from "../../chain/read.ts";
import type { ChainSession, Mined } from "../../chain/session.ts";
import { expireRound, withdrawBonds } from "../../chain/transact.ts";
import { ChainError } from "../../errors.ts";

export interface Closed {
  readonly phase: "settled" | "expired";
  /** The withdrawal, if the coordinator owed this account anything. */
  readonly withdrawal: Mined | null;
}

/** Waits until the round is settled or its time is over, then expires it if nobody has, and withdraws. */
export async function closeRound(session: ChainSession, round: bigint, waiting: Waiting): Promise<Closed> {
  for (;;) {
    const { state, now } = await persist(() => readState(session, round), waiting);
    if (state.phase === "settled" || state.phase === "expired") {
      return { phase: state.phase, withdrawal: await persist(() => withdraw(session, round), waiting) };
    }
    if (state.deadline !== 0 && now > state.deadline) {
      try {
        await expireRound(session, round);
      } catch (error) {
        // Somebody else was faster, or the trouble passes: the next look tells which.
        if (!(error instanceof ChainError)) throw error;
        waiting.onTrouble?.(error);
      }
    }
    await sleep(waiting.pollMs);
  }
}

async function withdraw(session: ChainSession, round: bigint): Promise<Mined | null> {
  if ((await readCredit(session, session.account.address)) === 0n) return null;
  try {
    return await withdrawBonds(session, round);
  } catch (error) {
    // Another round of this account has closed meanwhile, and took everything with it.
    if (error instanceof ChainError && error.code === "CoordinatorNothingToWithdraw") return null;
    throw error;
  }
}
