// What a party does next, as a pure function of what it knows. It uses no clock, chain, files,
// randomness or promises, so that a test can explore every situation (test/play/decide/).
import type { Observed } from "../../round/observed.ts";
import type { Action } from "./action.ts";
import { CLOSE } from "./close.ts";
import { PLAY } from "./play.ts";
import { isAdopted, isUnread, type Rule } from "./rule.ts";
import type { Kept, Plan, Situation } from "./situation.ts";
import { adopt, STOP } from "./stop.ts";
import { TEND } from "./tend.ts";

/**
 * All rules, in groups: how a party's side of the protocol ends (`adopt`, `stop`), what it does
 * afterwards (`close`), which transactions it owes the chain (`tend`), and how it proceeds through
 * the schedule (`play`).
 */
export const RULES = { adopt: [adopt], stop: STOP, close: CLOSE, tend: TEND, play: PLAY } as const;

export type Rules = { readonly [Group in keyof typeof RULES]: readonly Rule[] };

/**
 * The actions to carry out now, in order; none while the chain does not answer (`seen` null), since
 * nothing follows from silence.
 */
export function decide(plan: Plan, seen: Observed | null, kept: Kept, rules: Rules = RULES): readonly Action[] {
  if (seen === null) return [];
  const at: Situation = { plan, seen, kept };
  const adopting = first(rules.adopt, at);
  if (adopting !== null) return adopting;
  if (kept.fault !== null || isAdopted(at) || isUnread(at)) return first(rules.close, at) ?? [];
  return first(rules.stop, at) ?? [...(first(rules.tend, at) ?? []), ...(first(rules.play, at) ?? [])];
}

function first(rules: readonly Rule[], at: Situation): readonly Action[] | null {
  for (const { actions } of rules) {
    const found = actions(at);
    if (found !== null) return found;
  }
  return null;
}
