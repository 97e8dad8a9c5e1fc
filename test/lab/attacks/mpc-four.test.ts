// What nodes of `mpc/four` read of the inputs: one of them nothing, two together everything.
import { expect } from "chai";
import { attackFourNodes } from "../../../lab/games/four-nodes.ts";
import { amongNodes, loadProblem } from "../../../lab/games/problems.ts";
import { testSeed } from "../../support/certificate.ts";

describe("nodes of mpc/four and the inputs", () => {
  it("one finds no row of the others, any two find all", async () => {
    const [one, two] = await attackFourNodes(amongNodes(await loadProblem("avgas")), testSeed("four"));
    expect(one).to.include({ recovered: 0, verdict: "nothing found", error: null, alone: true });
    expect(one!.total).to.be.above(0);
    expect(two).to.include({ share: 1, verdict: "broken", alone: false });
  });
});
