// Checks whether a contract can be a company's account, before anything depends on it: it must
// accept its owner's plain signature, but not for other data, and make the owner's calls. Any other
// account would pay a bond and then have all its messages refused, or could pay nothing at all.
import { type Address, hashTypedData, type LocalAccount, type PublicClient, parseAbi } from "viem";
import { ChainError } from "../errors.ts";
import { asChainError, isTransient } from "./chain-error.ts";
import { contractSignatures } from "./contract-signature.ts";

/**
 * `execute` must revert when the call that it makes reverts. ERC-4337 accounts and many
 * multi-signature wallets have it in this form.
 */
export const walletAbi = parseAbi(["function execute(address to, uint256 value, bytes data)"]);

const TYPES = { Account: [{ name: "owner", type: "address" }] } as const;

export interface ContractAccount {
  readonly contract: Address;
  readonly owner: Pick<LocalAccount, "address" | "signTypedData">;
  readonly chainId: number;
}

/**
 * Throws ChainError "ContractAccountUnsuitable" saying what is wrong, the errors of `asChainError`
 * when the chain node fails, and what the owner's signer throws.
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
  if (code === undefined || code === "0x") throw unsuitable("is not a contract: check the address, or deploy it first");
  const dataOf = (who: Address) => ({
    domain: { name: "Concordat", version: "1", chainId, verifyingContract: contract },
    types: TYPES,
    primaryType: "Account" as const,
    message: { owner: who },
  });
  const signature = await owner.signTypedData(dataOf(owner.address));
  const takes = contractSignatures(publicClient);
  if (!(await takes(contract, hashTypedData(dataOf(owner.address)), signature)))
    throw unsuitable(`does not accept the plain signature of ${owner.address} (isValidSignature, EIP-1271)`);
  if (await takes(contract, hashTypedData(dataOf(contract)), signature))
    throw unsuitable("accepts a signature of other data: anybody could sign in this company's name");
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
    if (isTransient(reason) && reason.code !== "ContractMissing") throw reason;
    throw unsuitable(`does not make calls of ${owner.address} (execute(address,uint256,bytes))`, reason);
  }
}
