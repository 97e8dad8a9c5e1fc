import { expect } from "chai";
import fc from "fast-check";
import { dot } from "../../client/math/field.ts";
import { type DotShape, decryptDot, drawMask, encryptVector, maskedDot } from "../../lab/dot-product.ts";
import { codeOf, testKey, testRandom } from "../support/paillier.ts";
import { propertyRuns } from "../support/property-runs.ts";

const key = testKey(512);
const shape: DotShape = { length: 5, entryBits: 40, factorBits: 60 };

async function run(x: readonly bigint[], y: readonly bigint[], mask: bigint, of: DotShape = shape): Promise<bigint> {
  const encrypted = await encryptVector(key, x, of, testRandom("alice"));
  key.publicKey.checkCiphertexts(encrypted);
  return decryptDot(key, await maskedDot(key.publicKey, { encrypted, y, mask }, of, testRandom("bob")), of);
}

const signed = (bits: number) => fc.bigInt({ min: 1n - (1n << BigInt(bits)), max: (1n << BigInt(bits)) - 1n });
const vector = (bits: number) => fc.array(signed(bits), { minLength: 5, maxLength: 5 });

describe("secure dot product", function () {
  this.timeout(120_000);

  it("gives w = x·y + r_b for signed vectors and masks", () =>
    fc.assert(
      fc.asyncProperty(vector(40), vector(60), fc.nat(), async (x, y, seed) => {
        const mask = drawMask(shape, testRandom(`mask ${seed}`));
        expect(await run(x, y, mask)).to.equal(dot(x, y) + mask);
      }),
      propertyRuns(25, 6),
    ));

  it("holds the largest numbers of either sign without wrap-around", async () => {
    const [most, factor] = [(1n << 40n) - 1n, (1n << 60n) - 1n];
    for (const sign of [1n, -1n]) {
      const x = new Array<bigint>(5).fill(most);
      const y = new Array<bigint>(5).fill(sign * factor);
      const mask = sign * ((5n << 100n) << 64n);
      expect(await run(x, y, mask)).to.equal(dot(x, y) + mask);
    }
    const zero = new Array<bigint>(5).fill(0n);
    expect(await run(zero, zero, 0n)).to.equal(0n);
    expect(await run([7n], [-3n], 0n, { length: 1, entryBits: 3, factorBits: 2 })).to.equal(-21n);
  });

  it("re-randomises: the same inputs give other ciphertexts of the same w", async () => {
    const encrypted = await encryptVector(key, [1n, 2n, 3n, 4n, 5n], shape, testRandom("a"));
    const y = [1n, 0n, 0n, 0n, 0n];
    const masked = (label: string) => maskedDot(key.publicKey, { encrypted, y, mask: 0n }, shape, testRandom(label));
    const [first, second] = [await masked("b"), await masked("c")];
    expect(first).not.to.equal(second);
    expect(first).not.to.equal(encrypted[0]);
    expect(await decryptDot(key, first, shape)).to.equal(1n);
    expect(await decryptDot(key, second, shape)).to.equal(1n);
  });

  it("refuses what could wrap around or does not fit", async () => {
    const x = [1n, 2n, 3n, 4n, 5n];
    const encrypted = await encryptVector(key, x, shape, testRandom("a"));
    const bob = (y: readonly bigint[], mask: bigint, bases: readonly bigint[] = encrypted) =>
      codeOf(() => maskedDot(key.publicKey, { encrypted: bases, y, mask }, shape, testRandom("b")));
    expect(await codeOf(() => encryptVector(key, [1n << 40n, 0n, 0n, 0n, 0n], shape, testRandom("a")))).to.equal(
      "PaillierSlotRange",
    );
    expect(await codeOf(() => encryptVector(key, x.slice(1), shape, testRandom("a")))).to.equal("PaillierDimensions");
    expect(await bob([-(1n << 60n), 0n, 0n, 0n, 0n], 0n)).to.equal("PaillierSlotRange");
    expect(await bob(x, 1n << 200n)).to.equal("PaillierSlotRange");
    expect(await bob(x.slice(1), 0n)).to.equal("PaillierDimensions");
    expect(await bob(x, 0n, encrypted.slice(1))).to.equal("PaillierDimensions");
    const wide = { length: 5, entryBits: 300, factorBits: 300 };
    expect(await codeOf(() => encryptVector(key, x, wide, testRandom("a")))).to.equal("PaillierSlotRange");
    expect(await codeOf(() => decryptDot(key, 0n, shape))).to.equal("PaillierCiphertextInvalid");
    expect(await codeOf(() => decryptDot(key, key.publicKey.modulus, shape))).to.equal("PaillierCiphertextInvalid");
    expect(await codeOf(() => decryptDot(key, key.arithmetic.square, shape))).to.equal("PaillierCiphertextInvalid");
  });
});
