// The auditor's own reader of JSON: the values of JSON.parse, and no name twice.
import { expect } from "chai";
import fc from "fast-check";
import { parseStrictJson } from "../../auditor/evidence/strict-json.ts";
import { propertyRuns } from "../support/property-runs.ts";

const parse = (text: string) => parseStrictJson(Buffer.from(text));

describe("JSON that an auditor reads", () => {
  it("gives the values of JSON.parse, with or without a byte order mark", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const text = JSON.stringify(value, null, 1);
        expect(parse(text)).to.deep.equal(JSON.parse(text));
        expect(parse(`\ufeff${text}`)).to.deep.equal(JSON.parse(text));
      }),
      propertyRuns(300, 1),
    );
    expect(parse(JSON.stringify({ hex: "ab".repeat(2_000_000), text: '\\"{:'.repeat(10_000) }))).to.have.keys(
      "hex",
      "text",
    );
  });

  it("refuses a name that an object has twice, with its line", () => {
    for (const text of [
      '{"a": 1,\n"a": 1}',
      '{"b": [{"a": ":{",\n"\\u0061": 2}]}',
      '{"b": {}, "c": [], "a": "\\"a\\":",\n"a": null}',
      '{"__proto__": 1,\n"__proto__": 2}',
    ])
      expect(() => parse(text), text).to.throw(SyntaxError, "line 2");
    expect(parse('{"a": {"a": [{"a": 1}, {"a": 1}]}, "b": "a"}')).to.have.keys("a", "b");
  });

  it("refuses a number that is a whole one only when it is rounded, with its line", () => {
    for (const digits of ["1.0000000000000000001", "0.99999999999999999999", "1e-400", "-3.00000000000000000001"])
      expect(() => parse(`{"text": "1.5",\n"version": [${digits}]}`), digits).to.throw(SyntaxError, "line 2");
    expect(parse('{"a": [1, -2, 3.0, 1.5, 1e300], "1.0000000000000000001": "1e-400"}')).to.deep.equal({
      ...{ a: [1, -2, 3, 1.5, 1e300], "1.0000000000000000001": "1e-400" },
    });
  });

  it("refuses what is no JSON, and other encodings", () => {
    for (const text of ["", "{", '{"a": 1,}', '// ours\n{"a": 1}'])
      expect(() => parse(text), text).to.throw(SyntaxError);
    expect(() => parseStrictJson(Buffer.from('{"a": "Malmö"}', "latin1"))).to.throw(TypeError);
  });
});
