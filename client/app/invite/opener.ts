// Who opened a round, as the chain's log says.
import { type Address, parseEventLogs } from "viem";
import { coordinatorAbi } from "../../chain/coordinator/abi.ts";
import { searchRound } from "../../chain/coordinator/round-logs.ts";
import type { ChainSession } from "../../chain/session.ts";

/** Null where the node does not give the log. */
export async function readOpener(
  reader: Pick<ChainSession, "publicClient" | "coordinator">,
  round: bigint,
): Promise<Address | null> {
  try {
    const logs = await searchRound(reader, round, ["Opened"])();
    const [opened] = parseEventLogs({ abi: coordinatorAbi, eventName: "Opened", logs: [...logs] });
    return opened?.args.opener ?? null;
  } catch {
    return null;
  }
}
