// The end of a round for one party: expired if its time is over, and the bond withdrawn.
import type { Hex } from "viem";
import type { RoundState, Waiting } from "../../chain/coordinator/read.ts";
import {
  isOnChain,
  persist,
  persistIn,
  readOutcome,
  readState,
  sleep,
  tellOnce,
} from "../../chain/coordinator/read.ts";
import { expireRound, withdrawBonds } from "../../chain/coordinator/transact.ts";
import type { ChainSession, Mined } from "../../chain/session.ts";
import { ChainError } from "../../errors.ts";

export interface Closed {
  readonly phase: "settled" | "expired";
  /** The withdrawal, if the coordinator owed this account anything. */
  readonly withdrawal: Mined | null;
}

/** Waits until the round is settled or its time is over, then expires it if nobody has, and withdraws. */
export async function closeRound(session: ChainSession, round: bigint, waiting: Waiting): Promise<Closed> {
  const troubles = tellOnce(waiting.onTrouble);
  for (;;) {
    const { state, now } = await persist(() => readState(session, round), waiting);
    const closed = await closeAs(state, session, round, waiting);
    if (closed !== null) return closed;
    if (state.deadline !== 0 && now > state.deadline) {
      try {
        await expireRound(session, round);
      } catch (error) {
        // Somebody else was faster, or the trouble passes: the next look tells which.
        if (!(error instanceof ChainError)) throw error;
        troubles.tell(error);
      }
    }
    await sleep(waiting.pollMs);
  }
}

/** Withdraws after a round that was seen settled as `statementDigest`. Null when a reorganisation has taken that back: it must be played on. */
export async function closeSettled(
  session: ChainSession,
  round: bigint,
  statementDigest: Hex,
  waiting: Waiting,
): Promise<Closed | null> {
  const { state, block } = await persist(() => readState(session, round), waiting);
  if (state.phase === "settled") {
    const settled = await persistIn(block, session, () => readOutcome(session, round, block), waiting);
    if (settled?.statementDigest.toLowerCase() !== statementDigest.toLowerCase()) return null;
  }
  const closed = await closeAs(state, session, round, waiting);
  // Nothing was owed: either it was withdrawn before, or the settlement has gone since it was seen.
  const isGone = closed?.withdrawal === null && !(await persist(() => isOnChain(session, block), waiting));
  return isGone ? null : closed;
}

/** Null while the round is open. */
async function closeAs(
  { phase }: RoundState,
  session: ChainSession,
  round: bigint,
  waiting: Waiting,
): Promise<Closed | null> {
  if (phase !== "settled" && phase !== "expired") return null;
  return { phase, withdrawal: await persist(() => withdraw(session, round), waiting) };
}

/** A withdrawal that was sent before, in this life or an earlier one, is the same one. */
async function withdraw(session: ChainSession, round: bigint): Promise<Mined | null> {
  try {
    return await withdrawBonds(session, round);
  } catch (error) {
    // Another round of this account has ended meanwhile and taken everything.
    if (error instanceof ChainError && error.code === "CoordinatorNothingToWithdraw") return null;
    throw error;
  }
}
