// Honest proofs are accepted, for every kind and several numbers of companies.
import { proveTogether } from "../../client/sealed/prover/prove.ts";
import { verifySealed } from "../../client/sealed/verify.ts";
import { testSeed } from "../support/certificate.ts";
import { sampled } from "../support/sampled.ts";
import { buildSealed } from "../support/sealed.ts";

const SHAPES = [
  { inequalities: [3], equalities: [1], owner: 0 },
  { inequalities: [3, 2], equalities: [0, 1], owner: 1 },
  { inequalities: [2, 3, 2], equalities: [1, 0, 1], owner: 1 },
];

describe("sealed: completeness", function () {
  this.timeout(120_000);
  for (const [turn, kind] of (["optimal", "infeasible", "unbounded"] as const).entries()) {
    for (const shape of sampled(SHAPES, 3, turn)) {
      it(`${kind}, ${shape.inequalities.length} companies`, () => {
        const round = buildSealed({ kind, ...shape }, `complete ${kind} ${shape.inequalities.length}`);
        const proof = proveTogether(round.setting, round.digest, round.secrets, testSeed("prove"));
        verifySealed(round.statement, round.key, proof);
      });
    }
  }

  it("with more columns than H of order 16 holds", () => {
    const round = buildSealed({ kind: "optimal", size: 32, columns: 29, inequalities: [12, 20] }, "larger");
    const proof = proveTogether(round.setting, round.digest, round.secrets, testSeed("prove"));
    verifySealed(round.statement, round.key, proof);
  });
});
