// Reads a round's state from the chain.
import { BaseError, BlockNotFoundError, type Hex, HttpRequestError, type PublicClient, TimeoutError } from "viem";
import { ChainError } from "../../errors.ts";
import type { RoundParams } from "../../round/params.ts";
import { type BlockName, PHASES, type RoundState } from "../../round/phase.ts";
import type { Statement } from "../../round/statement.ts";
import { statementOf } from "../../round/statement.ts";
import { KINDS, type Verdict } from "../../round/verdict.ts";
import { type SealedClaim, type SealedStatement, sealedStatementOf } from "../../sealed/statement.ts";
import { asChainError } from "../chain-error.ts";
import type { ChainSession } from "../session.ts";
import { coordinatorAbi } from "./abi.ts";
import { type ReadBlocks, readFailure } from "./unconfirmed.ts";

/** What the contract recorded about a settled round. */
export interface SettledVerdict extends Verdict {
  readonly statementDigest: Hex;
}

export type Reader = Pick<ChainSession, "publicClient" | "coordinator" | "confirmations" | "preferFinalized">;

async function reading<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw asChainError(error, what);
  }
}

type TimedBlock = BlockName & { readonly timestamp: bigint };

/**
 * The newest block, and the one whose state the client acts upon: the newest final block, if that
 * is preferred and the node knows it; else the newest with enough confirmations.
 */
async function newestBlocks(reader: Reader): Promise<ReadBlocks<TimedBlock>> {
  const { publicClient, confirmations, preferFinalized = false } = reader;
  const head = await publicClient.getBlock();
  const final = preferFinalized ? await finalBlock(publicClient) : null;
  if (final !== null) return { head, settled: final, isFinal: true };
  if (confirmations === 0) return { head, settled: head, isFinal: false };
  const depth = BigInt(confirmations);
  const settled = await publicClient.getBlock({ blockNumber: head.number > depth ? head.number - depth : 0n });
  return { head, settled, isFinal: false };
}

/**
 * Null when the node answers that it knows no final block; throws when the node does not answer.
 */
async function finalBlock(publicClient: PublicClient): Promise<TimedBlock | null> {
  try {
    return await publicClient.getBlock({ blockTag: "finalized" });
  } catch (error) {
    const isSilent = (cause: unknown) => cause instanceof HttpRequestError || cause instanceof TimeoutError;
    if (!(error instanceof BaseError) || error.walk(isSilent) !== null) throw error;
    return null;
  }
}

/** A round's state in a block. Times are the chain's, in Unix seconds. */
export interface StateInBlock {
  readonly state: RoundState;
  /** Time of that block. */
  readonly now: number;
  /** Time of the newest block, whose state may still change. */
  readonly clock: number;
  readonly block: BlockName;
}

/**
 * The round as it stands in the newest block that is acted upon. Throws as asChainError does, and
 * ChainError "ContractUnconfirmed" where that block does not have the coordinator yet.
 */
export function readState(reader: Reader, round: bigint): Promise<StateInBlock> {
  const { publicClient, coordinator } = reader;
  return reading("stateOf", async () => {
    const blocks = await newestBlocks(reader);
    const { head, settled } = blocks;
    const { number, hash, timestamp } = settled;
    const call = { address: coordinator, abi: coordinatorAbi, functionName: "stateOf", args: [round] } as const;
    const state = await publicClient.readContract({ ...call, blockNumber: number }).catch(async (error: unknown) => {
      throw await readFailure(reader, blocks, error);
    });
    const { phase, deadline, exchange, remaining, paramsDigest } = state;
    return {
      state: { phase: PHASES[phase]!, deadline, exchange, remaining, paramsDigest },
      now: Number(timestamp),
      clock: Number(head.timestamp),
      block: { number, hash },
    };
  });
}

/** Whether the chain still has this block. */
export function isOnChain({ publicClient }: Reader, { number, hash }: BlockName): Promise<boolean> {
  return reading("getBlock", async () => {
    try {
      return (await publicClient.getBlock({ blockNumber: number })).hash === hash;
    } catch (error) {
      if (error instanceof BlockNotFoundError) return false;
      throw error;
    }
  });
}

export function readChainId({ publicClient }: Reader): Promise<number> {
  return reading("the chain's id", () => publicClient.getChainId());
}

