import { expect } from "chai";
import type { Model } from "../../../client/lp/model.ts";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import { formatDecimal } from "../../../client/math/decimal.ts";
import { refusal, shape } from "../../support/reading.ts";

const read = (text: string): Model => readProgramText(text, "a.lp");
const rows = (text: string) => read(`min\n obj: x + y + z\nst\n${text}\nend`);
const bounds = (text: string) => shape(rows(` a: x + y + z <= 9\nbounds\n${text}`)).variables;
const entries = (model: Model, row: number): string[] =>
  model.rows[row]!.entries.map(({ variable, value }) => `${formatDecimal(value)} ${model.variables[variable]!.name}`);

describe("CPLEX-LP", () => {
  it("reads objectives with sense, name, constant and several lines", () => {
    const { objective } = read(
      "\\ comment\nMAXIMIZE\n profit: 3 x + .5y\n  - 1e1 z - 4.5 \\ more\n + 1\nSubject To\n x <= 1\nEnd",
    );
    expect(objective).to.deep.include({ name: "profit", sense: "max", constant: { mantissa: -35n, exponent: -1 } });
    expect(objective!.entries.map(({ value, line }) => [formatDecimal(value), line])).to.deep.equal([
      ["3", 3],
      ["0.5", 3],
      ["-10", 4],
    ]);
    expect(read("Minimize\nobj:\nsubject to\n c: x >= 1\nend").objective).to.equal(null);
  });

  it("reads every relation and range", () => {
    const text =
      " a: x < 1\n b: x <= 2\n c: x =< 3\n d: x > 4\n e: x >= 5\n f: x => 6\n g: x = 7\n h: 8 >= x\n i: x ≤ 9\n j: x ≥ -9";
    const read = ["a - 1", "b - 2", "c - 3", "d 4 -", "e 5 -", "f 6 -", "g 7 7", "h - 8", "i - 9", "j -9 -"];
    expect(shape(rows(text)).rows).to.deep.equal(read);
    expect(shape(rows(" r: -1 <= x + y <= 5\n s: 5 >= x >= -1.5\n t: 1 <= x\n + y + 1 <= 5")).rows).to.deep.equal([
      "r -1 5",
      "s -1.5 5",
      "t 0 4",
    ]);
  });

  it("ends a constraint after its number, whatever the next line starts with", () => {
    const model = rows(" x + y <= 3\n z - x >= -4\n - y\n <= - 5\n + z <= 6 c: y = 7");
    expect(shape(model).rows).to.deep.equal(["R1 - 3", "R2 -4 -", "R3 - -5", "R4 - 6", "c 7 7"]);
    expect(entries(model, 2)).to.deep.equal(["-1 y"]);
  });

  it("moves variables and constants to one side", () => {
    const model = rows(" a: 2 x + 3 >= x + y - 1\n b: 4 <= 2 y");
    expect(shape(model).rows).to.deep.equal(["a -4 -", "b 4 -"]);
    expect(entries(model, 0)).to.deep.equal(["1 x", "-1 y"]);
    expect(entries(model, 1)).to.deep.equal(["2 y"]);
  });

  it("reads bounds in all forms", () => {
    expect(bounds(" x <= 4\n -1 <= y <= 2\n z free")).to.deep.equal(["x 0 4", "y -1 2", "z - -"]);
    expect(bounds(" x >= -inf\n -Infinity <= y <= +inf\n z = -3")).to.deep.equal(["x - -", "y - -", "z -3 -3"]);
    expect(bounds(" 5 >= x\n y >= 1 \n y <= 1e30\n 3 >= z >= 1")).to.deep.equal(["x 0 5", "y 1 -", "z 1 3"]);
  });

  const CODES: readonly [string, string][] = [
    ["BoundsCross", "min\n x\nst\n x >= -5\nbounds\n x <= -1\nend"],
    ["BoundInfinite", "min\n x\nst\n x >= -5\nbounds\n x >= inf\nend"],
    ["NumberNotFinite", "min\n x\nst\n x >= -inf\nend"],
    ["DuplicateEntry", "min\n x + x\nst\n x >= 1\nend"],
    ["DuplicateEntry", "min\n x\nst\n x + y + x >= 1\nend"],
    ["DuplicateEntry", "min\n x\nst\n x >= 1\nbounds\n x <= 1\n x <= 2\nend"],
    ["DuplicateName", "min\n x\nst\n a: x >= 1\n a: x <= 2\nend"],
    ["DuplicateSection", "min\n x\nmax\n x\nst\n x >= 1\nend"],
    ["UnknownVariable", "min\n x\nst\n x >= 1\nbounds\n y <= 1\nend"],
    ["NotContinuous", "min\n x\nst\n x >= 1\nGenerals\n x\nend"],
    ["NotContinuous", "min\n x\nst\n x >= 1\nbinary\n x\nend"],
    ["NotContinuous", "min\n x\nst\n x >= 1\nsemi-continuous\n x\nend"],
    ["NotContinuous", "min\n x\nst\n x >= 1\nsos2\n s: x:1\nend"],
    ["NotLinear", "min\n x + [ x ^2 ] / 2\nst\n x >= 1\nend"],
    ["NotLinear", "min\n x\nst\n x ^2 >= 1\nend"],
    ["MalformedLp", "min\n 3 * x\nst\n x >= 1\nend"],
    ["MalformedLp", "min\n x y\nst\n x >= 1\nend"],
    ["MalformedLp", "min\n x\nst\n x + y\nend"],
    ["MalformedLp", "min\n x\nst\n x >=\nend"],
    ["MalformedLp", "min\n x\nst\n 1 >= 2\nend"],
    ["MalformedLp", "min\n x\nst\n 1 <= x >= 2\nend"],
    ["MalformedLp", "min\n x\nst\n x <= y <= 2\nend"],
    ["MalformedLp", "min\n a: x b: y\nst\n x >= 1\nend"],
    ["MalformedLp", "min\n x\nst\n x >= 1\nbounds\n 2 x <= 1\nend"],
    ["MalformedLp", "x >= 1\nend"],
    ["FileTruncated", "min\n x\nst\n x >= 1"],
    ["EmptyParty", "min\n obj: 0 x\nst\nend"],
  ];
  for (const [code, text] of CODES) {
    it(`refuses ${JSON.stringify(text)} with ${code}`, () => expect(refusal(() => read(text)).code).to.equal(code));
  }

  it("names file, line and field of what is wrong", () => {
    expect(refusal(() => rows(" c1: x +\n y + 2 x >= 1"))).to.deep.equal({
      code: "DuplicateEntry",
      place: { file: "a.lp", line: 5, field: "coefficient of variable x in row c1" },
    });
  });

  const SPELLINGS: readonly [string, string, string][] = [
    ["NumberMalformed", "x + 2 y >= 1,5", "1,5"],
    ["NumberMalformed", "1,5 x >= 1", "1,5"],
    ["NumberMalformed", "x >= 1_000", "1_000"],
    ["NumberMalformed", "x >= 1'000", "1'000"],
    ["NumberMalformed", "x >= 0x10", "0x10"],
    ["NumberMalformed", "x >= 0XfF", "0XfF"],
    ["NumberNotFinite", "x >= NaN", "NaN"],
    ["NumberNotFinite", "3 nan >= 1", "nan"],
    ["NameInvalid", "Inf: x >= 1", "Inf"],
    ["NameInvalid", "infinity: x >= 1", "infinity"],
    ["NameInvalid", "x >= 10 %", "%"],
    ["NameInvalid", "x >= 10%", "10%"],
    ["NameInvalid", "x >= 10 ;", ";"],
    ["NameInvalid", "x , y >= 10", ","],
    ["NameInvalid", "'x' >= 10", "'x'"],
    ["NameInvalid", "2 (x + y) >= 4", "(x"],
    ["NameInvalid", "2 x + y) >= 4", "y)"],
    ["NameInvalid", "x)( >= 4", "x)("],
    ["NameInvalid", "(x) >= 4", "(x)"],
  ];
  for (const [code, text, field] of SPELLINGS) {
    it(`refuses ${JSON.stringify(text)} with ${code}, naming the place`, () => {
      expect(refusal(() => rows(` ${text}`))).to.deep.equal({ code, place: { file: "a.lp", line: 4, field } });
    });
  }

  it("refuses the same spellings in bounds and objectives", () => {
    expect(refusal(() => bounds(" x <= 1,5"))).to.deep.include({ code: "NumberMalformed" });
    expect(refusal(() => bounds(" x <= nan"))).to.deep.include({ code: "NumberNotFinite" });
    expect(refusal(() => read("min\n 2 (x + y)\nst\n x >= 1\nend"))).to.deep.include({ code: "NameInvalid" });
  });

  it("keeps names that only look alike", () => {
    const model = rows(" 3x(1,2) + 2 _y_ + 0 x10 + 10x20 + nano + 2info + a;b% + 0xyz + q'1 >= 1");
    expect(model.variables.map(({ name }) => name).slice(3)).to.deep.equal([
      "x(1,2)",
      "_y_",
      "x10",
      "x20",
      "nano",
      "info",
      "a;b%",
      "xyz",
      "q'1",
    ]);
  });
});
