// Every entry of a node and of a company, changed, in a proof of which each company knows its own
// part only (docs/sealed-own-part.md, "Who can be named").
import { expectLieOfCompany, expectLieOfNode } from "../../support/sealed-own-part-play.ts";

describe("own part: every entry", function () {
  this.timeout(600_000);
  for (const kind of ["optimal", "infeasible", "unbounded"] as const)
    it(`of a node is refused and blamed on the nodes: ${kind}`, () => {
      const entries = ["Phi", "q", "Phi+", "W", "W'", ...(kind === "infeasible" ? [] : ["Psi", "Psi+"])];
      for (const [i, entry] of entries.entries()) expectLieOfNode({ kind, node: i % 3, entry });
    });

  it("of a company after step 3 is refused and names it", () => {
    for (const entry of ["Q2", "Phi", "q", "Phi+", "We", "W", "W'", "l/C/3", "l/2/1", "x", "y"])
      expectLieOfCompany(entry);
  });
});
