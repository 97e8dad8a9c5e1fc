// Data from outside against schemas: which field is named, and that everything is read as it was
// written.
import { expect } from "chai";
import * as v from "valibot";
import {
  check,
  checkJson,
  exactly,
  fields,
  listOf,
  oneOf,
  onlyFields,
  text,
  textLike,
  unsignedText,
  wholeNumber,
} from "../client/outside.ts";
import { address } from "../client/round/address.ts";

class Wrong extends Error {
  readonly field: string;
  constructor(field: string, what: string) {
    super(what);
    this.field = field;
  }
}
const wrong = (field: string, what: string) => new Wrong(field, what);

/** The field that is named; "none" where nothing is wrong. */
function fieldOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Wrong) return error.field;
    throw error;
  }
  return "none";
}

const ADDRESS = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const SCHEMA = onlyFields({
  version: exactly(1),
  parties: listOf(fields({ name: text(5), account: address }), [1, 2], "must list one or two"),
  engine: oneOf(["mpc", "li"]),
  rpc: textLike(/^https?:/, "must be an address"),
  bond: unsignedText(8),
  decimals: wholeNumber(0, 24),
});
const VALID = {
  ...{ version: 1, parties: [{ name: "Alder", account: ADDRESS.toLowerCase() }], engine: "li", rpc: "http://x" },
  ...{ bond: "255", decimals: 24 },
};

describe("data from outside", () => {
  it("come back as the schema returns them", () => {
    const { parties, bond } = check(SCHEMA, VALID, wrong);
    expect(parties).to.deep.equal([{ name: "Alder", account: ADDRESS }]);
    expect(bond).to.equal(255n);
  });

  it("are refused with the name of the first invalid field", () => {
    const cases: readonly (readonly [object, string])[] = [
      [{ version: 2 }, "version"],
      [{ version: "1" }, "version"],
      [{ parties: [] }, "parties"],
      [{ parties: {} }, "parties"],
      [{ parties: [VALID.parties[0], VALID.parties[0], VALID.parties[0]] }, "parties"],
      [{ parties: [VALID.parties[0], { name: "Birches", account: ADDRESS }] }, "parties[1].name"],
      [{ parties: [{ name: "", account: ADDRESS }] }, "parties[0].name"],
      [{ parties: [{ name: "Alder" }] }, "parties[0].account"],
      [{ parties: [{ name: "Alder", account: `${ADDRESS}0` }] }, "parties[0].account"],
      [{ parties: [{ name: "Alder", account: ADDRESS.replace("5Fb", "5fb") }] }, "parties[0].account"],
      [{ parties: [null] }, "parties[0]"],
      [{ engine: "LI" }, "engine"],
      [{ rpc: "ftp://x" }, "rpc"],
      ...["256", "-1", "1.0", "1e2", "", "0x1", "9".repeat(400), 12].map((bond) => [{ bond }, "bond"] as const),
      ...[-1, 25, 1.5, "3", Number.NaN, null].map((decimals) => [{ decimals }, "decimals"] as const),
      [{ decimal: 3 }, "decimal"],
      [{ constructor: 3 }, "constructor"],
    ];
    for (const [change, field] of cases)
      expect(
        fieldOf(() => check(SCHEMA, { ...VALID, ...change }, wrong)),
        JSON.stringify(change),
      ).to.equal(field);
    for (const data of [null, [], "x", 1, undefined])
      expect(fieldOf(() => check(SCHEMA, data, wrong))).to.not.equal("none");
    expect(fieldOf(() => checkJson(SCHEMA, "{", wrong))).to.equal("");
  });

  it("are no whole number if they only round to one, or are no number that a double holds", () => {
    const withDecimals = (digits: string) => JSON.stringify(VALID).replace('"decimals":24', `"decimals":${digits}`);
    const decimalsOf = (digits: string) => checkJson(SCHEMA, withDecimals(digits), wrong).decimals;
    for (const digits of [
      "1.0000000000000000001",
      "0.99999999999999999999",
      "1e-400",
      "10000000000000000001e-19",
      "3.00000000000000000001e0",
    ])
      expect(
        fieldOf(() => decimalsOf(digits)),
        digits,
      ).to.equal("decimals");
    for (const [digits, value] of [
      ["1", 1],
      ["1.000", 1],
      ["2e1", 20],
      ["200E-1", 20],
      ["0.2e2", 20],
      ["0e9", 0],
      ["-0.0", 0],
    ] as const)
      expect(decimalsOf(digits) + 0, digits).to.equal(value);
    const version = (digits: string) =>
      checkJson(SCHEMA, JSON.stringify(VALID).replace('"version":1', `"version":${digits}`), wrong);
    expect(fieldOf(() => version("1.0000000000000000001"))).to.equal("version");
    const long = v.object({ long: wholeNumber(0, Number.MAX_SAFE_INTEGER) });
    for (const digits of ["9007199254740993", "9007199254740991.4", "9007199254740990.6"])
      expect(
        fieldOf(() => checkJson(long, `{"long":${digits}}`, wrong)),
        digits,
      ).to.equal("long");
    expect(checkJson(long, '{"long":9007199254740991}', wrong).long).to.equal(Number.MAX_SAFE_INTEGER);
  });

  it("keep keys that are names, whatever they are called", () => {
    const names = checkJson(v.unknown(), '{"constructor": 1, "__proto__": 2, "prototype": 3, "x": 4}', wrong);
    expect(Object.entries(names as object)).to.deep.equal([
      ["constructor", 1],
      ["__proto__", 2],
      ["prototype", 3],
      ["x", 4],
    ]);
    for (const name of ["constructor", "__proto__", "prototype"])
      expect(fieldOf(() => checkJson(SCHEMA, JSON.stringify(VALID).replace("{", `{"${name}": 1, `), wrong))).to.equal(
        name,
      );
  });
});
