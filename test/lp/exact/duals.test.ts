// Of many optimal duals, those that a certificate can hold.
import { expect } from "chai";
import { Basis } from "../../../client/lp/exact/basis.ts";
import { leastDuals, vertexDuals } from "../../../client/lp/exact/duals.ts";
import { type EqualityProgram, fromEqualityProgram } from "../../../client/lp/exact/standard.ts";
import type { RationalVector } from "../../../client/math/rational.ts";

const numbersOf = ({ numerators, denominator }: RationalVector) =>
  numerators.map((value) => Number((value << 40n) / denominator) / 2 ** 40);

describe("duals at a degenerate optimum", () => {
  it("are a vertex: logicals fixed at 0 leave the basis", () => {
    // Row 1 is 1000 times column 1 = 0, so any y₁ ≤ 1/1000 is optimal; column 1 basic makes it a
    // vertex.
    const program = fromEqualityProgram({
      matrix: [
        [1n, 0n],
        [0n, 1000n],
      ],
      rhs: [5n, 0n],
      costs: [2n, 1n],
    });
    const basis = new Basis(program, [0, 3]);
    expect(numbersOf(vertexDuals(program, basis))).to.deep.equal([2, Number(2n ** 40n / 1000n) / 2 ** 40]);
    expect(basis.variables).to.deep.equal([0, 1]);
  });

  it("are short where rows are implied: the same value of bᵀy and the same reduced costs", () => {
    // Rows 1 and 2 say the same as row 0, so that only y₀ + 2y₁ + 3y₂ = 14 is determined.
    const same: EqualityProgram = { matrix: [[1n], [2n], [3n]], rhs: [5n, 10n, 15n], costs: [14n] };
    const program = fromEqualityProgram(same);
    for (const variables of [
      [0, 2, 3],
      [1, 0, 3],
      [1, 2, 0],
    ]) {
      const y = numbersOf(leastDuals(program, new Basis(program, variables)));
      expect(Math.hypot(...y), "the least norm is that of (1, 2, 3)").to.be.within(
        Math.hypot(1, 2, 3),
        1.02 * Math.hypot(1, 2, 3),
      );
      expect(y[0]! + 2 * y[1]! + 3 * y[2]!).to.be.closeTo(14, 1e-9);
    }
  });
});
