// CPLEX-LP text that other programs read differently, or whose writer means something else than the
// format says: numbers beside variables, words that start a section, comments of other formats.
import { expect } from "chai";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import { refusal, shape } from "../../support/reading.ts";

const read = (rows: string, start = "Minimize\n obj: x + y + z", rest = "") =>
  readProgramText(`${start}\nSubject To\n r1: x + y <= 10\n${rows}\n${rest}End\n`, "a.lp");
const fields = (rows: string) => read(rows).warnings.map(({ place }) => place.field);
const said = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing";
};

describe("CPLEX-LP: numbers on the side of the variables", () => {
  it("are moved, with a remark, since other programs leave them out or refuse", () => {
    for (const [row, sides] of [
      ["2 y + 3 <= 9", "r - 6"],
      ["y + z - 2 = 3", "r 5 5"],
      ["y + z\n - 2 = 3", "r 5 5"],
      ["3 + y + z = 8", "r 5 5"],
      ["y + z-1 = 5", "r 6 6"],
      ["2 + 3 y + z = 5", "r 3 3"],
      ["- 2 + y >= 3", "r 5 -"],
      ["7 = y + z + 2", "r 5 5"],
      ["y + 2 >= z - 3", "r -5 -"],
      ["y + z + 0 = 5", "r 5 5"],
      ["1 <= y + z + 1 <= 6", "r 0 5"],
      ["y + z <= 2 + 3", "r - 5"],
      ["1 + 1 <= y <= 4", "r 2 4"],
    ] as const) {
      const model = read(` r: ${row}`);
      expect([shape(model).rows[1], model.warnings.map(({ place }) => place.field)], row).to.deep.equal([
        sides,
        ["row r"],
      ]);
    }
    for (const row of ["y + z = 5", "y >= z", "5 <= y + z", "1 <= y + z <= 6", "y - - z >= - 5", "y <= inf"])
      expect(
        fields(` r: ${row}`).filter((field) => field === "row r"),
        row,
      ).to.deep.equal([]);
  });

  it("get none in the objective, where the format has them", () => {
    expect(read(" r: y <= 2", "Minimize\n obj: x + 3 + y + 2").warnings).to.deep.equal([]);
  });

  it("gets a remark if it ends with its point and is joined to a name, which SCIP reads differently", () => {
    expect(fields(" r: 2.y + z = 5")).to.deep.equal(["2.y"]);
    expect(fields(" r: 2. y + 2.0z = 5.")).to.deep.equal([]);
  });
});

describe("CPLEX-LP: words that start a section", () => {
  it("are named as such where they may be variables", () => {
    for (const row of [" st + y <= 5", " max >= 3", " min - y <= 2", " subject to y <= 5"]) {
      const { code, place } = refusal(() => read(row));
      expect([code, place.line], row).to.deep.equal(["DuplicateSection", 5]);
      expect(
        said(() => read(row)),
        row,
      ).to.contain("if it is a variable");
    }
    expect(refusal(() => read("", "Minimize\n max + x")).code).to.equal("DuplicateSection");
    for (const row of [" bound + y <= 5", " bounds >= 5", " bound - y <= 5", " bounds = 5"]) {
      expect(refusal(() => read(row)).code, row).to.equal("MalformedLp");
      expect(
        said(() => read(row)),
        row,
      ).to.contain("if it is a variable");
    }
    expect(refusal(() => read(" bound + y <= 5", undefined, "Bounds\n y <= 3\n")).code).to.equal("MalformedLp");
  });

  it("may stand elsewhere on a line, and bounds on the line of their section", () => {
    expect(read(" r: y + st + max + bound <= 5").variables.map(({ name }) => name)).to.include.members([
      "st",
      "max",
      "bound",
    ]);
    for (const bound of ["Bounds x <= 5", "Bounds -5 <= x", "bound - 5 <= x <= 5", "Bounds x free"])
      expect(read(bound).warnings, bound).to.deep.equal([]);
  });

  it("get a remark if most programs do not know them", () => {
    const titled = (title: string) => read(" r: y <= 1", `${title}\n obj: x`);
    for (const title of ["minimise", "Maximise", "MIN:", "Maximize:", "maximise:", "minimum:"])
      expect(
        titled(title).warnings.map(({ place }) => [place.line, place.field]),
        title,
      ).to.deep.equal([[1, title]]);
    for (const title of ["Minimize", "MAX", "maximum", "min"]) expect(titled(title).warnings, title).to.deep.equal([]);
  });

  it("are told from sections of other kinds of programs", () => {
    for (const title of [
      "General Constraints",
      "general constraint",
      "Gen Constraints",
      "GenCons",
      "Lazy Constraints",
      "User Cuts",
    ]) {
      expect(
        refusal(() => read("", undefined, `${title}\n g: x = MAX ( y , z )\n`)),
        title,
      ).to.deep.equal({
        code: "NotLinear",
        place: { file: "a.lp", line: 6 },
      });
      expect(read("", undefined, `${title}\n`).rows, title).to.have.length(1);
    }
    expect(refusal(() => read("", undefined, "General x constraints\n")).code).to.equal("NotContinuous");
  });
});

describe("CPLEX-LP: comments of other formats and over several lines", () => {
  const program = "Minimize\n obj: x\nSubject To\n r: x >= 1\nEnd\n";

  it("are refused as comments above the objective, and not taken for lp_solve's format", () => {
    for (const comment of ["// c\n", "/* c */\n", "/* a\n b */\n", "\n  // c\n"]) {
      const { code } = refusal(() => readProgramText(`${comment}${program}`, "a.lp"));
      expect(code, comment).to.equal("NameInvalid");
      expect(said(() => readProgramText(`${comment}${program}`, "a.lp")))
        .to.contain("\\")
        .and.not.contain("lp_solve");
    }
    for (const text of [
      "// c\nmax: 3 x;\nx <= 4;\n",
      "/* c */\nmin: x;\nst >= 4;\nint x;\n",
      "max: 3 x;\nc1: x <= 4;\n",
    ])
      expect(refusal(() => readProgramText(text, "a.lp")).code, text).to.equal("UnknownFormat");
  });

  it("are refused where they end, if they go over several lines", () => {
    for (const comment of ["\\* a\n r4: x <= 1 *\\", "\\* a\n r4: x <= 1\n *\\", "\\* a\n b\n c *\\ \n"]) {
      const text = program.replace(" r:", ` ${comment}\n r:`);
      expect(() => readProgramText(text, "a.lp"), comment).to.throw();
    }
    expect(refusal(() => read(" \\* hello\n r4: x <= 1 *\\"))).to.deep.equal({
      code: "MalformedLp",
      place: { file: "a.lp", line: 6 },
    });
    expect(said(() => read(" \\* hello\n r4: x <= 1 *\\"))).to.contain("ends no comment");
    for (const comment of ["\\* a *\\", "\\* a * b *\\ c", "\\ a *\\ b", "\\* not closed"])
      expect(read(` r: x <= 1 ${comment}\n`).rows, comment).to.have.length(2);
  });
});

describe("CPLEX-LP: names of rows", () => {
  it("are named as the file has them where they are wrong", () => {
    for (const [row, name] of [
      [" -R3: y + z >= 2", "row R3"],
      [" a-b: y + z >= 2", "row b"],
      [" y <= 3\n - R2 : z <= 2", "row R2"],
    ] as const) {
      const { code, place } = refusal(() => read(row));
      expect([code, place.field], row).to.deep.equal(["MalformedLp", name]);
    }
  });
});
