// Commitments made from points of an earlier round: whoever does not know a matrix's masks cannot
// open it at a fresh challenge, not even with everything that a proof about it showed.
import { expect } from "chai";
import { domainOf } from "../../client/sealed/domain.ts";
import { randomScalars } from "../../client/sealed/field.ts";
import {
  atColumn,
  atRow,
  type Bivariate,
  columnQuotient,
  rowQuotient,
  sumOfColumns,
  sumOfRows,
} from "../../client/sealed/matrix.ts";
import { divideByLinear, evaluate, type Polynomial } from "../../client/sealed/polynomial.ts";
import { testSeed } from "../support/certificate.ts";
import { buildSealed } from "../support/sealed.ts";
import { playWithCheat } from "../support/sealed-one-cheat.ts";
import { matrixMask, rank, unit } from "../support/sealed-ranks.ts";

const SIZE = 16;
const MASKS = 12;

/** A place (X, Y) where polynomials are compared. */
type At = readonly [x: bigint, y: bigint];

const domain = domainOf(SIZE);
const [alpha, beta, zeta, freshAlpha, freshBeta, ...rest] = randomScalars(testSeed("knowledge"), 13) as [
  ...[bigint, bigint, bigint, bigint, bigint],
  ...bigint[],
];
const places: readonly At[] = [0, 2, 4, 6].map((i) => [rest[i]!, rest[i + 1]!]);

const inX = (f: Polynomial) => (at: At) => evaluate(f, at[0]);
const inY = (f: Polynomial) => (at: At) => evaluate(f, at[1]);
const inBoth = (f: Bivariate) => (at: At) => evaluate(atRow(f, at[0]), at[1]);

/** More than one proof shows of a matrix: W and W′ show only sums of the quotients. */
function shownPoints(a: Bivariate): readonly ((at: At) => bigint)[] {
  const x = unit(SIZE, 0).map((value) => value * 1000n);
  const T = sumOfColumns(domain, a, x);
  const V = sumOfRows(domain, a, unit(SIZE, SIZE - 2));
  const [row, column] = [atRow(a, alpha), atColumn(a, beta)];
  return [
    ...[inBoth(a), inY(row), inX(column), inBoth(rowQuotient(a, alpha)), inBoth(columnQuotient(a, beta))],
    ...[inY(T), inY(V), inY(divideByLinear(T, alpha)), inY(divideByLinear(V, beta))],
    ...[inY(divideByLinear(row, zeta)), inX(divideByLinear(column, zeta))],
  ];
}

/** Scalars that it showed: multiples of them by any polynomial can enter a point. */
function shownScalars(a: Bivariate): readonly bigint[] {
  const T = sumOfColumns(domain, a, unit(SIZE, 0));
  const V = sumOfRows(domain, a, unit(SIZE, SIZE - 2));
  return [evaluate(T, alpha), evaluate(V, beta), evaluate(atColumn(a, beta), zeta)];
}

/** Whether what was shown makes a target, as an identity in all masks and at all places. */
function isMade(target: (a: Bivariate) => (at: At) => bigint): boolean {
  const masks = Array.from({ length: MASKS }, (_, i) => matrixMask(domain, i));
  const everywhere = (value: (a: Bivariate) => (at: At) => bigint) =>
    masks.flatMap((mask) => places.map((at) => value(mask)(at)));
  const count = shownPoints(masks[0]!).length;
  const points = Array.from({ length: count }, (_, i) => everywhere((a) => shownPoints(a)[i]!));
  const scalars = [0, 1, 2].flatMap((i) =>
    places.map((own) => everywhere((a) => (at) => (at === own ? shownScalars(a)[i]! : 0n))),
  );
  const known = [...points, ...scalars];
  return rank([...known, everywhere(target)]) === rank(known);
}

describe("sealed: knowledge", function () {
  this.timeout(120_000);

  it("a row or column slice at a fresh challenge is not made from what an earlier proof showed", () => {
    expect(
      isMade((a) => inY(atRow(a, alpha))),
      "control: the old α",
    ).to.equal(true);
    expect(
      isMade((a) => inX(atColumn(a, beta))),
      "control: the old β",
    ).to.equal(true);
    expect(isMade((a) => inY(atRow(a, freshAlpha)))).to.equal(false);
    expect(isMade((a) => inX(atColumn(a, freshBeta)))).to.equal(false);
    expect(isMade((a) => inBoth(rowQuotient(a, freshAlpha)))).to.equal(false);
    expect(isMade((a) => inBoth(columnQuotient(a, freshBeta)))).to.equal(false);
  });

  it("a company that leaves others' rows out of every sum that it can", () => {
    const names = [
      ["T", "t"],
      ["T", "t", "a", "Q1"],
      ["V", "v", "Q2"],
    ];
    for (const [i, left] of names.entries()) {
      const round = buildSealed({ kind: "optimal", inequalities: [2, 1, 2], equalities: [0, 0, 0] }, "left out");
      const party = i % 2;
      const { code, blame } = playWithCheat(round, {
        party,
        sent: (_, { points, scalars }, others) => {
          for (const other of others)
            for (const name of left) {
              const [point, scalar] = [other?.points.get(name), other?.scalars.get(name)];
              if (point !== undefined) points.set(name, points.get(name)!.subtract(point));
              if (scalar !== undefined) scalars.set(name, scalars.get(name)! - scalar);
            }
        },
      });
      expect(code, left.join()).to.equal("EquationFailed");
      expect(blame, left.join()).to.deep.equal({ parties: [party], pairs: [] });
    }
  });
});
