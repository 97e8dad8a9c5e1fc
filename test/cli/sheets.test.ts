// What `concordat template` writes, and an outcome as the sheets of a workbook.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { strFromU8, unzipSync } from "fflate";
import { type CellValue, readXlsx } from "hucre/xlsx";
import { template } from "../../client/cli/commands/template.ts";
import { outcomeSheets } from "../../client/cli/outcome-sheets.ts";
import { numberCell } from "../../client/cli/sheets.ts";
import { workbookBytes } from "../../client/cli/workbook-bytes.ts";
import type { InputError } from "../../client/errors.ts";
import type { UserOutcome } from "../../client/lp/joint/user-outcome.ts";
import { readProgram, readProgramText } from "../../client/lp/readers/read.ts";
import { bare } from "../support/models.ts";

/** The program that docs/files.md has as JSON, without its range. */
const MILL = `{ "sense": "max",
  "objective": { "name": "profit", "coefficients": { "boards": 3.25, "beams": "2.5" } },
  "rows": [ { "name": "saw hours", "coefficients": { "boards": 1, "beams": 2 }, "upper": 40 },
            { "name": "contract",  "coefficients": { "beams": 1 }, "lower": 2 },
            { "name": "balance",   "coefficients": { "boards": 1, "beams": -1 }, "equal": 0 } ],
  "variables": { "boards": { "upper": "20" }, "beams": { "lower": null } } }`;

const EXACT = { interval: { lower: "3", upper: null }, endAtPrices: null, largestResidual: "0" };

type SheetName = "outcome" | "plan" | "rows";

/** The sheets as a spreadsheet program shows them. */
async function seen(
  own: UserOutcome,
  constantOf: string | null = null,
): Promise<Partial<Record<SheetName, CellValue[][]>>> {
  const bytes = await workbookBytes(outcomeSheets({ ...own, ...EXACT }, constantOf));
  const { sheets } = await readXlsx(bytes);
  return Object.fromEntries(
    sheets.map(({ name, rows }) => [
      name,
      rows.map((row) => row.slice(0, row.findLastIndex((cell) => cell !== null) + 1)),
    ]),
  );
}

describe("the template of a spreadsheet", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-template-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function written(name: string): Promise<string> {
    const { write } = process.stdout;
    process.stdout.write = (() => true) as typeof write;
    try {
      await template(join(folder, name));
    } finally {
      process.stdout.write = write;
    }
    return join(folder, name);
  }

  for (const name of ["rows.xlsx", "rows.csv", "ROWS.XLSX"])
    it(`${name} is read back as the program that it shows, without a remark`, async () => {
      const model = await readProgram(await written(name));
      expect(bare(model)).to.deep.equal(bare(readProgramText(MILL, "mill.json")));
      expect(model.warnings).to.deep.equal([]);
    });

  it("is never written over a file, nor in another format", async () => {
    await writeFile(join(folder, "mine.csv"), "mine");
    const refused = (name: string) => written(name).catch(({ code }: InputError) => code);
    expect(await refused("mine.csv")).to.equal("FileUnwritable");
    expect(await readFile(join(folder, "mine.csv"), "utf8")).to.equal("mine");
    expect(await refused("no/where.xlsx")).to.equal("FileUnwritable");
    for (const name of ["rows.ods", "rows.xls", "rows"]) expect(await refused(name), name).to.equal("OptionInvalid");
  });
});

describe("an outcome as a workbook", () => {
  it("of an optimum has its value, the plan and the rows", async () => {
    const own: UserOutcome = {
      kind: "optimal",
      objective: "36911.215",
      variables: [{ name: "x", value: "0.1", reducedCost: "-2" }],
      rows: [{ name: "cap", activity: "0.1", lowerSlack: null, upperSlack: "0", dual: "3" }],
    };
    expect(await seen(own, "Nordlys")).to.deep.equal({
      outcome: [
        ["kind", "optimal"],
        ["objective", "without a constant term", 36911.215],
        ["interval", "lower", 3],
        ["interval", "upper"],
        ["residual", "largest", 0],
      ],
      plan: [
        ["variable", "value", "reduced cost"],
        ["x", 0.1, -2],
      ],
      rows: [
        ["row", "activity", "dual", "lower slack", "upper slack"],
        ["cap", 0.1, 3, null, 0],
      ],
    });
    expect((await seen(own)).outcome![1]).to.deep.equal(["objective", null, 36911.215]);
  });

  it("of other kinds has what they have", async () => {
    const rows = [{ name: "cap", activity: "2", lowerSlack: "1", upperSlack: null }];
    const feasible = await seen({ kind: "feasible", variables: [{ name: "x", value: "2" }], rows });
    expect(feasible.plan).to.deep.equal([
      ["variable", "value"],
      ["x", 2],
    ]);
    expect(feasible.rows).to.deep.equal([
      ["row", "activity", "lower slack", "upper slack"],
      ["cap", 2, 1],
    ]);
    const variables = [{ name: "x", value: "2", direction: "1" }];
    const unbounded = await seen({ kind: "unbounded", variables, rows });
    expect(unbounded.plan).to.deep.equal([
      ["variable", "value", "direction"],
      ["x", 2, 1],
    ]);
    const weights = { rows: [{ name: "cap", weight: "-1" }], bounds: [{ name: "x", weight: "2" }] };
    expect(await seen({ kind: "infeasible", ...weights })).to.deep.equal({
      outcome: [["kind", "infeasible"]],
      rows: [
        ["kind", "name", "weight"],
        ["row", "cap", -1],
        ["bound", "x", 2],
      ],
    });
  });

  it("has no formula: names stay text, whatever they start with", async () => {
    const names = ['=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(1)", "\tx", "=1+1", "{=1}", "_x0041_"];
    const own: UserOutcome = {
      kind: "feasible",
      variables: names.map((name) => ({ name, value: "1" })),
      rows: [{ name: "=1+1", activity: "1", lowerSlack: null, upperSlack: null }],
    };
    const bytes = await workbookBytes(outcomeSheets({ ...own, ...EXACT }, null));
    const parts = Object.entries(unzipSync(bytes)).filter(([name]) => name.startsWith("xl/worksheets/"));
    expect(parts).to.have.length(3);
    for (const [, part] of parts) expect(strFromU8(part)).not.to.match(/<f[ >]|t="str"|hyperlink/i);
    expect((await seen(own)).plan!.slice(1).map(([name]) => name)).to.deep.equal(names);
  });

  it("keeps every digit: numbers of more than fifteen are text", () => {
    for (const [text, cell] of [
      ["0", 0],
      ["-0.125", -0.125],
      ["123456789012345", 123456789012345],
      ["1234567890123450000000", 1.23456789012345e21],
      ["0.000000000000000123456789012345", 1.23456789012345e-16],
      ["1234567890123456", "1234567890123456"],
      ["-0.1234567890123456", "-0.1234567890123456"],
      ["9007199254740993", "9007199254740993"],
      ["", null],
    ] as const)
      expect(numberCell(text), text).to.equal(cell);
  });
});
