import { expect } from "chai";
import fc from "fast-check";
import { codeOf, testKey, testRandom } from "../../support/paillier.ts";
import { propertyRuns } from "../../support/property-runs.ts";

for (const bits of [256, 512, 2048]) {
  describe(`Paillier with ${bits} bits equals paillier-bigint`, function () {
    this.timeout(120_000);
    const secret = testKey(bits);
    const key = secret.publicKey;
    const N = key.modulus;
    const { p, q } = secret.arithmetic;
    const options = propertyRuns(bits === 2048 ? 2 : 25, bits);
    const message = fc.oneof(
      fc.constantFrom(0n, 1n, 2n, N - 1n, N - 2n, N >> 1n, p.prime, q.prime),
      fc.bigInt(0n, N - 1n),
    );
    const randomiser = fc
      .oneof(fc.constantFrom(1n, 2n, N - 1n), fc.bigInt(1n, N - 1n))
      .filter((r) => r % p.prime !== 0n && r % q.prime !== 0n);
    const factor = fc
      .oneof(fc.constantFrom(1n, -1n, N - 1n, 1n - N), fc.bigInt(1n - N, N - 1n))
      .filter((k) => k !== 0n);

    it("encryption with the same randomiser, with and without the primes", () => {
      fc.assert(
        fc.property(message, randomiser, (m, r) => {
          const expected = key.reference.encrypt(m, r);
          expect(key.encryptWith(m, r) === expected).to.equal(true);
          expect(secret.encryptWith(m, r) === expected).to.equal(true);
        }),
        options,
      );
    });

    it("decryption", () => {
      fc.assert(
        fc.property(message, randomiser, (m, r) => {
          const c = key.encryptWith(m, r);
          expect(secret.decrypt(c)).to.equal(m);
          expect(secret.reference.decrypt(c)).to.equal(m);
        }),
        options,
      );
    });

    it("homomorphisms", () => {
      fc.assert(
        fc.property(message, message, factor, (a, b, k) => {
          const random = testRandom("homomorphisms");
          const [ca, cb] = [key.encrypt(a, random), secret.encrypt(b, random)];
          expect(key.add(ca, cb)).to.equal(key.reference.addition(ca, cb));
          expect(key.addPlain(ca, b)).to.equal(key.reference.plaintextAddition(ca, b));
          expect(secret.decrypt(key.add(ca, cb))).to.equal((a + b) % N);
          expect(secret.decrypt(key.addPlain(ca, b))).to.equal((a + b) % N);
          const product = key.multiplyPlain(ca, k);
          if (k > 0n) expect(product).to.equal(key.reference.multiply(ca, k));
          expect(secret.decrypt(product)).to.equal((((a * k) % N) + N) % N);
          const fresh = key.rerandomise(ca, random);
          expect(fresh).to.not.equal(ca);
          expect(secret.decrypt(fresh)).to.equal(a);
        }),
        options,
      );
    });
  });
}

describe("Paillier values from outside", () => {
  const secret = testKey(512);
  const key = secret.publicKey;
  const random = testRandom("outside");
  const N = key.modulus;
  const { p, square } = secret.arithmetic;
  const good = key.encrypt(5n, random);
  const badCiphertexts = { zero: 0n, negative: -1n, "N²": square, "a multiple of p": p.prime * 12345n, N };

  it("messages outside [0, N) are refused", async () => {
    for (const m of [-1n, N, N + 1n])
      for (const run of [
        () => key.encrypt(m, random),
        () => secret.encrypt(m, random),
        () => key.encryptWith(m, 3n),
        () => secret.encryptWith(m, 3n),
        () => key.addPlain(good, m),
        () => key.toSigned(m),
      ])
        expect(await codeOf(run)).to.equal("PaillierMessageRange");
  });

  it("randomisers outside Z*_N are refused", async () => {
    for (const r of [0n, -1n, N, N + 1n, p.prime, 2n * p.prime]) {
      expect(await codeOf(() => key.encryptWith(1n, r))).to.equal("PaillierRandomiserInvalid");
      expect(await codeOf(() => secret.encryptWith(1n, r))).to.equal("PaillierRandomiserInvalid");
    }
  });

  it("factor 0 and factors of N or more are refused", async () => {
    for (const k of [0n, N, -N])
      expect(await codeOf(() => key.multiplyPlain(good, k))).to.equal("PaillierFactorInvalid");
  });

  for (const [name, c] of Object.entries(badCiphertexts)) {
    it(`ciphertext ${name} is refused where it enters`, async () => {
      expect(await codeOf(() => secret.decrypt(c))).to.equal("PaillierCiphertextInvalid");
      expect(await codeOf(() => key.checkCiphertexts([good, c, good]))).to.equal("PaillierCiphertextInvalid");
      if (c >= 0n) {
        const bytes = Buffer.from(c.toString(16).padStart(2 * key.ciphertextBytes, "0"), "hex");
        expect(await codeOf(() => key.decodeCiphertexts(bytes, 1))).to.equal("PaillierCiphertextInvalid");
      }
    });
  }

  it("operations refuse ciphertexts out of range", async () => {
    for (const c of [0n, -1n, square])
      for (const run of [
        () => key.add(c, good),
        () => key.add(good, c),
        () => key.addPlain(c, 1n),
        () => key.multiplyPlain(c, 2n),
        () => key.rerandomise(c, random),
        () => key.encodeCiphertexts([good, c]),
      ])
        expect(await codeOf(run)).to.equal("PaillierCiphertextInvalid");
  });

  it("ciphertexts travel as bytes of fixed length", async () => {
    const ciphertexts = [1n, good, square - 1n];
    const bytes = key.encodeCiphertexts(ciphertexts);
    expect(bytes.length).to.equal(3 * 128);
    expect(key.decodeCiphertexts(bytes, 3)).to.deep.equal(ciphertexts);
    expect(key.decodeCiphertexts(new Uint8Array(0), 0)).to.deep.equal([]);
    for (const count of [2, 4])
      expect(await codeOf(() => key.decodeCiphertexts(bytes, count))).to.equal("PaillierLength");
    expect(await codeOf(() => key.decodeCiphertexts(bytes.subarray(1), 3))).to.equal("PaillierLength");
  });

  it("signed plaintexts keep below N/2", async () => {
    const limit = (N - 1n) / 2n;
    for (const value of [0n, 1n, -1n, limit, -limit]) expect(key.toSigned(key.fromSigned(value))).to.equal(value);
    for (const value of [limit + 1n, -limit - 1n])
      expect(await codeOf(() => key.fromSigned(value))).to.equal("PaillierMessageRange");
  });
});
