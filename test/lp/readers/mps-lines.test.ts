// MPS lines that may be meant in two ways: data behind a section's name, names with blanks, a field
// too many, comments. And sections and vectors that other programs read differently.
import { expect } from "chai";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import { refusal, shape } from "../../support/reading.ts";

const START = ["NAME", "ROWS", " N  COST", " L  R1", " G  R2", " E  R3", "COLUMNS"];
const COLUMNS = [
  "    X         COST                 1   R1                   1",
  "    X         R2                   1",
  "    Y         COST                -2   R1                   1",
  "    Y         R3                   1",
];
const FIRST_LINE = START.length + COLUMNS.length + 1;

const file = (rest: readonly string[], columns = COLUMNS) => [...START, ...columns, ...rest, "ENDATA", ""].join("\n");
const read = (...rest: string[]) => readProgramText(file(rest), "a.mps");
const refused = (...rest: string[]) => {
  const { code, place } = refusal(() => read(...rest));
  return [code, place.line! - FIRST_LINE];
};
const said = (...rest: string[]): string => {
  try {
    read(...rest);
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing";
};
const fields = (...rest: string[]) => read(...rest).warnings.map(({ place }) => place.field);
const lines = (...rest: string[]) => read(...rest).warnings.map(({ place }) => place.line! - FIRST_LINE);

describe("MPS: data behind the name of a section", () => {
  it("is refused in every section with data, where other programs drop it", () => {
    for (const header of ["RHS R1 10 R3 5", "RHS       RHS       R1  10", "RHS R3 5", "RANGES R R3 -5", "RANGES RNG"])
      expect(refused(header), header).to.deep.equal(["MalformedMps", 0]);
    for (const header of ["BOUNDS UP B Y 3", "BOUNDS FR Y", "bounds up B Y 3"])
      expect(refused("RHS", header, " UP B X 3"), header).to.deep.equal(["MalformedMps", 1]);
    for (const [plain, header] of [
      ["ROWS", "ROWS N PROFIT"],
      ["COLUMNS", "COLUMNS W COST -9 R1 1"],
    ] as const) {
      const text = file([]).replace(plain, header);
      const at = text.split("\n").indexOf(header) + 1;
      expect(
        refusal(() => readProgramText(text, "a.mps")),
        header,
      ).to.deep.equal({
        code: "MalformedMps",
        place: { file: "a.mps", line: at, field: plain },
      });
    }
  });

  it("is refused as data that is not indented, too, and says so", () => {
    expect(refused("RHS", "RHS R1 10 R3 5")).to.deep.equal(["MalformedMps", 1]);
    expect(said("RHS", "RHS R1 10 R3 5")).to.contain("with a blank before it").and.not.contain("twice");
    expect(refused("RHS", "RHS")).to.deep.equal(["DuplicateSection", 1]);
    expect(refused("RHS", "BOUNDS", " UP B X 3", "RANGES X R1 3")).to.deep.equal(["MalformedMps", 3]);
  });

  it("is refused in sections that are allowed only without content", () => {
    expect(refused("QSECTION COST")).to.deep.equal(["NotLinear", 0]);
    expect(refused("QUADOBJ X X 1")).to.deep.equal(["NotLinear", 0]);
    expect(refused("SOS S1 SOS")).to.deep.equal(["NotContinuous", 0]);
    expect(lines("QUADOBJ", "SOS")).to.deep.equal([]);
  });

  it("gets a remark behind ENDATA; a comment with $ may stand there", () => {
    expect(lines("ENDATA", "BOUNDS")).to.deep.equal([1]);
    expect(lines("ENDATA RHS R1 5")).to.deep.equal([0, 1]);
    expect(lines("RHS $ amounts", "    RHS       R1                  10")).to.deep.equal([]);
  });
});

describe("MPS: names with blanks", () => {
  it("are refused where the line makes sense in free format, too", () => {
    for (const rhs of ["    R1 10     R3                   5", "    R1 -10    R2                   5"])
      expect(refused("RHS", rhs), rhs).to.deep.equal(["MalformedMps", 1]);
    expect(refused("RHS", "    V R1 10   R3                   5")).to.deep.equal(["MalformedMps", 1]);
    expect(refused("RANGES", "    R1 inf    R3                   5")).to.deep.equal(["MalformedMps", 1]);
    expect(refused("BOUNDS", " FR B X       5")).to.deep.equal(["MalformedMps", 1]);
    const columns = [...COLUMNS, "    Z R1 4    R3                   5"];
    expect(refusal(() => readProgramText(file([], columns), "a.mps"))).to.deep.equal({
      code: "MalformedMps",
      place: { file: "a.mps", line: FIRST_LINE },
    });
    // A caller that gives the layout leaves no doubt.
    const sure = readProgramText(file(["RHS", "    R1 10     R3                   5"]), "a.mps", "mps-fixed");
    expect(shape(sure).rows).to.deep.equal(["R1 - 0", "R2 0 -", "R3 5 5"]);
    const free = readProgramText(file(["RHS", "    R1 10     R3                   5"]), "a.mps", "mps-free");
    expect(shape(free).rows).to.deep.equal(["R1 - 10", "R2 0 -", "R3 5 5"]);
  });

  it("get one remark elsewhere", () => {
    const rhs = [
      "RHS",
      "    RHS 1     R1                  10   R2                   2",
      "    RHS 1     R3                   5",
    ];
    expect(fields(...rhs)).to.deep.equal(["RHS 1"]);
    expect(shape(read(...rhs)).rows).to.deep.equal(["R1 - 10", "R2 2 -", "R3 5 5"]);
    expect(fields("BOUNDS", " UP B 1       Y                    3")).to.deep.equal(["B 1"]);
    expect(fields("BOUNDS", " FR B 1       Y")).to.deep.equal(["B 1"]);
    const columns = [...COLUMNS, "    X A       COST                 1   R1                   1"];
    const model = readProgramText(file(["BOUNDS", " FR B         X A"], columns), "a.mps");
    expect(model.warnings.map(({ place }) => place.field)).to.deep.equal(["X A"]);
    expect(fields("RHS", "    RHS       R1                  10")).to.deep.equal([]);
  });
});

describe("MPS: a field too many", () => {
  it("is named, whatever the line could be otherwise", () => {
    for (const [line, surplus] of [
      [" RHS R1 10 tons", "tons"],
      [" R1 10 tons", "tons"],
      [" R1 10 R2 2 tons", "tons"],
      [" RHS R1 10 R2 2 tons", "tons"],
      ["    RHS       R3        5             6", "6"],
      ["    RHS       R3        1 5", "5"],
      [" R3 1 000", "000"],
    ] as const) {
      expect(refused("RHS", line), line).to.deep.equal(["MalformedMps", 1]);
      expect(said("RHS", line), line).to.contain(`"${surplus}" is one field too many`);
    }
    expect(said("RANGES", " R R1 1 5")).to.contain('"5" is one field too many');
    for (const bound of [" UP B X 4 kg", " UP X 4 kg", " UP B X 1 000"])
      expect(said("BOUNDS", bound), bound).to.contain("one field too many");
    const columns = [...COLUMNS, " Z R1 1 5"];
    expect(() => readProgramText(file([], columns), "a.mps")).to.throw('"5" is one field too many');
  });
});

describe("MPS: comments that do not start in the first column", () => {
  it("get a remark where they are read as data, and a word of advice where they are refused", () => {
    for (const name of ["*Z", "#Z", "//Z", "!Z", "--Z"]) {
      const columns = [...COLUMNS, `    ${name}        COST                -5   R1                   1`];
      const { variables, warnings } = readProgramText(file([], columns), "a.mps");
      expect([variables.at(-1)!.name, warnings.map(({ place }) => place.field)], name).to.deep.equal([name, [name]]);
    }
    expect(fields("RHS", " *RHS R1 10", " *RHS R3 5")).to.deep.equal(["*RHS"]);
    for (const [section, line] of [
      ["BOUNDS", " *UP B X 3"],
      ["BOUNDS", " * UP B X 3"],
      ["RHS", " * RHS R1 3"],
    ] as const)
      expect(said(section, line), line).to.contain('a comment starts with "*" in the first column');
    expect(() => readProgramText(file([]).replace(" G  R2", " *L R4\n G  R2"), "a.mps")).to.throw(
      "in the first column",
    );
    expect(() => readProgramText(file([]).replace(" G  R2", " * L R4\n G  R2"), "a.mps")).to.throw(
      "in the first column",
    );
  });
});

describe("MPS: sections, vectors and bounds that other programs read differently", () => {
  it("remarks on RANGES before RHS, if there is a range", () => {
    for (const range of [" RNG R3 -1", " RNG R2 1", " R1 4"])
      expect(lines("RANGES", range, "RHS", range.includes("RNG") ? " RHS R1 10" : " R1 10"), range).to.deep.equal([2]);
    expect(lines("RANGES", "RHS", " RHS R1 10")).to.deep.equal([]);
    expect(lines("RHS", " RHS R1 10", "RANGES", " RNG R3 -1")).to.deep.equal([]);
  });

  it("remarks on infinite ranges", () => {
    for (const range of ["inf", "1e20", "-1e30", "∞"])
      expect(fields("RANGES", ` RNG R3 ${range}`), range).to.include("range of row R3");
    expect(fields("RANGES", " RNG R3 1e19")).to.deep.equal([]);
  });

  it("remarks on a vector with the name of a column or row, which HiGHS takes for that", () => {
    for (const bound of [" UP X         Y                    3", " FR Y         X", " FR Y X", " LO X X 1"])
      expect(lines("BOUNDS", bound), bound).to.deep.equal([1]);
    expect(lines("RHS", " R2 R1 10 R2 2", " R2 R3 5")).to.deep.equal([1]);
    expect(lines("RHS", " COST R1 10")).to.deep.equal([1]);
    expect(lines("BOUNDS", " UP R1 Y 3", " FR R1 X")).to.deep.equal([]);
  });

  it("remarks on a number behind FR, MI and PL without a vector, even if it is 0 or infinite", () => {
    for (const bound of ["FR X 3", "FR X 0", "MI X -1e30", "PL X inf", "FR B X 3"])
      expect(fields("BOUNDS", ` ${bound}`), bound).to.deep.equal(["bound of variable X"]);
    for (const bound of ["FR B X 0", "MI B X -1e30", "FR X", "MI B X"])
      expect(fields("BOUNDS", ` ${bound}`), bound).to.deep.equal([]);
    expect(said("BOUNDS", " FR X 3")).to.equal("nothing");
    expect(read("BOUNDS", " FR X 3").warnings[0]!.message).to.contain("SCIP");
  });

  it("remarks on a file without NAME, of which Cbc reads nothing", () => {
    const { warnings } = readProgramText(file([]).replace("NAME\n", ""), "a.mps");
    expect(warnings.map(({ place }) => place.line)).to.deep.equal([1]);
  });

  it("tells special ordered sets from integer variables", () => {
    const marked = (kind: string) => {
      const marker = (name: string, word: string) => `    ${name}        'MARKER'                 '${kind}${word}'`;
      return (columns: readonly string[]) =>
        readProgramText(file([], [marker("M1", "ORG"), ...columns, marker("M2", "END")]), "a.mps");
    };
    for (const [kind, word] of [
      ["SOS", "special ordered sets"],
      ["INT", "integer variables"],
    ] as const)
      expect(() => marked(kind)(COLUMNS))
        .to.throw(word)
        .with.property("code", "NotContinuous");
    const between = (kind: string) => [
      `    M1        'MARKER'                 '${kind}ORG'`,
      `    M2        'MARKER'                 '${kind}END'`,
    ];
    for (const kind of ["SOS", "INT"])
      expect(readProgramText(file([], [...between(kind), ...COLUMNS]), "a.mps").variables).to.have.length(2);
  });

  it("counts an objective of a constant as none, and says what becomes of the constant", () => {
    const columns = ["    X         R1                   1   R3                   1"];
    const { objective, warnings } = readProgramText(
      file(["RHS", "    RHS       COST                -7"], columns),
      "a.mps",
    );
    expect([objective, warnings.map(({ place }) => place.field)]).to.deep.equal([null, ["row R2", "COST"]]);
    const json = readProgramText('{"objective":{"constant":7},"rows":[{"coefficients":{"x":1},"upper":1}]}', "a.json");
    expect([json.objective, json.warnings.map(({ place }) => place.field)]).to.deep.equal([null, ["objective"]]);
    const lp = readProgramText("min\n obj: 0 x + 7\nst\n x <= 1\nend", "a.lp");
    expect([lp.objective, lp.warnings.map(({ place }) => place.field)]).to.deep.equal([null, ["obj"]]);
    for (const none of ['{"constant":0}', '{"coefficients":{"x":0}}', "{}"])
      expect(
        readProgramText(`{"objective":${none},"rows":[{"coefficients":{"x":1},"upper":1}]}`, "a.json").warnings,
      ).to.deep.equal([]);
  });
});
