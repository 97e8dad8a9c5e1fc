// Events of a party's side of a round. They contain nothing secret.
import type { Hex } from "viem";
import type { Mined } from "../../chain/session.ts";
import type { ChainError } from "../../errors.ts";
import type { Kind } from "../../round/verdict.ts";

/** Stages of a round, in order, as progress reports and timings name them. */
export type Stage = "commit" | "engine" | "prove" | "settle";

/** A turn, as far as this party has it, under the digest that stands on chain. */
export interface PostedTurn {
  readonly step: number;
  readonly exchange: number;
  readonly from: number;
  /** Length of the bodies that this party has. */
  readonly bytes: number;
  readonly digest: Hex;
}

/**
 * Progress of a session among nodes: begun in an epoch, a checkpoint in the journal, what the
 * outcome opens from in the journal ("opening", three or four times for each proof, with
 * `mpc/proven` only), the result in the journal ("kept"), or no epoch left ("spent").
 */
export type SessionProgress = { readonly epoch: number } & (
  | { readonly point: "begun" | "opening" | "kept" | "spent" }
  /** `bits`: how many bits have opened before an outcome, in all epochs. */
  | { readonly point: "checkpoint"; readonly bits: number }
);

/** How far a proof among the parties has come: this party has sent its turn of the exchange. */
export interface ProvingProgress {
  /** From 1, of how many. */
  readonly exchange: number;
  readonly exchanges: number;
  /** What the parties send in it, such as "step 3 of the proof". */
  readonly content: string;
  /** The party whose turn has just come; null at the beginning. */
  readonly arrived: number | null;
  /** Parties whose turns are not here yet; none while this party computes its next turn. */
  readonly awaited: readonly number[];
}

/** Identifies a settled outcome by its kind and the digest of its statement. */
export interface SettledName {
  readonly kind: Kind;
  readonly statementDigest: Hex;
}

export type PartyEvent =
  | { readonly type: "stage"; readonly stage: Stage }
  | { readonly type: "committed"; readonly digest: Hex; readonly transaction: Mined }
  /** This party's turn `step` can no longer change; nobody has seen it yet. */
  | { readonly type: "journalled"; readonly step: number }
  | { readonly type: "posted"; readonly step: number; readonly transaction: Mined }
  | { readonly type: "message"; readonly message: PostedTurn }
  | ({ readonly type: "session" } & SessionProgress)
  | ({ readonly type: "proving" } & ProvingProgress)
  | { readonly type: "settled"; readonly transactions: readonly Mined[] }
  /**
   * The chain has settled an outcome other than the one that this party had proved; the chain's
   * outcome counts.
   */
  | { readonly type: "settled-otherwise"; readonly settled: SettledName; readonly own: SettledName }
  /** An error that is transient or that an operator can resolve; the run continues. */
  | { readonly type: "trouble"; readonly error: ChainError }
  /** The run has failed, and its refusals could not all be posted in time: the bond may be lost. */
  | { readonly type: "refusal-failed" };
