// A session lasts as long as its nodes take, and each posts only when it is over: a node that has
// refused instead ends it for the others at once, not when their time runs out.
import { expect } from "chai";
import { decide } from "../../../client/play/decide/decide.ts";
import { type Kept, newKept, type Plan } from "../../../client/play/decide/situation.ts";
import type { Observed, Posted } from "../../../client/round/observed.ts";

const ALL = [0, 1, 2] as const;
const turns = [0, 1].flatMap((exchange) => ALL.map((from) => ({ exchange, from })));
const plan: Plan = { party: 0, turns, objectiveOwner: 0, periods: { exchange: 600, settle: 600 }, closes: true };
const message = (step: number): Posted => ({ digest: `0x0${step}`, isRefusal: false });

function seen(...posted: readonly (readonly [number, Posted])[]): Observed {
  return {
    ...{
      block: { number: 9n, hash: "0x09" },
      now: 100,
      clock: 100,
      phase: "running",
      deadline: 600,
      exchange: 1,
      agreed: true,
    },
    ...{
      committed: [],
      settled: null,
      posted: new Map([...ALL.map((step) => [step, message(step)] as const), ...posted]),
    },
  };
}

/** Party 0 has the messages of the first exchange; the session comes before its own step 3. */
function inSession(task: Kept["play"]["task"]): Kept {
  const kept = newKept([0], null);
  return {
    ...kept,
    published: new Set([0]),
    acted: new Map([1, 2].map((step) => [step, message(step).digest])),
    play: { ...kept.play, part: "engine", step: 3, session: true, task },
  };
}

describe("a session", () => {
  it("goes on while others post what they have of it", () => {
    expect(decide(plan, seen([5, message(5)]), inSession("session"))).to.deep.equal([]);
    expect(decide(plan, seen(), inSession(null))).to.deep.equal([{ type: "session" }]);
  });

  it("ends, or does not begin, when any of its parties refuses", () => {
    for (const step of [4, 5])
      for (const task of ["session", null] as const) {
        const refusal = { digest: "0xff", isRefusal: true } as const;
        const [action] = decide(plan, seen([step, refusal]), inSession(task));
        expect(action).to.deep.equal({ type: "fail", failed: { code: "PeerRefused", step, posted: "0xff" } });
      }
  });
});
