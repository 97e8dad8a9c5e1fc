import { expect } from "chai";
import fc from "fast-check";
import { createPower, powerByBigInt } from "../../../client/crypto/paillier/power.ts";
import { codeOf, testKey } from "../../support/paillier.ts";
import { propertyRuns } from "../../support/property-runs.ts";

describe("powers through Diffie-Hellman", () => {
  const key = testKey(1024).arithmetic;
  const moduli = {
    "too short for OpenSSL": 10007n,
    "a prime of 512 bits": key.p.prime,
    "a prime square": key.p.square,
    "N²": key.square,
    "too long for OpenSSL": (1n << 10_000n) + 1n,
  };

  for (const [name, modulus] of Object.entries(moduli)) {
    const power = createPower(modulus);
    const bases = [0n, 1n, 2n, modulus - 2n, modulus - 1n, modulus, modulus + 1n, 3n * modulus - 1n, -1n, -2n];
    const exponents = [0n, 1n, 2n, 3n, 1n << 20n, (1n << 64n) - 1n, 1n << 80n, (1n << 80n) + 1n];

    it(`edges modulo ${name}`, () => {
      for (const base of bases)
        for (const exponent of exponents)
          expect(power(base, exponent) === powerByBigInt(base, exponent, modulus), `${base} ^ ${exponent}`).to.equal(
            true,
          );
    }).timeout(120_000);
  }

  it("random bases and exponents, longer than the modulus too", () => {
    const power = createPower(key.square);
    fc.assert(
      fc.property(
        fc.bigInt(0n, key.square * 4n),
        fc.bigInt(0n, 1n << 2600n),
        (base, exponent) => power(base, exponent) === powerByBigInt(base, exponent, key.square),
      ),
      propertyRuns(25, 1),
    );
  }).timeout(120_000);

  it("results 1 and m − 1, which OpenSSL refuses", () => {
    const { prime } = key.p;
    const power = createPower(prime);
    expect(power(5n, prime - 1n)).to.equal(1n);
    const half = (prime - 1n) / 2n;
    const results = new Set([2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n].map((base) => power(base, half)));
    expect([...results].every((result) => result === 1n || result === prime - 1n)).to.equal(true);
    expect(results.has(prime - 1n)).to.equal(true);
  });

  it("a base that shares a factor with the modulus", () => {
    const { square, p } = key;
    expect(createPower(square)(p.prime, 1n << 70n)).to.equal(powerByBigInt(p.prime, 1n << 70n, square));
    expect(createPower(p.square)(p.prime, 1n << 70n)).to.equal(0n);
  });

  it("refuses even and tiny moduli and negative exponents", async () => {
    for (const modulus of [-7n, 0n, 1n, 2n, key.square + 1n])
      expect(await codeOf(() => createPower(modulus))).to.equal("PowerModulusInvalid");
    expect(await codeOf(() => createPower(key.square)(2n, -1n))).to.equal("PowerExponentNegative");
  });
});
