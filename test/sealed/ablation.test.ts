// Every identity and every line of the pairing equation carries weight: a prover that violates only
// that one is refused by every verifier, and accepted by one that leaves it out.
import { expect } from "chai";
import { KINDS } from "../../client/round/verdict.ts";
import { rulesOf } from "../../client/sealed/verify.ts";
import { sampled } from "../support/sampled.ts";
import { cheatsOf, proofOf, smallRound } from "../support/sealed-cheats.ts";
import { rulesWithout, verdictOf } from "../support/sealed-prover.ts";
import { unanimous, verdictsOn } from "../support/sealed-verdicts.ts";

for (const [k, kind] of KINDS.entries()) {
  describe(`sealed: every rule counts: ${kind}`, function () {
    this.timeout(120_000);
    const round = smallRound(kind);
    const { identities, lines } = rulesOf(round.statement);

    it("has a cheat for every identity and line", () => {
      const names = [...identities, ...lines].map(({ name }) => name);
      expect([...cheatsOf(kind).keys()]).to.have.members(names);
    });

    for (const [name, make] of sampled([...cheatsOf(kind)], KINDS.length, k)) {
      it(name, () => {
        const cheating = make(round);
        // Without "sum" the line "e" is about nothing.
        const left = name === "sum" ? ["sum", "e"] : [name];
        const without = rulesWithout(cheating.round, (other) => left.includes(other));
        const bytes = proofOf(cheating, without.identities);
        const { statement, key } = cheating.round;
        expect(verdictsOn({ statement, key, proof: bytes })).to.deep.equal(unanimous("EquationFailed"));
        expect(verdictOf(cheating.round, bytes, without)).to.equal("accepted");
      });
    }
  });
}
