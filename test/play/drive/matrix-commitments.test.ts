// Commitments of sealed rounds, as an engine holds dealt components against them.
import { expect } from "chai";
import { G1, pointsToAffine } from "../../../client/crypto/curve/bn254.ts";
import { THREE_HOLDING } from "../../../client/crypto/sharing/holding.ts";
import { type Input, receiveInput, shareInput } from "../../../client/crypto/sharing/input.ts";
import { combinePoints, FEW_POINTS } from "../../../client/engines/commitments/commitments.ts";
import type { PartyRows } from "../../../client/lp/model/normal.ts";
import { MatrixCommitments } from "../../../client/play/drive/matrix-commitments.ts";
import { MATRIX_MASKS } from "../../../client/sealed/matrix.ts";
import { MASKS } from "../../../client/sealed/prover/masks.ts";
import { testSeed } from "../../support/certificate.ts";
import { buildSealed } from "../../support/sealed.ts";

const ALPHA = 123_456_789n ** 7n;

describe("commitments of a sealed round", function () {
  this.timeout(120_000);
  const shape = { kind: "optimal", inequalities: [2, 3], equalities: [1, 0], owner: 1 } as const;
  const { statement, rows, committed, string, key } = buildSealed(shape, "matrix commitments");
  const round = { ...statement, ...shape };
  const of = (party: number) => new MatrixCommitments(round, { key, committer: string.committer }, committed[party]!);

  function inputOf({ inequalities, equalities, objective }: PartyRows, blindings: readonly bigint[]): Input {
    const coefficients = [...inequalities.coefficients, ...equalities.coefficients];
    const integers = [...coefficients.flat(), ...inequalities.rhs, ...equalities.rhs, ...(objective ?? [])];
    return { integers, words: [], blindings };
  }

  /** Whether the components of an input add up to what the party committed to. */
  function fits(party: number, change: (input: Input) => Input = (input) => input): boolean {
    const own = of(party);
    const input = change(inputOf(rows[party]!, own.blindings));
    const { messages } = shareInput(THREE_HOLDING, input, testSeed("shares"));
    const counts = { integers: input.integers.length, words: 0, blindings: input.blindings.length };
    const sum = messages
      .map((bytes, node) => receiveInput(THREE_HOLDING, node, bytes, counts)[0]!)
      .map((component) => own.combine(party, component, ALPHA))
      .reduce((total, point) => total.add(point), G1.ZERO);
    return sum.equals(combinePoints(own.points, ALPHA));
  }

  it("are what the components of rows, costs and masks add up to, and of no other numbers", () => {
    for (const party of [0, 1]) {
      expect(fits(party)).to.equal(true);
      const { integers, blindings } = inputOf(rows[party]!, of(party).blindings);
      const { coefficients } = rows[party]!.inequalities;
      for (const at of [0, coefficients.flat().length, integers.length - 1])
        expect(fits(party, (input) => ({ ...input, integers: input.integers.with(at, integers[at]! + 1n) }))).to.equal(
          false,
        );
      for (const at of [0, 11, blindings.length - 1])
        expect(fits(party, (input) => ({ ...input, blindings: blindings.with(at, blindings[at]! ^ 1n) }))).to.equal(
          false,
        );
    }
  });

  it("are the points that a party committed to, and no others", () => {
    for (const party of [0, 1]) {
      const { points } = of(party);
      expect(of(1 - party).isCommitted(party, points)).to.equal(true);
      for (const at of points.keys())
        expect(of(party).isCommitted(party, points.with(at, pointsToAffine([G1.BASE])[0]!))).to.equal(false);
      expect(of(party).counts(party)).to.deep.equal({ blindings: of(party).blindings.length, points: points.length });
    }
    expect(FEW_POINTS).to.deep.equal({
      owner: { blindings: MATRIX_MASKS + MASKS.costs, points: 2 },
      others: { blindings: MATRIX_MASKS, points: 1 },
    });
  });
});
