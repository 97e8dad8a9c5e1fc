// A party's transactions in one round, and what their failures mean.
import type { Hex } from "viem";
import { splitForTransactions } from "../../certificate/assemble.ts";
import { isTransient } from "../../chain/chain-error.ts";
import { isWrongContract } from "../../chain/coordinator/check-contract.ts";
import {
  commitRound,
  expireRound,
  postDigest,
  settleRound,
  settleSealedRound,
  withdrawBonds,
} from "../../chain/coordinator/transact.ts";
import type { Mined } from "../../chain/session.ts";
import { ChainError, ProtocolError } from "../../errors.ts";
import { roundParams } from "../../round/agreement.ts";
import { refusalDigest } from "../../round/digests.ts";
import { paramsDigest } from "../../round/params.ts";
import type { Statement } from "../../round/statement.ts";
import type { SealedParameters } from "../../sealed/parameters.ts";
import type { RoundContext } from "./context.ts";
import { journalledDigest } from "./messages.ts";
import type { Proved } from "./settled.ts";

export function commit({ session, id, agreement }: RoundContext, commitment: Hex): Promise<Mined> {
  const params = paramsDigest(roundParams(agreement));
  return commitRound(session, id.round, { params, digest: commitment, bond: agreement.bond });
}

export function post(step: number, context: RoundContext): Promise<Mined> {
  const { session, id, agreement } = context;
  return postDigest(session, id.round, { ...agreement.schedule[step]!, digest: journalledDigest(step, context) });
}

export function refuse(step: number, { session, id, agreement }: RoundContext): Promise<Mined> {
  const turn = agreement.schedule[step]!;
  return postDigest(session, id.round, { ...turn, digest: refusalDigest(id, turn) });
}

/** Settles what was proved; `sealing` is that of a sealed outcome. */
export async function settle(
  { session, id }: RoundContext,
  statement: Statement,
  proved: Proved,
  sealing: SealedParameters | null,
): Promise<readonly Mined[]> {
  if ("sealed" in proved) {
    const { kind, proof } = proved.sealed;
    return [await settleSealedRound(session, id.round, { kind, key: sealing!.key, proof })];
  }
  const { certificate } = proved;
  const parts = splitForTransactions(statement, certificate.blocks);
  return settleRound(session, id.round, certificate.header, parts);
}

export function expire({ session, id }: RoundContext): Promise<Mined> {
  return expireRound(session, id.round);
}

/**
 * Withdraws, or picks up the withdrawal that was sent before, in this life or an earlier one; null
 * when nothing is owed.
 */
export async function withdraw({ session, id }: RoundContext): Promise<Mined | null> {
  try {
    return await withdrawBonds(session, id.round);
  } catch (error) {
    // The withdrawal of another round of this account has taken everything meanwhile.
    if (error instanceof ChainError && error.code === "CoordinatorNothingToWithdraw") return null;
    throw error;
  }
}

/** Errors of a settlement that came after another party's settlement, or after the deadline. */
const RACES = new Set(["CoordinatorWrongPhase", "CoordinatorTooLate", "CoordinatorProgressMismatch"]);

const TRANSACTION_TYPES = ["commit", "post", "refuse", "settle", "expire", "withdraw"] as const;
export type TransactionType = (typeof TRANSACTION_TYPES)[number];

export function isTransaction<NextAction extends { readonly type: string }>(
  action: NextAction,
): action is Extract<NextAction, { readonly type: TransactionType }> {
  return TRANSACTION_TYPES.some((type) => type === action.type);
}

/**
 * The error that stops the party, or null when the next poll shows what the failure means: the
 * chain moved on between poll and transaction, or the error is transient. The driver reports an
 * error for which this is null, unless it is a lost race (`isRace`).
 */
export function failureOf(type: TransactionType, error: unknown, round: bigint): unknown {
  if (!(error instanceof ChainError)) return error;
  switch (type) {
    case "commit": {
      if (isWrongContract(error)) return error;
      if (error.code !== "CoordinatorParamsMismatch") return null;
      const text = `since a reorganisation, round ${round} has parameters other than those agreed on: agree on the round again`;
      return new ProtocolError("RoundDiffers", text, undefined, { cause: error });
    }
    case "settle":
      return isTransient(error) || isRace(type, error) ? null : error;
    case "withdraw":
      return isTransient(error) ? null : error;
    default:
      return null;
  }
}

export function isRace(type: TransactionType, error: ChainError): boolean {
  return type === "settle" && RACES.has(error.code);
}
