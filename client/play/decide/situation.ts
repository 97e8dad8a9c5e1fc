// What a party knows when it decides: what was agreed on, what a look at the chain has shown, and
// what it holds itself. Plain data.
import type { Hex } from "viem";
import type { Periods } from "../../round/agreement.ts";
import type { Observed } from "../../round/observed.ts";
import type { ScheduleStep } from "../../round/schedule.ts";

/** What is fixed before the round. */
export interface Plan {
  readonly party: number;
  /** Who sends what, by step. */
  readonly steps: readonly Pick<ScheduleStep, "exchange" | "from">[];
  readonly objectiveOwner: number;
  readonly periods: Pick<Periods, "exchange" | "settle">;
  /**
   * Sees the round to its end on chain, with files, expiry and withdrawal; else ends when the
   * outcome is known, or nothing is left to refuse.
   */
  readonly closes: boolean;
}

/**
 * What takes its time: a message that another party is slow to give, a session among nodes, or this
 * party's own computation.
 */
export type Task = "fetch" | "session" | "computation";

/** Where the protocol stands, from this party's side. */
export interface Play {
  /** The commitments are known, and the engine is, or was, at work. */
  readonly part: "none" | "engine" | "settlement";
  /** The next step that this party sends or receives; null at the end of the part. */
  readonly step: number | null;
  /** `step` is ours, and its message is computed. */
  readonly ready: boolean;
  /** `step` is ours, and its message is the one in the journal. */
  readonly fixed: boolean;
  /** `step` is another party's, and its message is here and checked. */
  readonly taken: boolean;
  /** A session comes before anything else. */
  readonly session: boolean;
  readonly task: Task | null;
  /** Looks at the settled round since this task began. */
  readonly looksSinceSettled: number;
  /** Digest of the statement that this party has proved with the others. */
  readonly proved: Hex | null;
}

/** What stopped the protocol for this party, before it is in the journal. */
export interface Failure {
  /** It is about a message: what the others settle does not undo it. */
  readonly lasting: boolean;
}

/** What a party holds: in its journal, on its disk and in its memory. */
export interface Kept {
  /** Steps whose messages of ours are in the journal. */
  readonly own: ReadonlySet<number>;
  /** Those that the others can have from this life of the client. */
  readonly published: ReadonlySet<number>;
  /** Digests of the messages that this life has acted upon, by step. */
  readonly acted: ReadonlyMap<number, Hex>;
  readonly play: Play;
  readonly failure: Failure | null;
  /**
   * What stopped the protocol, in the journal; `refuses`: turns of ours may come that must be
   * refused.
   */
  readonly fault: { readonly refuses: boolean } | null;
  /** The fault was reported, and that refusals came too late. */
  readonly reported: { readonly fault: boolean; readonly late: boolean };
  /** Digest of the settlement whose outcome was read and verified. */
  readonly adopted: Hex | null;
  /** The settlement cannot be read through this node, or does not verify here. */
  readonly unreadable: boolean;
  /**
   * Digest of the settlement whose outcome is in the journal; "earlier" for one that an earlier
   * life has kept.
   */
  readonly outcome: Hex | "earlier" | null;
  /** The outcome that the round's files were written with; undefined before. */
  readonly files: Kept["outcome"] | undefined;
  /**
   * The withdrawal that follows the end of the round was made, or there was nothing to withdraw.
   */
  readonly withdrawn: boolean;
}

export interface Situation {
  readonly plan: Plan;
  readonly seen: Observed;
  readonly kept: Kept;
}

/**
 * What a party holds at the beginning of a life, with these messages of its own in the journal, and
 * an outcome or none.
 */
export function newKept(own: Iterable<number>, outcome: Kept["outcome"]): Kept {
  return {
    own: new Set(own),
    published: new Set(),
    acted: new Map(),
    play: {
      ...{ part: "none", step: null, ready: false, fixed: false, taken: false, session: false },
      ...{ task: null, looksSinceSettled: 0, proved: null },
    },
    failure: null,
    fault: null,
    reported: { fault: false, late: false },
    ...{ adopted: null, unreadable: false, outcome, files: undefined, withdrawn: false },
  };
}

/** What a look changes by itself. */
export function afterLook(kept: Kept, { phase }: Observed): Kept {
  const { play } = kept;
  const looksSinceSettled = phase === "settled" && play.task !== null ? play.looksSinceSettled + 1 : 0;
  // What a reorganisation has opened again will have to be closed again.
  const withdrawn = kept.withdrawn && (phase === "settled" || phase === "expired");
  const unreadable = kept.unreadable && phase === "settled";
  return { ...kept, play: { ...play, looksSinceSettled }, withdrawn, unreadable };
}
