// How a party walks through the schedule, one task at a time. A message is journalled, then
// published, then posted; of another party's, only one whose digest is on chain is acted upon.
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
    // Whatever happens, the next life sends the same bytes.
    name: "a message is journalled before anybody can have it",
    actions: (at) => {
      const { step, ready, fixed } = at.kept.play;
      return isOwn(at) && ready && !fixed ? only({ type: "journal", step: step! }) : null;
    },
  },
  {
    // A new life has it to give again; where it is due, it is published to be posted.
    name: "what is journalled is published",
    actions: (at) => {
      const { published, play } = at.kept;
      const isHidden = isOwn(at) && play.fixed && !published.has(play.step!) && dueStep(at) !== play.step;
      return isHidden ? only({ type: "publish", step: play.step! }) : null;
    },
  },
  {
    name: "the next step comes once the own message is posted",
    actions: (at) => {
      const { step, fixed } = at.kept.play;
      if (!isOwn(at) || !fixed) return null;
      return at.seen.posted.has(step!) ? only({ type: "pass", step: step! }) : [];
    },
  },
  {
    name: "a session runs before the message that it makes, and before the next one that comes",
    actions: ({ kept }) => (kept.play.session && kept.play.step !== null ? only({ type: "session" }) : null),
  },
  {
    name: "a message that was checked goes to the engine",
    actions: ({ kept }) => (kept.play.taken ? only({ type: "accept", step: kept.play.step! }) : null),
  },
  {
    name: "a message is taken when its digest is on chain",
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
    name: "a protocol that has nothing to send or to show is broken",
    actions: ({ kept }) =>
      kept.play.proved === null
        ? only({ type: "fail", failed: { code: "NoResult", step: kept.play.step, posted: null } })
        : null,
  },
];
