// Proofs by companies that know only their own part are accepted by the verifiers of sealed proofs,
// unchanged, for every kind.
import { proveOwnParts } from "../../../client/sealed/own-part/prove.ts";
import { verifySealed } from "../../../client/sealed/verify.ts";
import { testSeed } from "../../support/certificate.ts";
import { plantOwnParts, THREE } from "../../support/sealed-own-part.ts";

describe("own part: completeness", function () {
  this.timeout(120_000);
  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    it(`${kind}, three companies`, () => {
      const round = plantOwnParts({ ...THREE, kind }, `own ${kind}`);
      verifySealed(round.statement, round.key, proveOwnParts(round, testSeed("prove")));
    });
  }
});
