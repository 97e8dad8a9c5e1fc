// What the two-party disguise does not hide from Alice (client/engines/two-party/alice.ts): she
// finds the masked slack columns S by their common divisors and costs, and reads Bob's
// inequalities, up to the scales of rows and columns, off S⁻¹[N̂ b̂].
import { expect } from "chai";
import { maskedCosts } from "../../client/engines/two-party/bob.ts";
import { drawDisguise, timesQ } from "../../client/engines/two-party/disguise.ts";
import { twoPartyShape, withSlacks } from "../../client/engines/two-party/shape.ts";
import { allRows } from "../../client/lp/model/normal.ts";
import { multiply } from "../../client/math/matrix.ts";
import { randomBetween } from "../../client/math/random.ts";
import { scoreRows } from "../../lab/attacks/score.ts";
import { halfSpaces, slackColumns } from "../../lab/attacks/slack-inverse.ts";
import { seeded, splitProgram } from "../engines/two-party/problems.ts";

const DECIMALS = 6;

function inequalitiesOnly(seed: number) {
  const random = seeded(seed);
  const entry = () => (randomBetween(random, 0n, 2n) === 0n ? randomBetween(random, 1n, 9_999_999n) : 0n);
  const coefficients = Array.from({ length: 14 }, () => Array.from({ length: 12 }, entry));
  const inequalities = { coefficients, rhs: coefficients.map(() => 10n ** 8n) };
  const equalities = { coefficients: [], rhs: [] };
  return splitProgram({ inequalities, equalities, objective: new Array<bigint>(12).fill(-1n) }, 1, 7, 0, DECIMALS);
}

describe("slack inverse against the two-party disguise", () => {
  it("reads every inequality up to scale", () => {
    const program = inequalitiesOnly(3);
    const shape = twoPartyShape(program.round);
    const disguise = drawDisguise(shape, seeded(4));
    const full = [0, 1].flatMap((party) =>
      withSlacks(shape, allRows(program.parties[party]!).coefficients, party, shape.unit),
    );
    const masked = timesQ(multiply(disguise.k, full, shape.width), disguise);

    const costs = maskedCosts(shape, program.whole.objective, disguise);
    const slacks = slackColumns(masked, costs, shape.unit);
    const rhs = multiply(
      disguise.k,
      [0, 1].flatMap((party) => allRows(program.parties[party]!).rhs.map((value) => [value])),
      1,
    );
    const found = halfSpaces(
      masked.map((row, i) => [...row, rhs[i]![0]!]),
      slacks,
    );

    // Only for comparison: the true rows, with the secret scales of Q.
    expect(slacks.map((t) => disguise.source[t]!).sort((a, b) => a - b)).to.deep.equal(
      Array.from({ length: shape.rows }, (_, i) => shape.variables + i),
    );
    const others = disguise.source.flatMap((_, t) => (slacks.includes(t) ? [] : [t]));
    const truth = full.map((row) => [...others.map((t) => row[disguise.source[t]!]! * disguise.scale[t]!), 10n ** 8n]);
    expect(scoreRows(found.inequalities, truth, true)).to.deep.equal({ recovered: shape.rows, total: shape.rows });
  });
});
