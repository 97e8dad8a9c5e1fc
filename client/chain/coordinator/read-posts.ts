// The digests that the parties of a round have posted. The contract keeps one running digest for
// each party; the digests themselves are in its events, and are held against that.
import { type Hex, parseEventLogs } from "viem";
import { encodeAbiParameters, keccak256, parseAbiParameters, slice } from "viem/utils";
import { ChainError } from "../../errors.ts";
import type { Post } from "../../round/digests.ts";
import type { BlockName } from "../../round/phase.ts";
import { asChainError } from "../chain-error.ts";
import { coordinatorAbi } from "./abi.ts";
import { isOnChain, type Reader, readParties } from "./read.ts";
import { searchRound } from "./round-logs.ts";

const POSTS = parseAbiParameters("bytes30, uint256, bytes32");
/** Bytes of a running digest. */
const POSTS_BYTES = 30;

/** The running digest of a party's posts, given what it was before (docs/wire.md). */
function nextPosts(before: Hex, { exchange, digest }: Post): Hex {
  return slice(keccak256(encodeAbiParameters(POSTS, [before, BigInt(exchange), digest])), 0, POSTS_BYTES);
}

/**
 * Reads the posts of a round as of a block, each time only those since the last one. The function
 * returned throws ChainError "LogsIncomplete" when the node's logs do not give the running digests
 * of the same block, and what `asChainError` gives for a node that fails.
 */
export function postsReader(reader: Reader, round: bigint): (block: BlockName) => Promise<readonly Post[]> {
  let known: readonly Post[] = [];
  let last: BlockName | null = null;
  return async (block) => {
    if (last !== null && (last.number > block.number || !(await isOnChain(reader, last)))) {
      known = [];
      last = null;
    }
    const first = last === null ? 0n : last.number + 1n;
    const news = first > block.number ? [] : await readLogs(reader, round, { first, last: block.number });
    const posts = [...known, ...news];
    await compare(reader, round, { block, posts });
    known = posts;
    last = block;
    return posts;
  };
}

async function readLogs(
  reader: Reader,
  round: bigint,
  blocks: { readonly first: bigint; readonly last: bigint },
): Promise<Post[]> {
  try {
    const logs = await searchRound(reader, round, ["Posted"], blocks)();
    return parseEventLogs({ abi: coordinatorAbi, eventName: "Posted", logs: [...logs] }).map(({ args }) => ({
      exchange: Number(args.exchange),
      from: Number(args.party),
      digest: args.digest,
    }));
  } catch (error) {
    throw asChainError(error, "the round's posts");
  }
}

/** Throws ChainError "LogsIncomplete". */
async function compare(
  reader: Reader,
  round: bigint,
  { block, posts }: { readonly block: BlockName; readonly posts: readonly Post[] },
): Promise<void> {
  const parties = await readParties(reader, round, block);
  for (const [party, record] of parties.entries()) {
    const own = posts.filter((post) => post.from === party);
    if (record === null || own.reduce(nextPosts, slice(record.commitment, 0, POSTS_BYTES)) === record.posts) continue;
    throw new ChainError(
      "LogsIncomplete",
      `the node's events of round ${round} are not those that its state tells of: it may still be indexing; else set another RPC address`,
    );
  }
}
