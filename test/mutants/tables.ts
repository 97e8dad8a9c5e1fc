// Mutants of what is refused in a spreadsheet or CSV, so that no cell is read as something that its
// writer did not mean, and of what a workbook may unpack to.
import type { Mutant } from "./mutant.ts";

const reader = (name: string) => `client/lp/readers/${name}.ts`;
const TESTS = ["test/lp/readers/xlsx.test.ts", "test/lp/readers/csv.test.ts"];

const mutants: readonly Omit<Mutant, "tests">[] = [
  {
    id: "T01",
    what: "what stands beside a table is left out",
    file: reader("table"),
    search: "if (outside >= 0) {",
    replace: "if (false) {",
  },
  {
    id: "T02",
    what: "of two objectives the last one counts",
    file: reader("table"),
    search: "if (read.has(kind)) {",
    replace: "if (false) {",
  },
  {
    id: "T03",
    what: "the right-hand side of an objective or of bounds is left out",
    file: reader("table"),
    search: "  requireEmpty(own, columns.side,",
    replace: "  if (false) requireEmpty(own, columns.side,",
  },
  {
    id: "T04",
    what: "a name of a row of bounds is left out",
    file: reader("table"),
    search: "  requireEmpty(own, 0,",
    replace: "  if (false) requireEmpty(own, 0,",
  },
  {
    id: "T05",
    what: "text that looks like a number is one",
    file: reader("table"),
    search: 'if (cell.kind === "number" || cell.kind === "written") return cell.text;',
    replace: 'if (cell.kind !== "refused" && cell.kind !== "empty") return cell.text;',
  },
  {
    id: "T06",
    what: "a number is a name",
    file: reader("table"),
    search: 'if (cell.kind !== "number") return cell.text;',
    replace: "return cell.text;",
  },
  {
    id: "T07",
    what: "1.500 is 1.5 in every file",
    file: reader("csv"),
    search: "if (isDecimalPoint || row === 0",
    replace: "if (true || row === 0",
  },
  {
    id: "T08",
    what: "points that group digits show that points are decimal points",
    file: reader("csv"),
    search: "WITH_POINT.test(cell) && !GROUPED.test(cell)",
    replace: "WITH_POINT.test(cell)",
  },
  {
    id: "T09",
    what: "names show what points mean",
    file: reader("csv"),
    search: "records.slice(1).flatMap((record) => record.slice(1))",
    replace: "records.flat()",
  },
  {
    id: "T10",
    what: "merged cells are read",
    file: reader("xlsx"),
    search: "  refuseMerged(sheet, builder);",
    replace: "",
  },
  {
    id: "T11",
    what: "hidden rows are read",
    file: reader("xlsx"),
    search: "rowDefs?.get(row)?.hidden === true || ",
    replace: "",
  },
  {
    id: "T12",
    what: "hidden columns are read",
    file: reader("xlsx"),
    search: " || columns[at]?.hidden === true",
    replace: "",
  },
  {
    id: "T13",
    what: "a formula without a value is an empty cell",
    file: reader("xlsx"),
    search: "if (details?.formula === undefined) return EMPTY;",
    replace: "return EMPTY;",
  },
  {
    id: "T14",
    what: "formulas are read without a remark",
    file: reader("xlsx"),
    search: "  remarkOnFormulas(sheet, builder);",
    replace: "",
  },
  {
    id: "T15",
    what: "of several sheets the first is read",
    file: reader("workbook"),
    search: "found.find(({ name }) => name === PROGRAM_SHEET)",
    replace: "found[0]",
  },
  {
    id: "T16",
    what: "a hidden sheet is read",
    file: reader("workbook"),
    search: "if (own.hidden) {",
    replace: "if (false) {",
  },
  {
    id: "T17",
    what: "a workbook may unpack to any size",
    file: reader("workbook"),
    search: "if (sizes.reduce((sum, size) => sum + size, 0) <= MAX_UNPACKED) return;",
    replace: "return;",
  },
  {
    id: "T18",
    what: "a part whose size is not stated is unpacked",
    file: reader("workbook"),
    search: "  if (sizes.includes(0)) throw unreadable(file);",
    replace: "",
  },
  {
    id: "T19",
    what: "an error's text is text",
    file: reader("xlsx"),
    search: 'if (details?.type === "error")',
    replace: "if (false)",
  },
];

export const TABLE_MUTANTS: readonly Mutant[] = mutants.map((mutant) => ({ ...mutant, tests: TESTS }));
