// How a party follows a round to its end on chain once its side of the protocol is over. Only the
// first rule that applies is followed.
import type { Action } from "./action.ts";
import { currentStep, dueStep, isAdopted, isClosed, isLate, isUnread, only, type Rule } from "./rule.ts";
import type { Situation } from "./situation.ts";

function end(at: Situation): readonly Action[] {
  return only({ type: "end", status: isAdopted(at) ? "done" : isUnread(at) ? "unread" : "closed" });
}

/** The round has expired, or can be expired, because this party owes a turn. */
function hasRunOut(at: Situation): boolean {
  const { phase, committed, posted } = at.seen;
  const step = currentStep(at);
  const wasDue = phase === "expired" && committed.every(Boolean) && step !== null && !posted.has(step);
  return wasDue || (dueStep(at) !== null && isLate(at));
}

export const CLOSE: readonly Rule[] = [
  {
    // So it owes nothing when time runs out, nobody waits for it, and its bond is safe.
    name: "a party that has stopped refuses each of its turns",
    actions: (at) => {
      const { fault } = at.kept;
      const step = dueStep(at);
      if (fault === null || !fault.refuses || step === null || isLate(at)) return null;
      return only({ type: "refuse", step });
    },
  },
  {
    name: "a missed turn is reported",
    actions: (at) => {
      const { fault, reported } = at.kept;
      const isLost = fault?.refuses === true && hasRunOut(at);
      return isLost && !reported.late ? only({ type: "report-late" }) : null;
    },
  },
  {
    name: "a party that has stopped keeps running while it may still have turns",
    actions: (at) => {
      const { seen, kept, plan } = at;
      if (kept.fault === null || !kept.fault.refuses || isLate(at)) return null;
      const mayCome = seen.phase === "running" || (seen.phase === "committing" && seen.committed[plan.party] === true);
      return mayCome ? [] : null;
    },
  },
  {
    name: "a fault is reported unless the round settles anyway",
    actions: (at) => {
      const { fault, reported } = at.kept;
      return fault === null || reported.fault || isAdopted(at) ? null : only({ type: "report-fault" });
    },
  },
  {
    name: "a party that does not follow the round to its end stops here",
    actions: (at) => (at.plan.closes ? null : end(at)),
  },
  {
    // The outcome is journalled before anything else can fail.
    name: "the outcome is journalled",
    actions: (at) => (isAdopted(at) && at.kept.outcome !== at.seen.settled ? only({ type: "keep-outcome" }) : null),
  },
  {
    name: "the outcome of a permanently reverted settlement is dropped",
    actions: (at) => {
      const isVoid = isClosed(at) && !isAdopted(at) && !isUnread(at);
      return isVoid && at.kept.outcome !== null ? only({ type: "drop-outcome" }) : null;
    },
  },
  {
    // Closing a round deletes from the journal the data that its files are written from.
    name: "the files are written before the round is closed",
    actions: (at) => (at.kept.files !== at.kept.outcome ? only({ type: "write-files" }) : null),
  },
  {
    name: "any party expires a round that is past its deadline",
    actions: (at) => (isLate(at) && !isClosed(at) ? only({ type: "expire" }) : null),
  },
  {
    name: "what the coordinator owes is withdrawn",
    actions: (at) => (isClosed(at) && !at.kept.withdrawn ? only({ type: "withdraw" }) : null),
  },
  {
    // Not before the poll after the withdrawal: a reorganisation may have reopened the round.
    name: "a closed round ends",
    actions: (at) => (isClosed(at) && at.kept.withdrawn ? end(at) : null),
  },
];
