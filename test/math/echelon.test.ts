import { expect } from "chai";
import { ConcordatError } from "../../client/errors.ts";
import { echelon, independentRows, leftKernel, overCommonDenominator, rankOf } from "../../client/math/echelon.ts";
import { type Matrix, multiply, transposeTimes } from "../../client/math/matrix.ts";
import { createRandom, type Random, randomBetween } from "../../client/math/random.ts";

const seeded = (byte: number) => createRandom(new Uint8Array(32).fill(byte));

function uniform(rows: number, columns: number, limit: bigint, random: Random): bigint[][] {
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => randomBetween(random, -limit, limit)),
  );
}

/** A matrix of the given rank with large entries. */
function ofRank(rank: number, rows: number, columns: number, seed: number): { matrix: Matrix; basis: Matrix } {
  const random = seeded(seed);
  const basis = uniform(rank, columns, 999n, random);
  return { matrix: multiply(uniform(rows, rank, 1n << 63n, random), basis, columns), basis };
}

describe("exact row spaces", () => {
  it("rank and independent rows", () => {
    for (let rank = 1; rank <= 6; rank++) {
      const { matrix } = ofRank(rank, 8, 7, rank);
      expect(rankOf(matrix)).to.equal(rank);
      const chosen = independentRows(matrix);
      expect(rankOf(chosen.map((i) => matrix[i]!))).to.equal(rank);
    }
    expect(rankOf([])).to.equal(0);
    expect(
      independentRows([
        [0n, 0n],
        [0n, 5n],
        [0n, 7n],
        [1n, 0n],
      ]),
    ).to.deep.equal([1, 3]);
  });

  it("the echelon form depends on the row space and the order of columns only", () => {
    const { matrix, basis } = ofRank(4, 9, 10, 20);
    for (const first of [[], [7, 2], [9, 8, 7, 6]]) {
      const form = echelon(matrix, first);
      expect(form).to.deep.equal(echelon(basis, first));
      expect(form.pivots.slice(0, first.length)).to.deep.equal(first);
      expect(form.pivots).to.have.length(4);
      for (const [i, { numerators, denominator }] of form.rows.entries())
        for (const [k, pivot] of form.pivots.entries()) expect(numerators[pivot]).to.equal(i === k ? denominator : 0n);
      expect(rankOf([...basis, ...overCommonDenominator(form).rows])).to.equal(4);
    }
  });

  it("left kernels annihilate and are complete", () => {
    const { matrix } = ofRank(3, 7, 5, 30);
    const kernel = leftKernel(matrix);
    expect(kernel).to.have.length(4);
    expect(rankOf(kernel.map(({ numerators }) => numerators))).to.equal(4);
    for (const { numerators } of kernel)
      expect(transposeTimes(matrix, numerators, 5)).to.deep.equal(new Array<bigint>(5).fill(0n));
    expect(
      leftKernel([
        [1n, 0n],
        [0n, 1n],
      ]),
    ).to.deep.equal([]);
  });

  it("says when the rationals are too long", () => {
    const huge = uniform(3, 6, 1n << 4000n, seeded(40));
    expect(() => echelon(huge))
      .to.throw(ConcordatError)
      .with.property("code", "EchelonTooLarge");
  });
});
