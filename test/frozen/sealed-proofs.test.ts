// Sealed proofs of every kind, byte by byte: statement, key and proof from fixed seeds and a known
// trapdoor, for other implementations to check themselves against.
import { bytesToHex } from "viem";
import { testSeed } from "../support/certificate.ts";
import { buildSealed } from "../support/sealed.ts";
import { proveTogether, verifySealed } from "./subject.ts";
import { compareFrozen } from "./vector.ts";

describe("frozen sealed proofs", function () {
  this.timeout(120_000);
  it("statements, keys, proofs", async () => {
    const vectors = (["optimal", "infeasible", "unbounded"] as const).map((kind) => {
      const round = buildSealed({ kind, inequalities: [2, 2], equalities: [0, 1], owner: 1 }, `frozen ${kind}`);
      const { statement, key, digest, setting, secrets } = round;
      const proof = proveTogether(setting, digest, secrets, testSeed("frozen proof"));
      verifySealed(statement, key, proof);
      const { limbs, bounds, columns, sigma, tau } = key;
      const points = Object.fromEntries(
        Object.entries({ limbs, bounds, columns }).map(([name, point]) => [name, point.toAffine()]),
      );
      const second = [sigma, tau].map((point) => point.toAffine());
      return {
        statement,
        key: { srsDigest: key.srsDigest, ...points, sigma: second[0], tau: second[1] },
        digest,
        proof: bytesToHex(proof),
      };
    });
    await compareFrozen("sealed proofs", vectors);
  });
});
