import { expect } from "chai";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import type { SheetCell, SheetContent } from "../../../client/cli/sheets.ts";
import { workbookBytes } from "../../../client/cli/workbook-bytes.ts";
import type { InputError, InputPlace } from "../../../client/errors.ts";
import { readProgramBytes, readProgramText } from "../../../client/lp/readers/read.ts";
import { bare } from "../../support/models.ts";
import { type Patch, patchedWorkbook, SHEET, STYLES } from "../../support/patched-workbook.ts";
import { shape } from "../../support/reading.ts";

const ROWS: readonly (readonly SheetCell[])[] = [
  ["row", "x", "y", "sense", "right-hand side"],
  ["profit", 3.25, 2.5, "max", null],
  ["saw", 1, 2, "<=", 40],
  ["balance", 1, -1, "=", 7],
  [],
  [null, null, "none", "lower", null],
  [null, 20, null, "upper", null],
];

const read = (bytes: Uint8Array) => readProgramBytes(bytes, "a.xlsx");
const sheet = (rows: readonly (readonly SheetCell[])[], name = "Week 1"): SheetContent => ({ name, rows });
const plain = (rows: readonly (readonly SheetCell[])[]) => workbookBytes([sheet(rows)]);

/** The table with some cells of row `line` changed; columns from 0. */
function changed(line: number, cells: Readonly<Record<number, SheetCell>>): (readonly SheetCell[])[] {
  const row = [...(ROWS[line - 1] ?? [])];
  for (const [column, cell] of Object.entries(cells)) {
    while (row.length < Number(column)) row.push(null);
    row[Number(column)] = cell;
  }
  const rows = [...ROWS];
  rows[line - 1] = row;
  return rows;
}

async function refusal(bytes: Uint8Array | Promise<Uint8Array>): Promise<{ code: string; place: InputPlace }> {
  const error: InputError = await read(await bytes).then(
    () => expect.fail("nothing was refused"),
    (error: InputError) => error,
  );
  return { code: error.code, place: error.place };
}

/** Code and cell of a refusal. */
async function refusedCell(bytes: Uint8Array | Promise<Uint8Array>): Promise<string> {
  const { code, place } = await refusal(bytes);
  expect(place.file).to.equal("a.xlsx");
  return `${code} ${place.cell ?? "-"}`;
}

/** The refusal of the table whose B3, the coefficient 1, is other XML. */
const refusedB3 = (xml: string, patches: readonly Patch[] = []) =>
  refusedCell(patchedWorkbook([sheet(ROWS)], [[SHEET, '<c r="B3"><v>1</v></c>', xml], ...patches]));

const withB3 = (xml: string) => patchedWorkbook([sheet(ROWS)], [[SHEET, '<c r="B3"><v>1</v></c>', xml]]);

/** A second format of cells, for numbers of this format. */
const styled = (format: string): readonly Patch[] => [
  [STYLES, "<fonts", `<numFmts count="1"><numFmt numFmtId="164" formatCode="${format}"/></numFmts><fonts`],
  [
    STYLES,
    "</cellXfs>",
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>',
  ],
];

