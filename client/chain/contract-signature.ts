// Whether an account that is a contract accepts a signature (EIP-1271).
import {
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  type PublicClient,
  parseAbi,
} from "viem";
import type { ContractSignatures } from "../round/envelope.ts";
import { asChainError } from "./chain-error.ts";

const abi = parseAbi(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"]);
/** What a contract returns when it accepts the signature. */
const TAKEN = "0x1626ba7e";

/**
 * Asks the contracts in the newest block: one may later refuse a signature that it accepted before,
 * and vice versa.
 */
export function contractSignatures(publicClient: PublicClient): ContractSignatures {
  return async (address, hash, signature) => {
    try {
      const args = [hash, signature] as const;
      return (await publicClient.readContract({ address, abi, functionName: "isValidSignature", args })) === TAKEN;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw asChainError(error, "isValidSignature");
    }
  };
}

/** The contract reverted, does not exist, or returned something else. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  const cause = error.walk(
    (inner) =>
      inner instanceof ContractFunctionRevertedError ||
      inner instanceof ContractFunctionZeroDataError ||
      (inner instanceof BaseError && /^Abi|Position|Hex|Size|Padding/.test(inner.name)),
  );
  return cause !== null;
}
