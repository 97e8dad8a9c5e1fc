import { expect } from "chai";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import { formatDecimal } from "../../../client/math/decimal.ts";
import { refusal, shape } from "../../support/reading.ts";

const read = (text: string) => readProgramText(text, "a.json");

describe("JSON", () => {
  it("names what JSON does not have, on one line", () => {
    const said = (text: string): string => {
      try {
        readProgramText(text, "a.json");
      } catch (error) {
        return (error as Error).message;
      }
      return "nothing";
    };
    for (const [text, word] of [
      ['{"rows": [1,]}', "comma"],
      ['{"rows": [],}', "comma"],
      ['// c\n{"rows": []}', "comments"],
      ['{ /* c */ "rows": []}', "comments"],
      ['{"rows": [{"upper": NaN}]}', "NaN"],
      ['{"rows": [{"upper": -Infinity}]}', "Infinity"],
      ['{"rows": [{"upper": 01}]}', "leading zeros"],
      ['{"rows": [{"upper": .5}]}', "0.5"],
      ['{"rows": [{"upper": +5}]}', "0.5"],
      ['{"rows": [{"name": "n", "coefficients": [1]}]}', "coefficients of row n"],
    ] as const)
      expect(said(text), text).to.contain(word).and.not.contain("\n");
  });

  it("says what is wrong with a string, a name and a number in one", () => {
    const said = (text: string): string => {
      try {
        read(text);
      } catch (error) {
        return (error as Error).message;
      }
      return "nothing";
    };
    for (const [text, word] of [
      ['{"name":"a\\x"}', "after a backslash comes one of"],
      ['{"name":"C:\\dir"}', "a backslash itself is written twice"],
      ['{"name":"a\\u12"}', "four hexadecimal digits"],
      ['{"name":"a\tb"}', "U+0009"],
      ['{"na\u0001me":"b"}', "U+0001"],
      ['{"name":"a\nb"}', "on the line on which it starts"],
      ['{"name":"ab', 'must end with "'],
      [`{"name":"${"a".repeat(5000)}"}`, "at most 4096 characters"],
      ["{name: 1}", "in double quotes"],
    ] as const)
      expect(said(text), text).to.contain(word).and.not.contain("\n");
    const number = (text: string) => said(`{"rows":[{"coefficients":{"x":"${text}"},"equal":1}]}`);
    for (const spaced of ["5 ", " 5", "\u00a05"]) expect(number(spaced), spaced).to.contain("remove the blank");
    expect(number("")).to.contain("write the number");
    expect(number("1 000")).to.contain("1000");
    expect(number("1,5")).to.contain("1.5");
    for (const [what, name, problem, text] of [
      ["row", '" a"', "blank", '{"rows":[{"name":" a","upper":1}]}'],
      ["row", '""', "1 to 255", '{"rows":[{"name":"","upper":1}]}'],
      ["variable", '"x…"', "U+200B", '{"objective":{"coefficients":{"x\\u200b":1}}}'],
      ["variable", '"a…b"', "U+000A", '{"variables":{"a\\nb":{"upper":1}}}'],
      ["row", `"${"n".repeat(40)}…"`, "not 300", `{"rows":[{"name":"${"n".repeat(300)}","upper":1}]}`],
    ] as const) {
      expect(said(text), text).to.contain(problem);
      expect(refusal(() => read(text)).place.field, text).to.equal(`${what} ${name}`);
    }
  });

  it("says in JSON how a variable gets no lower bound", () => {
    const below = '{"rows":[{"coefficients":{"x":1},"upper":4}],"variables":{"x":{"upper":-2}}}';
    expect(() => readProgramText(below, "a.json")).to.throw('"variables": { "x": { "lower": null, … } }');
    const mended = below.replace('{"upper":-2}', '{"lower":null,"upper":-2}');
    expect(readProgramText(mended, "a.json").variables).to.have.lengthOf(1);
  });

  it("reads the documented example", () => {
    const model = read(`{ "name": "mill", "sense": "max",
      "objective": { "name": "profit", "constant": "0", "coefficients": { "boards": 3.25, "beams": "2.5" } },
      "rows": [ { "name": "saw hours", "coefficients": { "boards": 1, "beams": 2 }, "upper": 40 },
                { "name": "contract", "coefficients": { "beams": 1 }, "lower": 2, "upper": 9 },
                { "coefficients": { "boards": 1, "beams": -1 }, "equal": 0 } ],
      "variables": { "boards": { "upper": "20" }, "beams": { "lower": null } } }`);
    expect(shape(model)).to.deep.equal({
      variables: ["boards 0 20", "beams - -"],
      rows: ["saw hours - 40", "contract 2 9", "row 3 0 0"],
    });
    expect(model.objective).to.deep.include({ name: "profit", sense: "max" });
    expect(model.rows[1]!.line).to.equal(4);
  });

  it("remarks on variables that have a bound and nothing else", () => {
    const model = read(`{ "rows": [ { "name": "r", "coefficients": { "x": 1 }, "upper": 5 } ],
      "variables": { "x": { "upper": 3 }, "z": { "lower": null }, "y": {} } }`);
    expect(model.warnings.map(({ place }) => place)).to.deep.equal([
      { file: "a.json", line: 2, field: "bound of variable z" },
    ]);
  });

  it("reads numbers from their text, never through a float", () => {
    const { objective } = read(
      '{"objective":{"coefficients":{"x":0.1000000000000000000001,"y":"9007199254740993.5"}}}',
    );
    expect(objective!.entries.map(({ value }) => formatDecimal(value))).to.deep.equal([
      "0.1000000000000000000001",
      "9007199254740993.5",
    ]);
  });

  const CODES: readonly [string, string][] = [
    ["FileTruncated", ""],
    ["MalformedJson", '{"rows":[}'],
    ["MalformedJson", '{"rows":[]} x'],
    ["MalformedJson", '{"rows":[],}'],
    ["MalformedJson", '{"name":"a\nb"}'],
    ["MalformedJson", '{"name":"\\x"}'],
    ["MalformedJson", '{"rows":[01]}'],
    ["MalformedJson", "[".repeat(100_000)],
    ["MalformedJson", `{"name":"${"a".repeat(10_000_000)}"}`],
    ["MalformedJson", "[]"],
    ["MalformedJson", '{"rows":{}}'],
    ["MalformedJson", '{"rows":[{"coefficients":{"x":1}}]}'],
    ["MalformedJson", '{"rows":[{"coefficients":{"x":1},"equal":1,"lower":1}]}'],
    ["MalformedJson", '{"rows":[{"coefficients":{"x":true},"equal":1}]}'],
    ["MalformedJson", '{"sense":"up","rows":[]}'],
    ["NumberNotFinite", '{"rows":[{"coefficients":{"x":"NaN"},"equal":1}]}'],
    ["NumberNotFinite", '{"rows":[{"coefficients":{"x":1},"equal":"inf"}]}'],
    ["NumberMalformed", '{"rows":[{"coefficients":{"x":"1 000"},"equal":1}]}'],
    ["NameInvalid", '{"rows":[{"coefficients":{"x":"1\u200b"},"equal":1}]}'],
    ["NumberTooLarge", '{"rows":[{"coefficients":{"x":1e999999999},"equal":1}]}'],
    ["DuplicateName", '{"rows":[{"coefficients":{"x":1,"x":2},"equal":1}]}'],
    ["DuplicateName", '{"rows":[{"name":"a","coefficients":{"x":1},"equal":1},{"name":"a","equal":1}]}'],
    ["DuplicateName", '{"rows":[],"rows":[]}'],
    ["UnknownField", '{"constraints":[]}'],
    ["UnknownField", '{"rows":[{"coefficients":{"x":1},"rhs":1}]}'],
    ["NameInvalid", '{"rows":[{"name":" a","coefficients":{"x":1},"equal":1}]}'],
    ["NameInvalid", '{"rows":[{"coefficients":{"":1},"equal":1}]}'],
    ["BoundsCross", '{"rows":[{"coefficients":{"x":1},"lower":2,"upper":1}]}'],
    ["BoundInfinite", '{"rows":[{"coefficients":{"x":1},"lower":"inf"}]}'],
    ["EmptyParty", '{"objective":{"coefficients":{"x":0}}}'],
  ];
  for (const [code, text] of CODES) {
    it(`refuses ${JSON.stringify(text.slice(0, 60))} with ${code}`, () =>
      expect(refusal(() => read(text)).code).to.equal(code));
  }

  it("names file, line and field of what is wrong", () => {
    expect(refusal(() => read('{"rows":[\n{"name":"a",\n"coefficients":{"x":\n"?"},"equal":1}]}'))).to.deep.equal({
      code: "NumberMalformed",
      place: { file: "a.json", line: 4, field: "coefficient of variable x in row a" },
    });
    expect(refusal(() => read('{"rows":[\n{"name":"a",\n"name":"b"}]}')).place).to.deep.equal({
      file: "a.json",
      line: 3,
      field: "name",
    });
  });
});
