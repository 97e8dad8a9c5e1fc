// One suite for every solver.
import { expect } from "chai";
import type { SolverError } from "../../../client/errors.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { applyScaling, findScaling, solveFloat } from "../../../client/lp/solvers/scale.ts";
import type { FloatProblem } from "../../../client/lp/solvers/solver.ts";
import { glpkSolver } from "../../../lab/solvers/glpk.ts";

type Row = readonly [entries: readonly number[], sense: "<=" | "=", rhs: number];

function problem(costs: readonly number[], rows: readonly Row[]): FloatProblem {
  const kept = rows.map(([entries]) => [...entries.keys()].filter((j) => entries[j] !== 0));
  const starts = new Int32Array(rows.length + 1);
  kept.forEach((indices, i) => {
    starts[i + 1] = starts[i]! + indices.length;
  });
  return {
    columns: costs.length,
    costs: Float64Array.from(costs),
    rhs: Float64Array.from(rows, ([, , rhs]) => rhs),
    inequality: rows.map(([, sense]) => sense === "<="),
    starts,
    indices: Int32Array.from(kept.flat()),
    values: Float64Array.from(kept.flatMap((indices, i) => indices.map((j) => rows[i]![0][j]!))),
  };
}

const paper = problem(
  [-3, 1, 1],
  [
    [[1, -2, 1], "<=", 11],
    [[5, -1, -2], "<=", 1],
    [[-2, 1, 1], "<=", 0],
  ],
);

for (const solver of [highsSolver, glpkSolver]) {
  describe(`the solver ${solver.name}`, function () {
    this.timeout(120_000);

    it("solves the paper's example, with duals in the sign of the interface", async () => {
      const { status, x, duals } = await solveFloat(paper, solver);
      expect(status).to.equal("optimal");
      [1, 0, 2].forEach((value, j) => {
        expect(x![j]).to.be.closeTo(value, 1e-9);
      });
      // y ≤ 0 with c − Aᵀy ≥ 0 and bᵀy = −1.
      [0, -1, -1].forEach((value, i) => {
        expect(duals![i]).to.be.closeTo(value, 1e-9);
      });
    });

    it("does not mind units", async () => {
      const rows: Row[] = [
        [[1e25, -2e5, 1e-7], "<=", 11e12],
        [[5e25, -1e5, -2e-7], "<=", 1e12],
        [[-2e3, 1e-17, 1e-29], "<=", 0],
      ];
      const { status, x, duals } = await solveFloat(problem([-3e20, 1, 1e-12], rows), solver);
      expect(status).to.equal("optimal");
      [1e-13, 0, 2e19].forEach((value, j) => {
        expect(x![j]).to.be.closeTo(value, 1e-9 * value);
      });
      expect(duals![1]).to.be.closeTo(-1e-5, 1e-14);
    });

    it("tells infeasible from unbounded", async () => {
      expect((await solveFloat(problem([1, 1], [[[1, 1], "<=", -1]]), solver)).status).to.equal("infeasible");
      expect((await solveFloat(problem([-1, 0], [[[1, -1], "<=", 1]]), solver)).status).to.equal("unbounded");
      expect((await solveFloat(problem([0, -1], [[[1, 0], "=", 1]]), solver)).status).to.equal("unbounded");
      expect(
        (
          await solveFloat(
            problem(
              [1, 1],
              [
                [[1, -1], "=", 2],
                [[2, -2], "=", 5],
              ],
            ),
            solver,
          )
        ).status,
      ).to.equal("infeasible");
    });

    it("refuses numbers that are not finite", async () => {
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
        const error = await solveFloat(problem([bad, 1], [[[1, 1], "<=", 1]]), solver).catch(
          (reason: unknown) => reason,
        );
        expect((error as SolverError).code).to.equal("NotFinite");
      }
    });
  });
}

describe("highs", () => {
  it("returns reduced costs and the basis", async () => {
    const { reducedCosts, basis } = await solveFloat(paper, highsSolver);
    [0, 1, 0].forEach((value, j) => {
      expect(reducedCosts![j]).to.be.closeTo(value, 1e-9);
    });
    expect(basis).to.deep.equal({ columns: [true, false, true], rows: [true, false, false] });
  });
});

describe("scaling", () => {
  it("is by powers of two and brings every row to a largest entry in (1/2, 1]", () => {
    const wild = problem(
      [1, 2, 3],
      [
        [[1e30, 3e-20, 0], "<=", 1],
        [[0, 7e15, 1e14], "=", 5],
        [[0, 0, 0], "<=", 2],
      ],
    );
    const scaling = findScaling(wild);
    for (const factor of [...scaling.rows, ...scaling.columns, scaling.rhs, scaling.costs]) {
      expect(Number.isInteger(Math.log2(factor))).to.equal(true);
    }
    const { starts, values } = applyScaling(wild, scaling);
    for (const i of [0, 1]) {
      const most = Math.max(...values.slice(starts[i], starts[i + 1]).map(Math.abs));
      expect(most > 0.5 && most <= 1).to.equal(true);
    }
  });
});
