// Sealed proofs with anything changed are refused by every verifier, each for its documented
// reason.
import { expect } from "chai";
import type { Kind } from "../../../client/round/verdict.ts";
import { proofLength } from "../../../client/sealed/codec.ts";
import { proveTogether } from "../../../client/sealed/prover/prove.ts";
import { stepsOf } from "../../../client/sealed/steps.ts";
import { testSeed } from "../../support/certificate.ts";
import { buildSealed } from "../../support/sealed.ts";
import { sealedMutations } from "../../support/sealed-mutations.ts";
import { unanimous, verdictsOn } from "../../support/sealed-verdicts.ts";

describe("sealed: soundness", function () {
  this.timeout(900_000);
  for (const kind of ["optimal", "infeasible", "unbounded"] as const)
    it(`refuses every change: ${kind}`, () => {
      const round = buildSealed({ kind, inequalities: [2, 2], equalities: [0, 1], owner: 1 }, `sound ${kind}`);
      const proof = proveTogether(round.setting, round.digest, round.secrets, testSeed("prove"));
      for (const { name, code, party, ...input } of sealedMutations(round, proof, 1))
        expect(verdictsOn(input), name).to.deep.equal(unanimous(code, party));
    });

  it("has the lengths of docs/sealed.md", () => {
    const words = { optimal: [8, 34, 32, 39], infeasible: [8, 24, 32, 36], unbounded: [6, 28, 32, 37] } as const;
    for (const [kind, [pointsEach, points, scalarsEach, scalars]] of Object.entries(words)) {
      for (const parties of [1, 2, 5]) {
        const expected = 32 * ((pointsEach + scalarsEach) * parties + points + scalars);
        expect(proofLength(stepsOf(kind as Kind, parties)), kind).to.equal(expected);
      }
    }
  });
});
