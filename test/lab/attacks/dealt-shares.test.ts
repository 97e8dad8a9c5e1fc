// What nodes of engines in which one may depart read of the inputs as they are dealt: one of them
// nothing, two together everything.
import { expect } from "chai";
import { FOUR } from "../../../client/engines/mpc/nodes/four.ts";
import { PROVEN } from "../../../client/engines/mpc/nodes/three.ts";
import { attackDealing } from "../../../lab/games/dealt-shares.ts";
import { amongNodes, loadProblem } from "../../../lab/games/problems.ts";
import { testSeed } from "../../support/certificate.ts";

for (const set of [FOUR, PROVEN])
  describe(`nodes of ${set.engine} and the inputs`, () => {
    it("one finds no row of the others, any two find all", async () => {
      const [one, two] = await attackDealing(amongNodes(await loadProblem("avgas")), set, testSeed("dealt"));
      expect(one).to.include({ recovered: 0, verdict: "nothing found", error: null, alone: true });
      expect(one!.total).to.be.above(0);
      expect(two).to.include({ share: 1, verdict: "broken", alone: false });
    });
  });
