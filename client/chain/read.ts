// What a round looks like on chain, and waiting for it to change.
import type { Address, Hex } from "viem";
import { type RoundParams, statementOf } from "../certificate/params.ts";
import type { Statement } from "../certificate/types.ts";
import { ChainError } from "../errors.ts";
import { coordinatorAbi } from "./abi.ts";
import { asChainError } from "./send.ts";
import type { ChainSession } from "./session.ts";

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
export interface SettledOutcome {
  readonly kind: number;
  readonly objective: bigint;
  readonly gap: bigint;
  readonly maxResidual: bigint;
  readonly statementDigest: Hex;
}

type Reader = Pick<ChainSession, "publicClient" | "coordinator">;

async function reading<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw asChainError(error, what);
  }
}

export function readState({ publicClient, coordinator }: Reader, round: bigint): Promise<RoundState> {
  return reading("stateOf", async () => {
    const state = await publicClient.readContract({
      address: coordinator,
      abi: coordinatorAbi,
      functionName: "stateOf",
      args: [round],
    });
    return { phase: PHASES[state.phase]!, deadline: state.deadline, stepsPosted: state.stepsPosted };
  });
}

/** Parameters as opened. Throws ChainError "RoundUnknown". */
export function readParams({ publicClient, coordinator }: Reader, round: bigint): Promise<RoundParams> {
  return reading("paramsOf", async () => {
    const params = await publicClient.readContract({
      address: coordinator,
      abi: coordinatorAbi,
      functionName: "paramsOf",
      args: [round],
    });
    if (params.parties.length === 0)
      throw new ChainError("RoundUnknown", `the coordinator has no round ${round}: check the round's number`);
    return params;
  });
}

/** What a certificate for this round is checked against, rebuilt from its parameters and commitments. */
export function readStatement(session: Reader, round: bigint): Promise<Statement> {
  const { publicClient, coordinator } = session;
  return reading("partiesOf", async () => {
    const [params, parties, chainId] = await Promise.all([
      readParams(session, round),
      publicClient.readContract({
        address: coordinator,
        abi: coordinatorAbi,
        functionName: "partiesOf",
        args: [round],
      }),
      publicClient.getChainId(),
    ]);
    const commitments = parties.map(({ commitment }) => commitment);
    return statementOf(params, { chainId: BigInt(chainId), coordinator, round }, commitments);
  });
}

/** Digest posted for `step`, or null. */
export function readMessageDigest(
  { publicClient, coordinator }: Reader,
  round: bigint,
  step: number,
): Promise<Hex | null> {
  return reading("messageOf", async () => {
    const digest = await publicClient.readContract({
      address: coordinator,
      abi: coordinatorAbi,
      functionName: "messageOf",
      args: [round, BigInt(step)],
    });
    return BigInt(digest) === 0n ? null : digest;
  });
}

export function readOutcome({ publicClient, coordinator }: Reader, round: bigint): Promise<SettledOutcome> {
  return reading("outcomeOf", () =>
    publicClient.readContract({ address: coordinator, abi: coordinatorAbi, functionName: "outcomeOf", args: [round] }),
  );
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
}

/**
 * Waits until `reached` holds of the round's state and the chain's time (Unix seconds). Throws ChainError "RoundExpired" when the round expires meanwhile,
 * "RoundLate" when its deadline has passed on chain without anyone having expired it, or the signal's reason.
 */
export async function waitForState(
  session: Reader,
  round: bigint,
  reached: (state: RoundState, now: number) => boolean,
  { pollMs, signal }: Waiting,
): Promise<RoundState> {
  for (;;) {
    signal.throwIfAborted();
    const state = await readState(session, round);
    const { timestamp } = await session.publicClient.getBlock();
    if (reached(state, Number(timestamp))) return state;
    if (state.phase === "expired")
      throw new ChainError("RoundExpired", `round ${round} has expired: withdraw your bond and open a new round`);
    if (state.deadline !== 0 && timestamp > BigInt(state.deadline)) {
      throw new ChainError(
        "RoundLate",
        `round ${round} is past its deadline while ${state.phase}: anyone may expire it now`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
