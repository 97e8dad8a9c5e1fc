// Whether a contract can be a company's account, before anything depends on it: it takes its
// owner's plain signature, and not for everything, and makes the owner's calls. An account that
// cannot would pay a bond and then have every message of its refused, or pay nothing at all.
import { type Address, hashTypedData, type LocalAccount, type PublicClient, parseAbi } from "viem";
import { ChainError } from "../errors.ts";
import { asChainError, isPassing } from "./chain-error.ts";
import { contractSignatures } from "./contract-signature.ts";

/**
 * Must revert when the call that it makes does. ERC-4337 accounts and many multi-signature wallets
 * have it in this form.
 */
export const walletAbi = parseAbi(["function execute(address to, uint256 value, bytes data)"]);

const TYPES = { Account: [{ name: "owner", type: "address" }] } as const;

export interface ContractAccount {
  readonly contract: Address;
  readonly owner: Pick<LocalAccount, "address" | "signTypedData">;
  readonly chainId: number;
}

/**
 * Throws ChainError "ContractAccountUnsuitable" with what is wrong, what `asChainError` gives for a
 * node that fails, and what the owner's signer throws.
 */
export async function checkContractAccount(
  publicClient: PublicClient,
  { contract, owner, chainId }: ContractAccount,
): Promise<void> {
  const unsuitable = (what: string, cause?: unknown) =>
    new ChainError("ContractAccountUnsuitable", `the contract account ${contract} ${what}`, { cause });
  const code = await publicClient.getCode({ address: contract }).catch((error: unknown) => {
    throw asChainError(error, `the code of ${contract}`);
  });
  if (code === undefined || code === "0x") throw unsuitable("is no contract: check the address, or deploy it first");
  const dataOf = (who: Address) => ({
    domain: { name: "Concordat", version: "1", chainId, verifyingContract: contract },
    types: TYPES,
    primaryType: "Account" as const,
    message: { owner: who },
  });
  const signature = await owner.signTypedData(dataOf(owner.address));
  const takes = contractSignatures(publicClient);
  if (!(await takes(contract, hashTypedData(dataOf(owner.address)), signature)))
    throw unsuitable(`does not take the plain signature of ${owner.address} (isValidSignature, EIP-1271)`);
  if (await takes(contract, hashTypedData(dataOf(contract)), signature))
    throw unsuitable("takes a signature of something else: anybody could sign in this company's name");
  try {
    const args = [owner.address, 0n, "0x"] as const;
    await publicClient.simulateContract({
      address: contract,
      abi: walletAbi,
      functionName: "execute",
      args,
      account: owner.address,
    });
  } catch (error) {
    const reason = asChainError(error, "execute");
    if (isPassing(reason) && reason.code !== "ContractMissing") throw reason;
    throw unsuitable(`does not make calls of ${owner.address} (execute(address,uint256,bytes))`, reason);
  }
}
