// Text that well-known programs read differently: what is read, and that a remark says so.
import { expect } from "chai";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import { formatDecimal } from "../../../client/math/decimal.ts";
import { shape } from "../../support/reading.ts";

const mps = (rest: string, before = "") =>
  readProgramText(
    `NAME test\n${before}ROWS\n N\tcost\n G\ta\n L\tb\nCOLUMNS\n\tx\tcost\t1\ta\t1\n\tx\tb\t1\n${rest}\nENDATA\n`,
    "a.mps",
  );
const lp = (rest: string) => readProgramText(`Maximize\n o: x + y\nSubject To\n${rest}\nEnd\n`, "a.lp");
const fields = ({ warnings }: ReturnType<typeof mps>) => warnings.map(({ place }) => place.field);

describe("what programs read differently gets a remark", () => {
  it("MPS: a right-hand side of the objective, unless it is 0", () => {
    const model = mps("RHS\n\tR\tcost\t5\ta\t2");
    expect(formatDecimal(model.objective!.constant)).to.equal("-5");
    expect(model.warnings.map(({ place }) => place)).to.deep.equal([
      { file: "a.mps", line: 10, field: "right-hand side of row cost" },
    ]);
    expect(formatDecimal(mps("RHS\n\tR\tcost\t-2.5").objective!.constant)).to.equal("2.5");
    expect(fields(mps("RHS\n\tR\tcost\t0\ta\t2"))).to.deep.equal([]);
  });

  it("CPLEX-LP and JSON: none for a constant, which stands in the objective", () => {
    const json = { objective: { constant: 5, coefficients: { x: 1 } }, rows: [{ coefficients: { x: 1 }, lower: 2 }] };
    for (const model of [
      readProgramText("Minimize\n o: x + 5\nSubject To\n a: x >= 2\nEnd\n", "a.lp"),
      readProgramText(JSON.stringify({ sense: "min", ...json }), "a.json"),
    ]) {
      expect(formatDecimal(model.objective!.constant)).to.equal("5");
      expect(model.warnings).to.deep.equal([]);
    }
  });

  it("MPS: a maximum on the line of OBJSENSE", () => {
    const objective = (sense: string) => mps("", sense);
    expect(objective("OBJSENSE MAX\n").objective!.sense).to.equal("max");
    expect(fields(objective("OBJSENSE MAX\n"))).to.deep.equal(["OBJSENSE"]);
    expect(fields(objective("OBJSENSE MIN\n"))).to.deep.equal([]);
    for (const sense of ["OBJSENSE\n    MAX\n", "OBJSENSE\nMAX\n", "OBJSENSE\n MAX\n MAX\n", "OBJSENSE maximize\n"])
      expect(fields(objective(sense)), sense).to.deep.equal(["OBJSENSE"]);
    expect(fields(objective("OBJSENSE\n    MIN\n"))).to.deep.equal([]);
  });

  it("exponents marked with a D, once", () => {
    expect(shape(mps("RHS\n\tR\ta\t2.5D+01\tb\t1d+2")).rows).to.deep.equal(["a 25 -", "b - 100"]);
    expect(fields(mps("RHS\n\tR\ta\t2.5D+01\tb\t1d+2"))).to.deep.equal(["right-hand side of row a"]);
    expect(fields(mps("BOUNDS\n UP\tB\tx\t1D1"))).to.deep.equal(["bound of variable x"]);
    expect(fields(mps("RHS\n\tR\ta\t2.5E+01"))).to.deep.equal([]);
    expect(fields(lp(" a: 2.5D+00 x + 1.5D+00 y <= 7"))).to.deep.equal(["2.5D+00"]);
    expect(fields(lp(" a: 2.5e+00 x + y <= 7"))).to.deep.equal([]);
  });

  it("sides and bounds that only some programs take for infinite, once, but no coefficient", () => {
    for (const huge of ["1e22", "1e29", "100000000000000000001"])
      for (const side of [`<= ${huge}`, `>= -${huge}`])
        expect(fields(lp(` a: x + y <= 7\n b: x ${side}`)), side).to.include(huge);
    expect(fields(lp(" a: x + y <= 7\nBounds\n x <= 1e22\n y <= 1e22"))).to.deep.equal(["1e22"]);
    for (const bound of ["x <= 1e20", "x >= -1e20", "x <= 1e30", "x >= -1e30", "-1e31 <= x"])
      expect(fields(lp(` a: x + y <= 7\nBounds\n ${bound}`)), bound).to.deep.equal([/1e\d+/.exec(bound)![0]]);
    expect(fields(lp(" a: x + y <= 7\nBounds\n x <= 99999999999999999999\n -inf <= y <= inf"))).to.deep.equal([]);
    expect(fields(lp(" a: 1e22 x + 1e22 * y <= 7"))).to.deep.equal([]);
    expect(fields(mps("BOUNDS\n UP\tB\tx\t1e22"))).to.deep.equal(["bound of variable x"]);
    expect(fields(mps("RHS\n\tR\tb\t1e22\ta\t1"))).to.include("right-hand side of row b");
    for (const bound of ["LO\tB\tx\t-1e20", "LO\tB\tx\t-1e31", "UP\tB\tx\t1e30"])
      expect(fields(mps(`BOUNDS\n ${bound}`)), bound).to.deep.equal(["bound of variable x"]);
    expect(fields(mps("BOUNDS\n UP\tB\tx\tinf\n MI\tB\tx\t-1e22"))).to.deep.equal([]);
  });
});
