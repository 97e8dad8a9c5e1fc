// Reads the record of a settled round from a chain node.
import { createPublicClient, http } from "viem";
import { readParams, readState, readStatement, roundUnknown } from "../chain/coordinator/read.ts";
import { sealedSettlementReader } from "../chain/coordinator/read-sealed-settlement.ts";
import { settlementReader } from "../chain/coordinator/read-settlement.ts";
import { ChainError } from "../errors.ts";
import { PUBLIC_OUTCOME } from "../round/params.ts";
import { checkArguments } from "./arguments.ts";
import { CHAIN_ROUND, type ChainRound } from "./chain-round.ts";
import { formatRecord } from "./record.ts";

/** @throws InputError and ChainError as `readRecord` of client/verify.ts does. */
export async function readRecordFrom(options: ChainRound): Promise<string> {
  checkArguments("readRecord", CHAIN_ROUND, options);
  const { rpc, coordinator, round: number } = options;
  const round = BigInt(number);
  const publicClient = createPublicClient({ transport: http(rpc, { retryCount: 1, timeout: 20_000 }), cacheTime: 0 });
  const reader = { publicClient, coordinator, confirmations: 0 };
  const { state, block } = await readState(reader, round);
  if (state.phase === "none") throw await roundUnknown(reader, round);
  if (state.phase !== "settled")
    throw new ChainError("RoundNotSettled", `round ${round} is ${state.phase}: only a settled round has a record`);
  const [params, { chainId, commitments }] = await Promise.all([
    readParams(reader, round, block),
    readStatement(reader, round, block),
  ]);
  const committed = { id: { chainId, coordinator, round }, params, commitments };
  const sent = params.sealedKey === PUBLIC_OUTCOME ? await readPublic(reader, round) : await readSealed(reader, round);
  if (sent === null)
    throw new ChainError(
      "SettlementUnreadable",
      `the node lacks the logs or transactions that hold the certificate or sealed proof of round ${round}: name one that keeps them`,
    );
  return formatRecord({ ...committed, ...sent });
}

type Reader = Parameters<typeof settlementReader>[0];

async function readPublic(reader: Reader, round: bigint) {
  const certificate = await settlementReader(reader, round)();
  return certificate === null ? null : { certificate };
}

async function readSealed(reader: Reader, round: bigint) {
  const found = await sealedSettlementReader(reader, round)();
  if (found === null) return null;
  const { kind, key, proof } = found;
  return { sealed: { kind, key, proof } };
}
