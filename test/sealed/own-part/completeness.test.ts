// Proofs by companies that know only their own part are accepted by the client's and the auditor's
// verifier of sealed proofs, for every kind.
import { expect } from "chai";
import { proveOwnParts } from "../../../client/sealed/own-part/prove.ts";
import { testSeed } from "../../support/certificate.ts";
import { sampled } from "../../support/sampled.ts";
import { FOUR, plantOwnParts, THREE } from "../../support/sealed-own-part.ts";
import { unanimous, verdictsOn } from "../../support/sealed-verdicts.ts";

describe("own part: completeness", function () {
  this.timeout(120_000);
  const shapes = [
    ["three companies", THREE],
    ["a helper among four", FOUR],
  ] as const;
  for (const [turn, kind] of (["optimal", "infeasible", "unbounded"] as const).entries())
    for (const [what, shape] of sampled(shapes, 2, turn))
      it(`${kind}, ${what}`, () => {
        const round = plantOwnParts({ ...shape, kind }, `own ${kind}`);
        const { statement, key } = round;
        const proof = proveOwnParts(round, testSeed("prove"));
        expect(verdictsOn({ statement, key, proof })).to.deep.equal(unanimous("accepted"));
      });
});
