// How a party walks through the schedule, one task at a time. Its own turn is journalled, then
// published, then posted; another party's is acted upon only once its digest is on chain.
import { dueStep, isOurs, only, type Rule } from "./rule.ts";
import type { Situation } from "./situation.ts";

function isOwn(at: Situation): boolean {
  const { step } = at.kept.play;
  return step !== null && isOurs(at, step);
}

export const PLAY: readonly Rule[] = [
  {
    name: "one task at a time",
    actions: ({ kept }) => (kept.play.task === null ? null : []),
  },
  {
    name: "the engine begins when all have committed",
    actions: ({ seen, kept }) => {
      if (kept.play.part !== "none") return null;
      const isReady = seen.phase === "running" || seen.phase === "settling" || seen.phase === "settled";
      return isReady ? only({ type: "begin" }) : [];
    },
  },
  {
    // So that the next life sends the same bytes, whatever happens.
    name: "a turn is journalled before anybody can fetch it",
    actions: (at) => {
      const { step, ready, fixed } = at.kept.play;
      return isOwn(at) && ready && !fixed ? only({ type: "journal", step: step! }) : null;
    },
  },
  {
    // A new life must publish it again. A turn that is due is published by the rule that posts it
    // (tend.ts).
    name: "a journalled turn is published",
    actions: (at) => {
      const { published, play } = at.kept;
      const isHidden = isOwn(at) && play.fixed && !published.has(play.step!) && dueStep(at) !== play.step;
      return isHidden ? only({ type: "publish", step: play.step! }) : null;
    },
  },
  {
    name: "the next turn follows once this party's own is posted",
    actions: (at) => {
      const { step, fixed } = at.kept.play;
      if (!isOwn(at) || !fixed) return null;
      return at.seen.posted.has(step!) ? only({ type: "pass", step: step! }) : [];
    },
  },
  {
    name: "a session runs before the turn that it produces, and before the next one is received",
    actions: ({ kept }) => (kept.play.session && kept.play.step !== null ? only({ type: "session" }) : null),
  },
  {
    name: "a checked turn is passed to the engine",
    actions: ({ kept }) => (kept.play.taken ? only({ type: "accept", step: kept.play.step! }) : null),
  },
  {
    name: "a turn is fetched once its digest is on chain",
    actions: (at) => {
      const { step } = at.kept.play;
      if (step === null || isOwn(at)) return null;
      const posted = at.seen.posted.get(step);
      return posted === undefined ? [] : only({ type: "take", step, posted: posted.digest });
    },
  },
  {
    name: "the engine's outcome is proved",
    actions: ({ kept }) => (kept.play.part === "engine" && kept.play.step === null ? only({ type: "prove" }) : null),
  },
  {
    name: "a protocol that has neither a turn nor a proof left is broken",
    actions: ({ kept }) =>
      kept.play.proved === null
        ? only({ type: "fail", failed: { code: "NoResult", step: kept.play.step, posted: null } })
        : null,
  },
];
