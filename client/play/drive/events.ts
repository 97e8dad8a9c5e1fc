// What a party's side of a round tells as it goes; holds nothing secret.
import type { Hex } from "viem";
import type { Mined } from "../../chain/session.ts";
import type { ChainError } from "../../errors.ts";
import type { Kind } from "../../round/verdict.ts";

/** Parts of a round, in order, as progress and timings name them. */
export const STAGES = ["commit", "engine", "prove", "settle"] as const;
export type Stage = (typeof STAGES)[number];

/** What a party sent in one exchange, under the digest that stands on chain. */
export interface PostedMessage {
  readonly step: number;
  readonly exchange: number;
  readonly from: number;
  /** Length of the bodies that this party has. */
  readonly bytes: number;
  readonly digest: Hex;
}

/**
 * Where a session among nodes stands: begun in an epoch, with a checkpoint in the journal, with its
 * result there; or without an epoch left.
 */
export interface SessionProgress {
  readonly epoch: number;
  readonly point: "begun" | "checkpoint" | "kept" | "spent";
}

/** A settled outcome, by its kind and the digest of its statement. */
export interface SettledName {
  readonly kind: Kind;
  readonly statementDigest: Hex;
}

export type PartyEvent =
  | { readonly type: "stage"; readonly stage: Stage }
  | { readonly type: "committed"; readonly digest: Hex; readonly transaction: Mined }
  /** This party's message of `step` is fixed for good; nobody has seen it yet. */
  | { readonly type: "journalled"; readonly step: number }
  | { readonly type: "posted"; readonly step: number; readonly transaction: Mined }
  | { readonly type: "message"; readonly message: PostedMessage }
  | ({ readonly type: "session" } & SessionProgress)
  | { readonly type: "settled"; readonly transactions: readonly Mined[] }
  /**
   * The chain has settled another outcome than the one that this party had proved; the chain's is
   * taken.
   */
  | { readonly type: "settled-otherwise"; readonly settled: SettledName; readonly own: SettledName }
  /** Something that passes or that an operator can end; the run goes on. */
  | { readonly type: "trouble"; readonly error: ChainError }
  /** The run has failed, and its refusals could not all be posted in time: the bond may be lost. */
  | { readonly type: "refusal-failed" };
