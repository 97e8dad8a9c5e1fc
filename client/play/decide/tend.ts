// What a party that plays owes the chain, from what its journal holds. It follows from what the
// chain shows, never from what was sent before: what a reorganisation takes back is done again, and
// nothing is done twice.
import { dueStep, isLate, isNearEnd, only, type Rule } from "./rule.ts";

export const TEND: readonly Rule[] = [
  {
    name: "it commits",
    actions: ({ plan, seen }) =>
      seen.phase === "committing" && seen.committed[plan.party] === false ? only({ type: "commit" }) : null,
  },
  {
    // So that whoever sees the digest can fetch the message at once.
    name: "it posts what is due and in the journal",
    actions: (at) => {
      const step = dueStep(at);
      if (step === null || !at.kept.own.has(step)) return null;
      return at.kept.published.has(step)
        ? only({ type: "post", step })
        : [
            { type: "publish", step },
            { type: "post", step },
          ];
    },
  },
  {
    // The objective's owner settles at once; the others do so if half of the period has passed
    // without a settlement.
    name: "it settles what it has proved",
    actions: (at) => {
      const { plan, seen, kept } = at;
      if (seen.phase !== "settling" || kept.play.proved === null || isLate(at)) return null;
      const isOurs = plan.party === plan.objectiveOwner || isNearEnd(at, plan.periods.settle / 2);
      return isOurs ? only({ type: "settle" }) : null;
    },
  },
];
