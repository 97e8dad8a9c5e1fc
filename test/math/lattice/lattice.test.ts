import { expect } from "chai";
import { ConcordatError } from "../../../client/errors.ts";
import { dot } from "../../../client/math/field.ts";
import { bkz } from "../../../client/math/lattice/bkz.ts";
import { lll } from "../../../client/math/lattice/lll.ts";
import type { Matrix } from "../../../client/math/matrix.ts";
import { createRandom, type Random, randomBetween } from "../../../client/math/random.ts";

const seeded = (byte: number) => createRandom(new Uint8Array(32).fill(byte));

function uniform(rows: number, columns: number, limit: bigint, random: Random): bigint[][] {
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => randomBetween(random, -limit, limit)),
  );
}

/** Exact determinant, by Bareiss. */
function determinant(matrix: Matrix): bigint {
  const work = matrix.map((row) => [...row]);
  let [before, sign] = [1n, 1n];
  for (let k = 0; k < work.length - 1; k++) {
    const from = work.findIndex((row, i) => i >= k && row[k] !== 0n);
    if (from < 0) return 0n;
    if (from !== k) {
      [work[k], work[from]] = [work[from]!, work[k]!];
      sign = -sign;
    }
    for (let i = k + 1; i < work.length; i++)
      for (let j = k + 1; j < work.length; j++)
        work[i]![j] = (work[i]![j]! * work[k]![k]! - work[i]![k]! * work[k]![j]!) / before;
    before = work[k]![k]!;
  }
  return sign * work.at(-1)!.at(-1)!;
}

const norm = (row: readonly bigint[]) => Number(dot(row, row));

/** A random basis of the lattice of `rows`: unimodular steps with large factors. */
function scrambled(rows: Matrix, steps: number, random: Random): bigint[][] {
  const work = rows.map((row) => [...row]);
  for (let step = 0; step < steps; step++) {
    const i = step % work.length;
    const j = (i + 1 + (step % (work.length - 1))) % work.length;
    const factor = randomBetween(random, -9n, 9n);
    work[i] = work[i]!.map((value, c) => value + factor * work[j]![c]!);
  }
  return work;
}

describe("lattice reduction", function () {
  this.timeout(120_000);

  it("keeps the lattice: the determinant and every given row", () => {
    for (let seed = 1; seed <= 5; seed++) {
      const rows = uniform(12, 12, 10n ** 25n, seeded(seed));
      const reduced = lll(rows);
      const [before, after] = [determinant(rows), determinant(reduced)];
      expect(after === before || after === -before).to.equal(true);
      // Cramer: row = y·reduced with integer y.
      for (const row of rows)
        for (let i = 0; i < 12; i++) {
          const replaced = reduced.map((other, k) => (k === i ? row : other));
          expect(determinant(replaced) % after === 0n).to.equal(true);
        }
    }
  });

  it("meets the bound of LLL on the first row", () => {
    const rows = uniform(20, 20, 10n ** 12n, seeded(9));
    const first = Math.sqrt(norm(lll(rows)[0]!));
    const volume = Math.abs(Number(determinant(rows))) ** (1 / 20);
    expect(first).to.be.below(1.08 ** 20 * volume);
  });

  it("finds a planted short basis again", () => {
    const random = seeded(5);
    const short = uniform(10, 14, 3n, random).map((row, i) => row.map((value, j) => (i === j ? value + 40n : value)));
    const reduced = lll(scrambled(short, 200, random));
    const lengths = (rows: Matrix) => rows.map(norm).sort((a, b) => a - b);
    expect(Math.max(...lengths(reduced))).to.be.at.most(Math.max(...lengths(short)));
  });

  it("BKZ does no worse than LLL and better where LLL stops short", () => {
    const q = 2n ** 60n;
    const random = seeded(3);
    const rows = Array.from({ length: 50 }, (_, i) =>
      Array.from({ length: 50 }, (_, j) =>
        j === 0 ? (i === 0 ? q : randomBetween(random, 0n, q)) : i === j ? 1n : 0n,
      ),
    );
    const shortest = (basis: Matrix) => Math.min(...basis.map(norm));
    const strong = bkz(rows, 16, 6, () => false);
    expect(shortest(strong)).to.be.below(shortest(lll(rows)));
    const [before, after] = [determinant(rows), determinant(strong)];
    expect(after === before || after === -before).to.equal(true);
  });

  it("leaves a basis alone that is reduced, and one row or none", () => {
    const identity = [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? 1n : 0n)));
    expect(lll(identity)).to.deep.equal(identity);
    expect(lll([[5n, 7n]])).to.deep.equal([[5n, 7n]]);
    expect(lll([])).to.deep.equal([]);
  });

  it("says when rows are dependent or too large", () => {
    const large = () => lll([[1n << 500n, 1n]]);
    expect(large).to.throw(ConcordatError).with.property("code", "LatticeTooLarge");
    const rows = [
      [1n, 2n, 3n],
      [2n, 4n, 6n],
    ];
    expect(() => lll(rows))
      .to.throw(ConcordatError)
      .with.property("code", "PrecisionLost");
  });
});
