// What stands on chain for the turns of a round. Does nothing on import.
import type { Hex } from "viem";
import { postsReader } from "../../client/chain/coordinator/read-posts.ts";
import type { ChainSession } from "../../client/chain/session.ts";

/** The digest that party `from` has posted for `exchange`, in the newest block; null for none. */
export async function readPosted(
  session: ChainSession,
  round: bigint,
  { exchange, from }: { readonly exchange: number; readonly from: number },
): Promise<Hex | null> {
  const { number, hash } = await session.publicClient.getBlock();
  const posts = await postsReader(session, round)({ number, hash });
  return posts.find((post) => post.exchange === exchange && post.from === from)?.digest ?? null;
}
