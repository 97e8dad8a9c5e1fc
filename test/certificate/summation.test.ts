// Secure summation: exact signed sums, masks that hide, and what a coalition learns.
import { expect } from "chai";
import { type DualPart, sumDualParts } from "../../client/certificate/dual.ts";
import { maskDualPart, type PairwiseSecrets, sumMaskedDualParts } from "../../client/certificate/summation.ts";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { CryptoError, ProtocolError } from "../../client/errors.ts";
import { randomBelow, randomBetween } from "../../client/math/random.ts";
import { testSeed } from "../support/certificate.ts";

const COLUMNS = 4;

function pairwise(parties: number, label: string): PairwiseSecrets[] {
  const random = testSeed("secrets");
  const shared = (a: number, b: number) => random.fork(`${Math.min(a, b)}/${Math.max(a, b)}`).bytes(32);
  const all = Array.from({ length: parties }, (_, k) => k);
  return all.map((party) => ({
    party,
    label,
    secrets: all.map((peer) => (peer === party ? null : shared(party, peer))),
  }));
}

function drawParts(parties: number): DualPart[] {
  const random = testSeed(`parts ${parties}`);
  const draw = () => randomBetween(random, -(1n << 158n), 1n << 158n);
  return Array.from({ length: parties }, () => ({
    reducedCosts: Array.from({ length: COLUMNS }, draw),
    dual: draw(),
    rho: randomBelow(random, GROUP_ORDER),
  }));
}

describe("secure summation", () => {
  for (const parties of [2, 3, 5]) {
    it(`gives the exact signed sum of ${parties} parties`, () => {
      const parts = drawParts(parties);
      const masked = pairwise(parties, "sum").map((pairs, k) => maskDualPart(parts[k]!, pairs));
      expect(sumMaskedDualParts(masked, COLUMNS)).to.deep.equal(sumDualParts(parts));
    });
  }

  it("changes every number, differently for each label and party", () => {
    const [part] = drawParts(1);
    const pairs = [...pairwise(3, "first"), ...pairwise(3, "second")];
    const masked = pairs.map((own) => maskDualPart(part!, own));
    const numbers = [part!, ...masked].flatMap(({ reducedCosts, dual, rho }) => [...reducedCosts, dual, rho]);
    expect(new Set(numbers).size).to.equal(numbers.length);
  });

  it("shows a part to a coalition of all others, so with two parties to the other one", () => {
    const parts = drawParts(2);
    const [mine, theirs] = pairwise(2, "pair").map((pairs, k) => maskDualPart(parts[k]!, pairs));
    const sum = sumMaskedDualParts([mine!, theirs!], COLUMNS);
    expect(sum.reducedCosts.map((value, j) => value - parts[1]!.reducedCosts[j]!)).to.deep.equal(
      parts[0]!.reducedCosts,
    );
  });

  it("refuses secrets and parts of a wrong length or range, naming the party", () => {
    const parts = drawParts(2);
    const pairs = pairwise(2, "bad");
    const short = { ...pairs[0]!, secrets: [null, new Uint8Array(31)] };
    const missing = { ...pairs[0]!, secrets: [null, null] };
    for (const bad of [short, missing]) {
      expect(() => maskDualPart(parts[0]!, bad))
        .to.throw(CryptoError)
        .with.property("code", "SecretLength");
    }
    const good = maskDualPart(parts[0]!, pairs[0]!);
    const wrong: DualPart[] = [
      { ...good, reducedCosts: good.reducedCosts.slice(1) },
      { ...good, rho: GROUP_ORDER },
      { ...good, rho: -1n },
      { ...good, dual: -1n },
      { ...good, dual: 1n << 256n },
    ];
    for (const bad of wrong) {
      const refused = expect(() => sumMaskedDualParts([good, bad], COLUMNS)).to.throw(ProtocolError);
      refused.with.property("code", "MaskedPartInvalid");
      refused.with.property("party", 1);
    }
  });
});
