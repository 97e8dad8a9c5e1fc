// Both multi-scalar multiplications against the sum of single multiplications.
import { expect } from "chai";
import { G1, GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { fixedBaseMsm } from "../../../client/crypto/curve/fixed-base.ts";
import { generator } from "../../../client/crypto/curve/generators.ts";
import { msm } from "../../../client/crypto/curve/msm.ts";
import { mod } from "../../../client/math/field.ts";
import { createRandom, randomBelow, randomBetween } from "../../../client/math/random.ts";

function naive(points: readonly G1[], scalars: readonly bigint[]): G1 {
  return points.reduce((sum, point, i) => sum.add(point.multiplyUnsafe(mod(scalars[i]!, GROUP_ORDER))), G1.ZERO);
}

describe("multi-scalar multiplication", () => {
  const random = createRandom(new Uint8Array(32).fill(9));
  const points = Array.from({ length: 20 }, (_, i) => generator(i).point);

  it("agrees with single multiplications for signed scalars of every size", () => {
    const sumOf = fixedBaseMsm(points);
    for (const bits of [1n, 8n, 40n, 72n, 200n]) {
      const scalars = points.map(() => randomBetween(random, -(1n << bits), 1n << bits));
      const expected = naive(points, scalars);
      expect(sumOf(scalars).equals(expected)).to.equal(true);
      expect(msm(points, scalars).equals(expected)).to.equal(true);
    }
  });

  it("agrees on full-size scalars and on the ends of the range", () => {
    const sumOf = fixedBaseMsm(points.slice(0, 4));
    const cases = [
      [0n, 0n, 0n, 0n],
      [1n, -1n, GROUP_ORDER - 1n, 1n - GROUP_ORDER],
      points.slice(0, 4).map(() => randomBelow(random, GROUP_ORDER)),
    ];
    for (const scalars of cases) {
      const expected = naive(points.slice(0, 4), scalars);
      expect(sumOf(scalars).equals(expected)).to.equal(true);
      expect(msm(points.slice(0, 4), scalars).equals(expected)).to.equal(true);
    }
    expect(msm(points.slice(0, 2), [GROUP_ORDER, -GROUP_ORDER]).is0()).to.equal(true);
  });

  it("gives infinity for nothing and for terms that cancel, and copes with repeated points", () => {
    const [a, b] = [points[1]!, points[2]!];
    expect(msm([], []).is0()).to.equal(true);
    expect(msm([a, a.negate(), b], [5n, 5n, 0n]).is0()).to.equal(true);
    expect(fixedBaseMsm([a, a])([7n, -7n]).is0()).to.equal(true);
    expect(fixedBaseMsm([a, a])([7n, 7n]).equals(naive([a], [14n]))).to.equal(true);
  });
});
