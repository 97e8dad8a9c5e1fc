// Three nodes prove the optimum of every file of examples/lp, at the narrowest tolerances that can
// follow from its data (client/lp/joint/scales.ts): those that rounding to the grids takes, with
// multipliers of up to a hundred times the largest cost.
import { expect } from "chai";
import { PROVEN } from "../../client/engines/mpc/nodes/three.ts";
import type { Tolerances } from "../../client/lp/exact/tolerances.ts";
import { magnitude } from "../../client/math/field.ts";
import { amongThree, type MpcProgram, play } from "../engines/mpc/problems.ts";
import { exampleNames, loadExample } from "../support/examples.ts";

const MULTIPLIERS = 100n;

function largest(values: readonly bigint[]): bigint {
  return values.reduce((most, value) => (magnitude(value) > most ? magnitude(value) : most), 1n);
}

function narrowest({ whole, round }: MpcProgram): Tolerances {
  const { bounds, decimals } = round;
  const rows = [...whole.inequalities.coefficients, ...whole.equalities.coefficients];
  const columns = whole.objective.map((_, j) => rows.map((row) => row[j]!));
  const sum = (line: readonly bigint[]) => line.reduce((all, value) => all + magnitude(value), 0n);
  const [residual, dual] = [rows, columns].map((lines) => largest(lines.map(sum))) as [bigint, bigint];
  const unit = 10n ** BigInt(decimals.multiplier);
  const multipliers = (MULTIPLIERS * unit * largest(whole.objective)) / 10n ** BigInt(decimals.coefficient);
  return { residual, dual, gap: sum(bounds) * dual + BigInt(rows.length) * multipliers * residual };
}

describe("engine mpc/proven, corpus", () => {
  for (const name of exampleNames())
    it(`proves the optimum of ${name}`, async () => {
      const { program, decimals } = await loadExample(name);
      const wide = amongThree(program, decimals);
      const round = { ...wide.round, tolerances: narrowest(wide) };
      const { outcomes } = await play({ ...wide, round }, name, PROVEN);
      expect(outcomes.map(({ kind }) => kind)).to.deep.equal(round.inequalities.map(() => "optimal"));
    });
});
