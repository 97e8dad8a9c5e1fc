// The owner's costs as the key to Q, on products computed as in the engine, and on uniform numbers.
import { expect } from "chai";
import { drawMonomial } from "../../../client/engines/multi-party/monomial.ts";
import { multiply, randomMatrix, transposeTimes } from "../../../client/math/matrix.ts";
import { randomBetween } from "../../../client/math/random.ts";
import { nameColumns, unlockWithOwnCosts } from "../../../lab/attacks/own-costs.ts";
import { scoreRows } from "../../../lab/attacks/score.ts";
import { seeded } from "../../engines/multi-party/problems.ts";

const COLUMNS = 6;
const ROWS = 8;

function columnsBehindQ(seed: number, costs: readonly bigint[]) {
  const random = seeded(seed);
  const rows = Array.from({ length: ROWS }, () =>
    Array.from({ length: COLUMNS + 1 }, () => randomBetween(random, -99n, 99n)),
  );
  const q = drawMonomial(COLUMNS, random.fork("Q"));
  const mixing = randomMatrix(ROWS, ROWS, 1n << 30n, random.fork("B"));
  const behind = rows.map((row) => [...transposeTimes(q, row.slice(0, -1), COLUMNS), row.at(-1)!]);
  return {
    rows,
    behind,
    masked: multiply(mixing, behind, COLUMNS + 1),
    maskedCosts: transposeTimes(q, costs, COLUMNS),
  };
}

describe("own costs as the key to multi-party", () => {
  it("names all columns when costs differ, and reads every half-space", () => {
    for (let seed = 1; seed <= 5; seed++) {
      const costs = [3n, -7n, 11n, 2n, 5n, -1n];
      const { rows, behind, masked, maskedCosts } = columnsBehindQ(seed, costs);
      const names = nameColumns(masked, maskedCosts, costs);
      expect(names.map((name) => name?.variable).sort()).to.deep.equal([0, 1, 2, 3, 4, 5]);
      const score = scoreRows(unlockWithOwnCosts(behind, names), rows, true);
      expect(score).to.deep.equal({ recovered: ROWS, total: ROWS });
    }
  });

  it("does not name columns of equal costs or none, and keeps back the rows that use them", () => {
    const costs = [3n, 3n, 0n, 2n, 5n, -1n];
    const { behind, masked, maskedCosts } = columnsBehindQ(9, costs);
    const names = nameColumns(masked, maskedCosts, costs);
    expect(names.flatMap((name) => name?.variable ?? []).sort()).to.deep.equal([3, 4, 5]);
    const inNamed = behind.filter((row) => names.every((name, t) => name !== null || row[t] === 0n));
    expect(unlockWithOwnCosts(behind, names)).to.have.length(inNamed.length);
  });

  it("names nothing in uniform numbers", () => {
    const costs = [3n, -7n, 11n, 2n, 5n, -1n];
    const { maskedCosts } = columnsBehindQ(
      4,
      costs.map((cost) => cost * 1_000_003n),
    );
    const uniform = randomMatrix(ROWS, COLUMNS, 1n << 90n, seeded(7));
    expect(nameColumns(uniform, maskedCosts, costs)).to.deep.equal(costs.map(() => null));
  });
});
