// The only module that polls a round: it reads what a party must know of it, as of one block.
import type { Hex } from "viem";
import { refusalDigest } from "../../round/digests.ts";
import type { RoundId } from "../../round/id.ts";
import type { Observed, Posted } from "../../round/observed.ts";
import type { BlockName } from "../../round/phase.ts";
import { isOnChain, readCommitments, readMessageDigest, readOutcome, readState } from "../coordinator/read.ts";
import type { ChainSession } from "../session.ts";

export interface ObservedRound {
  readonly id: RoundId;
  /** Digest of the parameters agreed on. */
  readonly paramsDigest: Hex;
  /** Sender of each step. */
  readonly senders: readonly number[];
}

/** Steps whose digests are wanted. */
export interface Wanted {
  /** The step whose message comes next, if it is another party's. */
  readonly next: number | null;
  /**
   * Steps whose messages this party has acted upon: looked up again where a reorganisation may have
   * changed them.
   */
  readonly acted: readonly number[];
}

/**
 * Returns a function that polls a round. Digests that are known to be on chain still are not read
 * again, so most polls take three requests. The function throws ChainError; it returns null when
 * the chain was reorganised during the poll, since the values read are then inconsistent.
 */
export function roundObserver(
  session: ChainSession,
  { id, paramsDigest, senders }: ObservedRound,
): (wanted: Wanted) => Promise<Observed | null> {
  const { round } = id;
  /** The last block in which all messages acted upon were on chain. */
  let checked: BlockName | null = null;

  const postedAt = async (step: number, block: BlockName): Promise<[number, Posted][]> => {
    const digest = await readMessageDigest(session, round, step, block);
    if (digest === null) return [];
    return [[step, { digest, isRefusal: digest === refusalDigest(id, step, senders[step]!) }]];
  };
  return async ({ next, acted }) => {
    const { state, now, block } = await readState(session, round);
    const { phase, deadline, stepsPosted } = state;
    const stands = checked !== null && (isSame(checked, block) || (await isOnChain(session, checked)));
    const steps = [...(next === null || next >= stepsPosted ? [] : [next]), ...(stands ? [] : acted)];
    const counts = phase === "committing" || phase === "expired";
    const [posted, commitments, outcome] = await Promise.all([
      Promise.all(steps.map((step) => postedAt(step, block))),
      counts ? readCommitments(session, round, block) : [],
      phase === "settled" ? readOutcome(session, round, block) : null,
    ]);
    const isMore = steps.length > 0 || counts || outcome !== null;
    if (isMore && !(await isOnChain(session, block))) return null;
    const found = new Map(posted.flat());
    // A message that was reverted is looked up until it is posted again.
    if (stands || acted.every((step) => found.has(step))) checked = block;
    return {
      ...{ block, now, phase, deadline, stepsPosted, posted: found },
      agreed: phase === "none" || state.paramsDigest === paramsDigest,
      committed: commitments.map((commitment) => commitment !== null),
      settled: outcome === null ? null : (outcome.statementDigest.toLowerCase() as Hex),
    };
  };
}

function isSame(a: BlockName, b: BlockName): boolean {
  return a.hash === b.hash;
}
