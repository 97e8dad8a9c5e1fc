import { expect } from "chai";
import { decryptRows, encryptRows, maskedDenseProduct } from "../../../client/crypto/paillier/dense-product.ts";
import { callingThread, createWorkPool, type WorkPool } from "../../../client/crypto/paillier/pool.ts";
import { decryptColumns, encryptColumns, maskedProduct } from "../../../client/crypto/paillier/product.ts";
import { type Matrix, mapMatrix, multiply } from "../../../client/math/matrix.ts";
import { type Random, randomBetween } from "../../../client/math/random.ts";
import { codeOf, testKey, testRandom } from "../../support/paillier.ts";

const secret = testKey(512);
const key = secret.publicKey;

function draw(rows: number, columns: number, bits: number, random: Random): bigint[][] {
  const limit = (1n << BigInt(bits)) - 1n;
  const value = () => randomBetween(random, -limit, limit);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, value));
}

function problem(rows: number, inner: number, columns: number) {
  const random = testRandom(`product ${rows} ${inner} ${columns}`);
  return {
    right: draw(inner, columns, 14, random),
    random,
    input: {
      left: draw(rows, inner, 20, random),
      columnScales: Array.from({ length: columns }, (_, j) => (j === 0 ? 1n : randomBetween(random, 1n, 1n << 16n))),
      masks: draw(rows, columns, 70, random),
      entryBits: 14,
      slotBits: 72,
    },
  };
}

const copy = <T>(value: T): T => structuredClone(value);

describe("masked matrix product with column scales", () => {
  async function run(rows: number, inner: number, columns: number, pool: WorkPool) {
    const { right, random, input } = problem(rows, inner, columns);
    const encrypted = await encryptColumns(secret, right, random, pool);
    const product = await maskedProduct(key, { encrypted, ...input }, random, pool);
    const found = await decryptColumns(secret, product, { rows, slotBits: input.slotBits }, pool);
    const expected = mapMatrix(
      multiply(input.left, right, columns),
      (value, i, j) => value * input.columnScales[j]! + input.masks[i]![j]!,
    );
    expect(found).to.deep.equal(expected);
    return { encrypted, product };
  }

  for (const [rows, inner, columns] of [
    [1, 1, 1],
    [7, 3, 2],
    [8, 14, 5],
    [15, 25, 3],
  ] as const)
    it(`${rows} × ${inner} times ${inner} × ${columns}`, async () => {
      const { product } = await run(rows, inner, columns, callingThread);
      expect(product.map((column) => column.length)).to.deep.equal(new Array(columns).fill(Math.ceil(rows / 7)));
    }).timeout(120_000);

  it("gives the same ciphertexts in threads, and the threads end", async () => {
    const pool = createWorkPool(2);
    try {
      expect(await run(9, 4, 5, pool)).to.deep.equal(await run(9, 4, 5, callingThread));
    } finally {
      await pool.close();
    }
  }).timeout(120_000);

  it("refuses sizes that differ, scales that are not positive and numbers that do not fit", async () => {
    const { right, random, input } = problem(3, 2, 2);
    const encrypted = await encryptColumns(secret, right, random, callingThread);
    const attempt = (change: Partial<typeof input>, columns: Matrix = encrypted) =>
      codeOf(() => maskedProduct(key, { encrypted: columns, ...copy(input), ...change }, random, callingThread));
    expect(await attempt({})).to.equal(null);
    expect(await attempt({ left: [[1n]] })).to.equal("PaillierDimensions");
    expect(await attempt({ masks: input.masks.slice(1) })).to.equal("PaillierDimensions");
    expect(await attempt({ columnScales: [1n] })).to.equal("PaillierDimensions");
    expect(await attempt({}, [])).to.equal("PaillierDimensions");
    expect(await attempt({ columnScales: [1n, 0n] })).to.equal("PaillierFactorInvalid");
    expect(await attempt({ columnScales: [1n, -2n] })).to.equal("PaillierFactorInvalid");
    expect(await attempt({ columnScales: [1n, 1n << 50n] })).to.equal("PaillierSlotRange");
    expect(await attempt({ entryBits: 0 })).to.equal("PaillierSlotRange");
    expect(await attempt({ slotBits: 71 })).to.equal(null);
    expect(await attempt({ slotBits: 70 })).to.equal("PaillierSlotRange");
    expect(await attempt({ slotBits: 600 })).to.equal("PaillierSlotRange");
    const limit = 1n << 71n;
    const single = { left: [[1n, 0n]], columnScales: [1n, 1n], entryBits: 1 };
    expect(await attempt({ ...single, masks: [[0n, limit - 2n]] })).to.equal(null);
    expect(await attempt({ ...single, masks: [[0n, limit - 1n]] })).to.equal("PaillierSlotRange");
    expect(await attempt({ ...single, masks: [[0n, 1n - limit]] })).to.equal("PaillierSlotRange");
  });

  it("refuses what it cannot encrypt or decrypt", async () => {
    const random = testRandom("refused");
    expect(await codeOf(() => encryptColumns(secret, [[1n], [1n, 2n]], random, callingThread))).to.equal(
      "PaillierDimensions",
    );
    expect(await codeOf(() => encryptColumns(secret, [], random, callingThread))).to.equal("PaillierDimensions");
    expect(await codeOf(() => encryptColumns(secret, [[key.modulus]], random, callingThread))).to.equal(
      "PaillierMessageRange",
    );
    const decrypt = (ciphertexts: Matrix) =>
      codeOf(() => decryptColumns(secret, ciphertexts, { rows: 3, slotBits: 72 }, callingThread));
    expect(await decrypt([[1n]])).to.equal(null);
    expect(await decrypt([[1n, 1n]])).to.equal("PaillierDimensions");
    expect(await decrypt([[0n]])).to.equal("PaillierCiphertextInvalid");
    expect(await decrypt([[key.encrypt(key.modulus >> 1n, random)]])).to.equal("PaillierSlotRange");
  });
});

