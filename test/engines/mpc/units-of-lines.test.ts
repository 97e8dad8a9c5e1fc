// Powers of two for rows and columns, found on shares.
import { expect } from "chai";
import { unitsOfLines } from "../../../client/engines/mpc/simplex/units-of-lines.ts";
import { magnitude } from "../../../client/math/field.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { createNodes, openShared, seeded } from "../../support/sharing.ts";

type Matrix = readonly (readonly bigint[])[];

/** Bits before the point of a number with 72 fractional bits; 0 and less below 1. */
function size(value: bigint): number {
  return magnitude(value).toString(2).length - 72;
}

/**
 * The exponents of rows and columns for a matrix of integers, and the scaled entries. `masks`
 * decide on the coins of truncations.
 */
async function scaled(integers: Matrix, { masks = 1, equalities = false } = {}) {
  const [rows, columns] = [integers.length, integers[0]!.length];
  // As the owners of rows scale them: the largest entry is in [1/2, 1).
  const most = integers.map((row) => 72 - row.reduce((top, value) => Math.max(top, 72 + size(value)), 1));
  const coefficients = integers.flatMap((row, i) => row.map((value) => value << BigInt(most[i]!)));
  const units = most.map((exponent) => 1n << BigInt(exponent));
  const nodes = createNodes({ seed: masks });
  const opened = await openShared(nodes, [coefficients, units], seeded(5), async (a, [c, u]) => {
    const chosen = await unitsOfLines(a, { coefficients: c!, units: u!, equalities }, seeded(4));
    return a.concat([chosen.rows, chosen.columns]);
  });
  const exponents = opened.map((power) => {
    const exponent = power.toString(2).length - 1;
    expect(power).to.equal(1n << BigInt(exponent));
    return exponent;
  });
  const [ofRows, ofColumns] = [exponents.slice(0, rows), exponents.slice(rows)];
  for (const [i, exponent] of ofRows.entries()) expect(exponent).to.be.at.most(most[i]!);
  for (const exponent of ofColumns) expect(exponent).to.be.below(32);
  expect(ofColumns).to.have.length(columns);
  const entries = integers.map((row, i) =>
    row.map((value, j) => value * 2n ** BigInt(ofRows[i]!) * 2n ** BigInt(ofColumns[j]!)),
  );
  return { ofRows, ofColumns, entries, most };
}

describe("units of rows and columns", function () {
  this.timeout(120_000);

  it("undo those of a program whose entries are otherwise alike", async () => {
    const random = seeded(7);
    const below = (limit: number) => Number(randomBelow(random, BigInt(limit)));
    const list = <T>(count: number, item: () => T) => Array.from({ length: count }, item);
    for (const [rows, columns] of [
      [3, 5],
      [6, 4],
      [1, 1],
    ] as const) {
      const [hidden, tied] = [list(rows, () => below(8)), list(columns, () => below(20))];
      const digits = list(rows, () => list(columns, () => BigInt(1 + below(7))));
      const integers = digits.map((row, i) => row.map((value, j) => value << BigInt(hidden[i]! + tied[j]!)));
      const { entries } = await scaled(integers);
      const most = entries.map((row) => Math.max(...row.map(size)));
      expect(most).to.deep.equal(most.map(() => most[0]));
      expect(most[0]).to.be.within(0, 16);
      for (const row of entries) for (const value of row) expect(most[0]! - size(value)).to.be.at.most(5);
    }
  });

  it("are 2^16 for columns, 2^12 with equalities, and 1 for rows, where nothing is far apart", async () => {
    const one = 1n << 34n;
    const alike = [
      [one, -one],
      [one, -one - 3n],
    ];
    const { ofRows, ofColumns } = await scaled(alike);
    expect(ofColumns).to.deep.equal([16, 16]);
    expect((await scaled(alike, { equalities: true })).ofColumns).to.deep.equal([12, 12]);
    // What the owners divide rows by is divided by already.
    expect(ofRows).to.deep.equal([37, 37]);
  });

  it("divide a bound by what its column is multiplied by", async () => {
    // The column of the bound has entries of 2^-22 in rows of others.
    const { entries, ofColumns } = await scaled([
      [1n << 30n, 0n, 0n],
      [3n, 1n << 22n, 1n << 23n],
      [5n, -(1n << 23n), 1n << 22n],
    ]);
    expect(ofColumns[0]! - ofColumns[1]!).to.be.within(20, 23);
    for (const value of entries.flat().filter((entry) => entry !== 0n)) expect(size(value)).to.be.within(-4, 0);
  });

  it("leave entries at 2^16 at most where a row cannot be divided any more", async () => {
    // A bound of 71 bits has room for one, and its column has entries of 2^-24 elsewhere.
    const { entries, ofRows } = await scaled([
      [(1n << 70n) + 1n, 0n],
      [1n, 1n << 24n],
      [3n, 1n << 23n],
    ]);
    expect(ofRows[0]).to.equal(0);
    expect(size(entries[0]![0]!)).to.equal(16);
  });

  it("are the same whatever the coins of truncations, which round nothing", async () => {
    // Most of the best exponents are no whole numbers.
    const integers = [
      [1n, 2n, 4n, 4n],
      [8n, 2n, 2n, 4n],
      [1n, 1n, 1n, 1n],
      [4n, 2n, 16n, 1n],
    ].map((row) => row.map((value) => value << 20n));
    const { ofRows, ofColumns } = await scaled(integers);
    for (const masks of [2, 3, 4, 5]) {
      const again = await scaled(integers, { masks });
      expect([again.ofRows, again.ofColumns]).to.deep.equal([ofRows, ofColumns]);
    }
  });

  it("multiply columns by 2^31 at most", async () => {
    const { ofColumns } = await scaled([
      [1n << 40n, 1n],
      [3n << 38n, 1n],
    ]);
    expect(ofColumns[0]).to.be.within(12, 16);
    expect(ofColumns[1]).to.equal(31);
  });

  it("are defined where a row or a column is empty", async () => {
    const { entries } = await scaled([
      [1n << 10n, 0n, 1n],
      [0n, 0n, 0n],
      [3n << 9n, 0n, 2n],
    ]);
    for (const value of entries.flat()) expect(value === 0n ? 0 : size(value)).to.be.at.most(16);
  });
});
