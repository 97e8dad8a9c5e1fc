import { expect } from "chai";
import fc from "fast-check";
import { pack, slotsPerPlaintext, unpack } from "../../../client/crypto/paillier/packing.ts";
import { codeOf, testKey } from "../../support/paillier.ts";

const N = testKey(512).publicKey.modulus;

describe("packing signed integers into a plaintext", () => {
  it("counts the slots of a key", async () => {
    expect(slotsPerPlaintext(1n << 2047n, 110)).to.equal(18);
    expect(slotsPerPlaintext(N, 511)).to.equal(1);
    for (const bits of [512, 1, 0, -5, 2.5, Number.NaN])
      expect(await codeOf(() => slotsPerPlaintext(N, bits))).to.equal("PaillierSlotRange");
  });

  it("comes back as it went in, extremes included", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 511 }).chain((bits) => {
          const half = 1n << BigInt(bits - 1);
          const value = fc.oneof(fc.constantFrom(-half, half - 1n, 0n, -1n), fc.bigInt(-half, half - 1n));
          const maxLength = slotsPerPlaintext(N, bits);
          return fc.tuple(fc.constant(bits), fc.array(value, { maxLength }));
        }),
        ([bits, values]) => {
          const plaintext = pack(values, bits, N);
          expect(plaintext >= 0n && plaintext < N).to.equal(true);
          expect(unpack(plaintext, values.length, bits, N)).to.deep.equal(values);
        },
      ),
      { seed: 3 },
    );
  });

  it("adds and scales slot by slot", () => {
    const [a, b] = [
      [5n, -7n, 0n, -1n],
      [-9n, -8n, 100n, 1n],
    ];
    const combined = (((pack(a!, 60, N) * -3n + pack(b!, 60, N)) % N) + N) % N;
    expect(unpack(combined, 4, 60, N)).to.deep.equal([-24n, 13n, 100n, 4n]);
  });

  it("refuses values that do not fit and plaintexts that are not made of slots", async () => {
    for (const value of [1n << 59n, -(1n << 59n) - 1n])
      expect(await codeOf(() => pack([0n, value], 60, N))).to.equal("PaillierSlotRange");
    expect(await codeOf(() => pack(new Array<bigint>(9).fill(0n), 60, N))).to.equal("PaillierSlotRange");
    expect(await codeOf(() => unpack(0n, 9, 60, N))).to.equal("PaillierSlotRange");
    expect(await codeOf(() => unpack(pack([0n, 0n, 1n], 60, N), 2, 60, N))).to.equal("PaillierSlotRange");
    expect(await codeOf(() => unpack(N >> 1n, 8, 60, N))).to.equal("PaillierSlotRange");
  });
});
