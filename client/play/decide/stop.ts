// When a party's side of the protocol ends: with the outcome that the chain has settled, or with a
// fault. Only the first rule that applies is followed.
import type { Posted } from "../../round/observed.ts";
import type { Action, Failed, GiveUpCode } from "./action.ts";
import { dueStep, isAdopted, isLate, isNearEnd, isOurs, only, type Rule } from "./rule.ts";
import type { Situation, Task } from "./situation.ts";

/**
 * Polls for which a party still waits for a late turn after the others have settled: that turn
 * completes the outcome and the transcript.
 */
export const POLLS_AFTER_SETTLEMENT = 30;

const MISSING: Readonly<Record<Task, GiveUpCode>> = {
  fetch: "MessageMissing",
  session: "SessionStalled",
  computation: "ComputationLate",
};

function fail(code: Failed["code"], step: number | null = null, posted: Posted | null = null): readonly Action[] {
  return only({ type: "fail", failed: { code, step, posted: posted?.digest ?? null } });
}

/** Fails at once, or makes the running task fail. */
function stopWith(code: "RoundLate" | "RoundExpired", { kept }: Situation): readonly Action[] {
  return kept.play.task === null ? fail(code) : only({ type: "give-up", code });
}

function isWaiting({ kept }: Situation): boolean {
  return kept.play.task === "fetch" || kept.play.task === "session";
}

/** This party's turn is due, and not in the journal. */
function isDueEmpty(at: Situation): boolean {
  const step = dueStep(at);
  return step !== null && !at.kept.own.has(step);
}

/**
 * The first post of another party for which `holds` is true, among those acted upon and the next
 * one; before and during a session, whose parties post when it is over, among all.
 */
function findPosted(at: Situation, holds: (posted: Posted, step: number) => boolean) {
  const { acted, play } = at.kept;
  const next = play.step === null ? [] : [play.step];
  const steps = play.session ? at.seen.posted.keys() : [...acted.keys(), ...next];
  for (const step of steps) {
    const posted = at.seen.posted.get(step);
    if (posted !== undefined && !isOurs(at, step) && holds(posted, step)) return { step, posted };
  }
  return null;
}

/**
 * Only the chain's outcome counts, whatever this party has proved, and whatever has failed since.
 */
export const adopt: Rule = {
  name: "the settled outcome is adopted",
  actions: ({ seen, kept }) => {
    const { failure, fault, play } = kept;
    if (seen.settled === null || !seen.agreed || kept.unreadable || kept.adopted === seen.settled) return null;
    const isThrough = play.proved !== null || fault !== null || (failure !== null && !failure.lasting);
    return isThrough ? only({ type: "adopt", settled: seen.settled }) : null;
  },
};

export const STOP: readonly Rule[] = [
  {
    name: "a round with other parameters than agreed stops the party",
    actions: ({ seen, kept }) => (seen.agreed || kept.failure !== null ? null : fail("RoundDiffers")),
  },
  {
    // Before anything that others can see follows from it.
    name: "a failure is journalled",
    actions: ({ kept }) => (kept.failure === null ? null : only({ type: "fail", failed: null })),
  },
  {
    name: "a peer that refuses has stopped the round",
    actions: (at) => {
      const found = findPosted(at, ({ isRefusal }) => isRefusal);
      return found === null ? null : fail("PeerRefused", found.step, found.posted);
    },
  },
  {
    // After a reorganisation its sender may have posted another one. A second answer from the same
    // randomness could reveal secrets.
    name: "a turn must not change once it was acted upon",
    actions: (at) => {
      const { acted } = at.kept;
      const found = findPosted(at, ({ digest }, step) => acted.has(step) && acted.get(step) !== digest);
      return found === null ? null : fail("Equivocation", found.step, found.posted);
    },
  },
  {
    name: "an expired round is over",
    actions: (at) => (at.seen.phase === "expired" ? stopWith("RoundExpired", at) : null),
  },
  {
    // While this party owes nothing, a late message is others' concern.
    name: "a party that owes a turn waits for half of the exchange's period: the rest is for refusing",
    actions: (at) => {
      const { task } = at.kept.play;
      const runsOut = isDueEmpty(at) && isNearEnd(at, at.plan.periods.exchange / 2);
      return task !== null && isWaiting(at) && runsOut ? only({ type: "give-up", code: MISSING[task] }) : null;
    },
  },
  {
    name: "a party that owes a turn computes for three quarters of the exchange's period: the rest is for refusing",
    actions: (at) => {
      const runsOut = isDueEmpty(at) && isNearEnd(at, at.plan.periods.exchange / 4);
      return at.kept.play.task === "computation" && runsOut
        ? only({ type: "give-up", code: MISSING.computation })
        : null;
    },
  },
  {
    name: "nobody can commit or post after the deadline",
    actions: (at) => {
      const { phase } = at.seen;
      return isLate(at) && (phase === "committing" || phase === "running") ? stopWith("RoundLate", at) : null;
    },
  },
  {
    // Until then the others may settle without this party.
    name: "what is missing at the settlement deadline stays missing",
    actions: (at) => {
      const { phase } = at.seen;
      const { task } = at.kept.play;
      if (!isLate(at) || phase !== "settling" || task === null || !isWaiting(at)) return null;
      return only({ type: "give-up", code: MISSING[task] });
    },
  },
  {
    name: "nobody can settle after the deadline",
    actions: (at) => {
      const { phase } = at.seen;
      return isLate(at) && phase === "settling" && at.kept.play.proved !== null ? stopWith("RoundLate", at) : null;
    },
  },
  {
    name: "a party that cannot complete its own settlement reads the others' from the chain",
    actions: (at) => {
      const { pollsSinceSettled } = at.kept.play;
      if (!isWaiting(at) || isAdopted(at) || pollsSinceSettled <= POLLS_AFTER_SETTLEMENT) return null;
      return only({ type: "give-up", code: "RoundSettled" });
    },
  },
];
