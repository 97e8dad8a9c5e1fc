// What a transaction offers to pay.
import type { PublicClient } from "viem";

/** Wei per gas. */
export interface Fees {
  readonly maxFeePerGas?: bigint;
  readonly maxPriorityFeePerGas?: bigint;
}

/**
 * Zero on a network without fees (base fee 0, as consortia run them); elsewhere no fields, so that
 * viem estimates the fees.
 */
export async function feesOn(publicClient: PublicClient): Promise<Fees> {
  const { baseFeePerGas } = await publicClient.getBlock();
  return baseFeePerGas === 0n ? { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n } : {};
}
