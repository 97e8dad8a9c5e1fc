import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { readProgram } from "../../../client/lp/readers/read.ts";

const FOLDER = new URL("../../../examples/lp/", import.meta.url);

describe("examples/lp", () => {
  it("every listed file has the listed sizes", async () => {
    const table = await readFile(new URL("README.md", FOLDER), "utf8");
    const rows = [...table.matchAll(/^\| ([\w-]+) \| (\d+) \| (\d+) \| ([^|]+) \| (\d+)\/(\d+)\/(\d+) \|/gm)];
    expect(rows).to.have.lengthOf(11);
    for (const [, name, rowCount, columns, nonZeros, less, greater, equal] of rows) {
      const { rows: read, variables, objective, warnings } = await readProgram(new URL(`${name}.mps`, FOLDER).pathname);
      const kind = (lower: boolean, upper: boolean) =>
        read.filter((row) => (row.lower !== null) === lower && (row.upper !== null) === upper).length;
      expect(read, name).to.have.lengthOf(Number(rowCount));
      expect(variables, name).to.have.lengthOf(Number(columns));
      expect([kind(false, true), kind(true, false), kind(true, true)], name).to.deep.equal(
        [less, greater, equal].map(Number),
      );
      expect(objective?.sense, name).to.equal("min");
      const empty = read.filter(({ entries }) => entries.length === 0);
      expect(
        warnings.map(({ place }) => place.field),
        name,
      ).to.deep.equal(empty.map((row) => `row ${row.name}`));
      const count = read.reduce((sum, row) => sum + row.entries.length, 0);
      if (nonZeros !== "see file") expect(count, name).to.equal(Number(nonZeros));
    }
  });
});
