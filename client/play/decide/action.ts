// What a party can do. Those with a `code` end its side of the protocol.
import type { Hex } from "viem";

/** Why a party gives up what it waits for or works on. */
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
  /** Commits to the own rows, and pays the bond. */
  | { readonly type: "commit" }
  /** Reads the commitments, and starts the engine. */
  | { readonly type: "begin" }
  /** Gets another party's message, from the journal or from its sender, and checks it. */
  | { readonly type: "take"; readonly step: number; readonly posted: Hex }
  /** Gives the message to engine or settlement, which computes. */
  | { readonly type: "accept"; readonly step: number }
  | { readonly type: "session" }
  /** From the engine's outcome to the settlement's first message. */
  | { readonly type: "prove" }
  | { readonly type: "journal"; readonly step: number }
  /** Makes the message available to its receivers. */
  | { readonly type: "publish"; readonly step: number }
  | { readonly type: "post"; readonly step: number }
  /** The own message of this step stands on chain. */
  | { readonly type: "pass"; readonly step: number }
  | { readonly type: "settle" }
  /** Reads what the chain has settled, and verifies it. */
  | { readonly type: "adopt"; readonly settled: Hex }
  | { readonly type: "keep-outcome" }
  /** Forgets the outcome of a settlement that the chain has taken back for good. */
  | { readonly type: "drop-outcome" }
  | { readonly type: "write-files" }
  /** Stops the task that runs, which then fails with this. */
  | { readonly type: "give-up"; readonly code: GiveUpCode }
  /** Journals what went wrong: what this says, or the failure at hand where it says nothing. */
  | { readonly type: "fail"; readonly failed: Failed | null }
  | { readonly type: "refuse"; readonly step: number }
  /** Reports the fault: nothing more can be refused. */
  | { readonly type: "report-fault" }
  /** Reports that a turn of ours has run out. */
  | { readonly type: "report-late" }
  | { readonly type: "expire" }
  | { readonly type: "withdraw" }
  /** "unread": the round is settled, and the next life must try to read it. */
  | { readonly type: "end"; readonly status: "done" | "closed" | "unread" };

export interface Failed {
  readonly code: FailCode;
  /** The step whose message shows it. */
  readonly step: number | null;
  /** What stands on chain for that step. */
  readonly posted: Hex | null;
}
