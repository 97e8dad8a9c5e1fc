// Files of disclosures from sealed proofs of every kind, byte by byte, from fixed seeds and a known
// trapdoor. The statements and keys are those of `buildSealed` with the seeds below.
import { testSeed } from "../support/certificate.ts";
import { disclosable, wishesOf } from "../support/sealed-disclosures.ts";
import { discloseSealed, disclosureText } from "./subject.ts";
import { compareFrozen } from "./vector.ts";

describe("frozen disclosures", function () {
  this.timeout(120_000);
  it("files", async () => {
    const vectors = (["optimal", "infeasible", "unbounded"] as const).map((kind) => {
      const { round, accepted, own } = disclosable({ kind, inequalities: [3, 3], owner: 1 }, `frozen ${kind}`);
      const disclosure = discloseSealed(accepted, own[1]!, wishesOf(round, 1), testSeed("frozen disclosure"));
      return disclosureText(accepted, disclosure);
    });
    await compareFrozen("sealed disclosures", vectors);
  });
});
