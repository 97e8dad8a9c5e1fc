import { expect } from "chai";
import fc from "fast-check";
import { linearCombinations } from "../../../client/crypto/paillier/matrix.ts";
import { unpack } from "../../../client/crypto/paillier/packing.ts";
import { stackedCombinations } from "../../../client/crypto/paillier/stacked.ts";
import { codeOf, testKey, testRandom } from "../../support/paillier.ts";
import { propertyRuns } from "../../support/property-runs.ts";

const secret = testKey(512);
const key = secret.publicKey;

function encryptions(messages: readonly bigint[]): bigint[] {
  const random = testRandom("linear combinations");
  return messages.map((m) => secret.encrypt(key.fromSigned(m), random));
}

describe("homomorphic linear combinations", () => {
  it("equal the products of powers of paillier-bigint for non-negative exponents", () => {
    const bases = encryptions([3n, 0n, -5n]);
    const rows = [
      [1n, 2n, 3n],
      [0n, 0n, 1n],
      [(1n << 50n) - 1n, 1n << 49n, 0n],
    ];
    const expected = rows.map((row) =>
      key.reference.addition(...row.map((exponent, k) => key.reference.multiply(bases[k]!, exponent))),
    );
    expect(linearCombinations(key.arithmetic, bases, rows)).to.deep.equal(expected);
  });

  it("hold for every shape and sign", () => {
    const entry = (bits: number) => {
      const limit = (1n << BigInt(bits)) - 1n;
      return fc.oneof(fc.constantFrom(0n, 1n, -1n, limit, -limit), fc.bigInt(-limit, limit));
    };
    const shape = fc.record({
      inner: fc.integer({ min: 1, max: 30 }),
      rows: fc.integer({ min: 1, max: 8 }),
      bits: fc.constantFrom(1, 5, 30, 100),
    });
    const problem = shape.chain(({ inner, rows, bits }) => {
      const list = fc.array(entry(bits), { minLength: inner, maxLength: inner });
      return fc.tuple(list, fc.array(list, { minLength: rows, maxLength: rows }));
    });
    fc.assert(
      fc.property(problem, ([messages, rows]) => {
        const found = linearCombinations(key.arithmetic, encryptions(messages), rows);
        const expected = rows.map((row) => row.reduce((sum, a, k) => sum + a * messages[k]!, 0n));
        expect(found.map((c) => key.toSigned(secret.decrypt(c)))).to.deep.equal(expected);
      }),
      propertyRuns(15, 5),
    );
  }).timeout(120_000);

  it("stack rows in slots, a last block that is not full included", () => {
    const [lists, rows] = [
      [
        [4n, -9n],
        [0n, 7n],
      ],
      [
        [1n, 2n],
        [-3n, 4n],
        [0n, 0n],
        [-8n, -8n],
        [7n, 0n],
      ],
    ];
    const stack = { bases: lists!.map(encryptions), exponents: rows!, scales: [1n, 1000n], slots: 2, slotBits: 60 };
    const found = stackedCombinations(key.arithmetic, stack);
    const values = found.flatMap((c, at) => unpack(secret.decrypt(c), at % 3 === 2 ? 1 : 2, 60, key.modulus));
    const expected = lists!.flatMap((list, j) =>
      rows!.map((row) => [1n, 1000n][j]! * (row[0]! * list[0]! + row[1]! * list[1]!)),
    );
    expect(values).to.deep.equal(expected);
  });

  it("refuse rows of the wrong length and no base at all", async () => {
    const bases = encryptions([1n, 2n]);
    expect(await codeOf(() => linearCombinations(key.arithmetic, bases, [[1n, 2n], [1n]]))).to.equal(
      "PaillierDimensions",
    );
    expect(await codeOf(() => linearCombinations(key.arithmetic, [], [[]]))).to.equal("PaillierDimensions");
  });
});
