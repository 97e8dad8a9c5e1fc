// Linear operations, products, truncation and opening on shares against plain integers, at the
// edges of their ranges.
import { expect } from "chai";
import fc from "fast-check";
import type { Addends, Shares } from "../../../client/crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { CryptoError } from "../../../client/errors.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { openShared, runShared, SCHEMES, seeded } from "../../support/sharing.ts";

const wrap = (value: bigint) => BigInt.asIntN(128, value);
const HALF = 1n << 127n;
const RANGE = 1n << 126n;
const edges = (bound: bigint) => [-bound, 1n - bound, -1n, 0n, 1n, (1n << 64n) - 1n, 1n << 64n, bound - 1n];
const element = fc.oneof(fc.constantFrom(...edges(HALF)), fc.bigInt({ min: -HALF, max: HALF - 1n }));
const product = fc.oneof(fc.constantFrom(...edges(RANGE).slice(1)), fc.bigInt({ min: 1n - RANGE, max: RANGE - 1n }));
const vectors = (rows: number, columns: number) =>
  [rows, columns, rows * columns].map((length) => fc.array(element, { minLength: length, maxLength: length }));
const runs = propertyRuns(30, 61);

function testArithmetic(suite: Mocha.Suite, create: () => Arithmetic[]): void {
  suite.timeout(120_000);

  const nodes = create();
  const random = seeded(2);
  const compute = (inputs: readonly (readonly bigint[])[], program: (n: Arithmetic, x: readonly Shares[]) => Shares) =>
    openShared(nodes, inputs, random, async (node, shares) => program(node, shares));
  const multiply = (
    inputs: readonly (readonly bigint[])[],
    program: (n: Arithmetic, x: readonly Shares[]) => Addends,
  ) => openShared(nodes, inputs, random, async (node, shares) => (await node.reshare(program(node, shares)))[0]);

  it("adds, subtracts, scales and sums mod 2^128", async () => {
    await fc.assert(
      fc.asyncProperty(
        ...(vectors(5, 5).slice(0, 2) as [fc.Arbitrary<bigint[]>, fc.Arbitrary<bigint[]>]),
        element,
        async (x, y, c) => {
          const inputs = [x, y];
          expect(await compute(inputs, (n, [a, b]) => n.add(a!, b!))).to.deep.equal(x.map((v, i) => wrap(v + y[i]!)));
          expect(await compute(inputs, (n, [a, b]) => n.subtract(a!, b!))).to.deep.equal(
            x.map((v, i) => wrap(v - y[i]!)),
          );
          expect(await compute(inputs, (n, [a]) => n.scale(a!, c))).to.deep.equal(x.map((v) => wrap(v * c)));
          expect(await compute(inputs, (n, [a]) => n.scaleEach(a!, y))).to.deep.equal(x.map((v, i) => wrap(v * y[i]!)));
          expect(await compute(inputs, (n, [a]) => n.negate(a!))).to.deep.equal(x.map((v) => wrap(-v)));
          expect(await compute(inputs, (n, [a]) => n.addPublic(a!, c))).to.deep.equal(x.map((v) => wrap(v + c)));
          expect(await compute(inputs, (n, [a]) => n.add(a!, n.publicVector(y)))).to.deep.equal(
            x.map((v, i) => wrap(v + y[i]!)),
          );
          const sums = x.map((_, i) => wrap(x.slice(0, i + 1).reduce((sum, v) => sum + v, 0n)));
          expect(await compute(inputs, (n, [a]) => n.prefixSums(a!))).to.deep.equal(sums);
          expect(await compute(inputs, (n, [a]) => n.sum(a!))).to.deep.equal(sums.slice(-1));
        },
      ),
      runs,
    );
  });

  it("rearranges", async () => {
    const x = [10n, 11n, 12n, 13n, 14n, 15n];
    expect(await compute([x], (n, [a]) => n.gather(a!, [5, 0, 0]))).to.deep.equal([15n, 10n, 10n]);
    expect(await compute([x], (n, [a]) => n.repeat(n.slice(a!, 1, 2), 2))).to.deep.equal([11n, 11n, 12n, 12n]);
    expect(await compute([x], (n, [a]) => n.tile(n.slice(a!, 1, 2), 2))).to.deep.equal([11n, 12n, 11n, 12n]);
    expect(await compute([x], (n, [a]) => n.column(a!, 3, 1))).to.deep.equal([11n, 14n]);
    expect(await compute([x], (n, [a]) => n.concat([n.slice(a!, 4, 2), n.slice(a!, 0, 1)]))).to.deep.equal([
      14n,
      15n,
      10n,
    ]);
    const scattered = await compute([x], (n, [a]) => {
      n.scatter(a!, [1, 3], n.publicVector([-1n, -2n]));
      n.addInto(n.slice(a!, 0, 2), n.publicVector([100n, 100n]));
      return a!;
    });
    expect(scattered).to.deep.equal([110n, 99n, 12n, -2n, 14n, 15n]);
  });

  it("takes and puts elements at the places of a grid, and refuses places outside", async () => {
    const x = Array.from({ length: 12 }, (_, i) => BigInt(i));
    const grid = { first: 1, rows: 3, rowStep: 4, count: 2, step: 2 };
    expect(await compute([x], (n, [a]) => n.pick(a!, grid))).to.deep.equal([1n, 3n, 5n, 7n, 9n, 11n]);
    const put = await compute([x, [20n, 21n, 22n, 23n, 24n, 25n]], (n, [a, b]) => {
      n.put(a!, grid, b!);
      return a!;
    });
    expect(put).to.deep.equal([0n, 20n, 2n, 21n, 4n, 22n, 6n, 23n, 8n, 24n, 10n, 25n]);
    const transposed = await compute([x], (n, [a]) => n.transpose(a!, 4));
    expect(transposed).to.deep.equal([0n, 4n, 8n, 1n, 5n, 9n, 2n, 6n, 10n, 3n, 7n, 11n]);
    const node = nodes[0]!;
    const [target, source] = [node.zeros(12), node.zeros(6)];
    for (const wrong of [{ first: 2 }, { first: -1 }, { rows: 4 }, { step: 3 }, { step: 0.5 }, { count: 1.5 }]) {
      for (const use of [
        () => node.pick(target, { ...grid, ...wrong }),
        () => node.put(target, { ...grid, ...wrong }, source),
      ])
        expect(use).to.throw(CryptoError).with.property("code", "SharesRange");
    }
    expect(() => node.put(target, grid, target))
      .to.throw(CryptoError)
      .with.property("code", "SharesLength");
    expect(await compute([x], (n, [a]) => n.pick(a!, { ...grid, first: 40, count: 0 }))).to.deep.equal([]);
  });

  it("refuses lengths that do not fit", async () => {
    const [node] = nodes as [Arithmetic];
    const codeOf = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        return error instanceof CryptoError ? error.code : error;
      }
      return undefined;
    };
    const [two, three] = [node.zeros(2), node.zeros(3)];
    expect(codeOf(() => node.add(two, three))).to.equal("SharesLength");
    expect(codeOf(() => node.product(two, three))).to.equal("SharesLength");
    expect(codeOf(() => node.scaleEach(two, [1n, 1n, 1n]))).to.equal("SharesLength");
    expect(codeOf(() => node.matrixVector(three, two))).to.equal("SharesLength");
    expect(codeOf(() => node.slice(two, 1, 2))).to.equal("SharesRange");
    expect(codeOf(() => node.gather(two, [2]))).to.equal("SharesRange");
    expect(codeOf(() => node.release(node.mark() + 16))).to.equal("ArenaMark");
  });

  it("multiplies vectors and matrices mod 2^128", async () => {
    const [rows, columns] = [3, 4];
    const [column, row, matrix] = vectors(rows, columns);
    await fc.assert(
      fc.asyncProperty(column!, row!, matrix!, async (u, v, m) => {
        const at = (i: number, j: number) => m[i * columns + j]!;
        const dot = (x: readonly bigint[], y: readonly bigint[]) =>
          wrap(x.reduce((sum, value, i) => sum + value * y[i]!, 0n));
        expect(await multiply([m, m.toReversed()], (n, [a, b]) => n.product(a!, b!))).to.deep.equal(
          m.map((value, i) => wrap(value * m[m.length - 1 - i]!)),
        );
        expect(await multiply([m, m.toReversed()], (n, [a, b]) => n.dot(a!, b!))).to.deep.equal([
          dot(m, m.toReversed()),
        ]);
        expect(await multiply([u, v], (n, [a, b]) => n.outer(a!, b!))).to.deep.equal(
          u.flatMap((left) => v.map((right) => wrap(left * right))),
        );
        expect(await multiply([m, v], (n, [a, b]) => n.matrixVector(a!, b!))).to.deep.equal(
          u.map((_, i) => dot(m.slice(i * columns, (i + 1) * columns), v)),
        );
        expect(await multiply([u, m], (n, [a, b]) => n.vectorMatrix(a!, b!))).to.deep.equal(
          v.map((_, j) =>
            dot(
              u,
              u.map((__, i) => at(i, j)),
            ),
          ),
        );
        const square = (value: Shares, n: Arithmetic) => n.matrixMatrix(value, n.transpose(value, columns), columns);
        expect(await multiply([m], (n, [a]) => square(a!, n))).to.deep.equal(
          u.flatMap((_, i) =>
            u.map((__, k) =>
              dot(
                v.map((___, j) => at(i, j)),
                v.map((___, j) => at(k, j)),
              ),
            ),
          ),
        );
        expect(await multiply([u, u], (n, [a, b]) => n.addAddends(n.product(a!, b!), n.addends(a!)))).to.deep.equal(
          u.map((value) => wrap(value * value + value)),
        );
      }),
      runs,
    );
  });

  it("truncates by rounding down or up, for all magnitudes below 2^126", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(product, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 64 }),
        async (z, bits) => {
          const result = await openShared(
            nodes,
            [z],
            random,
            async (node, [x]) => (await node.truncate(bits, node.addends(x!)))[0],
          );
          for (const [i, value] of result.entries()) expect(value - (z[i]! >> BigInt(bits))).to.be.oneOf([0n, 1n]);
        },
      ),
      propertyRuns(150, 61),
    );
  });

  it("rounds without a bias", async () => {
    // A quarter of a unit is rounded up a quarter of the time: 2,048 of 8,192 times, with a
    // standard deviation of 39.
    const z = Array.from({ length: 8192 }, () => (5n << 40n) + (1n << 38n));
    const result = await openShared(
      nodes,
      [z],
      random,
      async (node, [x]) => (await node.truncate(40, node.addends(x!)))[0],
    );
    expect(result.filter((value) => value === 6n).length).to.be.within(2048 - 160, 2048 + 160);
  });

  it("removes another number of bits from each product", async () => {
    const cuts = [24, 33, 40, 50, 64].map((bits) => ({
      bits,
      values: [3n, -5n].map((value) => value << BigInt(bits)),
    }));
    const result = await openShared(
      nodes,
      cuts.map(({ values }) => values),
      random,
      async (node, all) =>
        node.concat(await node.truncateEach(...all.map((x, k) => ({ bits: cuts[k]!.bits, product: node.addends(x) })))),
    );
    expect(result).to.deep.equal(cuts.flatMap(() => [3n, -5n]));
  });

  it("truncates several products in one message, and refuses other numbers of bits", async () => {
    const result = await openShared(nodes, [[3n << 41n], [-5n << 40n, 7n << 40n]], random, async (node, [x, y]) =>
      node.concat(await node.truncate(40, node.addends(x!), node.addends(y!))),
    );
    expect(result).to.deep.equal([6n, -5n, 7n]);
    for (const bits of [0, 65, 1.5]) {
      const failures = await runShared(nodes, [[1n]], random, (node, [x]) =>
        node.truncate(bits, node.addends(x!)).catch((error: unknown) => error),
      );
      for (const failure of failures)
        expect(failure).to.be.instanceOf(CryptoError).with.property("code", "TruncationBits");
    }
  });

  it("holds vectors larger than the memory it starts with, and uses released memory again", async () => {
    const x = Array.from({ length: 20_000 }, (_, i) => BigInt(i));
    for (let round = 0; round < 3; round++) {
      const [last] = await runShared(nodes, [x], random, async (node, [a]) => {
        const [square] = await node.reshare(node.product(a!, a!));
        return node.open(node.slice(square, x.length - 1, 1));
      });
      expect(last).to.deep.equal([19_999n ** 2n]);
    }
  });
}

for (const [scheme, create] of SCHEMES)
  describe(`arithmetic on shares of ${scheme}`, function () {
    testArithmetic(this, create);
  });
