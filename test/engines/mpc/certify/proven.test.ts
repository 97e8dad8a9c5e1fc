// The engine mpc/proven: sessions of three nodes that prove an optimum before it opens.
import { expect } from "chai";
import { PROVEN } from "../../../../client/engines/mpc/nodes/three.ts";
import { loadExample } from "../../../support/examples.ts";
import { outcomesOf, runSession } from "../nodes.ts";
import { amongThree } from "../problems.ts";

describe("Three nodes that prove an optimum before it opens", function () {
  this.timeout(120_000);

  it("opens what mpc opens", async () => {
    for (const name of ["afiro", "sc50b"]) {
      const { program, decimals } = await loadExample(name);
      const problem = amongThree(program, decimals);
      const [ofThree, proven] = [await runSession(problem, name), await runSession(problem, name, { nodes: PROVEN })];
      expect(outcomesOf(problem, proven), name).to.deep.equal(outcomesOf(problem, ofThree));
    }
  });
});
