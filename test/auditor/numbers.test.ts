// Disclosed numbers of a sealed outcome in the units of the companies' files: the auditor's way and
// the client's, which share no code, agree.
import { expect } from "chai";
import type { Params } from "../../auditor/chain/params.ts";
import { inUnits } from "../../auditor/report/numbers.ts";
import { shownValue } from "../../client/app/disclose/values.ts";
import { KINDS, type Kind } from "../../client/round/verdict.ts";
import { type Claim, fieldsShown, hasClaim, WHATS } from "../../client/sealed/disclosure/claims.ts";

const DECIMALS = { coefficient: 1, solution: 2, multiplier: 3 };
const PARAMS = { coefficientDecimals: 1, solutionDecimals: 2, multiplierDecimals: 3 } as Params;

describe("auditor: disclosed numbers in units", () => {
  const bothSay = (kind: Kind, claim: Claim) => {
    const theirs = shownValue(kind, claim, DECIMALS);
    const own = inUnits(KINDS.indexOf(kind), { ...claim, name: null }, PARAMS);
    expect(own).to.deep.equal(theirs);
    return own;
  };

  for (const [kind, what, values, expected] of [
    ["optimal", "variable", [1234n], ["12.34", null]],
    ["optimal", "multiplier", [1234n], ["1.234", null]],
    ["optimal", "slack", [1234n, 0n], ["1.234", null]],
    ["optimal", "slack", [0n, 5n], ["-0.005", null]],
    ["optimal", "dual value", [-1234n], ["-0.1234", null]],
    ["optimal", "objective", [-1234n], ["-1.234", null]],
    ["infeasible", "multiplier", [7n], ["7", null]],
    ["infeasible", "dual value", [-7n], ["-0.7", null]],
    ["unbounded", "variable", [1234n, 7n], ["12.34", "7"]],
    ["unbounded", "slack", [1234n, 4n, 25n], ["1.23", "2.5"]],
  ] as const)
    it(`${what} of ${kind}: ${values.join(", ")}`, () => {
      const { value, along } = bothSay(kind, { what, index: 0, values });
      expect([value, along]).to.deep.equal(expected);
    });

  it("agree on every claim that there is", () => {
    for (const kind of KINDS)
      for (const what of WHATS.filter((own) => hasClaim(kind, own))) {
        const count = Math.max(1, fieldsShown(kind, what).length);
        bothSay(kind, { what, index: 0, values: Array.from({ length: count }, (_, i) => 1000n + BigInt(i)) });
      }
  });
});
