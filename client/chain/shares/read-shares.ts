// Reads what the contract for shares has of a round (docs/shares.md).
import type { Address } from "viem";
import type { BlockName } from "../../round/phase.ts";
import { asChainError } from "../chain-error.ts";
import type { Reader } from "../coordinator/read.ts";
import { sharesAbi } from "./shares-abi.ts";

/** Where the shares of a round are. */
export interface SharesOf {
  readonly shares: Address;
  readonly round: bigint;
  /** P. */
  readonly parties: number;
}

/** Shares as they stand on chain, at scale 10^(κ+ω). */
export interface SharesOnChain {
  /** Whether the sealed proof was accepted there, so that shares can be posted. */
  readonly adopted: boolean;
  /** Of each party; null where it is missing. */
  readonly shares: readonly (bigint | null)[];
  /** Bounds of the minimised objective, at scale 10^(κ+δ+ω); null while a share is missing. */
  readonly objective: { readonly least: bigint; readonly most: bigint } | null;
}

/**
 * The shares of a round in block `at` or the newest. Throws ChainError as asChainError says.
 */
export async function readShares(
  { publicClient }: Pick<Reader, "publicClient">,
  { shares: address, round, parties }: SharesOf,
  at?: BlockName,
): Promise<SharesOnChain> {
  const where = { address, abi: sharesAbi, ...(at === undefined ? {} : { blockNumber: at.number }) };
  try {
    const adopted =
      BigInt(await publicClient.readContract({ ...where, functionName: "basisOf", args: [round] })) !== 0n;
    const shares = await Promise.all(
      Array.from({ length: parties }, async (_, k) => {
        const args = [round, BigInt(k)] as const;
        const [posted, share] = await publicClient.readContract({ ...where, functionName: "shareOf", args });
        return posted ? share : null;
      }),
    );
    if (!adopted || shares.includes(null)) return { adopted, shares, objective: null };
    const [least, most] = await publicClient.readContract({ ...where, functionName: "objectiveOf", args: [round] });
    return { adopted, shares, objective: { least, most } };
  } catch (error) {
    throw asChainError(error, "the shares");
  }
}
