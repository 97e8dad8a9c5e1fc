// One thing is not "1 things", in the client's words and in the auditor's own.
import { expect } from "chai";
import { listed, counted as ofAuditor, verb } from "../../auditor/report/counted.ts";
import { counted } from "../../client/math/counted.ts";

describe("numbers of things in words", () => {
  for (const [who, words] of [
    ["client", counted],
    ["auditor", ofAuditor],
  ] as const)
    it(`of the ${who}`, () => {
      expect([0, 1, 2, 1000].map((count) => words(count, "row"))).to.deep.equal([
        "0 rows",
        "1 row",
        "2 rows",
        "1000 rows",
      ]);
      expect([1, 2].map((count) => words(count, "inequality", "inequalities"))).to.deep.equal([
        "1 inequality",
        "2 inequalities",
      ]);
    });

  it("list what is counted, and make the verb agree", () => {
    expect(listed("step", [3])).to.equal("step 3");
    expect(listed("party", [0, 1], "parties")).to.equal("parties 0 and 1");
    expect(listed("step", [1, 3, 5])).to.equal("steps 1, 3 and 5");
    expect([0, 1, 2].map((count) => verb(count, "is", "are"))).to.deep.equal(["are", "is", "are"]);
  });
});
