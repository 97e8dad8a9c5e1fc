import { expect } from "chai";
import type { Model } from "../../../client/lp/model.ts";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import { formatDecimal } from "../../../client/math/decimal.ts";
import { refusal, shape } from "../../support/reading.ts";

interface Parts {
  readonly rows?: string;
  readonly columns?: string;
  readonly rest?: string;
}

const text = ({
  rows = " L\ta\n G\tb\n E\tc",
  columns = "\tx\tcost\t1\ta\t1\n\tx\tb\t1\tc\t1\n\ty\tcost\t2\ta\t-1",
  rest = "",
}: Parts): string => `NAME test\nROWS\n N\tcost\n${rows}\nCOLUMNS\n${columns}\n${rest}\nENDATA\n`;
const read = (parts: Parts): Model => readProgramText(text(parts), "a.mps");
const refused = (parts: Parts) => refusal(() => read(parts));

describe("MPS", () => {
  it("gives ranges the sides of the standard", () => {
    const rest = (r: string) => `RHS\n\tR\ta\t4\tb\t4\n\tR\tc\t4\nRANGES\n\tG\ta\t${r}\tb\t${r}\n\tG\tc\t${r}`;
    expect(shape(read({ rest: rest("2.5") })).rows).to.deep.equal(["a 1.5 4", "b 4 6.5", "c 4 6.5"]);
    expect(shape(read({ rest: rest("-2.5") })).rows).to.deep.equal(["a 1.5 4", "b 4 6.5", "c 1.5 4"]);
    expect(shape(read({ rest: rest("0") })).rows).to.deep.equal(["a 4 4", "b 4 4", "c 4 4"]);
    expect(shape(read({ rest: "RANGES\n\ta\t3" })).rows).to.deep.equal(["a -3 0", "b 0 -", "c 0 0"]);
  });

  it("reads all bounds of continuous variables, with or without a vector name and in any order", () => {
    const bounds = (lines: string) => shape(read({ rest: `BOUNDS\n${lines}` })).variables[0];
    expect(bounds(" UP\tB\ty\t1")).to.equal("x 0 -");
    expect(bounds(" LO\tB\tx\t1")).to.equal("x 1 -");
    expect(bounds(" UP\tx\t1")).to.equal("x 0 1");
    expect(bounds(" FX\tB\tx\t-1.5")).to.equal("x -1.5 -1.5");
    expect(bounds(" FR\tB\tx")).to.equal("x - -");
    expect(bounds(" FR\tx")).to.equal("x - -");
    expect(bounds(" FR\tB\tx\t0")).to.equal("x - -");
    expect(bounds(" MI\tB\tx\n UP\tB\tx\t5")).to.equal("x - 5");
    expect(bounds(" PL\tB\tx\n LO\tB\tx\t-5")).to.equal("x -5 -");
    expect(bounds(" UP\tB\tx\t-1\n LO\tB\tx\t-5")).to.equal("x -5 -1");
    expect(bounds(" UP\tB\tx\t0")).to.equal("x 0 0");
    expect(bounds(" UP\tB\tx\t1e30\n LO\tB\tx\t-Inf")).to.equal("x - -");
  });

  it("takes the default lower bound away under a negative upper bound, and says so", () => {
    const model = read({ rest: "BOUNDS\n UP\tB\tx\t-1" });
    expect(shape(model).variables[0]).to.equal("x - -1");
    expect(model.warnings).to.have.lengthOf(1);
    expect(model.warnings[0]!.place).to.deep.equal({ file: "a.mps", line: 12, field: "bound of variable x" });
  });

  it("reads the sense in all styles and the constant with its sign", () => {
    for (const style of ["OBJSENSE MAX", "OBJSENSE\n    MAX", "OBJSENSE\n MAXIMIZE"]) {
      const { objective } = readProgramText(`${style}\n${text({ rest: "RHS\n\tR\tcost\t-7.5" })}`, "a.mps");
      expect(objective!.sense).to.equal("max");
      expect(formatDecimal(objective!.constant)).to.equal("7.5");
    }
    const late = readProgramText(text({ rest: "OBJSENSE\n MAX" }), "a.mps");
    expect([read({}).objective!.sense, late.objective!.sense]).to.deep.equal(["min", "max"]);
  });

  it("keeps names with blanks in fixed format", () => {
    const fixed = [
      "NAME          BLANKS",
      "ROWS",
      " N  COST",
      " L  SAW HRS",
      "COLUMNS",
      "    OAK 1     COST                1.   SAW HRS            2.5",
      "    OAK 2     SAW HRS          1.D+1",
      "RHS",
      "              SAW HRS            40.",
      "BOUNDS",
      " UP           OAK 1               4.",
      "ENDATA",
    ].join("\n");
    expect(shape(readProgramText(fixed, "a.mps"))).to.deep.equal({
      variables: ["OAK 1 0 4", "OAK 2 0 -"],
      rows: ["SAW HRS - 40"],
    });
    expect(refusal(() => readProgramText(fixed, "a.mps", "mps-free")).code).to.equal("MalformedMps");
  });

  it("ignores further N rows with a warning, and counts an objective without non-zeros as none", () => {
    const model = read({ rows: " N\tother\n L\ta", columns: "\tx\tcost\t0\tother\t5\n\tx\ta\t1" });
    expect(model.objective).to.equal(null);
    expect(model.warnings).to.have.lengthOf(1);
    expect(refused({ rows: "", columns: "\tx\tcost\t0" }).code).to.equal("EmptyParty");
  });

  it("names file, line and field of what is wrong", () => {
    const place = { file: "a.mps", line: 8, field: "coefficient of variable x in row zz" };
    expect(refused({ columns: "\tx\tzz\t1" })).to.deep.equal({ code: "UnknownRow", place });
  });

  const CODES: readonly [string, Parts][] = [
    ["UnknownRowSense", { rows: " Q\ta" }],
    ["DuplicateName", { rows: " L\ta\n G\ta" }],
    ["DuplicateName", { rows: " L\tcost" }],
    ["DuplicateName", { columns: "\tx\ta\t1\n\ty\ta\t1\n\tx\tb\t1" }],
    ["DuplicateEntry", { columns: "\tx\ta\t1\n\tx\ta\t1" }],
    ["DuplicateEntry", { rest: "RHS\n\tR\ta\t1\ta\t1" }],
    ["DuplicateEntry", { rest: "RANGES\n\tR\ta\t1\ta\t1" }],
    ["DuplicateEntry", { rest: "BOUNDS\n UP\tB\tx\t1\n FX\tB\tx\t1" }],
    ["UnknownRow", { rest: "RHS\n\tR\tzz\t1" }],
    ["UnknownVariable", { rest: "BOUNDS\n UP\tB\tzz\t1" }],
    ["UnknownBoundKind", { rest: "BOUNDS\n XX\tB\tx\t1" }],
    ["BoundsCross", { rest: "BOUNDS\n LO\tB\tx\t2\n UP\tB\tx\t1" }],
    ["BoundsCross", { rest: "BOUNDS\n LO\tB\tx\t0\n UP\tB\tx\t-1" }],
    ["BoundInfinite", { rest: "BOUNDS\n LO\tB\tx\t1e30" }],
    ["BoundInfinite", { rest: "BOUNDS\n UP\tB\tx\t-inf" }],
    ["NumberNotFinite", { rest: "BOUNDS\n FX\tB\tx\tinf" }],
    ["NumberNotFinite", { columns: "\tx\ta\tNaN" }],
    ["NumberNotFinite", { rest: "RHS\n\tR\ta\tInfinity" }],
    ["NumberMalformed", { columns: "\tx\ta\t1,5" }],
    ["NumberTooLarge", { columns: "\tx\ta\t1e999999999" }],
    ["SeveralVectors", { rest: "RHS\n\tR\ta\t1\n\tS\tb\t1" }],
    ["MalformedMps", { columns: "\tx\ta" }],
    ["MalformedMps", { rest: "OBJSENSE UP" }],
    ["UnknownSection", { rest: "EXTRA" }],
    ["DuplicateSection", { rest: "RHS\nRHS" }],
    ["NotLinear", { rest: "QUADOBJ" }],
    ["NotContinuous", { columns: "\tM1\t'MARKER'\t'INTORG'\n\tx\ta\t1" }],
    ...["BV", "LI", "UI", "SC"].map((kind): [string, Parts] => [
      "NotContinuous",
      { rest: `BOUNDS\n ${kind}\tB\tx\t1` },
    ]),
  ];
  for (const [index, [code, parts]] of CODES.entries()) {
    it(`refuses with ${code} (${index})`, () => expect(refused(parts).code).to.equal(code));
  }

  it("refuses files that are cut off, out of order or without sections", () => {
    const code = (source: string) => refusal(() => readProgramText(source, "a.mps")).code;
    expect(code(text({}).replace("ENDATA", ""))).to.equal("FileTruncated");
    expect(code("")).to.equal("FileTruncated");
    expect(code("ROWS\nENDATA")).to.equal("MissingSection");
    expect(code("COLUMNS\n x a 1\nENDATA")).to.equal("MissingSection");
    expect(code("NAME\n x a 1\nENDATA")).to.equal("MalformedMps");
  });
});
