// Rows without a coefficient but 0, in every format: refused if nothing meets them, and otherwise
// read with a remark.
import { expect } from "chai";
import { announce, combine } from "../../../client/lp/joint/program.ts";
import { toPartyRows } from "../../../client/lp/model/normalise.ts";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import { refusal, shape } from "../../support/reading.ts";

const lp = (row: string) => readProgramText(`min\n x + y\nst\n a: x + y <= 9\n ${row}\nend`, "a.lp");
const json = (row: object) => {
  const rows = [
    { name: "a", coefficients: { x: 1, y: 1 }, upper: 9 },
    { name: "r", ...row },
  ];
  return readProgramText(JSON.stringify({ rows, variables: { y: {} } }), "a.json");
};
const mps = (sense: string, rest: string, columns = "") =>
  readProgramText(
    `NAME\nROWS\n N\tcost\n L\ta\n ${sense}\tr\nCOLUMNS\n\tx\tcost\t1\ta\t1\n${columns}${rest}\nENDATA\n`,
    "a.mps",
  );

/** Rows whose sum is 0, with sides between which 0 is not. */
const UNMET: readonly (readonly [string, () => unknown])[] = [
  ...["r: 0 y = 5", "r: 0 y >= 5", "r: 0 x + 0 y <= -5", "r: y - y >= 0.1", "r: y + 5 <= y", "r: y = y + 1"].map(
    (row) => [row, () => lp(row)] as const,
  ),
  ...["r: >= 5", "r: = 5", "r: <= -5", "r: 2 <= 0 y <= 3", "r: -3 <= y - y <= -2"].map(
    (row) => [row, () => lp(row)] as const,
  ),
  ...[
    { lower: 2 },
    { coefficients: {}, lower: 2, upper: 9 },
    { coefficients: { x: 0 }, equal: "5" },
    { coefficients: { x: 0, y: "0.0" }, upper: -1 },
    { lower: -9, upper: -2 },
    { equal: "1e-20" },
  ].map((row) => [JSON.stringify(row), () => json(row)] as const),
  ["MPS G", () => mps("G", "RHS\n\tR\tr\t4")],
  ["MPS E", () => mps("E", "RHS\n\tR\tr\t-4")],
  ["MPS L", () => mps("L", "RHS\n\tR\tr\t-4")],
  ["MPS range", () => mps("L", "RHS\n\tR\tr\t4\nRANGES\n\tG\tr\t3")],
  ["MPS 0", () => mps("G", "RHS\n\tR\tr\t4", "\ty\tr\t0\n")],
];

describe("rows without a coefficient but 0", () => {
  for (const [text, read] of UNMET)
    it(`refuses ${text}`, () => {
      const { code, place } = refusal(read);
      expect([code, place.field]).to.deep.equal(["RowEmpty", "right-hand side of row r"]);
      expect(place.line).to.be.above(0);
    });

  it("remarks on those that restrict nothing", () => {
    for (const model of [
      ...["y = y", "y <= y + 5", "0 y >= -5", "y - y = 0", "-1 <= 0 y <= 2"].map((row) => lp(`r: ${row}`)),
      ...[{ upper: 2 }, { coefficients: {}, equal: 0 }, { coefficients: { x: 0 }, lower: -2, upper: 9 }].map(json),
      ...["", "RHS\n\tR\tr\t4"].map((rest) => mps("L", rest)),
      ...["", "RHS\n\tR\tr\t-4"].map((rest) => mps("G", rest)),
      mps("E", "RANGES\n\tG\tr\t-3"),
    ]) {
      expect(model.rows.map(({ name }) => name)).to.deep.equal(["a", "r"]);
      expect(model.warnings.map(({ place }) => place.field)).to.include("row r");
    }
  });

  it("remarks once on a row that has no side either", () => {
    for (const model of [lp("r: 0 y <= inf"), json({ upper: null }), mps("L", "RHS\n\tR\tr\tinf")])
      expect(model.warnings.map(({ place }) => place.field)).to.deep.equal(["right-hand side of row r"]);
  });

  it("reads an infeasible program that is meant: its rows have coefficients", () => {
    expect(shape(lp("r: x + y >= 10")).rows).to.deep.equal(["a - 9", "r 10 -"]);
    expect(lp("r: x + y >= 10").warnings).to.deep.equal([]);
  });

  it("refuses a row of which rounding leaves no coefficient", () => {
    const small = json({ coefficients: { x: 0.004, y: "-0.0049" }, lower: 2 });
    const program = combine([announce(small), announce(lp("b: x >= 1"))]);
    expect(refusal(() => toPartyRows(small, program, 2, "nearest"))).to.deep.equal({
      code: "RowEmpty",
      place: { file: "a.json", line: 1, field: "row r" },
    });
    expect(toPartyRows(small, program, 3, "nearest").inequalities.rhs).to.have.length(2);
  });
});
