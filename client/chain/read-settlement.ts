// The certificate that settled a round, from the settler's transactions: everything public is in their calldata.
import { decodeFunctionData, type Hex } from "viem";
import type { Certificate } from "../certificate/types.ts";
import { coordinatorAbi } from "./abi.ts";
import { asChainError } from "./chain-error.ts";
import type { ChainSession } from "./session.ts";

type Reader = Pick<ChainSession, "publicClient" | "coordinator">;

/**
 * Null when the round is not settled, or was settled by a call of another contract, whose calldata say nothing. Throws ChainError
 * "ChainUnreachable" and others. What it gives is to be verified.
 */
export async function readSettlement(reader: Reader, round: bigint): Promise<Certificate | null> {
  try {
    return await read(reader, round);
  } catch (error) {
    throw asChainError(error, "the settlement");
  }
}

async function read({ publicClient, coordinator }: Reader, round: bigint): Promise<Certificate | null> {
  const search = { address: coordinator, abi: coordinatorAbi, fromBlock: 0n, toBlock: "latest" } as const;
  const [settled] = await publicClient.getContractEvents({ ...search, eventName: "Settled", args: { round } });
  if (settled === undefined) return null;
  const { settler } = settled.args;
  const advanced = await publicClient.getContractEvents({
    ...search,
    eventName: "SettlementAdvanced",
    args: { round, ...(settler === undefined ? {} : { settler }) },
  });
  const hashes = [...advanced, settled].map(({ transactionHash }) => transactionHash);
  const calls = await Promise.all([...new Set(hashes)].map((hash) => settleCall({ publicClient, coordinator }, hash)));
  // A settler that started again sent the first part once more: only what follows its last beginning counts.
  const start = calls.findLastIndex((call) => call === null || call.progress === "0x");
  const parts = calls.slice(Math.max(0, start));
  if (parts.length === 0 || parts.includes(null)) return null;
  const given = parts as readonly SettleCall[];
  return { header: given.at(-1)!.header, blocks: given.flatMap(({ blocks }) => blocks) };
}

interface SettleCall extends Certificate {
  readonly progress: Hex;
}

async function settleCall({ publicClient, coordinator }: Reader, hash: Hex): Promise<SettleCall | null> {
  const { to, input } = await publicClient.getTransaction({ hash });
  if (to?.toLowerCase() !== coordinator.toLowerCase()) return null;
  const { functionName, args } = decodeFunctionData({ abi: coordinatorAbi, data: input });
  if (functionName !== "settle") return null;
  const [, header, progress, blocks] = args;
  return { header, progress, blocks };
}
