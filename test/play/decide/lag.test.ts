// The block that a client acts upon is old by as many blocks as it waits for. Deadlines do not
// wait: what is left of a period is counted from the newest block.
import { expect } from "chai";
import { decide } from "../../../client/play/decide/decide.ts";
import { type Kept, newKept, type Plan } from "../../../client/play/decide/situation.ts";
import type { Observed } from "../../../client/round/observed.ts";

const PERIOD = 3600;
const turns = [
  { exchange: 0, from: 1 },
  { exchange: 1, from: 0 },
];
const plan: Plan = { party: 0, turns, objectiveOwner: 0, periods: { exchange: PERIOD, settle: PERIOD }, closes: true };

/**
 * Exchange 1, which ends at PERIOD; party 0 has the message of exchange 0 to take, and owes its
 * own.
 */
function seen(now: number, clock: number): Observed {
  return {
    ...{ block: { number: 9n, hash: "0x09" }, now, clock, phase: "running", deadline: PERIOD, exchange: 1 },
    ...{ agreed: true, committed: [], settled: null, posted: new Map([[0, { digest: "0x01", isRefusal: false }]]) },
  };
}

function busy(task: Kept["play"]["task"]): Kept {
  const kept = newKept([], null);
  return { ...kept, play: { ...kept.play, part: "engine", step: 0, task } };
}

describe("a client that acts upon an old block", () => {
  for (const [task, code, left] of [
    ["fetch", "MessageMissing", PERIOD / 2],
    ["session", "SessionStalled", PERIOD / 2],
    ["computation", "ComputationLate", PERIOD / 4],
  ] as const)
    it(`gives a ${task} up when the newest block says so: ${code}`, () => {
      const old = 60;
      expect(decide(plan, seen(old, PERIOD - left), busy(task))).to.deep.equal([]);
      expect(decide(plan, seen(old, PERIOD - left + 1), busy(task))).to.deep.equal([{ type: "give-up", code }]);
    });
});
