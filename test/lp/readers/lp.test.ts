import { expect } from "chai";
import type { Model } from "../../../client/lp/model/model.ts";
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
    ["BoundInfinite", "min\n x\nst\n x >= 1e20\nend"],
    ["BoundInfinite", "min\n x\nst\n x + 1e30 <= 5\nend"],
    ["BoundInfinite", "min\n x\nst\n inf <= x <= 5\nend"],
    ["NumberNotFinite", "min\n x\nst\n x = inf\nend"],
    ["NumberNotFinite", "min\n x\nst\n x - inf <= inf\nend"],
    ["NumberNotFinite", "min\n x + 1e20\nst\n x >= 1\nend"],
    ["NumberNotFinite", "min\n inf x\nst\n x >= 1\nend"],
    ["NumberNotFinite", "min\n x\nst\n x >= 1\nbounds\n x = -inf\nend"],
    ["UnknownFormat", "/* lp_solve */\nmax: 3 x;\nx <= 4;\n"],
    ["UnknownFormat", "\nmax: 3 x + 2 y;\nc1: x <= 4;\n"],
    ["MalformedLp", "min\n x\nst\n x >= 1\nbounds:\n x <= 4\nend"],
    ["MalformedLp", "min\n x\nst\n x >= 1\nbounds\n x <= 4x\nend"],
    ["MalformedLp", "min\n x\nst\n x >= 1\nbounds\n x <= 4 * 2\nend"],
    ["DuplicateName", "min\n x\nst\n a: x >= 1\n a: x <= 2\nend"],
    ["DuplicateSection", "min\n x\nmax\n x\nst\n x >= 1\nend"],
    ["NotContinuous", "min\n x\nst\n x >= 1\nGenerals\n x\nend"],
    ["NotContinuous", "min\n x\nst\n x >= 1\nbinary\n x\nend"],
    ["NotContinuous", "min\n x\nst\n x >= 1\nsemi-continuous\n x\nend"],
    ["NotContinuous", "min\n x\nst\n x >= 1\nsos2\n s: x:1\nend"],
    ["NotLinear", "min\n x + [ x ^2 ] / 2\nst\n x >= 1\nend"],
    ["NotLinear", "min\n x\nst\n x ^2 >= 1\nend"],
    ["NotLinear", "min\n x * y\nst\n x >= 1\nend"],
    ["NotLinear", "min\n x·y\nst\n x >= 1\nend"],
    ["NotLinear", "min\n x**2\nst\n x >= 1\nend"],
    ["NotLinear", "min\n x²\nst\n x >= 1\nend"],
    ["MalformedLp", "min\n x\nst\n x <= 5–6\nend"],
    ["MalformedLp", "min\n x\nst\n x <= 2.5+100\nend"],
    ["RowEmpty", "min\n x\nst\n c: >= 5\nend"],
    ["RowEmpty", "min\n x\nst\n x := 5\nend"],
    ["MalformedLp", "min\n x * 3\nst\n x >= 1\nend"],
    ["MalformedLp", "min\n 2 * 3 x\nst\n x >= 1\nend"],
    ["MalformedLp", "min\n 2 * x * 3\nst\n x >= 1\nend"],
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
    ["FileTruncated", " \n\n"],
    ["UnknownFormat", '<?xml version="1.0"?>\n<lp/>'],
    ["MalformedLp", "min\n x\nst\n x == 1\nend"],
    ["MalformedLp", "min\n x\nst\n x < = 1\nend"],
    ["NameInvalid", "min\n x\nst\n x != 1\nend"],
    ["EmptyParty", "min\n obj: 0 x\nst\nend"],
    ["EmptyParty", "min\nst\n x <= 1e20\nend"],
  ];
  for (const [code, text] of CODES) {
    it(`refuses ${JSON.stringify(text)} with ${code}`, () => expect(refusal(() => read(text)).code).to.equal(code));
  }

  /** Text after a row c on line 4, and the line that is refused; null if it is read. */
  const CONTINUED: readonly [string, number | null][] = [
    ["+ 5", 5],
    ["- z", 5],
    ["+ 5\n x + 2 y <= 3", 5],
    ["- + 5\n x + 2 y <= 3", 5],
    ["- z\n d: x <= 3", 5],
    ["+ 5 x\n + 2 y <= 3", null],
    ["- x + 2 y <= 3", null],
    ["- 5 <= x - y <= 3", null],
    ["5\n x + 2 y <= 3", null],
  ];
  for (const [more, line] of CONTINUED)
    it(`${line === null ? "reads" : "refuses"} ${JSON.stringify(more)} after a right-hand side`, () => {
      const read = () => rows(` c: x + y + z <= 4\n ${more}`);
      if (line === null) expect(read().rows).to.have.lengthOf(2);
      else expect(refusal(read)).to.deep.equal({ code: "MalformedLp", place: { file: "a.lp", line, field: "row c" } });
    });

  it("says how to write a comment where another language's comes", () => {
    for (const text of [
      "x <= 4 /* a */",
      "x <= 4 /*a*/",
      "x <= 4 */",
      "x /* a */ <= 4",
      "/* a */\n x <= 4",
      "x <= 4 // a",
    ])
      expect(refusal(() => rows(` c: ${text}`)).code, text).to.equal("NameInvalid");
    expect(refusal(() => rows(" c: x <= 4\nBounds\n x <= 3 /* a */")).code).to.equal("NameInvalid");
    for (const text of ["x <= 4 {a}", "x <= 4 { a }", "x <= 4 -- a", "x + y <= 4 --a"])
      expect(refusal(() => rows(` c: ${text}`)).code, text).to.equal("NameInvalid");
    expect(rows(" c: x + {a} <= 4\n d: {a} - y >= 1").variables.map(({ name }) => name)).to.include("{a}");
    expect(refusal(() => rows(" c: x <= 4;")).code).to.equal("NameInvalid");
    expect(refusal(() => rows(" c: x / 4 <= 4")).code).to.equal("NumberMalformed");
  });

  it("names file, line and field of what is wrong", () => {
    expect(refusal(() => rows(" c1: x +\n y * x >= 1"))).to.deep.equal({
      code: "NotLinear",
      place: { file: "a.lp", line: 5, field: "row c1" },
    });
    expect(refusal(() => rows(" x >= 1\n\n y z >= 1")).place).to.deep.equal({ file: "a.lp", line: 6, field: "row R2" });
    expect(refusal(() => rows(" x >= 1\n\n y\n")).place).to.deep.equal({ file: "a.lp", line: 6, field: "row R2" });
  });

  const SPELLINGS: readonly [string, string, string][] = [
    ["NumberMalformed", "x + 2 y >= 1,5", "1,5"],
    ["NumberMalformed", "1,5 x >= 1", "1,5"],
    ["NumberMalformed", "x >= 1.5.2", "1.5.2"],
    ["NumberMalformed", "1.5.2 x >= 1", "1.5.2"],
    ["NumberMalformed", "x >= 2e1.5", "2e1.5"],
    ["NumberMalformed", "1e x >= 1", "1e"],
    ["NumberMalformed", "x >= 1e", "1e"],
    ["NumberMalformed", "x >= 1E+", "1E"],
    ["NumberMalformed", "x >= 1e--5", "1e"],
    ["NumberMalformed", "3d2 + x >= 1", "3d2"],
    ["NumberMalformed", "x >= 2.5D3", "2.5D3"],
    ["NumberMalformed", "3D+2 x >= 1", "3D"],
    ["NumberMalformed", "2.5 D+00 x >= 10", "2.5 D+0"],
    ["NumberMalformed", "e-3 x + y >= 10", "e-3"],
    ["NumberMalformed", "2.5 e-3 x >= 10", "2.5 e-3"],
    ["NumberMalformed", "2.5D+00 x + D >= 10", "2.5D+00"],
    ["NumberMalformed", "x >= 1O0", "1O0"],
    ["NumberMalformed", "x >= 1l0", "1l0"],
    ["NumberMalformed", "x >= 10k", "10k"],
    ["NumberMalformed", "x + y >= 1.5f", "1.5f"],
    ["NumberMalformed", "x >= 10#", "10#"],
    ["NumberMalformed", "x >= 0b101", "0b101"],
    ["NumberMalformed", "x >= 0o17", "0o17"],
    ["NumberMalformed", "x >= $5", "$5"],
    ["NameInvalid", "x >= €5", "€5"],
    ["NumberMalformed", "10k >= x", "10k"],
    ["NumberMalformed", "x >= O", "O"],
    ["NumberMalformed", "x >= l0", "l0"],
    ["NameInvalid", "x\u0338 = 5", "x\u0338"],
    ["NumberMalformed", "a: 10k >= 2 x", "10k"],
    ["NumberMalformed", "-10k <= x + y <= 20", "10k"],
    ["NumberMalformed", "x >= #5", "#5"],
    ["NumberMalformed", "x >= ~.5", "~.5"],
    ["NumberMalformed", "x >= 1/3", "1/3"],
    ["NumberMalformed", "1/3 x >= 1", "1/3"],
    ["NumberMalformed", "2.5D+2x >= 1", "2.5D"],
    ["NumberMalformed", "x >= 1e3e", "1e3e"],
    ["NumberMalformed", "x >= 1e3e4", "1e3e4"],
    ["NumberMalformed", "x <= infinite\n y <= infinite", "infinite"],
    ["NumberMalformed", "x <= True", "True"],
    ["NameInvalid", "x &minus; y >= 1", "&minus;"],
    ["NameInvalid", "2&nbsp;x >= 1", "2&nbsp;x"],
    ["NumberMalformed", "x/2 >= 1", "x/2"],
    ["NumberMalformed", "x >= ½", "½"],
    ["NumberMalformed", "x >= 1½", "1½"],
    ["NumberMalformed", "① x >= 1", "①"],
    ["NumberMalformed", "x >= ٣", "٣"],
    ["NumberMalformed", "x >= Ⅳ", "Ⅳ"],
    ["NumberMalformed", "x >= 1’000", "1’000"],
    ["NumberNotFinite", "x >= #N/A", "#N/A"],
    ["NumberNotFinite", "x >= 1.#IND", "1.#IND"],
    ["NumberNotFinite", "x >= -1.#QNAN00", "1.#QNAN00"],
    ["NumberNotFinite", "x >= nan(0x8)", "nan(0x8)"],
    ["NotLinear", "x² >= 1", "x²"],
    ["NotLinear", "2x³ >= 1", "2x³"],
    ["NumberMalformed", "10⁶ x >= 1", "10⁶"],
    ["NameInvalid", "3 e5 + x >= 1", "3 e5"],
    ["NameInvalid", "x + E8cats >= 1", "E8cats"],
    ["NameInvalid", "x[1] >= 1", "x["],
    ["NameInvalid", "x \u2260 1", "≠"],
    ["NameInvalid", "x ± y >= 1", "±"],
    ["NameInvalid", "∑x >= 1", "∑x"],
    ["NameInvalid", "√x >= 1", "√x"],
    ["NameInvalid", "|x| >= 1", "|x|"],
    ["NameInvalid", "x >= \u200b3", "\u200b3"],
    ["NameInvalid", "x\u200b >= 3", "x\u200b"],
    ["NameInvalid", "x\u00ad >= 3", "x\u00ad"],
    ["NameInvalid", '"x" >= 3', '"x"'],
    ["NameInvalid", "“x” >= 3", "“x”"],
    ["NameInvalid", "x, y >= 3", "x,"],
    ["NameInvalid", "🍎 >= 3", "🍎"],
    ["NameInvalid", "0_slack: x >= 1", "0_slack"],
    ["NameInvalid", "1: x >= 1", "1"],
    ["NameInvalid", ".5a: x >= 1", ".5a"],
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
    ["NameInvalid", "x >= 10 // tons", "//"],
    ["NameInvalid", "# tons\n x >= 10", "#"],
    ["NumberNotFinite", "x <= N/A\n y <= N/A", "N/A"],
    ["NumberMalformed", "x >= O\n y >= O", "O"],
    ["NumberMalformed", "x <= none\n y <= none", "none"],
    ["NumberMalformed", "x <= Unlimited", "Unlimited"],
    ["NameInvalid", "x >= 10 ;", ";"],
    ["NameInvalid", "x , y >= 10", ","],
    ["NameInvalid", "'x' >= 10", "'x'"],
    ["NameInvalid", "2 (x + y) >= 4", "(x"],
    ["NameInvalid", "2 x + y) >= 4", "y)"],
    ["NameInvalid", "x)( >= 4", "x)("],
    ["NameInvalid", "(x) >= 4", "(x)"],
    ["MalformedLp", "2.5+01 x >= 10", "row R1"],
    ["MalformedLp", "2.5-01 x >= 10", "row R1"],
    ["MalformedLp", "y + 2.5−01 x >= 10", "row R1"],
    ["MalformedLp", "x >= 2.5+01", "row R1"],
    ["MalformedLp", "1e5+3 x >= 10", "row R1"],
    ["MalformedLp", "x -- y >= 1", "row R1"],
    ["MalformedLp", "x ++ y >= 1", "row R1"],
    ["MalformedLp", "x −– 2 y >= 1", "row R1"],
    ["MalformedLp", "-+x >= 1", "row R1"],
    ["MalformedLp", "x + y >= +-inf", "row R1"],
    ["NumberMalformed", "2.5Q+00 x >= 10", "2.5Q"],
    ["NumberMalformed", "2.5q-1 x >= 10", "2.5q"],
    ["NumberMalformed", "2.5Ｄ+01 x >= 10", "2.5Ｄ"],
    ["NumberMalformed", "2.5ｅ+01 x >= 10", "2.5ｅ"],
    ["NumberMalformed", "2.5\u0435+1 x >= 10", "2.5\u0435"],
    ["NumberMalformed", "2.5\u04151 x >= 10", "2.5\u04151"],
    ["NumberMalformed", "2.5 \u0435+1 x >= 10", "2.5 \u0435+1"],
    ["NumberMalformed", "2.5 Q+00 x >= 10", "2.5 Q+0"],
    ["NumberMalformed", "2.5x+01 y >= 10", "2.5x"],
    ["NumberMalformed", "2.5EE+01 x >= 10", "2.5EE"],
    ["NumberMalformed", "x >= #VALUE", "#VALUE"],
    ["NumberNotFinite", "x >= #VALUE!", "#VALUE!"],
    ["NumberMalformed", "x >= #REF", "#REF"],
    ["NumberNotFinite", "x >= #REF!", "#REF!"],
    ["NumberMalformed", "x >= #WERT!", "#WERT!"],
    ["NumberMalformed", "x >= NA", "NA"],
    ["NumberMalformed", "NA <= x", "NA"],
    ["NumberMalformed", "NA <= x\n NA <= y\n z <= NA", "NA"],
    ["NumberMalformed", "x >= null", "null"],
    ["NumberMalformed", "x >= None", "None"],
    ["NumberMalformed", "x <= GRB.INFINITY", "GRB.INFINITY"],
    ["NumberMalformed", "GRB.INFINITY >= x", "GRB.INFINITY"],
    ["NumberMalformed", "x >= -DBL_MAX", "DBL_MAX"],
    ["NumberMalformed", "x <= CPX_INFBOUND\n y <= CPX_INFBOUND", "CPX_INFBOUND"],
    ["NumberMalformed", "x <= kHighsInf", "kHighsInf"],
    ["NumberMalformed", "x <= math.inf", "math.inf"],
    ["NumberMalformed", "x <= float('inf')", "float('inf')"],
    ["NumberMalformed", "x >= _3", "_3"],
  ];
  for (const [code, text, field] of SPELLINGS) {
    it(`refuses ${JSON.stringify(text)} with ${code}, naming the place`, () => {
      expect(refusal(() => rows(` ${text}`))).to.deep.equal({ code, place: { file: "a.lp", line: 4, field } });
    });
  }

  it("refuses the same spellings in bounds and objectives", () => {
    expect(refusal(() => bounds(" x <= 1,5"))).to.deep.include({ code: "NumberMalformed" });
    expect(refusal(() => bounds(" x <= 2.5+01 <= y"))).to.deep.include({ code: "MalformedLp" });
    expect(refusal(() => bounds(" x <= 2.5+01"))).to.deep.include({ code: "MalformedLp" });
    expect(refusal(() => bounds(" x <= --3"))).to.deep.include({ code: "MalformedLp" });
    expect(refusal(() => bounds(" x <= DBL_MAX"))).to.deep.include({ code: "MalformedLp" });
    expect(refusal(() => read("min\n x -- y\nst\n x >= 1\nend"))).to.deep.include({ code: "MalformedLp" });
    expect(refusal(() => bounds(" x <= nan"))).to.deep.include({ code: "NumberNotFinite" });
    expect(refusal(() => read("min\n 2 (x + y)\nst\n x >= 1\nend"))).to.deep.include({ code: "NameInvalid" });
  });

  it("reads what looks like a sign, an operator, a number or an infinity as that", () => {
    for (const [text, row, terms] of [
      ["y − x ≥ −3", "R1 -3 -", ["1 y", "-1 x"]],
      ["y – x ⩾ –3", "R1 -3 -", ["1 y", "-1 x"]],
      ["y ‐ x ≧ ‑3", "R1 -3 -", ["1 y", "-1 x"]],
      ["y — x >= ―3", "R1 -3 -", ["1 y", "-1 x"]],
      ["y－x＞＝﹣３", "R1 -3 -", ["1 y", "-1 x"]],
      ["＋２．５x ≤ １０", "R1 - 10", ["2.5 x"]],
      ["2·x ⩽ 8", "R1 - 8", ["2 x"]],
      ["2 × x ≦ 8", "R1 - 8", ["2 x"]],
      ["2*x + 3 ∗ y ⋅ 1 <= 8", null, []],
      ["2*x + 3 ∗ y ＝ 8", "R1 8 8", ["2 x", "3 y"]],
      ["2.5D+00 x + 1.d-01 y + .5D+001 z >= 1.0D+01", "R1 10 -", ["2.5 x", "0.1 y", "5 z"]],
      ["1e−1 x >= 2E–2", "R1 0.02 -", ["0.1 x"]],
      ["x\u00a0+\u20092\u202fy\u3000>= 3", "R1 3 -", ["1 x", "2 y"]],
      ["x + y <= 1e30", "R1 - -", ["1 x", "1 y"]],
      ["x + y <= 1.#INF", "R1 - -", ["1 x", "1 y"]],
      ["-∞ <= x + y <= 5", "R1 - 5", ["1 x", "1 y"]],
      ["-1e20 <= x + y <= +Infinity", "R1 - -", ["1 x", "1 y"]],
      ["-inf >= - x + 2", null, []],
      ["x + y >= + -inf", "R1 - -", ["1 x", "1 y"]],
      ["x - - y >= - -3", "R1 3 -", ["1 x", "1 y"]],
      ["2x+3y >= 1", "R1 1 -", ["2 x", "3 y"]],
      ["5 + 2 x >= 7", "R1 2 -", ["2 x"]],
      ["x + y >= 2.5e+01", "R1 25 -", ["1 x", "1 y"]],
      ["c：x >= 1", "c 1 -", ["1 x"]],
    ] as const) {
      if (row === null) {
        expect(() => rows(` ${text}`), text).to.throw();
        continue;
      }
      const model = rows(` ${text}`);
      expect([shape(model).rows, entries(model, 0), model.variables.length], text).to.deep.equal([[row], terms, 3]);
    }
    expect(shape(rows(" d: 2.5D+00 x >= 1")).rows).to.deep.equal(["d 1 -"]);
    expect(refusal(() => rows(" a: 2.5D+00 x >= 1\n d >= 1")).code).to.equal("NumberMalformed");
    expect(bounds(" x <= ∞\n −5 ≤ y ≤ ２\n z ≥ –1.5D+00")).to.deep.equal(["x 0 -", "y -5 2", "z -1.5 -"]);
    expect(read("\ufeffMinimize\n x\nst\n x >= 1\nEnd").variables).to.have.lengthOf(1);
  });

  it("takes soft line breaks and page breaks for line breaks, so that a comment ends there", () => {
    for (const end of ["\v", "\f", "\u0085", "\u2028", "\u2029", "\r", "\r\n"]) {
      const model = rows(` a: x <= 4 \\ tons${end} b: y >= 1`);
      expect(shape(model).rows, JSON.stringify(end)).to.deep.equal(["a - 4", "b 1 -"]);
      expect(model.rows[1]!.line).to.equal(5);
    }
  });

  it("remarks on text after the end, on ranges over lines that may be two rows, and on rows taken for variables", () => {
    const remarks = (text: string) => read(text).warnings.map(({ place }) => place.line);
    expect(remarks("min\n x\nst\n x >= 1\nEnd\n\n\\ a comment\n")).to.deep.equal([]);
    expect(remarks("min\n x\nst\n x >= 1\nEnd\n\\ a comment\nBounds\n x <= 2\nEnd")).to.deep.equal([7]);
    expect(remarks("\\* constant term = 10 *\\\nmin\n x\nst\n x >= 1\nEnd")).to.deep.equal([1]);
    expect(remarks("\\* constant term = 0 *\\\nmin\n x\nst\n x >= 1\nEnd")).to.deep.equal([]);
    expect(remarks("min\n x\nst\n 3 <= x\n - y <= 4\nend")).to.deep.equal([5]);
    expect(remarks("min\n x\nst\n a: 3 <= x\n - y <= 4\nend")).to.deep.equal([]);
    expect(remarks("min\n x\nst\n a: x - y >= 4\n -8 <= a <= 9\nend")).to.deep.equal([5]);
    expect(remarks("min\n x\nst\n a: x + a >= 4\n a <= 9\nend")).to.deep.equal([]);
  });

  it("refuses sections of discrete variables on one line, and comments of other formats at the start of one", () => {
    for (const section of ["General x", "Integers x y", "bin x", "Binary x", "int x y", "semi-continuous y"]) {
      expect(
        refusal(() => rows(` x <= 3\n${section}`)),
        section,
      ).to.deep.equal({
        code: "NotContinuous",
        place: { file: "a.lp", line: 5 },
      });
      expect(refusal(() => bounds(` x <= 3\n${section}`)).code, section).to.equal("NotContinuous");
    }
    expect(bounds(" x <= 3\n int free")[3]).to.equal("int - -");
    expect(refusal(() => rows(" x >= 1\n* comment"))).to.deep.equal({
      code: "MalformedLp",
      place: { file: "a.lp", line: 5, field: "row R1" },
    });
  });

  it("refuses bounds on both sides that do not make a range", () => {
    for (const bound of ["2 <= x >= 1", "2 >= x <= 1", "2 = x <= 3", "2 = x = 2", "2 <= x = 3"]) {
      expect(refusal(() => bounds(` ${bound}`)).code, bound).to.equal("MalformedLp");
    }
    expect(bounds(" 5 >= x >= 2\n 2 < y <= 5")).to.deep.equal(["x 2 5", "y 2 5", "z 0 -"]);
  });

  it("adds repeated terms up, with a remark on each", () => {
    const model = read("min\n x + y + 2 x\nst\n a: x + y\n - 3 x >= 1\n b: x - x + y >= 0\nend");
    expect(model.objective!.entries.map(({ value }) => formatDecimal(value))).to.deep.equal(["3", "1"]);
    expect([entries(model, 0), entries(model, 1)]).to.deep.equal([["-2 x", "1 y"], ["1 y"]]);
    expect(model.warnings.map(({ place }) => [place.line, place.field])).to.deep.equal([
      [2, "coefficient of variable x in row obj"],
      [5, "coefficient of variable x in row a"],
      [6, "coefficient of variable x in row b"],
    ]);
  });

  it("takes the last of repeated bounds and reads variables that have nothing else, with a remark on each", () => {
    const model = rows(" a: x + y + z <= 9\nbounds\n x <= 4\n x <= 5\n y free\n y >= 1\n w <= 7");
    expect(shape(model).variables).to.deep.equal(["x 0 5", "y 1 -", "z 0 -", "w 0 7"]);
    expect(model.warnings.map(({ place }) => place.line)).to.deep.equal([7, 9, 10]);
  });

  it("reads a program that only bounds its variables", () => {
    expect(shape(read("min\nst\nbounds\n x <= 4\nend"))).to.deep.equal({ variables: ["x 0 4"], rows: [] });
  });

  it("reads section names with a colon, empty sections of discrete variables, and labels that are section names", () => {
    const model = read(
      "Maximize:\n x\nSubject to:\n a: x <= 1\n max: x <= 2\n st: x <= 3\n bounds: x <= 4\nGenerals\n\nBinary\nEnd",
    );
    expect([model.objective!.sense, ...shape(model).rows]).to.deep.equal([
      "max",
      "a - 1",
      "max - 2",
      "st - 3",
      "bounds - 4",
    ]);
    expect(refusal(() => read("min\n x\nst\n x >= 1\nGenerals\n\n x\nEnd"))).to.deep.equal({
      code: "NotContinuous",
      place: { file: "a.lp", line: 5 },
    });
  });

  it("gives rows without a name one that no other row has", () => {
    const model = rows(" R2: x <= 1\n y <= 2\n z <= 3\n R3_2: x <= 4\n R3: y <= 5");
    expect(shape(model).rows).to.deep.equal(["R2 - 1", "R2_2 - 2", "R3_3 - 3", "R3_2 - 4", "R3 - 5"]);
  });

  it("remarks on a row without a finite side, and says that the default lower bound is in the way", () => {
    const { warnings } = rows(" a: x + y <= inf");
    expect(warnings.map(({ place }) => place)).to.deep.equal([
      { file: "a.lp", line: 4, field: "right-hand side of row a" },
    ]);
    expect(refusal(() => bounds(" x <= -4"))).to.deep.equal({
      code: "BoundsCross",
      place: { file: "a.lp", line: 6, field: "bound of variable x" },
    });
  });

  it("reads what HiGHS and Cbc write of MPS files: rows without coefficients, names that start with an ellipsis", () => {
    const model = rows(" ....01: + 2 ...100 - 3 ...101 <= 4\n c: <= +0\n d: ...100 + ...101 >= -1");
    expect(shape(model).rows).to.deep.equal(["....01 - 4", "c - 0", "d -1 -"]);
    expect([entries(model, 0), entries(model, 1)]).to.deep.equal([["2 ...100", "-3 ...101"], []]);
    expect(model.warnings.map(({ place }) => place.field)).to.deep.equal(["row c"]);
    expect(refusal(() => rows(" x >= ...5")).code).to.equal("NumberMalformed");
    expect(refusal(() => rows(" x >= ..5")).code).to.equal("MalformedLp");
    expect(refusal(() => rows(" x >= 1...5")).code).to.equal("NumberMalformed");
  });

  it("remarks on what stands only once, where a number alone is usual, or is joined to a number unlike others", () => {
    const remarks = (text: string) => rows(` ${text}`).warnings.map(({ place }) => place.field);
    expect(remarks("x <= 5 kg\n y <= 7 kg")).to.deep.equal(["5 kg"]);
    expect(remarks("Wood + wood <= 5")).to.deep.equal(["variable wood"]);
    expect(remarks("\u00e9 + e\u0301 + \u0065 <= 5")).to.deep.equal(["variable e\u0301"]);
    expect(remarks("x <= 5kg\n y <= 7kg")).to.deep.equal(["5kg"]);
    expect(remarks("x <= 5 z\n y <= 7 z\n z + x <= 9")).to.deep.equal([]);
    expect(remarks("x + y >= 5 kg")).to.deep.equal(["5 kg"]);
    expect(remarks("x >= tonnes")).to.deep.equal(["tonnes"]);
    expect(remarks("x + NA >= 1\n y <= NA")).to.deep.equal([]);
    expect(remarks("2 x + 5t >= 3")).to.deep.equal(["5t"]);
    for (const usual of ["x >= 2 y", "2x + 5t >= 3", "4 <= 2t", "x >= y\n 4 <= 2t", "a: x <= 1 b: y <= 2"])
      expect(remarks(usual), usual).to.deep.equal([]);
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
