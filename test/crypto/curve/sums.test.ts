// Sums in the WebAssembly kernel against one multiplication: of points whose discrete logarithms
// are known, the sum is a known multiple of the generator.
import { expect } from "chai";
import fc from "fast-check";
import { evenOrdinate, FIELD_MODULUS, G1, GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { fixedBaseMsm } from "../../../client/crypto/curve/fixed-base.ts";
import { ConcordatError } from "../../../client/errors.ts";
import { inverseModulo, mod } from "../../../client/math/field.ts";
import { createRandom, randomBelow } from "../../../client/math/random.ts";
import { propertyRuns } from "../../support/property-runs.ts";

function multiple(scalar: bigint): G1 {
  const reduced = mod(scalar, GROUP_ORDER);
  return reduced === 0n ? G1.ZERO : G1.BASE.multiplyUnsafe(reduced);
}

/** Whether Σ scalars_i·(logarithms_i·G) is right. */
function isRight(
  logarithms: readonly bigint[],
  scalars: readonly bigint[],
  points = logarithms.map(multiple),
): boolean {
  const expected = logarithms.reduce((sum, logarithm, i) => sum + logarithm * (scalars[i] ?? 0n), 0n);
  return fixedBaseMsm(points)(scalars).equals(multiple(expected));
}

const half = (GROUP_ORDER - 1n) / 2n;
const scalar = fc.oneof(
  fc.constantFrom(0n, 1n, -1n, half, half + 1n, -half, GROUP_ORDER - 1n, GROUP_ORDER),
  fc.integer({ min: 0, max: 253 }).map((bit) => 1n << BigInt(bit)),
  fc.integer({ min: 1, max: 253 }).map((bit) => 1n - (1n << BigInt(bit))),
  fc.bigInt({ min: -(1n << 16n), max: 1n << 16n }),
  fc.bigInt({ min: 0n, max: GROUP_ORDER - 1n }),
);
/** Few points, so that they repeat and cancel. */
const logarithm = fc.bigInt({ min: -4n, max: 4n }).filter((value) => value !== 0n);

describe("sums over points", function () {
  this.timeout(120_000);

  it("are right for few points, which repeat and cancel, and scalars of every kind", () => {
    const terms = fc.array(fc.tuple(logarithm, scalar), { maxLength: 40 });
    const check = (list: readonly (readonly [bigint, bigint])[]) =>
      isRight(
        list.map(([log]) => log),
        list.map(([, factor]) => factor),
      );
    fc.assert(fc.property(terms, check), propertyRuns(60, 41));
  });

  it("are right for fewer scalars than points, one, and none", () => {
    for (const scalars of [[], [5n], [0n], [7n, half + 1n]]) expect(isRight([3n, 4n, 5n], scalars)).to.equal(true);
    expect(isRight([], [])).to.equal(true);
  });

  it("refuse more scalars than points", () => {
    expect(() => isRight([3n], [1n, 2n]))
      .to.throw(ConcordatError)
      .with.property("code", "LengthsDiffer");
  });

  it("are right again after other sums over the same points", () => {
    const random = createRandom(new Uint8Array(32).fill(7));
    const logarithms = [1n, 2n, 3n, 5n, 8n];
    const sumOf = fixedBaseMsm(logarithms.map(multiple));
    for (const below of [GROUP_ORDER, 2n, GROUP_ORDER, 1n << 40n]) {
      const scalars = logarithms.map(() => randomBelow(random, below));
      const expected = logarithms.reduce((sum, log, i) => sum + log * scalars[i]!, 0n);
      expect(sumOf(scalars).equals(multiple(expected))).to.equal(true);
    }
  });

  it("are right for many points: of any size, all in one bucket, in few, and all equal", () => {
    const count = 5_003;
    const random = createRandom(new Uint8Array(32).fill(8));
    const logarithms = Array.from({ length: count }, (_, i) => BigInt(i + 1));
    const points: G1[] = [];
    for (let i = 0, next = G1.BASE; i < count; i++, next = next.add(G1.BASE)) points.push(next);
    const lists = [
      () => randomBelow(random, GROUP_ORDER),
      () => 1n,
      (i: number) => (i % 2 === 0 ? half : half + 1n),
      (i: number) => (i % 3 === 0 ? randomBelow(random, 4096n) : 0n),
      (i: number) => (i < 5 ? randomBelow(random, GROUP_ORDER) : BigInt(i % 7)),
    ];
    for (const list of lists)
      expect(
        isRight(
          logarithms,
          points.map((_, i) => list(i)),
          points,
        ),
      ).to.equal(true);
    const same = { logarithms: logarithms.map(() => 6n), points: points.map(() => points[5]!) };
    expect(
      isRight(
        same.logarithms,
        points.map(() => half),
        same.points,
      ),
    ).to.equal(true);
  });

  it("know a sum again as the point that it is, where its abscissa in the kernel is small", () => {
    // The kernel has x·2^261 mod p. Just above a multiple of p, its estimate of a quotient is one
    // short, and what is left must be subtracted before two abscissas are compared.
    const fromKernel = inverseModulo(1n << 261n, FIELD_MODULUS);
    const abscissas = Array.from({ length: 40 }, (_, i) => mod(BigInt(i) * fromKernel, FIELD_MODULUS));
    const other = multiple(12345n);
    for (const x of abscissas) {
      const y = evenOrdinate(x);
      if (y === null) continue;
      const point = G1.fromAffine({ x, y });
      const sumOf = fixedBaseMsm([other, point.subtract(other), point]);
      expect(sumOf([1n, 1n, 1n]).equals(point.double())).to.equal(true);
      expect(sumOf([1n, 1n, -1n]).is0()).to.equal(true);
    }
  });
});
