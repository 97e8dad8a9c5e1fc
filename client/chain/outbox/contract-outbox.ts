// Transactions of an account that is a contract: its owner's account sends each one to the
// contract's `execute`, which makes the call.
import { type Address, encodeFunctionData, type PublicClient } from "viem";
import { walletAbi } from "../contract-account.ts";
import type { Outbox } from "../session.ts";
import { withHeadroom } from "./send.ts";

/**
 * `outbox` sends for `owner`, who pays the fees; the contract pays the bonds and gets them back.
 */
export function contractOutbox(outbox: Outbox, contract: Address, owner: Address, publicClient: PublicClient): Outbox {
  return {
    resume: (purpose) => outbox.resume(purpose),
    send: async ({ to, data, value, gas: _, ...fees }, purpose) => {
      const args = [to, value, data] as const;
      const call = {
        to: contract,
        data: encodeFunctionData({ abi: walletAbi, functionName: "execute", args }),
        value: 0n,
        ...fees,
      };
      const estimate = await publicClient.estimateGas({ account: owner, ...call });
      return outbox.send({ ...call, gas: withHeadroom(estimate) }, purpose);
    },
  };
}