describe("masked matrix product of dense matrices", () => {
  async function run(rows: number, inner: number, columns: number, pool: WorkPool) {
    const { right, random, input } = problem(rows, inner, columns);
    const encrypted = await encryptRows(secret, { matrix: right, slotBits: input.slotBits }, random, pool);
    const product = await maskedDenseProduct(key, { encrypted, ...input }, random, pool);
    const found = await decryptRows(secret, product, { columns, slotBits: input.slotBits }, pool);
    expect(found).to.deep.equal(
      mapMatrix(multiply(input.left, right, columns), (value, i, j) => value + input.masks[i]![j]!),
    );
    return { encrypted, product };
  }

  for (const [rows, inner, columns] of [
    [1, 1, 1],
    [1, 20, 1],
    [4, 3, 7],
    [5, 13, 15],
  ] as const)
    it(`${rows} × ${inner} times ${inner} × ${columns}`, async () => {
      const { encrypted, product } = await run(rows, inner, columns, callingThread);
      expect([encrypted.length, encrypted[0]!.length]).to.deep.equal([inner, Math.ceil(columns / 7)]);
      expect([product.length, product[0]!.length]).to.deep.equal([rows, Math.ceil(columns / 7)]);
    }).timeout(120_000);

  it("gives the same ciphertexts in threads", async () => {
    const pool = createWorkPool(2);
    try {
      for (const columns of [3, 15])
        expect(await run(5, 4, columns, pool)).to.deep.equal(await run(5, 4, columns, callingThread));
    } finally {
      await pool.close();
    }
  }).timeout(120_000);

  it("refuses sizes that differ and numbers that do not fit", async () => {
    const { right, random, input } = problem(3, 2, 9);
    const encrypted = await encryptRows(secret, { matrix: right, slotBits: input.slotBits }, random, callingThread);
    const attempt = (change: Partial<typeof input>, rows: Matrix = encrypted) =>
      codeOf(() => maskedDenseProduct(key, { encrypted: rows, ...input, ...change }, random, callingThread));
    expect(await attempt({})).to.equal(null);
    expect(await attempt({ left: [] })).to.equal("PaillierDimensions");
    expect(await attempt({ left: [[1n], [2n], [3n]] })).to.equal("PaillierDimensions");
    expect(await attempt({ masks: input.masks.slice(1) })).to.equal("PaillierDimensions");
    expect(await attempt({ masks: [[], [], []] })).to.equal("PaillierDimensions");
    expect(
      await attempt(
        {},
        encrypted.map((row) => row.slice(1)),
      ),
    ).to.equal("PaillierDimensions");
    expect(await attempt({ slotBits: 70 })).to.equal("PaillierSlotRange");
    expect(await attempt({ entryBits: 60 })).to.equal("PaillierSlotRange");
    const wide = await codeOf(() =>
      encryptRows(secret, { matrix: [[1n << 71n]], slotBits: 72 }, random, callingThread),
    );
    expect(wide).to.equal("PaillierSlotRange");
  });
});
