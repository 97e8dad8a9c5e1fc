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

/** The time of the phase, or of the exchange, is over on chain. */
export function isLate({ seen }: Situation): boolean {
  return seen.deadline !== 0 && seen.now > seen.deadline;
}

/** This party's turn in the current exchange; null when it sends nothing in it. */
export function currentStep({ plan, seen }: Situation): number | null {
  const step = plan.turns.findIndex(({ exchange, from }) => exchange === seen.exchange && from === plan.party);
  return step < 0 ? null : step;
}

/** The turn that the round waits for from this party; null when it waits for none. */
export function dueStep(at: Situation): number | null {
  const step = at.seen.phase === "running" ? currentStep(at) : null;
  return step === null || at.seen.posted.has(step) ? null : step;
}

/** Whether the turn is this party's. */
export function isOurs({ plan }: Situation, step: number): boolean {
  return plan.turns[step]!.from === plan.party;
}

/** Fewer than `seconds` are left of the current period, however old the block acted upon is. */
export function isNearEnd({ seen }: Situation, seconds: number): boolean {
  return seen.clock > seen.deadline - seconds;
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
