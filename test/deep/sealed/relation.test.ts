// The verifier accepts exactly what docs/sealed.md, "What is proven", states: numbers changed at
// random are accepted if and only if they meet the conditions, which are written down here again,
// over the integers.
import { expect } from "chai";
import fc from "fast-check";
import type { OptimalOutcome, PublicOutcome, UnboundedOutcome } from "../../../client/certificate/types.ts";
import { SealedError } from "../../../client/errors.ts";
import { dot, sum } from "../../../client/math/field.ts";
import { type Random, randomBelow } from "../../../client/math/random.ts";
import type { Kind } from "../../../client/round/verdict.ts";
import type { Field } from "../../../client/sealed/layout.ts";
import { type HiddenNumbers, hiddenNumbers, matrixEntries } from "../../../client/sealed/numbers.ts";
import { TEST_ID, testSeed } from "../../support/certificate.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { buildSealed, type SealedRound, sealRound, testString } from "../../support/sealed.ts";
import { copyNumbers, fitRows, fitSlack, type OpenNumbers } from "../../support/sealed-numbers.ts";
import { proveCheating, verdictOf } from "../../support/sealed-prover.ts";

/** The conditions of one kind; every number is known to fit its field. */
function meets({ statement, rows }: SealedRound, { columns, rows: hidden }: HiddenNumbers): boolean {
  const { kind, size, columns: n, bounds, tolerances, decimals, objectiveOwner } = statement;
  const [x0, u] = [10n ** BigInt(decimals.solution), 10n ** BigInt(decimals.multiplier)];
  const slot = size - 1;
  const zero = new Array<bigint>(size).fill(0n);
  const column = (field: Field) => columns.get(field) ?? zero;
  const row = (k: number, field: Field) => hidden[k]!.get(field) ?? zero;
  const each = [...hidden.keys()];
  const matrices = rows.map((own) => matrixEntries(size, own));
  const costs = [0n, ...rows[objectiveOwner]!.objective!, ...zero].slice(0, size);
  const indices = zero.map((_, i) => i);
  const upper = indices.map((j) => (j === 0 ? x0 : (bounds[j - 1] ?? 0n)));
  const pulled = (j: number) => sum(each.map((k) => sum(indices.map((i) => matrices[k]![i]![j]! * row(k, "w")[i]!))));
  const slack = sum(each.map((k) => row(k, "s")[slot]!));
  const multipliers = sum(each.flatMap((k) => row(k, "w")));
  const feasible = () =>
    each.every((k) =>
      indices.every((i) => {
        const met = i === slot || row(k, "r")[i]! - row(k, "s")[i]! === dot(matrices[k]![i]!, column("x"));
        return met && row(k, "r")[i]! + row(k, "r'")[i]! === tolerances.residual;
      }),
    ) &&
    indices.every((j) => column("x")[j]! + column("x'")[j]! === upper[j]!) &&
    column("x")[0] === x0;
  const noSlot = () => each.every((k) => row(k, "w")[slot] === 0n);
  if (kind === "infeasible") {
    const total = tolerances.residual * multipliers + slack + x0 * column("y")[slot]! + 1n;
    return noSlot() && indices.every((j) => column("z+")[j] === pulled(j)) && total === x0 * column("z+")[0]!;
  }
  if (kind === "unbounded") {
    const ray = column("ray");
    const exact = each.every((k) =>
      indices.every((i) => i === slot || -row(k, "s'")[i]! === dot(matrices[k]![i]!, ray)),
    );
    const supported = indices.every((j) => (j >= 1 && j <= n) || ray[j] === 0n);
    const total = u * dot(costs, ray) + tolerances.dual * sum(ray) + slack + u * column("y")[slot]! + 1n;
    return feasible() && exact && supported && total === 0n;
  }
  const reduced = indices.every((j) => j === 0 || column("z+")[j]! - column("z-")[j]! === u * costs[j]! + pulled(j));
  const tolerated = indices.every((j) => column("z-")[j]! + column("z-'")[j]! === tolerances.dual);
  const gap =
    dot(column("x"), column("z+")) +
    dot(column("x'"), column("z-")) +
    sum(each.map((k) => dot(row(k, "w"), row(k, "s")) + dot(row(k, "w"), row(k, "r"))));
  return feasible() && noSlot() && reduced && tolerated && gap + slack === tolerances.gap;
}

