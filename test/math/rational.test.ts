import { expect } from "chai";
import { inverseModulo } from "../../client/math/field.ts";
import { createRandom, randomBetween } from "../../client/math/random.ts";
import { divideRounded, gcd, primitive, reconstruct, roundTo } from "../../client/math/rational.ts";

describe("rationals", () => {
  it("round to the nearest, halves away from zero", () => {
    expect([7n, -7n, 5n, -5n, 4n, 0n].map((value) => divideRounded(value, 2n))).to.deep.equal([
      4n,
      -4n,
      3n,
      -3n,
      2n,
      0n,
    ]);
    expect(divideRounded(-1n, 3n)).to.equal(0n);
    expect(roundTo({ numerators: [2n, -2n, 1n], denominator: 3n }, 2)).to.deep.equal([67n, -67n, 33n]);
  });

  it("lose their common factor", () => {
    expect(gcd(-12n, 18n)).to.equal(6n);
    expect(primitive([-12n, 0n, 18n])).to.deep.equal([-2n, 0n, 3n]);
    expect(primitive([0n, 0n])).to.deep.equal([0n, 0n]);
  });

  it("come back from their residues, and not from too few digits", () => {
    const random = createRandom(new Uint8Array(32).fill(5));
    const prime = 8388593n;
    for (let i = 0; i < 50; i++) {
      const denominators = [1n, 3n, 7n, 10n ** 9n].map((d) => d * randomBetween(random, 1n, 1000n));
      const numerators = denominators.map(() => randomBetween(random, -(10n ** 30n), 10n ** 30n));
      const residues = (modulus: bigint): bigint[] =>
        numerators.map((v, k) => v * inverseModulo(denominators[k]!, modulus));
      const found = reconstruct(residues(prime ** 20n), prime ** 20n);
      if (found === null) throw new Error("not found");
      numerators.forEach((value, k) => {
        expect(found.numerators[k]! * denominators[k]!).to.equal(value * found.denominator);
      });
      expect(reconstruct(residues(prime ** 4n), prime ** 4n)).to.equal(null);
    }
  });
});
