// What a round looks like on chain, and waiting for it to change.
import {
  type Address,
  BaseError,
  BlockNotFoundError,
  type Hex,
  HttpRequestError,
  type PublicClient,
  TimeoutError,
} from "viem";
import { ChainError } from "../../errors.ts";
import type { RoundParams } from "../../round/params.ts";
import type { Statement } from "../../round/statement.ts";
import { statementOf } from "../../round/statement.ts";
import { KINDS, type Verdict } from "../../round/verdict.ts";
import { asChainError, isPassing } from "../chain-error.ts";
import type { ChainSession } from "../session.ts";
import { coordinatorAbi } from "./abi.ts";

/** Phases in the only order in which they can follow each other; their position is the contract's number. */
export const PHASES = ["none", "committing", "running", "settling", "settled", "expired"] as const;
export type Phase = (typeof PHASES)[number];

export interface RoundState {
  readonly phase: Phase;
  /** Last second of the current phase or step, Unix time; 0 once closed. */
  readonly deadline: number;
  /** Messages posted, which is also the next step. */
  readonly stepsPosted: number;
}

/** What the contract recorded of a settled round. */
export interface SettledVerdict extends Verdict {
  readonly statementDigest: Hex;
}

const ZERO: Hex = "0x0";

type Reader = Pick<ChainSession, "publicClient" | "coordinator" | "confirmations" | "preferFinalized">;

async function reading<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw asChainError(error, what);
  }
}

/** The block whose state is acted upon: the newest that is final, where that is preferred and told, or that has enough blocks on top of it. */
async function settledBlock(reader: Reader): Promise<BlockName & { timestamp: bigint }> {
  const { publicClient, confirmations, preferFinalized = false } = reader;
  const final = preferFinalized ? await finalBlock(publicClient) : null;
  if (final !== null) return final;
  const head = await publicClient.getBlock();
  if (confirmations === 0) return head;
  const depth = BigInt(confirmations);
  return publicClient.getBlock({ blockNumber: head.number > depth ? head.number - depth : 0n });
}

/** Null where the node answers that it knows no such block; a node that does not answer is a trouble like any other. */
async function finalBlock(publicClient: PublicClient): Promise<(BlockName & { timestamp: bigint }) | null> {
  try {
    return await publicClient.getBlock({ blockTag: "finalized" });
  } catch (error) {
    const isSilent = (cause: unknown) => cause instanceof HttpRequestError || cause instanceof TimeoutError;
    if (!(error instanceof BaseError) || error.walk(isSilent) !== null) throw error;
    return null;
  }
}

/** One block, whatever a reorganisation does. */
export interface BlockName {
  readonly number: bigint;
  readonly hash: Hex;
}

/** A round's state in a block, and the chain's time there (Unix seconds). */
export interface Sight {
  readonly state: RoundState;
  readonly now: number;
  readonly block: BlockName;
}

