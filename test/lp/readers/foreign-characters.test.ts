// Blanks, signs, digits and line breaks outside ASCII: read as what they look like, with one
// remark, since other programs take them for part of a name, for 0, or for nothing.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readProgram, readProgramText } from "../../../client/lp/readers/read.ts";

const lp = (row: string) =>
  readProgramText(`Minimize\n obj: x + y\nSubject To\n r1: ${row}\n r2: x >= 1\nEnd\n`, "a.lp");
const mps = (rhs: string, before = "") =>
  readProgramText(`NAME\nROWS\n N\tcost\n L\ta\nCOLUMNS\n\tx\tcost\t1\ta\t1\n${before}RHS\n${rhs}\nENDATA\n`, "a.mps");
const places = ({ warnings }: ReturnType<typeof lp>) => warnings.map(({ place }) => [place.line, place.field]);

describe("characters outside ASCII", () => {
  it("get one remark in CPLEX-LP, wherever they are read as a sign, digit or blank", () => {
    for (const [row, character] of [
      ["x − y = 2", "−"],
      ["x — y = 2 − 1", "—"],
      ["x\u00a0+ y = 2", "U+00A0"],
      ["x +\u2009y = 2", "U+2009"],
      ["x + ２ y = 2", "２"],
      ["x + y ≤ 2", "≤"],
      ["2·x + y <= 2", "·"],
      ["x ＋ y <= 2", "＋"],
      ["x + y <= ∞", "∞"],
    ] as const)
      expect(places(lp(row))[0], row).to.deep.equal([4, character]);
    for (const row of ["x + y = 2 \\ 2·3 − 1\u00a0€", "x + é <= 2", "x１ + y >= 2", "x + y <= inf"])
      expect(
        places(lp(row)).filter(([, seen]) => /[^ -~]|U\+/.test(seen as string)),
        row,
      ).to.deep.equal([]);
  });

  it("get one remark in the numbers and between the fields of MPS, but not in names", () => {
    expect(places(mps("\tR\ta\t１０"))).to.deep.equal([[8, "１"]]);
    expect(places(mps("\tR\ta\t−3"))).to.deep.equal([[8, "−"]]);
    expect(places(mps("\tR\ta\u00a03"))).to.deep.equal([[8, "U+00A0"]]);
    expect(places(mps("\tR\ta\t3\u2003"))).to.deep.equal([[8, "U+2003"]]);
    expect(places(mps("\tR\ta\t3", "\tz−1\ta\t２\n\té\ta\t２\n"))).to.deep.equal([[7, "２"]]);
    expect(places(mps("* a\u00a0comment − 3\n\tR\ta\t3"))).to.deep.equal([]);
    expect(places(mps("\tR\ta\t3\nBOUNDS\n UP\tB\tx\t1.#INF"))).to.deep.equal([[10, "bound of variable x"]]);
  });

  it("get one remark where a line ends at another break than a line feed", () => {
    for (const end of ["\v", "\f", "\u0085", "\u2028", "\u2029", "\r"]) {
      expect(places(lp(`x <= 4 \\ tons${end} r3: y >= 1`)), JSON.stringify(end)).to.deep.equal([[4, undefined]]);
      expect(places(mps(`* tons${end}\tR\ta\t3`)), JSON.stringify(end)).to.deep.equal([[8, undefined]]);
    }
    const text = "min\n x\nst\n x >= 1\nend\n";
    for (const end of ["\r\n", "\r"])
      expect(readProgramText(text.replaceAll("\n", end), "a.lp").warnings).to.deep.equal([]);
  });

  it("get one remark at the start of a CPLEX-LP file, where a byte-order mark hides the objective", async () => {
    const text = "Minimize\n obj: x\nSubject To\n x >= 1\nEnd\n";
    expect(places(readProgramText(`\ufeff${text}`, "a.lp"))).to.deep.equal([[1, undefined]]);
    expect(readProgramText('\ufeff{"rows":[{"coefficients":{"x":1},"lower":1}]}', "a.json").warnings).to.deep.equal([]);
    const folder = await mkdtemp(join(tmpdir(), "concordat-"));
    try {
      await writeFile(join(folder, "a.lp"), `\ufeff${text}`);
      expect(places(await readProgram(join(folder, "a.lp")))).to.deep.equal([[1, undefined]]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
