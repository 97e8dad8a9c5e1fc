// Proofs by companies that know only their own part are accepted by the verifiers of sealed proofs,
// unchanged, for every kind.
import { proveOwnParts } from "../../../client/sealed/own-part/prove.ts";
import { verifySealed } from "../../../client/sealed/verify.ts";
import { testSeed } from "../../support/certificate.ts";
import { FOUR, plantOwnParts, THREE } from "../../support/sealed-own-part.ts";

describe("own part: completeness", function () {
  this.timeout(120_000);
  for (const kind of ["optimal", "infeasible", "unbounded"] as const)
    for (const [what, shape] of [
      ["three companies", THREE],
      ["a helper among four", FOUR],
    ] as const)
      it(`${kind}, ${what}`, () => {
        const round = plantOwnParts({ ...shape, kind }, `own ${kind}`);
        verifySealed(round.statement, round.key, proveOwnParts(round, testSeed("prove")));
      });
});
