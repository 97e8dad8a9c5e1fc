// Wei that the coordinator owes an account. Does nothing on import.
import type { Address } from "viem";
import { coordinatorAbi } from "../../client/chain/coordinator/abi.ts";
import type { ChainSession } from "../../client/chain/session.ts";

/** Wei that `account` can withdraw. */
export function readCredit(
  { publicClient, coordinator }: Pick<ChainSession, "publicClient" | "coordinator">,
  account: Address,
): Promise<bigint> {
  return publicClient.readContract({
    ...{ address: coordinator, abi: coordinatorAbi, functionName: "creditOf" },
    args: [account],
  });
}
