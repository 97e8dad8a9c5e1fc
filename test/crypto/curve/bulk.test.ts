// mcl against @noble/curves: each point times its scalar, and sums, cut into several tasks.
import { expect } from "chai";
import { G1, GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { runBulk } from "../../../client/crypto/curve/bulk.ts";
import { bulkCurve, createBulkCurve } from "../../../client/crypto/curve/bulk-pool.ts";
import { msm } from "../../../client/crypto/curve/msm.ts";
import { inCallingThread } from "../../../client/crypto/threads.ts";
import { createRandom } from "../../../client/math/random.ts";
import { randomScalars } from "../../../client/sealed/field.ts";

describe("many points at once", function () {
  this.timeout(120_000);
  const curve = bulkCurve(inCallingThread(runBulk));
  const random = createRandom(new Uint8Array(32).fill(3));
  const points = randomScalars(random, 12).map((scalar) => G1.BASE.multiply(scalar));
  const scalars = [1n, 2n, GROUP_ORDER - 1n, 1n << 128n, ...randomScalars(random, 8)];

  it("agree with single multiplications", async () => {
    const made = await curve.each(points, scalars, () => {});
    expect(made.every((point, i) => point.equals(points[i]!.multiply(scalars[i]!)))).to.equal(true);
  });

  it("add up to the sum, infinity included", async () => {
    expect((await curve.sum(points, scalars, () => {})).equals(msm(points, scalars))).to.equal(true);
    const [point] = points as [G1];
    expect((await curve.sum([point, point.negate()], [5n, 5n], () => {})).is0()).to.equal(true);
    expect((await curve.sum([point, point], [0n, 0n], () => {})).is0()).to.equal(true);
    expect((await curve.sum([], [], () => {})).is0()).to.equal(true);
  });

  it("are cut into tasks, keep their order, and tell how many are done", async () => {
    const count = 4_500;
    const many = Array.from({ length: count }, (_, i) => points[i % points.length]!);
    const ones = many.map((_, i) => BigInt(1 + (i % 3)));
    const told: number[] = [];
    const made = await curve.each(many, ones, (done, all) => {
      expect(all).to.equal(count);
      told.push(done);
    });
    const multiples = points.map((point) => [point, point.double(), point.double().add(point)]);
    const expected = many.map((_, i) => multiples[i % points.length]![i % 3]!);
    expect(made.every((point, i) => point.equals(expected[i]!))).to.equal(true);
    expect(told).to.deep.equal([2048, 4096, count]);
    const sum = await curve.sum(many, ones, () => {});
    expect(sum.equals(expected.reduce((a, b) => a.add(b)))).to.equal(true);
  });

  it("give the same in worker threads", async () => {
    const threads = createBulkCurve(2);
    try {
      const made = await threads.each(points, scalars, () => {});
      expect(made.every((point, i) => point.equals(points[i]!.multiply(scalars[i]!)))).to.equal(true);
    } finally {
      await threads.close();
    }
  });
});
