// Who opened a round, as the chain's log says.
import { type Address, getAddress, slice } from "viem";
import { searchRound } from "../../chain/coordinator/round-logs.ts";
import type { ChainSession } from "../../chain/session.ts";

/** Null where the node does not give the log. */
export async function readOpener(
  reader: Pick<ChainSession, "publicClient" | "coordinator">,
  round: bigint,
): Promise<Address | null> {
  try {
    const [opened] = await searchRound(reader, round, ["Opened"])();
    // After the event's signature and the round: the opener, in a word.
    const word = opened?.topics[2];
    return word === undefined ? null : getAddress(slice(word, 12));
  } catch {
    return null;
  }
}
