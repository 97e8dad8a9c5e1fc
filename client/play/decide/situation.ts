// What a party knows when it decides: the agreement, the last poll of the chain, and its own state.
// Plain data.
import type { Hex } from "viem";
import type { Periods } from "../../round/agreement.ts";
import type { Turn } from "../../round/digests.ts";
import type { Observed } from "../../round/observed.ts";

/** What is fixed before the round. */
export interface Plan {
  readonly party: number;
  /** All turns of the round, in the order of their steps. */
  readonly turns: readonly Turn[];
  readonly objectiveOwner: number;
  readonly periods: Pick<Periods, "exchange" | "settle">;
  /**
   * Whether the party follows the round to its end on chain, with files, expiry and withdrawal. If
   * not, it ends once the outcome is known or it has no turns left to refuse.
   */
  readonly closes: boolean;
}

/**
 * What may take long: fetching another party's turn, a session among nodes, or this party's own
 * computation.
 */
export type Task = "fetch" | "session" | "computation";

/** Where the protocol stands, from this party's side. */
export interface Play {
  /** "none" until all commitments are known and the engine has started. */
  readonly part: "none" | "engine" | "settlement";
  /** The next turn that this party sends or receives; null at the end of the part. */
  readonly step: number | null;
  /** The turn is this party's, and all its messages are computed. */
  readonly ready: boolean;
  /** The turn is this party's, and in the journal. */
  readonly fixed: boolean;
  /** The turn is another party's, and has been received and checked. */
  readonly taken: boolean;
  /** A session must run before anything else. */
  readonly session: boolean;
  readonly task: Task | null;
  /** Consecutive polls that found the round settled since this task began. */
  readonly pollsSinceSettled: number;
  /** Digest of the statement that this party has proved with the others. */
  readonly proved: Hex | null;
}

/** What stopped the protocol for this party and is not in the journal yet. */
export interface Failure {
  /** It concerns another party's turn, so a settlement by the others does not cancel it. */
  readonly lasting: boolean;
}

/** What a party holds: in its journal, on its disk and in its memory. */
export interface Kept {
  /** This party's turns that are in the journal, by step. */
  readonly own: ReadonlySet<number>;
  /** Those that the others can fetch from this life of the client. */
  readonly published: ReadonlySet<number>;
  /** Digests of the others' turns that this life has acted upon, by step. */
  readonly acted: ReadonlyMap<number, Hex>;
  readonly play: Play;
  readonly failure: Failure | null;
  /**
   * The fault in the journal that stopped the protocol; `refuses`: this party may still have turns
   * that it must refuse.
   */
  readonly fault: { readonly refuses: boolean } | null;
  /** Whether the fault was reported, and whether it was reported that a refusal came too late. */
  readonly reported: { readonly fault: boolean; readonly late: boolean };
  /** Digest of the settlement whose outcome was read and verified. */
  readonly adopted: Hex | null;
  /** The settlement cannot be read through this chain node, or does not verify here. */
  readonly unreadable: boolean;
  /**
   * Digest of the settlement whose outcome is in the journal; "earlier" for one that an earlier
   * life has kept.
   */
  readonly outcome: Hex | "earlier" | null;
  /** The outcome that the round's files contain; undefined before they are written. */
  readonly files: Kept["outcome"] | undefined;
  /** The withdrawal after the end of the round was made, or there was nothing to withdraw. */
  readonly withdrawn: boolean;
}

export interface Situation {
  readonly plan: Plan;
  readonly seen: Observed;
  readonly kept: Kept;
}

/** A party's state at the start of a life; `own`: its turns that are in the journal. */
export function newKept(own: Iterable<number>, outcome: Kept["outcome"]): Kept {
  return {
    own: new Set(own),
    published: new Set(),
    acted: new Map(),
    play: {
      ...{ part: "none", step: null, ready: false, fixed: false, taken: false, session: false },
      ...{ task: null, pollsSinceSettled: 0, proved: null },
    },
    failure: null,
    fault: null,
    reported: { fault: false, late: false },
    ...{ adopted: null, unreadable: false, outcome, files: undefined, withdrawn: false },
  };
}

/** The state after a poll, before any action. */
export function afterPoll(kept: Kept, { phase }: Observed): Kept {
  const { play } = kept;
  const pollsSinceSettled = phase === "settled" && play.task !== null ? play.pollsSinceSettled + 1 : 0;
  // A round that a reorganisation has reopened must be closed again.
  const withdrawn = kept.withdrawn && (phase === "settled" || phase === "expired");
  const unreadable = kept.unreadable && phase === "settled";
  return { ...kept, play: { ...play, pollsSinceSettled }, withdrawn, unreadable };
}
