// The contract that verifies sealed proofs, at length: every entry changed, every number of
// companies and every owner, limbs of 12 bits, and every prover that violates one identity or line.
import { expect } from "chai";
import { KINDS } from "../../../client/round/verdict.ts";
import { proveTogether } from "../../../client/sealed/prover/prove.ts";
import { verifySealed } from "../../../client/sealed/verify.ts";
import { testSeed } from "../../support/certificate.ts";
import { buildSealed, type SealedRound } from "../../support/sealed.ts";
import { createSealedChain, type SealedChain, verifyArguments, verifyOnChain } from "../../support/sealed-chain.ts";
import { cheatsOf, proofOf, smallRound } from "../../support/sealed-cheats.ts";
import type { SealedInput } from "../../support/sealed-inputs.ts";
import { sealedMutations } from "../../support/sealed-mutations.ts";
import { rulesWithout } from "../../support/sealed-prover.ts";

function inputOf(round: SealedRound): SealedInput {
  const { setting, digest, secrets, statement, key } = round;
  return { statement, key, proof: proveTogether(setting, digest, secrets, testSeed("prove")) };
}

describe("sealed: the contract", function () {
  this.timeout(1_200_000);
  let chain: SealedChain;

  before(async () => {
    chain = await createSealedChain();
  });

  async function accepts(round: SealedRound, what: string): Promise<void> {
    const input = inputOf(round);
    verifySealed(input.statement, input.key, input.proof);
    const expected = { code: "accepted", party: undefined, digest: round.digest };
    expect(await verifyOnChain(chain, verifyArguments(input)), what).to.deep.equal(expected);
  }

  for (const kind of KINDS) {
    it(`accepts true proofs of any number of companies and any owner: ${kind}`, async () => {
      for (const size of [16, 32])
        for (const inequalities of [[3], [2, 4], [1, 3, 2], [1, 1, 1, 1]])
          for (const owner of inequalities.keys()) {
            const what = `${kind} ${size} ${inequalities.length} ${owner}`;
            await accepts(buildSealed({ kind, size, inequalities, owner, columns: size - 8 }, what), what);
          }
    });

    it(`accepts limbs of 12 bits: ${kind}`, async () => {
      const rows = { inequalities: [60, 40], equalities: [5, 10], owner: 1 };
      await accepts(buildSealed({ kind, size: 128, columns: 100, ...rows }, `large ${kind}`), kind);
    });

    it(`refuses every changed entry for its reason: ${kind}`, async () => {
      const round = buildSealed({ kind, inequalities: [2, 2], equalities: [0, 1], owner: 1 }, `contract ${kind}`);
      for (const { name, code, party, offChain, ...changed } of sealedMutations(round, inputOf(round).proof, 1)) {
        if (offChain) continue;
        expect(await verifyOnChain(chain, verifyArguments(changed)), name).to.deep.equal({ code, party });
      }
    });

    it(`refuses who violates one identity or line: ${kind}`, async () => {
      const round = smallRound(kind);
      for (const [name, make] of cheatsOf(kind)) {
        const cheating = make(round);
        const left = name === "sum" ? ["sum", "e"] : [name];
        const { identities } = rulesWithout(cheating.round, (other) => left.includes(other));
        const { statement, key } = cheating.round;
        const call = verifyArguments({ statement, key, proof: proofOf(cheating, identities) });
        expect((await verifyOnChain(chain, call)).code, name).to.equal("EquationFailed");
      }
    });
  }
});
