// A party whose account is a contract: its owner's key signs for it (EIP-1271), and the owner sends
// transactions through it.
import type { Address, LocalAccount } from "viem";
import { toAccount } from "viem/accounts";
import { HomeError } from "../errors.ts";

/**
 * `owner` signs what the contract is asked to accept as its own signature. The owner also sends the
 * transactions: client/chain/outbox/contract-outbox.ts.
 */
export function contractParty(address: Address, owner: LocalAccount): LocalAccount {
  const none = async (): Promise<never> => {
    throw new HomeError("SignerUnsuitable", `${address} is a contract, which cannot send transactions of its own`);
  };
  return toAccount({
    address,
    signTypedData: (data) => owner.signTypedData(data),
    signTransaction: none,
    signMessage: none,
  });
}
