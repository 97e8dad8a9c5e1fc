// The actions that a party decides on. "give-up" and "fail" end its side of the protocol.
import type { Hex } from "viem";

/** Why a party aborts the task that it is running. */
export type GiveUpCode =
  | "MessageMissing"
  | "SessionStalled"
  | "ComputationLate"
  | "RoundLate"
  | "RoundExpired"
  | "RoundSettled";

export type FailCode =
  | "RoundDiffers"
  | "PeerRefused"
  | "Equivocation"
  | "NoResult"
  | Extract<GiveUpCode, "RoundLate" | "RoundExpired">;

export type Action =
  /** Commits to this party's rows and pays the bond. */
  | { readonly type: "commit" }
  /** Reads the commitments, and starts the engine. */
  | { readonly type: "begin" }
  /** Gets another party's turn, from the journal or from its sender, and checks it. */
  | { readonly type: "take"; readonly step: number; readonly posted: Hex }
  /** Passes its messages on: with the exchange's last turn, engine or settlement computes. */
  | { readonly type: "accept"; readonly step: number }
  | { readonly type: "session" }
  /** Starts the settlement from the engine's outcome: computes its first message. */
  | { readonly type: "prove" }
  | { readonly type: "journal"; readonly step: number }
  /** Makes this party's turn available to its receivers. */
  | { readonly type: "publish"; readonly step: number }
  | { readonly type: "post"; readonly step: number }
  /** Moves past this party's turn: its digest is on chain. */
  | { readonly type: "pass"; readonly step: number }
  | { readonly type: "settle" }
  /** Reads the settled outcome from the chain and verifies it. */
  | { readonly type: "adopt"; readonly settled: Hex }
  | { readonly type: "keep-outcome" }
  /** Deletes the outcome of a settlement that the chain has permanently reverted. */
  | { readonly type: "drop-outcome" }
  | { readonly type: "write-files" }
  /** Aborts the running task, which then fails with this code. */
  | { readonly type: "give-up"; readonly code: GiveUpCode }
  /** Journals the fault: the one in `failed`, or the pending failure if that is null. */
  | { readonly type: "fail"; readonly failed: Failed | null }
  | { readonly type: "refuse"; readonly step: number }
  /** Reports the fault, once this party has no turns left to refuse. */
  | { readonly type: "report-fault" }
  /** Reports that this party owed a turn when the time ran out. */
  | { readonly type: "report-late" }
  | { readonly type: "expire" }
  | { readonly type: "withdraw" }
  /** "unread": the round is settled but could not be read; the next life must try again. */
  | { readonly type: "end"; readonly status: "done" | "closed" | "unread" };

export interface Failed {
  readonly code: FailCode;
  /** The turn that shows the fault. */
  readonly step: number | null;
  /** The digest on chain for that turn. */
  readonly posted: Hex | null;
}
