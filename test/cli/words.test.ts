// What commands print and return, without a process: tables and CSV of an outcome, names of parties, exit statuses, spec files.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { outcomeCsv, outcomeLines } from "../../client/cli/commands/outcome.ts";
import { EXIT, exitCodeOf } from "../../client/cli/exit-codes.ts";
import { nameParties } from "../../client/cli/name-parties.ts";
import { readSpec } from "../../client/cli/spec.ts";
import { ChainError, InputError, ProtocolError } from "../../client/errors.ts";
import type { UserOutcome } from "../../client/lp/user-outcome.ts";

const INFEASIBLE: UserOutcome = {
  kind: "infeasible",
  rows: [
    { name: "cap", weight: "-1" },
    { name: "idle", weight: "0" },
  ],
  bounds: [{ name: "x", weight: "2" }],
};

const optimal = (values: readonly string[]): UserOutcome => ({
  kind: "optimal",
  objective: "3",
  variables: values.map((value, j) => ({ name: `x${j}`, value, reducedCost: "0" })),
  rows: [],
});

describe("what concordat outcome prints", () => {
  it("of a contradiction: weights, in columns that say so", () => {
    expect(outcomeCsv(INFEASIBLE)).to.equal("kind,name,weight\r\nrow,cap,-1\r\nrow,idle,0\r\nbound,x,2\r\n");
    const lines = outcomeLines(INFEASIBLE, false).join("\n");
    expect(lines).to.contain("cap").and.contain("x ≥ 0").and.not.contain("idle");
  });

  it("of a contradiction, for a company without rows in it: no table", () => {
    const lines = outcomeLines({ kind: "infeasible", rows: [], bounds: [] }, false);
    expect(lines).to.have.length(2);
    expect(lines[1]).to.equal("This company has no rows in it.");
  });

  it("counts zeros only where there are some, and shows no empty table of rows", () => {
    for (const [values, zeros] of [
      [["1", "2"], null],
      [["1", "0"], "1 more variable is zero"],
      [["0", "0", "1"], "2 more variables are zero"],
    ] as const) {
      const lines = outcomeLines(optimal(values), false);
      expect(lines.find((line) => / zero$/.test(line)) ?? null).to.equal(zeros);
      expect(lines.at(-1)).to.equal("This company has no rows in it.");
    }
  });
});

describe("parties by name", () => {
  const nameOf = (party: number) => ["Alice", "Bob", "Carol"][party];

  it("wherever a message counts them", () => {
    for (const [text, named] of [
      ["step 2 from party 1: it did not arrive", "step 2 from Bob: it did not arrive"],
      ["party 0's rows, then party 2", "Alice's rows, then Carol"],
      ["time is over; parties 0, 2 were due", "time is over; Alice, Carol were due"],
      ["party 7 and parties 1, 9", "party 7 and parties 1, 9"],
      ["a departed party 2nd to none", "a departed party 2nd to none"],
    ] as const)
      expect(nameParties(text, nameOf)).to.equal(named);
  });
});

describe("exit statuses", () => {
  it("a round that does not suit its engine is input, other departures of a round are not", () => {
    expect(exitCodeOf(new ProtocolError("RoundUnsuitable", "mpc needs three"))).to.equal(EXIT.input);
    expect(exitCodeOf(new ProtocolError("RoundsFailed", "one failed"))).to.equal(EXIT.round);
    expect(exitCodeOf(new ChainError("ChainUnreachable", "no answer"))).to.equal(EXIT.chain);
    expect(exitCodeOf(new TypeError("oops"))).to.equal(EXIT.unexpected);
  });
});

describe("a spec file", () => {
  it("with one account for two companies is refused, naming the field", async () => {
    const folder = await mkdtemp(join(tmpdir(), "concordat-spec-"));
    try {
      const file = join(folder, "spec.json");
      const account = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
      const parties = [account, account.toUpperCase().replace("0X", "0x")].map((text, k) => ({
        name: `C${k}`,
        account: text,
      }));
      await writeFile(file, JSON.stringify({ title: "Twice", parties }));
      const error = await readSpec(file).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(InputError).with.property("code", "SpecInvalid");
      expect((error as InputError).place).to.deep.equal({ file, field: "parties[1].account" });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
