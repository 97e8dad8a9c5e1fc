// How many messages a round takes, engine and settlement together, as docs/design.md states it:
// every one is a step on chain.
import { expect } from "chai";
import { callingThread } from "../../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../../client/engines/engines.ts";
import { HIDE_PHASE } from "../../../client/engines/multi-party/phases.ts";
import { ENGINE_NAMES, type EngineName } from "../../../client/engines/names.ts";
import { roundSchedule } from "../../../client/play/settle/schedule.ts";
import type { PublicRound } from "../../../client/round/public-round.ts";
import { residualTolerance } from "../../support/tolerances.ts";

/**
 * `holders` parties of one equality each, and the owner of the objective in their midst, without
 * rows.
 */
function roundOf(holders: number): PublicRound {
  const owner = Math.floor(holders / 2);
  const parties = Array.from({ length: holders + 1 }, (_, party) => party);
  return {
    columns: 2,
    inequalities: parties.map(() => 0),
    equalities: parties.map((party) => (party === owner ? 0 : 1)),
    objectiveOwner: owner,
    decimals: { coefficient: 0, solution: 9, multiplier: 15 },
    bounds: [10n ** 15n, 10n ** 15n],
    tolerances: residualTolerance(10n ** 6n),
  };
}

/** Messages of the engine among p holders of rows and the owner of the objective. */
const MESSAGES: Readonly<Record<EngineName, (holders: number) => number>> = {
  mpc: (p) => 4 * p + 4,
  "two-party/paillier": () => 5,
  "two-party/decoy-ot": () => 6,
  "multi-party/masked": (p) => 4 * p + 4,
  "multi-party/plain": (p) => 2 * p + 8,
  mangasarian: (p) => 2 * p + 2,
  li: (p) => 2 * p + 2,
};

describe("schedule of a round", () => {
  for (const name of ENGINE_NAMES)
    it(`${name}: as long as documented, with the settlement's three messages a party`, () => {
      const engine = createEngine(name, callingThread);
      for (const holders of name.startsWith("two-party/") ? [1] : [2, 3, 5, 20]) {
        const round = roundOf(holders);
        const own = engine.schedule(round);
        expect(own).to.have.length(MESSAGES[name](holders));
        const all = roundSchedule(engine, round);
        expect(all).to.have.length(MESSAGES[name](holders) + 3 * (holders + 1));
        expect(all.slice(own.length).every(({ phase, to }) => phase === "settlement" && to === null)).to.equal(true);
      }
    });

  it("the ring takes p − 1 messages, holder to holder, at most the paper's 2(p − 1)", () => {
    for (const holders of [2, 3, 5, 20]) {
      const round = roundOf(holders);
      const schedule = createEngine("multi-party/plain", callingThread).schedule(round);
      const ring = schedule.filter(({ phase }) => phase === HIDE_PHASE);
      expect(ring).to.have.length(holders - 1);
      expect(ring.length).to.be.at.most(2 * (holders - 1));
      for (const [i, { from, to }] of ring.entries()) {
        expect(to).to.equal(ring[i + 1]?.from ?? to);
        expect([from, to]).not.to.include(round.objectiveOwner);
      }
    }
  });
});