/** Parameters as opened, in block `at` or the newest. Throws ChainError "RoundUnknown". */
export function readParams(reader: Reader, round: bigint, at?: BlockName): Promise<RoundParams> {
  const { publicClient, coordinator } = reader;
  return reading("paramsOf", async () => {
    const params = await publicClient.readContract({
      address: coordinator,
      abi: coordinatorAbi,
      functionName: "paramsOf",
      args: [round],
      ...inBlock(at),
    });
    if (params.parties.length === 0) throw await roundUnknown(reader, round);
    return params;
  });
}

/** The error for a number that no round has; it says how many rounds there are. */
export async function roundUnknown(reader: Reader, round: bigint): Promise<ChainError> {
  const count = await readRoundCount(reader);
  const rounds = count === 0n ? "none was opened yet" : `the newest is ${count}`;
  const text = `the coordinator ${reader.coordinator} has no round ${round}, ${rounds}: check number and coordinator`;
  return new ChainError("RoundUnknown", text);
}

function inBlock(at: BlockName | undefined): { readonly blockNumber?: bigint } {
  return at === undefined ? {} : { blockNumber: at.number };
}

/**
 * What a certificate for this round is checked against, rebuilt from the round's parameters and
 * commitments in block `at` or the newest; the commitment of a party that has not committed is 0.
 * Throws ChainError "RoundUnknown".
 */
export function readStatement(session: Reader, round: bigint, at?: BlockName): Promise<Statement> {
  const { publicClient, coordinator } = session;
  return reading("partiesOf", async () => {
    const [params, parties, chainId] = await Promise.all([
      readParams(session, round, at),
      publicClient.readContract({
        address: coordinator,
        abi: coordinatorAbi,
        functionName: "partiesOf",
        args: [round],
        ...inBlock(at),
      }),
      publicClient.getChainId(),
    ]);
    const id = { chainId: BigInt(chainId), coordinator, round };
    return statementOf(
      params,
      id,
      parties.map(({ commitment }) => commitment),
    );
  });
}

/**
 * The same of a round for a sealed outcome: what a proof of `claim` is checked against. Its bounds
 * are those agreed on, and its size that of the key.
 */
export async function readSealedStatement(
  session: Reader,
  round: bigint,
  claim: SealedClaim,
  at?: BlockName,
): Promise<SealedStatement> {
  return sealedStatementOf(await readStatement(session, round, at), claim);
}

/** Number of rounds opened, which is the id of the newest. */
export function readRoundCount({ publicClient, coordinator }: Reader): Promise<bigint> {
  return reading("roundCount", () =>
    publicClient.readContract({ address: coordinator, abi: coordinatorAbi, functionName: "roundCount" }),
  );
}

/** What a party has put on chain; null before it has committed. */
export interface PartyRecord {
  readonly commitment: Hex;
  /** The running digest of all that it posted (docs/wire.md). */
  readonly posts: Hex;
}

/** The record of each party in block `at` or the newest. */
export function readParties(
  { publicClient, coordinator }: Reader,
  round: bigint,
  at?: BlockName,
): Promise<readonly (PartyRecord | null)[]> {
  return reading("partiesOf", async () => {
    const parties = await publicClient.readContract({
      address: coordinator,
      abi: coordinatorAbi,
      functionName: "partiesOf",
      args: [round],
      ...inBlock(at),
    });
    return parties.map(({ commitment, posts }) => (BigInt(commitment) === 0n ? null : { commitment, posts }));
  });
}

/** Accounts that must act now, in block `at` or the newest, to keep the round from expiring. */
export function readDue({ publicClient, coordinator }: Reader, round: bigint, at?: BlockName): Promise<readonly Hex[]> {
  return reading("dueOf", () =>
    publicClient.readContract({
      address: coordinator,
      abi: coordinatorAbi,
      functionName: "dueOf",
      args: [round],
      ...inBlock(at),
    }),
  );
}

/**
 * The outcome that the contract has recorded, in block `at` or the newest. Of a sealed outcome only
 * kind and statement digest are known, and the numbers are 0.
 */
export function readOutcome(
  { publicClient, coordinator }: Reader,
  round: bigint,
  at?: BlockName,
): Promise<SettledVerdict> {
  return reading("outcomeOf", async () => {
    const { kind, ...numbers } = await publicClient.readContract({
      address: coordinator,
      abi: coordinatorAbi,
      functionName: "outcomeOf",
      args: [round],
      ...inBlock(at),
    });
    return { ...numbers, kind: KINDS[kind]! };
  });
}
