import { expect } from "chai";
import type { Model } from "../../../client/lp/model/model.ts";
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
    expect(bounds(" FR\tx\t0")).to.equal("x - -");
    expect(bounds(" MI\tx\t-1e30")).to.equal("x - -");
    expect(read({ rest: "BOUNDS\n MI\tB\tx\t-5\n FR\tB\ty\t0" }).warnings.map(({ place }) => place)).to.deep.equal([
      { file: "a.mps", line: 12, field: "bound of variable x" },
    ]);
    expect(refused({ rest: "BOUNDS\n UP\tB\tx" }).code).to.equal("MalformedMps");
    expect(bounds(" MI\tB\tx\n UP\tB\tx\t5")).to.equal("x - 5");
    expect(bounds(" PL\tB\tx\n LO\tB\tx\t-5")).to.equal("x -5 -");
    expect(bounds(" UP\tB\tx\t-1\n LO\tB\tx\t-5")).to.equal("x -5 -1");
    expect(bounds(" UP\tB\tx\t0")).to.equal("x 0 0");
    expect(bounds(" UP\tB\tx\t1e30\n LO\tB\tx\t-Inf")).to.equal("x - -");
  });

  it("drops the default lower bound under a negative upper bound, and says so", () => {
    const model = read({ rest: "BOUNDS\n UP\tB\tx\t-1" });
    expect(shape(model).variables[0]).to.equal("x - -1");
    expect(model.warnings).to.have.lengthOf(1);
    expect(model.warnings[0]!.place).to.deep.equal({ file: "a.mps", line: 12, field: "bound of variable x" });
  });

  it("says on which line a number is missing, and where a comment or a relation has no place", () => {
    const rhs = (line: string) => refused({ rest: `RHS\n ${line}` });
    for (const line of [
      "R a 4 b",
      "a 4 b",
      "R a",
      "4 a",
      "R 4 a",
      "R a = 4",
      "R a <= 4",
      "R a 4 /* c */",
      "R a 4 # c d",
      "R a 4 // c",
    ])
      expect(rhs(line), line).to.deep.equal({ code: "MalformedMps", place: { file: "a.mps", line: 12 } });
    expect(refused({ rest: "RANGES\n R a 4 b" }).code).to.equal("MalformedMps");
    for (const columns of [" x cost 1 a", " x a", " x a = 4"]) {
      const { code, place } = refused({ columns });
      expect([code, place.line], columns).to.deep.equal(["MalformedMps", 8]);
    }
    for (const bound of ["UP x", "UP B x", "LO x", "UP x = 4", "UP x 4 5"])
      expect(refused({ rest: `BOUNDS\n ${bound}` }).code, bound).to.equal("MalformedMps");
  });

  it("remarks on text after ENDATA", () => {
    const remarks = (behind: string) =>
      readProgramText(`${text({})}${behind}`, "a.mps").warnings.map(({ place }) => place.line);
    expect(remarks("\n* a comment\n")).to.deep.equal([]);
    expect(remarks("\n* a comment\nBOUNDS\n FR B x\nENDATA")).to.deep.equal([15]);
  });

  it("reads columns and rows with names that look like markers or comments", () => {
    const columns = "\tMARKER\ta\t1\n\t*x\ta\t2\n\t$y\ta\t3";
    expect(shape(read({ columns })).variables).to.deep.equal(["MARKER 0 -", "*x 0 -", "$y 0 -"]);
    const fixed =
      "NAME\nROWS\n L  a\nCOLUMNS\n    x         a                  1\n    * y       a                  1\nENDATA";
    expect(refusal(() => readProgramText(fixed, "a.mps"))).to.deep.equal({
      code: "NameInvalid",
      place: { file: "a.mps", line: 6, field: "* y" },
    });
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

  it("drops infinite sides and ranges, and remarks on a row that has none left", () => {
    const sides = (rest: string) => shape(read({ rest })).rows;
    expect(sides("RHS\n\tR\ta\t1e20\tb\t-1E+30")).to.deep.equal(["a - -", "b - -", "c 0 0"]);
    expect(sides("RHS\n\tR\ta\tInf\tb\t-infinity\n\tR\tc\t1")).to.deep.equal(["a - -", "b - -", "c 1 1"]);
    expect(sides("RANGES\n\tG\ta\tinf\tb\t1e400\n\tG\tc\t-1e20")).to.deep.equal(["a - 0", "b 0 -", "c - 0"]);
    expect(sides("RANGES\n\tG\tc\t∞")).to.deep.equal(["a - 0", "b 0 -", "c 0 -"]);
    const { warnings } = read({ rest: "RHS\n\tR\ta\tinf" });
    expect(warnings.map(({ place }) => place.field)).to.deep.equal(["right-hand side of row a"]);
  });

  it("reads numbers with the signs and digits of text processors", () => {
    const model = read({ columns: "\tx\tcost\t−1.5D+01\ta\t–２\n\tx\tb\t＋1e−1" });
    expect(model.objective!.entries.map(({ value }) => formatDecimal(value))).to.deep.equal(["-15"]);
    expect(model.rows.flatMap(({ entries }) => entries.map(({ value }) => formatDecimal(value)))).to.deep.equal([
      "-2",
      "0.1",
    ]);
  });

  it("takes the N row that OBJNAME names, wherever it is said", () => {
    const columns = "\tx\tcost\t1\tother\t5\n\tx\ta\t1";
    const rows = " N\tother\n L\ta";
    for (const rest of ["OBJNAME\n    other", "OBJNAME other", "OBJNAME\nother"]) {
      for (const source of [text({ rows, columns, rest }), `${rest}\n${text({ rows, columns })}`]) {
        const { objective, warnings } = readProgramText(source, "a.mps");
        expect([objective!.name, objective!.entries.map(({ value }) => formatDecimal(value))]).to.deep.equal([
          "other",
          ["5"],
        ]);
        expect(warnings).to.have.lengthOf(1);
      }
    }
  });

  it("reads an unindented sense, and remarks on one that only a comment states", () => {
    expect(readProgramText(`OBJSENSE\nMAX\n${text({})}`, "a.mps").objective!.sense).to.equal("max");
    expect(readProgramText(`OBJSENSE\nmaximize\n${text({})}`, "a.mps").objective!.sense).to.equal("max");
    const noted = readProgramText(`*SENSE:Maximize\n${text({})}`, "a.mps");
    expect([noted.objective!.sense, noted.warnings.map(({ place }) => place.line)]).to.deep.equal(["min", [1]]);
    for (const comment of [
      "* Objective:  obj (MAXimum)",
      "*<meta origsense='MAX'>",
      "* OBJSENSE MAX",
      "* maximise profit",
    ]) {
      expect(readProgramText(`${comment}\n${text({})}`, "a.mps").warnings, comment).to.have.lengthOf(1);
    }
    for (const sense of ["", "OBJSENSE MIN\n"]) {
      const written = readProgramText(`* Class:      LP\n* Format:     Free MPS\n*\n${sense}${text({})}`, "a.mps");
      expect(written.warnings.map(({ place }) => place.line)).to.deep.equal(sense === "" ? [2] : []);
    }
    for (const comment of ["* at the most 5", "* max load of line 3"]) {
      expect(readProgramText(`${comment}\n${text({})}`, "a.mps").warnings, comment).to.deep.equal([]);
    }
    expect(readProgramText(`*SENSE:Minimize\n${text({})}`, "a.mps").warnings).to.deep.equal([]);
    const stated = readProgramText(`*SENSE:Maximize\nOBJSENSE\n    MAX\n${text({})}`, "a.mps");
    expect(stated.warnings.map(({ place }) => place.line)).to.deep.equal([3]);
  });

  it("cuts comments that start with $, but not rows whose name does", () => {
    const columns = "\tx\tcost\t1\ta\t1\t$ what it costs\n\tx\tb\t1\t$5\n\tx\t$c\t3\n";
    const rows = " L\ta\t$ cap\n G\tb\n E\t$c";
    const rest = "RHS\n\tR\ta\t4\t$ here\nBOUNDS\n UP\tB\tx\t9\t$ there\n FR\tB\tx\t$ nowhere";
    const model = read({ rows, columns, rest });
    expect(shape(model)).to.deep.equal({ variables: ["x - -"], rows: ["a - 4", "b 0 -", "$c 0 0"] });
    expect(model.rows.map(({ entries }) => entries.length)).to.deep.equal([1, 1, 1]);
    const fixed = [
      "ROWS",
      " N  COST      $ all",
      " L  US $ CAP",
      "COLUMNS",
      "    OAK $ 1   COST                1.   $ COST",
      "    OAK $ 1   US $ CAP           2.5",
      "ENDATA",
    ].join("\n");
    const { variables, rows: caps } = readProgramText(fixed, "a.mps", "mps-fixed");
    expect([variables[0]!.name, caps[0]!.name]).to.deep.equal(["OAK $ 1", "US $ CAP"]);
    expect(shape(readProgramText(fixed, "a.mps")).variables).to.deep.equal(["OAK $ 1 0 -"]);
  });

  it("reads the first of several vectors and the last of several bounds, with a remark on each", () => {
    const rest =
      "RHS\n\tR\ta\t1\n\tS\ta\t9\tb\t9\n\tS\tc\t9\nRANGES\n\tG\tb\t2\n\tH\tb\t3\n" +
      "BOUNDS\n UP\tB\tx\t1\n UP\tC\tx\t5\n UP\tB\tx\t2\n UP\tB\tzz\t3";
    const model = read({ rest });
    expect(shape(model)).to.deep.equal({ variables: ["x 0 2", "y 0 -", "zz 0 3"], rows: ["a - 1", "b 0 2", "c 0 0"] });
    expect(model.warnings.map(({ place }) => place.line)).to.deep.equal([13, 17, 20, 21, 22]);
  });

  it("reads sections without content, of other kinds of programs too", () => {
    const rest = "RHS\nRANGES\nBOUNDS\nSOS\nQUADOBJ\nOBJSENSE";
    expect(shape(read({ rest }))).to.deep.equal(shape(read({})));
    const columns = "\tM1\t'MARKER'\t'INTORG'\n\tM2\t'MARKER'\t'INTEND'\n\tx\ta\t1";
    expect(shape(read({ columns })).variables).to.deep.equal(["x 0 -"]);
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
    ["UnknownRow", { rest: "OBJNAME\n zz" }],
    ["UnknownRow", { rest: "OBJNAME a" }],
    ["BoundInfinite", { rest: "RHS\n\tR\ta\t-1e20" }],
    ["BoundInfinite", { rest: "RHS\n\tR\tb\tInfinity" }],
    ["NumberNotFinite", { rest: "RHS\n\tR\tc\tInfinity" }],
    ["NumberNotFinite", { rest: "RHS\n\tR\tcost\tInfinity" }],
    ["NumberNotFinite", { rest: "RHS\n\tR\ta\t1e20\nRANGES\n\tG\ta\t4" }],
    ["NumberNotFinite", { rest: "BOUNDS\n FX\tB\tx\t1e20" }],
    ["NumberNotFinite", { columns: "\tx\ta\tinf" }],
    ["NumberNotFinite", { columns: "\tx\ta\t1.#INF" }],
    ["NumberNotFinite", { columns: "\tx\ta\t-1.#IND" }],
    ["NumberMalformed", { columns: "\tx\ta\t0x10" }],
    ["NumberMalformed", { columns: "\tx\ta\t1e" }],
    ["NumberMalformed", { columns: "\tx\ta\t1.5.2" }],
    ["NumberMalformed", { columns: "\tx\ta\t+-1" }],
    ["NumberMalformed", { columns: "\tx\ta\t1O" }],
    ["UnknownRow", { rest: "RHS\n\tR\tzz\t1" }],
    ["UnknownBoundKind", { rest: "BOUNDS\n XX\tB\tx\t1" }],
    ["BoundsCross", { rest: "BOUNDS\n LO\tB\tx\t2\n UP\tB\tx\t1" }],
    ["BoundsCross", { rest: "BOUNDS\n LO\tB\tx\t0\n UP\tB\tx\t-1" }],
    ["BoundInfinite", { rest: "BOUNDS\n LO\tB\tx\t1e30" }],
    ["BoundInfinite", { rest: "BOUNDS\n UP\tB\tx\t-inf" }],
    ["NumberNotFinite", { rest: "BOUNDS\n FX\tB\tx\tinf" }],
    ["NumberNotFinite", { columns: "\tx\ta\tNaN" }],
    ["NumberMalformed", { columns: "\tx\ta\t1,5" }],
    ["NumberTooLarge", { columns: "\tx\ta\t1e999999999" }],
    ["SeveralVectors", { rest: "RHS\n\ta\t1\n\tS\tb\t1" }],
    ["MalformedMps", { columns: "\tx\ta" }],
    ["MalformedMps", { rest: "OBJSENSE UP" }],
    ["UnknownSection", { rest: "EXTRA" }],
    ["DuplicateSection", { rest: "RHS\nRHS" }],
    ["NotLinear", { rest: "QUADOBJ\n x x 1" }],
    ["NotContinuous", { rest: "SOS\n S1 s" }],
    ["NotContinuous", { columns: "\tM1\t'MARKER'\t'INTORG'\n\tx\ta\t1" }],
    ...["M1\t‘MARKER’\t‘INTORG’", 'M1\t"MARKER"\t"INTORG"', "M1\tmarker\tintorg", "MARKER\tMARKER\t'INTORG'"].map(
      (marker): [string, Parts] => ["NotContinuous", { columns: `\t${marker}\n\tx\ta\t1` }],
    ),
    ["NumberMalformed", { rest: "BOUNDS\n FR\tB\tx\ty" }],
    ["NumberMalformed", { rest: "BOUNDS\n MI\tB\tx\t1,5" }],
    ["DuplicateEntry", { rest: "OBJSENSE\n MAX\n MIN" }],
    ["DuplicateEntry", { rest: "OBJNAME\n cost\n zz" }],
    ["NameInvalid", { columns: "\tx\ta\t1\n\t*\ta\t1" }],
    ["NameInvalid", { rest: "RHS\n\t*\ta\t1\n\tR\ta\t2" }],
    ["NameInvalid", { rest: "RHS\n\tR\ta\u00ad\t1" }],
    ["NameInvalid", { rest: "RHS\n\tR\ta\t\u200e1" }],
    ["NameInvalid", { rest: "BOUNDS\n UP\tB\tx\t1\u200b" }],
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
