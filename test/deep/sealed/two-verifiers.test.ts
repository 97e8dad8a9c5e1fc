// A verifier written from docs/sealed.md alone agrees with the product's: on true proofs of every
// kind, on proofs with one word changed, and on proofs of cheats.
import { expect } from "chai";
import { proveTogether } from "../../../client/sealed/prover/prove.ts";
import { testSeed } from "../../support/certificate.ts";
import { buildSealed } from "../../support/sealed.ts";
import { cheatsOf, proofOf, smallRound } from "../../support/sealed-cheats.ts";
import { plainlyAccepts } from "../../support/sealed-plain.ts";
import { rulesWithout, verdictOf } from "../../support/sealed-prover.ts";

describe("sealed: two verifiers", function () {
  this.timeout(240_000);
  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    it(`agree on true and on changed proofs: ${kind}`, () => {
      const round = buildSealed({ kind, inequalities: [2, 2], equalities: [1, 0], owner: 1 }, `two verifiers ${kind}`);
      const bytes = proveTogether(round.setting, round.digest, round.secrets, testSeed("prove"));
      const plain = (proof: Uint8Array) => plainlyAccepts(round.statement, round.key, proof);
      expect(verdictOf(round, bytes)).to.equal("accepted");
      expect(plain(bytes)).to.equal(true);
      for (let word = 3; word < bytes.length / 32; word += 23) {
        const changed = Uint8Array.from(bytes);
        changed[32 * word + 31]! ^= 1;
        expect(verdictOf(round, changed), `word ${word}`).to.not.equal("accepted");
        expect(plain(changed), `word ${word}`).to.equal(false);
      }
      const other = { ...round.statement, round: round.statement.round + 1n };
      expect(plainlyAccepts(other, round.key, bytes)).to.equal(false);
    });

    it(`agree on cheats: ${kind}`, () => {
      const round = smallRound(kind);
      for (const name of ["lookup C", "table", "opening", kind === "unbounded" ? "support" : "dual"]) {
        const cheating = cheatsOf(kind).get(name)!(round);
        const { identities } = rulesWithout(cheating.round, (other) => other === name);
        const bytes = proofOf(cheating, identities);
        expect(verdictOf(cheating.round, bytes), name).to.equal("EquationFailed");
        expect(plainlyAccepts(cheating.round.statement, cheating.round.key, bytes), name).to.equal(false);
      }
    });
  }
});
