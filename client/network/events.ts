// What happens on the network, for logs and metrics. Nothing here is secret.
import type { Address, Hex } from "viem";
import type { Status } from "./frames.ts";

/** One request of a peer that was answered. */
export interface Served {
  readonly peer: Hex;
  readonly status: Status;
  /** Length of the envelope; 0 unless the status is "here". */
  readonly bytes: number;
}

export type NetworkEvent =
  | ({ readonly type: "served" } & Served)
  /** A stream that a peer opened was reset; `code` says why. */
  | { readonly type: "reset"; readonly peer: Hex | null; readonly code: string }
  | { readonly type: "fetched"; readonly account: Address; readonly bytes: number }
  /** A fetch has not succeeded yet and will be retried. */
  | { readonly type: "retry"; readonly account: Address; readonly code: string; readonly delayMs: number }
  /** `dropped` unauthenticated connections made room for others since the last report: a flood. */
  | { readonly type: "crowded"; readonly listener: "messages" | "sessions"; readonly dropped: number };
