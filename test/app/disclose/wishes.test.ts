// From names in a file to claims: order, what a kind of outcome has, and how many a file takes.
import { expect } from "chai";
import { fulfillable, type NamedWish, namedWishes } from "../../../client/app/disclose/wishes.ts";
import { InputError } from "../../../client/errors.ts";
import { announce, combine } from "../../../client/lp/joint/program.ts";
import { toPartyRows } from "../../../client/lp/model/normalise.ts";
import { readProgramText } from "../../../client/lp/readers/read.ts";

const NOTHING = { variable: [], row: [], dualValue: false, objective: false };

function setupOf(text: string, feasible = false) {
  const model = readProgramText(text, "own.lp");
  const other = readProgramText("st\n other: y <= 5\nend\n", "other.lp");
  const program = combine([announce(model), announce(other)], { names: ["Own", "Other"], feasible });
  return { model, program, rows: toPartyRows(model, program, 0), agreement: { round: {} } };
}

const OWNER = "min\n obj: x + y\nst\n a: x + y >= 1\n b: x - y = 0\n c: 1 <= x + 2 y <= 9\nend\n";

describe("what a company wishes to disclose", () => {
  it("comes in the order of the page, whatever the order of the options", () => {
    const wanted = { ...NOTHING, variable: ["y", "x", "y"], row: ["c", "b", "c"], dualValue: true, objective: true };
    expect(namedWishes(setupOf(OWNER), wanted)).to.deep.equal([
      { what: "variable", index: 1, name: "x" },
      { what: "variable", index: 2, name: "y" },
      ...(["multiplier", "slack"] as const).flatMap((what) => [
        { what, index: 1, name: "c (≤)" },
        { what, index: 2, name: "c (≥, times −1)" },
        { what, index: 3, name: "b (=, as ≤)" },
        { what, index: 4, name: "b (=, as ≥, times −1)" },
      ]),
      { what: "dual value", index: 0, name: "minus the share of the optimum" },
      { what: "objective", index: 0, name: "the objective (min), without its constant" },
    ]);
  });

  it("has no objective in a round without costs", () => {
    const setup = setupOf("st\n a: x + y >= 1\nend\n", true);
    expect(() => namedWishes(setup, { ...NOTHING, objective: true })).to.throw(InputError, /does not own the costs/);
    expect(() => namedWishes(setup, { ...NOTHING, row: ["obj"] })).to.throw(InputError, /no row "obj"; it has a$/);
  });

  it("is of no variable and not the objective where each company knows its own part", () => {
    const round = { ownParts: { names: [[0], [0, 1]], value: "owner" } } as const;
    const setup = { ...setupOf(OWNER), agreement: { round } };
    for (const [field, wanted] of [
      ["--variable", { ...NOTHING, variable: ["x"], objective: true }],
      ["--objective", { ...NOTHING, row: ["a"], objective: true }],
    ] as const)
      expect(() => namedWishes(setup, wanted))
        .to.throw(InputError, field)
        .with.property("code", "DisclosureJoint");
    expect(() => namedWishes(setup, NOTHING)).to.throw(InputError, /disclose: --row or --dual-value$/);
    expect(() => namedWishes(setupOf(OWNER), NOTHING)).to.throw(InputError, /disclose: --variable, --row/);
    const wishes = namedWishes(setup, { ...NOTHING, row: ["a"], dualValue: true });
    expect(wishes.map(({ what }) => what)).to.deep.equal(["multiplier", "slack", "dual value"]);
  });

  it("is at most 64 numbers", () => {
    const wishes = (count: number) =>
      Array.from({ length: count }, (_, i): NamedWish => ({ what: "variable", index: i + 1, name: `x${i}` }));
    expect(fulfillable("optimal", wishes(64))).to.have.length(64);
    expect(() => fulfillable("optimal", wishes(65))).to.throw(InputError, /room for 64 numbers, and these are 65/);
  });

  it("is of a row what the outcome has", () => {
    const wishes = namedWishes(setupOf(OWNER), { ...NOTHING, row: ["a"] });
    const whats = (kind: Parameters<typeof fulfillable>[0]) => fulfillable(kind, wishes).map(({ what }) => what);
    expect(whats("optimal")).to.deep.equal(["multiplier", "slack"]);
    expect(whats("infeasible")).to.deep.equal(["multiplier"]);
    expect(whats("unbounded")).to.deep.equal(["slack"]);
  });
});
