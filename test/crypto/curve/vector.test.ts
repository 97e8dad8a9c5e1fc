// Vectors in the WebAssembly kernel against JavaScript integers.
import { expect } from "chai";
import fc from "fast-check";
import { GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { Vector } from "../../../client/crypto/curve/vector.ts";
import { ConcordatError } from "../../../client/errors.ts";
import { createRandom } from "../../../client/math/random.ts";
import { randomScalars, reduce } from "../../../client/sealed/field.ts";
import { propertyRuns } from "../../support/property-runs.ts";

const element = fc.oneof(
  fc.constantFrom(0n, 1n, GROUP_ORDER - 1n, (GROUP_ORDER + 1n) / 2n),
  fc.bigInt({ min: 0n, max: GROUP_ORDER - 1n }),
);
const integer = fc.oneof(element, fc.bigInt({ min: -(1n << 260n), max: 1n << 260n }));
const rows = fc.array(fc.tuple(integer, integer, integer), { minLength: 1, maxLength: 9 });

function check(all: readonly (readonly [bigint, bigint, bigint])[], factor: bigint): void {
  const [x, y, z] = [0, 1, 2].map((i) => Vector.of(all.map((row) => row[i]!))) as [Vector, Vector, Vector];
  const due = (of: (...row: readonly [bigint, bigint, bigint]) => bigint) => all.map((row) => reduce(of(...row)));
  expect(x.toNumbers()).to.deep.equal(due((a) => a));
  expect(x.plus(y).toNumbers()).to.deep.equal(due((a, b) => a + b));
  expect(x.minus(y).toNumbers()).to.deep.equal(due((a, b) => a - b));
  expect(x.times(y).toNumbers()).to.deep.equal(due((a, b) => a * b));
  expect(x.plusProducts([[y, z]]).toNumbers()).to.deep.equal(due((a, b, c) => a + b * c));
  expect(x.plusMultiple(y, factor).toNumbers()).to.deep.equal(due((a, b) => a + factor * b));
  expect(x.toNumbers(), "unchanged").to.deep.equal(due((a) => a));
}

describe("vectors over the scalars", () => {
  it("add and multiply entry by entry like integers modulo r", () => {
    fc.assert(fc.property(rows, integer, check), propertyRuns(200, 59));
  });

  it("do so in many entries, of any size and at the ends of the range", () => {
    const random = createRandom(new Uint8Array(32).fill(6));
    const ends = [0n, 1n, GROUP_ORDER - 1n];
    const grid = ends.flatMap((a) => ends.flatMap((b) => ends.map((c) => [a, b, c] as const)));
    const drawn = Array.from({ length: 3_000 }, () => randomScalars(random, 3) as [bigint, bigint, bigint]);
    for (const factor of [...ends, randomScalars(random, 1)[0]!]) check([...grid, ...drawn], factor);
  });

  it("sum windows as the definition says", () => {
    const values = fc.array(integer, { minLength: 1, maxLength: 12 });
    const small = fc.integer({ min: 1, max: 15 });
    const property = fc.property(values, small, small, integer, (list, count, wide, base) => {
      const step = Math.min(wide, list.length);
      const due = list.map((_, i) =>
        reduce(
          Array.from(
            { length: count },
            (_, j) => reduce(base) ** BigInt(j) * list[(i + j * step) % list.length]!,
          ).reduce((sum, value) => sum + value),
        ),
      );
      expect(Vector.of(list).windowSums(count, step, base).toNumbers()).to.deep.equal(due);
    });
    fc.assert(property, propertyRuns(200, 61));
  });

  it("repeat and rotate", () => {
    const vector = Vector.of([3n, 5n, 8n]);
    expect(vector.repeated(2).toNumbers()).to.deep.equal([3n, 5n, 8n, 3n, 5n, 8n]);
    const rotations = [0, 1, 2, 3, 7].map((by) => vector.rotated(by).toNumbers()[0]);
    expect(rotations).to.deep.equal([3n, 5n, 8n, 3n, 5n]);
    expect(vector.rotated(1).toNumbers()).to.deep.equal([5n, 8n, 3n]);
  });

  it("of different lengths are neither added nor multiplied", () => {
    const [long, short] = [Vector.zero(3), Vector.zero(2)];
    for (const run of [
      () => long.plus(short),
      () => short.minus(long),
      () => long.times(short),
      () => long.plusMultiple(short, 1n),
      () =>
        long.plusProducts([
          [long, long],
          [long, short],
        ]),
    ])
      expect(run).to.throw(ConcordatError).with.property("code", "LengthsDiffer");
  });
});
