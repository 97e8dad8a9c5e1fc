// The type of a rule that decides a party's actions, and the conditions that rules share.
import type { Action } from "./action.ts";
import type { Situation } from "./situation.ts";

export interface Rule {
  readonly name: string;
  /** The actions in this situation, in order; null where the rule does not apply. */
  readonly actions: (at: Situation) => readonly Action[] | null;
}

export function only(action: Action): readonly Action[] {
  return [action];
}

/** The deadline of the phase, or of the step, has passed by the chain's clock. */
export function isLate({ seen }: Situation): boolean {
  return seen.deadline !== 0 && seen.now > seen.deadline;
}

/** The round waits for this party's next step. */
export function isDue({ plan, seen }: Situation): boolean {
  return seen.phase === "running" && plan.senders[seen.stepsPosted] === plan.party;
}

/** Fewer than `seconds` are left of the current period. */
export function isNearEnd({ seen }: Situation, seconds: number): boolean {
  return seen.now > seen.deadline - seconds;
}

/** This party has read and verified the settlement that is on chain. */
export function isAdopted({ seen, kept }: Situation): boolean {
  return seen.settled !== null && kept.adopted === seen.settled;
}

/** The round is settled, but this party cannot read or verify the settlement. */
export function isUnread({ seen, kept }: Situation): boolean {
  return seen.settled !== null && kept.unreadable;
}

export function isClosed({ seen }: Situation): boolean {
  return seen.phase === "settled" || seen.phase === "expired";
}
