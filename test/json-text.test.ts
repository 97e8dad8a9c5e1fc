// JSON from outside: the same strict reader everywhere. Where it is valid the values are those of
// JSON.parse; where it is not, line and cause are named.
import { expect } from "chai";
import fc from "fast-check";
import { type JsonFault, parseJson, plainValue } from "../client/json-text.ts";
import { propertyRuns } from "./support/property-runs.ts";

class Refused extends Error {
  readonly fault: JsonFault;
  constructor(fault: JsonFault) {
    super(fault.what);
    this.fault = fault;
  }
}
const raise = (fault: JsonFault) => new Refused(fault);
const parse = (text: string | Uint8Array) => plainValue(parseJson(text, raise));

function faultIn(text: string | Uint8Array): JsonFault | null {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof Refused) return error.fault;
    throw error;
  }
  return null;
}

describe("JSON text", () => {
  it("gives the values of JSON.parse, with or without a byte order mark and white space", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.constantFrom(0, 2, "\t"), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parse(text)).to.deep.equal(JSON.parse(text));
        expect(parse(`\ufeff${text}\r\n`)).to.deep.equal(JSON.parse(text));
      }),
      propertyRuns(300, 1),
    );
  });

  it("reads strings of any length, with any escapes", () => {
    for (const text of ["x".repeat(3_000_000), "\n".repeat(300_000), '\u2028"\\/\b\f\ud800', "𝒙"])
      expect(parse(JSON.stringify({ text }))).to.deep.equal({ text });
  });

  it("refuses whatever JSON.parse refuses", () => {
    const text = fc.string({ unit: fc.constantFrom(...'{}[]",:\\01.-e ntu\n'.split("")), maxLength: 8 });
    fc.assert(
      fc.property(text, (candidate) => {
        let isValid = true;
        try {
          JSON.parse(candidate);
        } catch {
          isValid = false;
        }
        const fault = faultIn(candidate);
        if (fault === null || fault.twice === null) expect(fault === null, candidate).to.equal(isValid);
      }),
      propertyRuns(2_000, 2),
    );
  });

  it("names the line and the cause", () => {
    const cases: readonly (readonly [string, number, RegExp])[] = [
      ['{"a": 1,\n "b": 2,\n}', 3, /no comma after the last item/],
      ['{"a": [1,\r\n 2,\r\n]}', 3, /no comma after the last item/],
      ['{\n// a remark\n"a": 1}', 2, /no comments/],
      ['{\n"a": /* why */ 1}', 2, /no comments/],
      ['{"a": 1,\n# a remark\n"b": 2}', 2, /no comments/],
      ['{"a": "x\n"}', 1, /must end with "/],
      ['{"a": "x', 1, /must end with "/],
      ['{"a": "x\ty"}', 1, /U\+0009/],
      ['{"a": "\\x41"}', 1, /after a backslash/],
      ["{'a': 1}", 1, /in double quotes/],
      ['{"a": 1 "b": 2}', 1, /expected "," or "}"/],
      ['{"a": 01}', 1, /without leading zeros/],
      ['{"a": 1}\n\n{}', 3, /nothing may follow/],
      ["", 1, /the end of the file/],
    ];
    for (const [text, line, what] of cases) {
      const fault = faultIn(text);
      expect(fault?.what, text).to.match(what);
      expect(fault?.line, text).to.equal(line);
    }
  });

  it("is UTF-8, with or without a byte order mark", () => {
    const bytes = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding);
    expect(plainValue(parseJson(bytes('\ufeff{"a": "Malmö"}', "utf8"), raise))).to.deep.equal({ a: "Malmö" });
    for (const [encoding, line] of [
      ["latin1", 2],
      ["utf16le", 1],
    ] as const)
      expect(
        faultIn(bytes('\ufeff{"a": 1,\n"b": "Malmö"}'.slice(encoding === "latin1" ? 1 : 0), encoding)),
      ).to.deep.include({
        ...{ twice: null, line },
      });
  });

  it("refuses a name that is given twice in one object, also spelt with escapes", () => {
    for (const text of ['{"a": 1,\n"a": 1}', '{"b": [{"a": 1,\n"\\u0061": 2}]}', '{"b": {"a": null,\n"a": null}}'])
      expect(faultIn(text), text).to.deep.include({ twice: "a", line: 2 });
    expect(faultIn('{"__proto__": 1, "__proto__": 2}')?.twice).to.equal("__proto__");
    expect(faultIn('{"a": {"a": 1}, "b": {"a": 1}}')).to.equal(null);
  });
});