describe("a spreadsheet", () => {
  it("is read as the table says", async () => {
    const model = await read(await plain(ROWS));
    expect(shape(model)).to.deep.equal({ variables: ["x 0 20", "y - -"], rows: ["saw - 40", "balance 7 7"] });
    expect(model.objective).to.deep.include({ name: "profit", sense: "max", line: 2 });
    expect(model.rows.map(({ line }) => line)).to.deep.equal([3, 4]);
    expect(model.warnings).to.deep.equal([]);
    const json = `{ "sense": "max", "objective": { "name": "profit", "coefficients": { "x": 3.25, "y": 2.5 } },
      "rows": [ { "name": "saw", "coefficients": { "x": 1, "y": 2 }, "upper": 40 },
                { "name": "balance", "coefficients": { "x": 1, "y": -1 }, "equal": 7 } ],
      "variables": { "x": { "upper": 20 }, "y": { "lower": null } } }`;
    expect(bare(model)).to.deep.equal(bare(readProgramText(json, "a.json")));
  });

  it("has senses in other spellings, and words in any case", async () => {
    const rows = changed(3, { 3: " ≤ " });
    rows[0] = ["Row", "x", "y", "Sense", "Right-hand side"];
    expect(bare(await read(await plain(rows)))).to.deep.equal(bare(await read(await plain(ROWS))));
  });

  it("is refused where the cell holds no number", async () => {
    for (const xml of [
      '<c r="B3" t="e"><v>#N/A</v></c>',
      '<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
      '<c r="B3" t="b"><v>1</v></c>',
      '<c r="B3" t="b"><f>1=1</f><v>1</v></c>',
      '<c r="B3"><f>1+1</f></c>',
      '<c r="B3" t="str"><f>"1"</f><v>1</v></c>',
      '<c r="B3" t="str"><f>""</f><v></v></c>',
      '<c r="B3" t="inlineStr"><is><t>1</t></is></c>',
      '<c r="B3" t="inlineStr"><is><t>1,000</t></is></c>',
      '<c r="B3" t="inlineStr"><is><t>inf</t></is></c>',
      '<c r="B3" t="inlineStr"><is><t>none</t></is></c>',
      '<c r="B3" t="inlineStr"><is><r><t>1</t></r><r><rPr><b/></rPr><t>5</t></r></is></c>',
      '<c r="B3" t="inlineStr"><is><t> </t></is></c>',
      '<c r="B3"><v>1e999</v></c>',
      '<c r="B3" t="d"><v>2026-11-30</v></c>',
    ])
      expect(await refusedB3(xml), xml).to.equal("CellUnsuitable 'Week 1'!B3");
  });

  it("is refused where an error or TRUE stands for a name", async () => {
    for (const xml of ['<c r="B1" t="e"><v>#N/A</v></c>', '<c r="B1" t="b"><v>1</v></c>']) {
      const rows = [
        ["row", "", "sense", "right-hand side"],
        ["a", 1, "<=", 1],
      ];
      const patch: Patch = [SHEET, '<c r="B1" t="s"><v>1</v></c>', xml];
      expect(await refusedCell(patchedWorkbook([sheet(rows)], [patch])), xml).to.equal("CellUnsuitable 'Week 1'!B1");
    }
  });

  it("is refused where the cell holds a date, however it is formatted, and not where it holds an amount", async () => {
    const cell = '<c r="B3" s="1"><v>45000</v></c>';
    for (const format of ["yyyy-mm-dd", "d/m", "[$-F800]dddd\\, mmmm dd", "hh:mm", "[h]:mm", "mm:ss.0"])
      expect(await refusedB3(cell, styled(format)), format).to.equal("CellUnsuitable 'Week 1'!B3");
    for (const format of [
      "0.00E+00",
      "#,##0.00\\ &quot;€&quot;",
      "#,##0\\ [$kr-41D]",
      "0\\ &quot;days&quot;",
      "[Red]-0.0%",
    ]) {
      const bytes = await patchedWorkbook([sheet(ROWS)], [[SHEET, '<c r="B3"><v>1</v></c>', cell], ...styled(format)]);
      expect((await read(bytes)).rows[0]!.entries[0]!.value, format).to.deep.equal({ mantissa: 45n, exponent: 3 });
    }
  });

  it("gives a formula's value, with a remark that names the first", async () => {
    const model = await read(await withB3('<c r="B3"><f>0.1+0.2</f><v>0.30000000000000004</v></c>'));
    expect(model.rows[0]!.entries[0]!.value).to.deep.equal({ mantissa: 30000000000000004n, exponent: -17 });
    expect(model.warnings.map(({ place }) => place.cell)).to.deep.equal(["'Week 1'!B3"]);
    const shared = await read(await withB3('<c r="B3"><f t="shared" si="0"/><v>5</v></c>'));
    expect(shared.warnings).to.have.length(1);
    // As other programs write 0.1.
    const long = await read(await withB3('<c r="B3"><v>0.10000000000000001</v></c>'));
    expect(long.rows[0]!.entries[0]!.value).to.deep.equal({ mantissa: 1n, exponent: -1 });
  });

  it("is refused with merged cells, and with rows or columns that are hidden", async () => {
    const merged: Patch = [
      SHEET,
      "</sheetData>",
      '</sheetData><mergeCells count="1"><mergeCell ref="B3:C3"/></mergeCells>',
    ];
    expect(await refusedCell(patchedWorkbook([sheet(ROWS)], [merged]))).to.equal("MalformedTable 'Week 1'!B3");
    const column: Patch = [SHEET, "<sheetData>", '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'];
    expect(await refusedCell(patchedWorkbook([sheet(ROWS)], [column]))).to.equal("MalformedTable 'Week 1'!B1");
    const row: Patch = [SHEET, '<row r="4"', '<row r="4" hidden="1"'];
    expect(await refusedCell(patchedWorkbook([sheet(ROWS)], [row]))).to.equal("MalformedTable 'Week 1'!A4");
    const empty: Patch = [SHEET, "<sheetData>", '<cols><col min="9" max="99" hidden="1"/></cols><sheetData>'];
    expect((await read(await patchedWorkbook([sheet(ROWS)], [empty]))).rows).to.have.length(2);
  });

  it("is refused where the table is not as it should be", async () => {
    const cases: readonly (readonly [rows: readonly (readonly SheetCell[])[], refusal: string])[] = [
      [[], "MalformedTable 'Week 1'!A1"],
      [changed(1, { 0: "name" }), "MalformedTable 'Week 1'!A1"],
      [changed(1, { 4: "rhs" }), "MalformedTable 'Week 1'!E1"],
      [changed(1, { 3: "type" }), "MalformedTable 'Week 1'!D1"],
      [changed(1, { 5: "z" }), "MalformedTable 'Week 1'!F1"],
      [changed(1, { 2: null }), "NameInvalid 'Week 1'!C1"],
      [changed(1, { 2: 2026 }), "CellUnsuitable 'Week 1'!C1"],
      [changed(1, { 2: "x" }), "DuplicateName 'Week 1'!C1"],
      [changed(1, { 2: " y" }), "NameInvalid 'Week 1'!C1"],
      [changed(3, { 0: null }), "NameInvalid 'Week 1'!A3"],
      [changed(3, { 0: 3 }), "CellUnsuitable 'Week 1'!A3"],
      [changed(4, { 0: "saw" }), "DuplicateName 'Week 1'!A4"],
      [changed(3, { 3: null }), "UnknownRowSense 'Week 1'!D3"],
      [changed(3, { 3: "<" }), "UnknownRowSense 'Week 1'!D3"],
      [changed(3, { 3: "constructor" }), "UnknownRowSense 'Week 1'!D3"],
      [changed(3, { 4: null }), "MalformedTable 'Week 1'!E3"],
      [changed(3, { 4: "40" }), "CellUnsuitable 'Week 1'!E3"],
      [changed(3, { 4: "-inf" }), "BoundInfinite 'Week 1'!E3"],
      [changed(4, { 4: 1e20 }), "NumberNotFinite 'Week 1'!E4"],
      [changed(3, { 6: "tonnes" }), "MalformedTable 'Week 1'!G3"],
      [changed(5, { 2: 1 }), "UnknownRowSense 'Week 1'!D5"],
      [changed(2, { 4: 0 }), "MalformedTable 'Week 1'!E2"],
      [changed(7, { 0: "most" }), "MalformedTable 'Week 1'!A7"],
      [changed(7, { 4: 9 }), "MalformedTable 'Week 1'!E7"],
      [changed(7, { 1: "-inf" }), "BoundInfinite 'Week 1'!B7"],
      [changed(7, { 1: "20" }), "CellUnsuitable 'Week 1'!B7"],
      [changed(7, { 1: -1 }), "BoundsCross 'Week 1'!B7"],
      [changed(6, { 1: 21 }), "BoundsCross 'Week 1'!B7"],
      [changed(8, { 1: 1, 3: "min" }), "DuplicateLine 'Week 1'!D8"],
      [changed(8, { 1: 1, 3: "lower" }), "DuplicateLine 'Week 1'!D8"],
      [changed(8, { 2: 1, 3: "upper" }), "DuplicateLine 'Week 1'!D8"],
      [changed(3, { 1: 0, 2: null, 3: ">=" }), "RowEmpty 'Week 1'!E3"],
    ];
    for (const [rows, expected] of cases) expect(await refusedCell(plain(rows)), expected).to.equal(expected);
  });

  it("names the field and the row beside the cell", async () => {
    expect((await refusal(plain(changed(3, { 4: "40" })))).place).to.deep.equal({
      ...{ file: "a.xlsx", line: 3, cell: "'Week 1'!E3", field: "right-hand side of row saw" },
    });
    const far = ["row", ...Array.from({ length: 720 }, (_, k) => `x${k}`), "sense", "right-hand side"];
    const row = ["a", ...Array.from({ length: 719 }, () => 1), "1", "<=", 1];
    expect(await refusedCell(workbookBytes([sheet([far, row], "It's")]))).to.equal("CellUnsuitable 'It''s'!AAS2");
    expect(await refusedCell(workbookBytes([sheet([far, row], "Blad1")]))).to.equal("CellUnsuitable Blad1!AAS2");
  });

  it("remarks on what restricts nothing, with the cell", async () => {
    const { warnings } = await read(
      await plain([...changed(3, { 4: "inf" }).slice(0, 1), ...changed(3, { 4: "inf" }).slice(2)]),
    );
    expect(warnings.map(({ place }) => place.cell)).to.deep.equal(["'Week 1'!E2"]);
  });

  it("takes the sheet named program of several, with a remark, and refuses any other choice", async () => {
    const model = await read(await workbookBytes([sheet([["notes"]], "Sheet1"), sheet(ROWS, "program")]));
    expect(model.rows).to.have.length(2);
    expect(model.warnings.map(({ place }) => place.cell)).to.deep.equal(["program!A1"]);
    expect(await refusedCell(workbookBytes([sheet(ROWS, "Sheet1"), sheet([], "Sheet2")]))).to.equal("SheetUnclear -");
    const hidden: Patch = ["xl/workbook.xml", '<sheet name="program"', '<sheet name="program" state="hidden"'];
    const sheets = [sheet(ROWS, "Sheet1"), sheet(ROWS, "program")];
    expect(await refusedCell(patchedWorkbook(sheets, [hidden]))).to.equal("SheetUnclear -");
  });

  it("is refused if it is none, is damaged, or is an old or encrypted one", async () => {
    const bytes = await plain(ROWS);
    for (const wrong of [
      strToU8("row,x,sense,right-hand side\n"),
      new Uint8Array(0),
      bytes.subarray(0, bytes.length - 40),
      zipSync({ "a.txt": strToU8("text") }),
      Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1),
      await patchedWorkbook([sheet(ROWS)], [[SHEET, "</worksheet>", "<"]]),
    ])
      expect(await refusedCell(wrong)).to.equal("MalformedXlsx -");
    const damaged = Uint8Array.from(bytes);
    const at = strFromU8(bytes, true).indexOf("xl/worksheets/sheet1.xml") + 40;
    damaged[at] = damaged[at]! ^ 1;
    expect(await refusedCell(damaged)).to.equal("MalformedXlsx -");
  });

  it("is refused before it is unpacked if it is too large, also if it does not say so", async () => {
    const parts = unzipSync(await plain(ROWS));
    const bomb = zipSync({ ...parts, "xl/media/image1.png": new Uint8Array(128 * 1024 * 1024) }, { level: 1 });
    expect(bomb.length).to.be.below(1_000_000);
    expect(await refusedCell(bomb)).to.equal("FileTooLarge -");
    // The directory at the end of the file gives the sizes; here it says 0 for the sheet.
    const silent = Uint8Array.from(await plain(ROWS));
    const name = strFromU8(silent, true).lastIndexOf("xl/worksheets/sheet1.xml");
    silent.fill(0, name - 22, name - 18);
    expect(await refusedCell(silent)).to.equal("MalformedXlsx -");
  });

  it("needs its extension, or the format, and content that restricts something", async () => {
    const bytes = await plain(ROWS);
    expect((await readProgramBytes(bytes, "rows", "xlsx")).rows).to.have.length(2);
    for (const file of ["rows", "rows.lp"]) {
      const error: InputError = await readProgramBytes(bytes, file).catch((error) => error);
      expect(error.code).to.equal("NotText");
    }
    expect(await refusedCell(plain(ROWS.slice(0, 1)))).to.equal("EmptyParty -");
  });
});
