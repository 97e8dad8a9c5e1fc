// The only module that polls a round: it reads what a party must know of it, as of one block.
import type { Hex } from "viem";
import { type Post, refusalDigest, type Turn } from "../../round/digests.ts";
import type { RoundId } from "../../round/id.ts";
import type { Observed, Posted } from "../../round/observed.ts";
import type { BlockName, RoundState } from "../../round/phase.ts";
import { isOnChain, readOutcome, readParties, readState } from "../coordinator/read.ts";
import { postsReader } from "../coordinator/read-posts.ts";
import type { ChainSession } from "../session.ts";

export interface ObservedRound {
  readonly id: RoundId;
  /** Digest of the parameters agreed on. */
  readonly paramsDigest: Hex;
  readonly turns: readonly Turn[];
}

/**
 * Polls a round. What still stands is not read again, so that most polls take three requests.
 * The function returned throws ChainError; it returns null when the chain was reorganised
 * meanwhile, since what was read then does not belong together.
 */
export function roundObserver(
  session: ChainSession,
  { id, paramsDigest, turns }: ObservedRound,
): () => Promise<Observed | null> {
  const { round } = id;
  const readPosts = postsReader(session, round);
  const stepOf = new Map(turns.map(({ exchange, from }, step) => [`${exchange}/${from}`, step]));
  let posts: readonly Post[] = [];
  let posted: ReadonlyMap<number, Posted> = new Map();
  /** The block in which `posts` were read, or that has shown the same number of them since. */
  let checked: BlockName | null = null;

  const countOf = ({ exchange, remaining }: RoundState) => {
    const begun = turns.filter((turn) => turn.exchange <= exchange).length;
    return begun - remaining;
  };
  const named = ({ exchange, from, digest }: Post): [number, Posted][] => {
    const step = stepOf.get(`${exchange}/${from}`);
    if (step === undefined) return [];
    return [[step, { digest, isRefusal: digest === refusalDigest(id, { exchange, from }) }]];
  };
  return async () => {
    const { state, now, clock, block } = await readState(session, round);
    const { phase, deadline, exchange } = state;
    const agreed = phase === "none" || state.paramsDigest === paramsDigest;
    const stands = checked !== null && (checked.hash === block.hash || (await isOnChain(session, checked)));
    const hasPosts = agreed && phase !== "none" && phase !== "committing";
    const isNew = hasPosts && !(stands && countOf(state) === posts.length);
    const counts = phase === "committing" || phase === "expired";
    const [found, parties, outcome] = await Promise.all([
      isNew ? readPosts(block) : posts,
      counts ? readParties(session, round, block) : [],
      phase === "settled" ? readOutcome(session, round, block) : null,
    ]);
    const isMore = isNew || counts || outcome !== null;
    if (isMore && !(await isOnChain(session, block))) return null;
    const current = hasPosts ? found : [];
    // Hashes a word for each post, so only when there are others than at the last poll.
    if (current !== posts) posted = new Map(current.flatMap(named));
    posts = current;
    checked = block;
    return {
      ...{ block, now, clock, phase, deadline, exchange, agreed },
      posted,
      committed: parties.map((record) => record !== null),
      settled: outcome === null ? null : (outcome.statementDigest.toLowerCase() as Hex),
    };
  };
}
