// The coordinator's transactions, one function each. Each throws ChainError with the name of the
// contract's custom error as its code.
import { bytesToHex, type Hex, parseEventLogs, type TransactionReceipt } from "viem";
import type { Certificate } from "../../certificate/types.ts";
import { ChainError } from "../../errors.ts";
import type { Post } from "../../round/digests.ts";
import type { RoundParams } from "../../round/params.ts";
import { KINDS, type Kind } from "../../round/verdict.ts";
import { contractKey } from "../../sealed/contract-key.ts";
import type { VerifyingKey } from "../../sealed/verifying-key.ts";
import { sendToCoordinator } from "../outbox/send.ts";
import type { ChainSession, Mined } from "../session.ts";
import { coordinatorAbi } from "./abi.ts";
import { checkCoordinator } from "./check-contract.ts";

function mined(receipt: TransactionReceipt): Mined {
  return { hash: receipt.transactionHash, gasUsed: receipt.gasUsed };
}

/** The purpose under which the outbox knows a transaction. */
function purposeOf({ coordinator }: ChainSession, round: bigint): string {
  return `${coordinator}/${round}`;
}

/**
 * Opens a round; anyone may. Returns its id. Throws as checkCoordinator does before anything is
 * sent.
 */
export async function openRound(
  session: ChainSession,
  params: RoundParams,
): Promise<Mined & { readonly round: bigint }> {
  await checkCoordinator(session);
  const receipt = await sendToCoordinator(session, "open", { functionName: "open", args: [params] });
  const [opened] = parseEventLogs({ abi: coordinatorAbi, eventName: "Opened", logs: receipt.logs });
  if (opened === undefined)
    throw new ChainError("EventMissing", `transaction ${receipt.transactionHash} opened no round`);
  return { ...mined(receipt), round: opened.args.round };
}

/** Digests of the round's parameters and of the party's rows, and the bond in wei. */
export interface Commitment {
  readonly params: Hex;
  readonly digest: Hex;
  readonly bond: bigint;
}

/**
 * Commits this account's party to its rows and pays the bond, if the round has the parameters with
 * the digest `params`. Checks the contract's code each time, since a node may return other code
 * than before. Throws as checkCoordinator does, before anything is paid.
 */
export async function commitRound(
  session: ChainSession,
  round: bigint,
  { params, digest, bond }: Commitment,
): Promise<Mined> {
  await checkCoordinator(session);
  const purpose = `${purposeOf(session, round)}/commit`;
  return mined(
    await sendToCoordinator(session, purpose, { functionName: "commit", args: [round, params, digest], value: bond }),
  );
}

/** Posts the one digest of all that this account's party sends in an exchange. */
export async function postDigest(session: ChainSession, round: bigint, post: Post): Promise<Mined> {
  const { exchange, from, digest } = post;
  const purpose = `${purposeOf(session, round)}/post/${exchange}`;
  return mined(
    await sendToCoordinator(session, purpose, {
      functionName: "post",
      args: [round, BigInt(exchange), BigInt(from), digest],
    }),
  );
}

/**
 * Settles a round: one transaction for each group of consecutive blocks in `parts` (see
 * splitForTransactions). The contract decides in the last one.
 */
export async function settleRound(
  session: ChainSession,
  round: bigint,
  header: Certificate["header"],
  parts: readonly (readonly Hex[])[],
): Promise<readonly Mined[]> {
  const done: Mined[] = [];
  let progress: Hex = "0x";
  for (const [part, blocks] of parts.entries()) {
    const purpose = `${purposeOf(session, round)}/settle/${part}`;
    const receipt = await sendToCoordinator(session, purpose, {
      functionName: "settle",
      args: [round, header, progress, blocks],
    });
    done.push(mined(receipt));
    const [advanced] = parseEventLogs({ abi: coordinatorAbi, eventName: "SettlementAdvanced", logs: receipt.logs });
    progress = advanced?.args.progress ?? "0x";
  }
  return done;
}

/** A proof of a sealed outcome, and the key whose digest the round has. */
export interface SealedSettlement {
  readonly kind: Kind;
  readonly key: VerifyingKey;
  readonly proof: Uint8Array;
}

/**
 * Settles a round for a sealed outcome in one transaction; anyone may. The contract's verifier
 * decides; its refusals have codes as "SealedEquationFailed".
 */
export async function settleSealedRound(
  session: ChainSession,
  round: bigint,
  { kind, key, proof }: SealedSettlement,
): Promise<Mined> {
  const args = [round, KINDS.indexOf(kind), contractKey(key), bytesToHex(proof)] as const;
  return mined(
    await sendToCoordinator(session, `${purposeOf(session, round)}/settle-sealed`, {
      functionName: "settleSealed",
      args,
    }),
  );
}

/** Closes a round whose deadline has passed; anyone may. */
export async function expireRound(session: ChainSession, round: bigint): Promise<Mined> {
  return mined(
    await sendToCoordinator(session, `${purposeOf(session, round)}/expire`, { functionName: "expire", args: [round] }),
  );
}

/**
 * Withdraws everything that the coordinator, of this version or an earlier one, owes this account;
 * `after` is the round that has ended, if any.
 */
export async function withdrawBonds(session: ChainSession, after: bigint = 0n): Promise<Mined> {
  await checkCoordinator(session, true);
  return mined(
    await sendToCoordinator(session, `${purposeOf(session, after)}/withdraw`, { functionName: "withdraw", args: [] }),
  );
}
