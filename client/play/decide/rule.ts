// A rule of what a party does, and what the rules ask of a situation.
import type { Action } from "./action.ts";
import type { Situation } from "./situation.ts";

export interface Rule {
  readonly name: string;
  /** What it does in this situation, in order; null where it says nothing. */
  readonly actions: (at: Situation) => readonly Action[] | null;
}

export function only(action: Action): readonly Action[] {
  return [action];
}

/** The time of the phase, or of the step, is over on chain. */
export function isLate({ seen }: Situation): boolean {
  return seen.deadline !== 0 && seen.now > seen.deadline;
}

/** The round waits for this party's next step. */
export function isDue({ plan, seen }: Situation): boolean {
  return seen.phase === "running" && plan.senders[seen.stepsPosted] === plan.party;
}

/** Fewer than `seconds` are left of the present period. */
export function isNearEnd({ seen }: Situation, seconds: number): boolean {
  return seen.now > seen.deadline - seconds;
}

/** What the chain has settled is what this party has read and verified. */
export function isAdopted({ seen, kept }: Situation): boolean {
  return seen.settled !== null && kept.adopted === seen.settled;
}

/** It is settled, but cannot be read. */
export function isUnread({ seen, kept }: Situation): boolean {
  return seen.settled !== null && kept.unreadable;
}

export function isClosed({ seen }: Situation): boolean {
  return seen.phase === "settled" || seen.phase === "expired";
}
