import { checkPrimeSync } from "node:crypto";
import { expect } from "chai";
import { modulusChallenges, proveModulus, verifyModulus } from "../../../client/crypto/paillier/modulus-proof.ts";
import { powerByBigInt } from "../../../client/crypto/paillier/power.ts";
import { PaillierPublicKey } from "../../../client/crypto/paillier/public-key.ts";
import { integerToBytes } from "../../../client/math/bytes.ts";
import { inverseModulo } from "../../../client/math/field.ts";
import { codeOf, testKey } from "../../support/paillier.ts";

describe("proof that N and φ(N) have no common factor", () => {
  const secret = testKey(512);
  const key = secret.publicKey;
  const proof = proveModulus(secret);
  const verify = (publicKey: PaillierPublicKey, bytes: Uint8Array) => codeOf(() => verifyModulus(publicKey, bytes));

  it("is accepted for honest keys", async () => {
    expect(await verify(key, proof)).to.equal(null);
    const full = testKey(2048);
    expect(await verify(full.publicKey, proveModulus(full))).to.equal(null);
  }).timeout(120_000);

  it("is refused when any root is changed, moved or taken modulo more than N", async () => {
    for (let root = 0; root < 8; root++) {
      const changed = Uint8Array.from(proof);
      changed[root * 64 + 63]! ^= 1;
      expect(await verify(key, changed)).to.equal("PaillierModulusUnproven");
    }
    const swapped = Buffer.concat([proof.subarray(64, 128), proof.subarray(0, 64), proof.subarray(128)]);
    expect(await verify(key, swapped)).to.equal("PaillierModulusUnproven");
    expect(await verify(key, new Uint8Array(512).fill(255))).to.equal("PaillierModulusUnproven");
    expect(await verify(key, new Uint8Array(512))).to.equal("PaillierModulusUnproven");
    for (const length of [0, 511, 513]) expect(await verify(key, new Uint8Array(length))).to.equal("PaillierLength");
  });

  it("is refused for a modulus that is not square-free, with roots that are right modulo every prime factor", async () => {
    const [p, q] = [testKey(256).arithmetic.p.prime, testKey(512).arithmetic.q.prime];
    const key = new PaillierPublicKey(p * p * q, 256);
    const forged = roots(key, (p - 1n) * (q - 1n));
    for (const [i, x] of modulusChallenges(key).entries())
      expect(powerByBigInt(forged[i]!, key.modulus, p * q)).to.equal(x % (p * q));
    expect(await verify(key, encode(key, forged))).to.equal("PaillierModulusUnproven");
  });

  it("is refused for a factor below 2^16 even if every root is right", async () => {
    // gcd(N, φ(N)) = 1 holds here: N violates only the bound on small factors.
    const small = 65521n;
    const large = drawCofactor(small);
    const key = new PaillierPublicKey(small * large, 256);
    const forged = roots(key, (small - 1n) * (large - 1n));
    for (const [i, x] of modulusChallenges(key).entries())
      expect(powerByBigInt(forged[i]!, key.modulus, key.modulus)).to.equal(x);
    expect(await verify(key, encode(key, forged))).to.equal("PaillierModulusUnproven");
  });
});

/** Every challenge raised to 1/N modulo `order`. */
function roots(key: PaillierPublicKey, order: bigint): bigint[] {
  const degree = inverseModulo(key.modulus, order);
  return modulusChallenges(key).map((x) => powerByBigInt(x, degree, key.modulus));
}

function encode(key: PaillierPublicKey, values: readonly bigint[]): Uint8Array {
  return Buffer.concat(values.map((value) => integerToBytes(value, key.bits / 8)));
}

/** A prime of 240 bits whose product with `small` has 256 bits and a totient coprime to it. */
function drawCofactor(small: bigint): bigint {
  let candidate = (1n << 240n) - 1n;
  while (!checkPrimeSync(candidate) || (candidate - 1n) % small === 0n) candidate -= 2n;
  return candidate;
}
