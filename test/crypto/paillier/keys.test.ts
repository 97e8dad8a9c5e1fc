import { checkPrimeSync } from "node:crypto";
import { expect } from "chai";
import { PaillierPublicKey } from "../../../client/crypto/paillier/public-key.ts";
import { generatePaillierKeys, PaillierSecretKey } from "../../../client/crypto/paillier/secret-key.ts";
import { bitLength } from "../../../client/math/bits.ts";
import { gcd } from "../../../client/math/rational.ts";
import { codeOf, testKey, testRandom } from "../../support/paillier.ts";

describe("Paillier keys", () => {
  it("have the length asked for, primes of equal length and gcd(N, φ(N)) = 1", () => {
    for (const bits of [256, 512, 1024]) {
      const key = generatePaillierKeys(bits, testRandom(`length ${bits}`), 256);
      const [p, q] = [key.arithmetic.p.prime, key.arithmetic.q.prime];
      expect(bitLength(key.publicKey.modulus)).to.equal(bits);
      expect([bitLength(p), bitLength(q)]).to.deep.equal([bits / 2, bits / 2]);
      expect(checkPrimeSync(p) && checkPrimeSync(q) && p !== q).to.equal(true);
      expect(gcd(p * q, (p - 1n) * (q - 1n))).to.equal(1n);
      expect(key.publicKey.reference.n).to.equal(p * q);
    }
  });

  it("replay from the seed and differ between seeds", () => {
    const modulus = (label: string) => generatePaillierKeys(512, testRandom(label), 512).publicKey.modulus;
    expect(modulus("a")).to.equal(modulus("a"));
    expect(modulus("a")).to.not.equal(modulus("b"));
  });

  it("are not generated below 2048 bits or with an odd length", async () => {
    const random = testRandom("refused");
    expect(await codeOf(() => generatePaillierKeys(2032, random))).to.equal("PaillierKeyTooShort");
    for (const bits of [2049, 2056, 5008, Number.NaN])
      expect(await codeOf(() => generatePaillierKeys(bits, random))).to.equal("PaillierKeyInvalid");
  });

  it("travel as bytes", async () => {
    const { publicKey } = testKey(512);
    const bytes = publicKey.encode();
    expect(bytes.length).to.equal(64);
    expect(PaillierPublicKey.decode(bytes, 256).modulus).to.equal(publicKey.modulus);
    expect(await codeOf(() => PaillierPublicKey.decode(bytes))).to.equal("PaillierKeyTooShort");
    expect(await codeOf(() => PaillierPublicKey.decode(new Uint8Array(0)))).to.equal("PaillierLength");
    expect(await codeOf(() => PaillierPublicKey.decode(new Uint8Array([0, ...bytes]), 256))).to.equal("PaillierLength");
    expect(await codeOf(() => PaillierPublicKey.decode(new Uint8Array(64).fill(0xfe), 256))).to.equal(
      "PaillierKeyInvalid",
    );
  });

  it("of the wrong shape are refused", async () => {
    const { p, q } = testKey(512).arithmetic;
    const open = (modulus: bigint) => codeOf(() => new PaillierPublicKey(modulus, 256));
    expect(await open(p.prime * q.prime + 1n), "even").to.equal("PaillierKeyInvalid");
    expect(await open(p.square), "square").to.equal("PaillierKeyInvalid");
    expect(await open(p.square * p.prime), "cube").to.equal("PaillierKeyInvalid");
    expect(await open(p.prime), "prime").to.equal("PaillierKeyInvalid");
    expect(await open(p.prime * q.prime * 2039n), "small factor").to.equal("PaillierKeyInvalid");
    expect(await open(-p.prime * q.prime), "negative").to.equal("PaillierKeyTooShort");
    expect(await open(0n), "zero").to.equal("PaillierKeyTooShort");
    expect(await codeOf(() => new PaillierPublicKey(testKey(512).publicKey.modulus))).to.equal("PaillierKeyTooShort");
  });

  it("need two different odd primes of the same length", async () => {
    const { p, q } = testKey(512).arithmetic;
    const make = (a: bigint, b: bigint) => codeOf(() => new PaillierSecretKey(a, b, 16));
    expect(await make(p.prime, p.prime)).to.equal("PaillierKeyInvalid");
    expect(await make(p.prime, q.prime + 2n)).to.equal("PaillierKeyInvalid");
    expect(await make(p.prime, testKey(1024).arithmetic.p.prime)).to.equal("PaillierKeyInvalid");
    expect(await make(-p.prime, -q.prime)).to.equal("PaillierKeyInvalid");
    expect(await make(5n, 7n), "below the least length").to.equal("PaillierKeyTooShort");
    expect(await make(2n, 3n), "an even N").to.equal("PaillierKeyInvalid");
  });
});
