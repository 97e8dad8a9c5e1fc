// When a party's side of the protocol ends: with what the chain has settled, or with a fault. The
// first rule that applies decides alone.
import type { Posted } from "../../round/observed.ts";
import type { Action, Failed, GiveUpCode } from "./action.ts";
import { dueStep, isAdopted, isLate, isNearEnd, isOurs, only, type Rule } from "./rule.ts";
import type { Situation, Task } from "./situation.ts";

/**
 * Looks that a party gives a late message once the others have settled: with it, the outcome and
 * the transcript are whole.
 */
export const LOOKS_AFTER_SETTLEMENT = 30;

const MISSING: Readonly<Record<Task, GiveUpCode>> = {
  fetch: "MessageMissing",
  session: "SessionStalled",
  computation: "ComputationLate",
};

function fail(code: Failed["code"], step: number | null = null, posted: Posted | null = null): readonly Action[] {
  return only({ type: "fail", failed: { code, step, posted: posted?.digest ?? null } });
}

/** Fails at once, or has the task that runs fail. */
function stopWith(code: "RoundLate" | "RoundExpired", { kept }: Situation): readonly Action[] {
  return kept.play.task === null ? fail(code) : only({ type: "give-up", code });
}

function isWaiting({ kept }: Situation): boolean {
  return kept.play.task === "fetch" || kept.play.task === "session";
}

/** Our turn, with nothing in the journal to post. */
function isDueEmpty(at: Situation): boolean {
  const step = dueStep(at);
  return step !== null && !at.kept.own.has(step);
}

/** The first of the messages that were acted upon, or that comes next, of which `holds` is true. */
function findPosted(at: Situation, holds: (posted: Posted, step: number) => boolean) {
  const { acted, play } = at.kept;
  const steps = [...acted.keys(), ...(play.step === null ? [] : [play.step])];
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
  name: "what is settled is taken",
  actions: ({ seen, kept }) => {
    const { failure, fault, play } = kept;
    if (seen.settled === null || !seen.agreed || kept.unreadable || kept.adopted === seen.settled) return null;
    const isThrough = play.proved !== null || fault !== null || (failure !== null && !failure.lasting);
    return isThrough ? only({ type: "adopt", settled: seen.settled }) : null;
  },
};

export const STOP: readonly Rule[] = [
  {
    name: "another round under this number is none of ours",
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
    // After a reorganisation its sender may have posted another. A second answer, from the same
    // randomness, could give secrets away.
    name: "a message that was acted upon stays the message of its step",
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
    // While others are due, a late message is their concern.
    name: "half of the own turn is enough to wait for others: the rest is for refusing",
    actions: (at) => {
      const { task } = at.kept.play;
      const runsOut = isDueEmpty(at) && isNearEnd(at, at.plan.periods.exchange / 2);
      return task !== null && isWaiting(at) && runsOut ? only({ type: "give-up", code: MISSING[task] }) : null;
    },
  },
  {
    name: "three quarters of the own turn are enough to compute: the rest is for refusing",
    actions: (at) => {
      const runsOut = isDueEmpty(at) && isNearEnd(at, at.plan.periods.exchange / 4);
      return at.kept.play.task === "computation" && runsOut
        ? only({ type: "give-up", code: MISSING.computation })
        : null;
    },
  },
  {
    name: "nobody can commit or post any more after the deadline",
    actions: (at) => {
      const { phase } = at.seen;
      return isLate(at) && (phase === "committing" || phase === "running") ? stopWith("RoundLate", at) : null;
    },
  },
  {
    // Until then the others may settle without us.
    name: "what is missing when the time to settle is over is missing for good",
    actions: (at) => {
      const { phase } = at.seen;
      const { task } = at.kept.play;
      if (!isLate(at) || phase !== "settling" || task === null || !isWaiting(at)) return null;
      return only({ type: "give-up", code: MISSING[task] });
    },
  },
  {
    name: "nobody can settle any more after the deadline",
    actions: (at) => {
      const { phase } = at.seen;
      return isLate(at) && phase === "settling" && at.kept.play.proved !== null ? stopWith("RoundLate", at) : null;
    },
  },
  {
    name: "what the others settled without us is read from the chain when our own does not come about",
    actions: (at) => {
      const { looksSinceSettled } = at.kept.play;
      if (!isWaiting(at) || isAdopted(at) || looksSinceSettled <= LOOKS_AFTER_SETTLEMENT) return null;
      return only({ type: "give-up", code: "RoundSettled" });
    },
  },
];