/** One to three numbers changed, and sometimes the rest made to fit again. */
function disturb(round: SealedRound, random: Random): OpenNumbers {
  const numbers = copyNumbers(round.numbers);
  const below = (bound: number) => Number(randomBelow(random, BigInt(bound)));
  for (let times = below(3); times >= 0; times--) {
    const part = below(numbers.rows.length + 2);
    const values = part < numbers.rows.length ? numbers.rows[part]! : numbers.columns;
    const field = [...values.keys()][below(values.size)]!;
    const own = values.get(field)!;
    const index = below(own.length);
    const changed = own[index]! + [1n, -1n, 2n, 5n][below(4)]!;
    own[index] = changed < 0n ? 0n : changed;
  }
  if (numbers.columns.has("x") && below(3) === 0) fitRows(round, numbers);
  if (below(2) === 0) fitSlack(round, numbers);
  return numbers;
}

describe("sealed: the relation", function () {
  this.timeout(240_000);
  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    it(`accepts exactly what meets it: ${kind}`, () => {
      const round = buildSealed({ kind, columns: 3, inequalities: [2], equalities: [0] }, `relation ${kind}`);
      const verdict = (numbers: OpenNumbers, random: Random) => {
        const changed = sealRound({ ...round, numbers }, random);
        try {
          return verdictOf(changed, proveCheating(changed, {}).bytes);
        } catch (error) {
          if (error instanceof SealedError) return error.code;
          throw error;
        }
      };
      expect(verdict(copyNumbers(round.numbers), testSeed("honest"))).to.equal("accepted");
      const check = fc.property(fc.integer(), (seed) => {
        const random = testSeed(`disturb ${seed}`);
        const numbers = disturb(round, random);
        const expected = meets(round, numbers) ? ["accepted"] : ["EquationFailed", "NumberOutOfRange"];
        expect(expected).to.include(verdict(numbers, random));
      });
      fc.assert(check, propertyRuns(8, 32));
    });
  }

  it("a bound that only a price beyond the tolerance reaches has a ray, any other an optimum", () => {
    // min −cost·x with no row that limits x ≤ 50: the optimum has z⁻ = u·cost at the bound.
    const kinds = [90n, 99n, 100n, 101n, 110n].map((cost) => provableKinds(cost));
    expect(kinds).to.deep.equal([["optimal"], ["optimal"], ["optimal"], ["unbounded"], ["unbounded"]]);
  });
});

/** The kinds for which a program without limiting rows has an accepted proof; τ_dual = 100. */
function provableKinds(cost: bigint): Kind[] {
  const statement = {
    ...TEST_ID,
    ...{ size: 16, columns: 1, parties: 1, objectiveOwner: 0, bounds: [50n], commitments: ["0x"] as const },
    decimals: { solution: 0, multiplier: 0 },
    tolerances: { residual: 5n, dual: 100n, gap: 5n },
  };
  const rows = [
    {
      columns: 1,
      inequalities: { coefficients: [[-1n]], rhs: [0n] },
      equalities: { coefficients: [], rhs: [] },
      objective: [-cost],
    },
  ];
  const feasible = { x: [50n], slacks: [[50n]], residuals: [[0n]], objective: -50n * cost };
  const optimum: OptimalOutcome = {
    ...{ kind: "optimal", ...feasible },
    ...{ multipliers: [[0n]], reducedCosts: [-cost], dual: 0n, rho: 0n },
  };
  const ray: UnboundedOutcome = { kind: "unbounded", ...feasible, ray: [1n], raySlacks: [[1n]], dual: -cost };
  return [optimum, ray].flatMap((outcome: PublicOutcome) => {
    try {
      const open = { ...statement, kind: outcome.kind };
      const numbers = hiddenNumbers(open, { inequalities: [1] }, outcome);
      const round = sealRound({ statement: open, numbers, rows, string: testString(16) }, testSeed("bound"));
      return verdictOf(round, proveCheating(round, {}).bytes) === "accepted" ? [outcome.kind] : [];
    } catch (error) {
      if (error instanceof SealedError) return [];
      throw error;
    }
  });
}