/** The round as it stands in the newest block that is acted upon. */
export function readState(reader: Reader, round: bigint): Promise<Sight> {
  const { publicClient, coordinator } = reader;
  return reading("stateOf", async () => {
    const { number, hash, timestamp } = await settledBlock(reader);
    const state = await publicClient.readContract({
      address: coordinator,
      abi: coordinatorAbi,
      functionName: "stateOf",
      args: [round],
      blockNumber: number,
    });
    const { phase, deadline, stepsPosted } = state;
    return { state: { phase: PHASES[phase]!, deadline, stepsPosted }, now: Number(timestamp), block: { number, hash } };
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
export function readParams({ publicClient, coordinator }: Reader, round: bigint, at?: BlockName): Promise<RoundParams> {
  return reading("paramsOf", async () => {
    const params = await publicClient.readContract({
      address: coordinator,
      abi: coordinatorAbi,
      functionName: "paramsOf",
      args: [round],
      ...inBlock(at),
    });
    if (params.parties.length === 0)
      throw new ChainError("RoundUnknown", `the coordinator has no round ${round}: check the round's number`);
    return params;
  });
}

function inBlock(at: BlockName | undefined): { readonly blockNumber?: bigint } {
  return at === undefined ? {} : { blockNumber: at.number };
}

/**
 * What a certificate for this round is checked against, rebuilt from its parameters and commitments in block `at` or the newest; 0 for
 * a party that has not committed. Throws ChainError "RoundUnknown".
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
    const commitments = parties.map(({ commitment }) => commitment);
    return statementOf(params, { chainId: BigInt(chainId), coordinator, round }, commitments);
  });
}

/** Number of rounds opened, which is the id of the newest. */
export function readRoundCount({ publicClient, coordinator }: Reader): Promise<bigint> {
  return reading("roundCount", () =>
    publicClient.readContract({ address: coordinator, abi: coordinatorAbi, functionName: "roundCount" }),
  );
}

/** Commitment of a party in the newest block, or null. */
export function readCommitment(
  { publicClient, coordinator }: Reader,
  round: bigint,
  party: number,
): Promise<Hex | null> {
  return reading("partiesOf", async () => {
    const parties = await publicClient.readContract({
      address: coordinator,
      abi: coordinatorAbi,
      functionName: "partiesOf",
      args: [round],
    });
    const commitment = parties[party]?.commitment ?? ZERO;
    return BigInt(commitment) === 0n ? null : commitment;
  });
}

/** Digest posted for `step` in the newest block that is acted upon, or null. */
export function readMessageDigest(reader: Reader, round: bigint, step: number): Promise<Hex | null> {
  const { publicClient, coordinator } = reader;
  return reading("messageOf", async () => {
    const { number } = await settledBlock(reader);
    const digest = await publicClient.readContract({
      address: coordinator,
      abi: coordinatorAbi,
      functionName: "messageOf",
      args: [round, BigInt(step)],
      blockNumber: number,
    });
    return BigInt(digest) === 0n ? null : digest;
  });
}

/** What the contract has recorded, in block `at` or the newest. */
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

/** Wei that `account` can withdraw. */
export function readCredit({ publicClient, coordinator }: Reader, account: Address): Promise<bigint> {
  return reading("creditOf", () =>
    publicClient.readContract({ address: coordinator, abi: coordinatorAbi, functionName: "creditOf", args: [account] }),
  );
}

/** How to wait for the chain. */
export interface Waiting {
  /** Milliseconds between two looks. */
  readonly pollMs: number;
  /** Stops waiting; its reason is thrown. */
  readonly signal: AbortSignal;
  /** Told of a trouble that passes, once for each; the wait goes on. */
  readonly onTrouble?: (error: ChainError) => void;
}

/** Tries until it is done, through troubles that pass: a node that restarts, an account without funds. */
export async function persist<T>(work: () => Promise<T>, { pollMs, signal, onTrouble }: Waiting): Promise<T> {
  const troubles = tellOnce(onTrouble);
  for (;;) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error)) throw error;
      troubles.tell(error);
      await sleep(pollMs);
    }
  }
}

/**
 * Like `persist`, for what is read in `block`; null once the chain no longer has it. A reorganisation may leave fewer blocks than there were,
 * and a chain that makes blocks on demand makes none while this party waits.
 */
export function persistIn<T>(
  block: BlockName,
  reader: Reader,
  work: () => Promise<T>,
  waiting: Waiting,
): Promise<T | null> {
  return persist(async () => {
    try {
      return await work();
    } catch (error) {
      if (isPassing(error) && !(await isOnChain(reader, block))) return null;
      throw error;
    }
  }, waiting);
}

/** Tells of a trouble when it comes, not at every look while it lasts. */
export function tellOnce(onTrouble: Waiting["onTrouble"]): { tell(error: ChainError): void; over(): void } {
  let told = "";
  return {
    tell: (error) => {
      if (told !== error.code) onTrouble?.(error);
      told = error.code;
    },
    over: () => {
      told = "";
    },
  };
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Waits until `reached` holds of the round's state and the chain's time (Unix seconds); until then calls `meanwhile` with what it sees.
 * Throws ChainError "RoundExpired" when the round expires meanwhile, "RoundLate" when its deadline has passed on chain without anyone
 * having expired it, or the signal's reason.
 */
export async function waitForState(
  session: Reader,
  round: bigint,
  reached: (state: RoundState, now: number) => boolean,
  waiting: Waiting,
  meanwhile: (sight: Sight) => Promise<void> = async () => undefined,
): Promise<Sight> {
  for (;;) {
    const sight = await persist(() => readState(session, round), waiting);
    const { state, now } = sight;
    if (reached(state, now)) return sight;
    if (state.phase === "expired")
      throw new ChainError("RoundExpired", `round ${round} has expired: withdraw your bond and open a new round`);
    if (state.deadline !== 0 && now > state.deadline) {
      throw new ChainError(
        "RoundLate",
        `round ${round} is past its deadline while ${state.phase}: anyone may expire it now`,
      );
    }
    await meanwhile(sight);
    await sleep(waiting.pollMs);
  }
}
