// What commands print and return, without a process: tables and CSV of an outcome, names of
// parties, exit statuses, spec files.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { setUpRound } from "../../client/app/setup.ts";
import { readSpec } from "../../client/app/spec.ts";
import { EXIT, exitCodeOf } from "../../client/cli/exit-codes.ts";
import { outcomeCsv, outcomeLines } from "../../client/cli/outcome-lines.ts";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { ChainError, InputError, ProtocolError } from "../../client/errors.ts";
import { encodeAnnouncement } from "../../client/lp/joint/announcement.ts";
import { announce } from "../../client/lp/joint/program.ts";
import type { UserOutcome } from "../../client/lp/joint/user-outcome.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { nameParties } from "../../client/round/name-parties.ts";
import { decodeTerms, encodeTerms, type Terms } from "../../client/round/terms.ts";
import { NO_SETUPS } from "../support/setups.ts";

const INFEASIBLE: UserOutcome = {
  kind: "infeasible",
  rows: [
    { name: "cap", weight: "-1" },
    { name: "idle", weight: "0" },
  ],
  bounds: [{ name: "x", weight: "2" }],
};

const NAMES = ["Nordlys", "Sagbruk"];

const optimal = (values: readonly string[]): UserOutcome => ({
  kind: "optimal",
  objective: "3",
  variables: values.map((value, j) => ({ name: `x${j}`, value, reducedCost: "0" })),
  rows: [],
});

const FEW = { all: false, constantOf: null };
const EXACT = { interval: null, endAtPrices: null, largestResidual: null };

describe("what concordat outcome prints", () => {
  it("of an optimum whose costs are another company's: that their constant is not in it, also in the CSV", () => {
    const own = optimal(["1"]);
    const view = { all: false, constantOf: "Nord\u001b[2Jlys" };
    expect(outcomeLines(own, view)[1]).to.contain("constant").and.contain("Nord").and.not.contain("\u001b");
    expect(outcomeLines(own, FEW).join()).not.to.contain("constant");
    expect(outcomeCsv({ ...own, ...EXACT } as never, "Nordlys")).to.contain("objective,without a constant term,3,");
    expect(outcomeCsv({ ...own, ...EXACT } as never, null)).to.contain("objective,,3,");
  });

  it("of a contradiction: weights, in columns that say so", () => {
    expect(outcomeCsv({ ...INFEASIBLE, interval: null, endAtPrices: null, largestResidual: null }, null)).to.equal(
      "kind,name,weight\r\nrow,cap,-1\r\nrow,idle,0\r\nbound,x,2\r\n",
    );
    const lines = outcomeLines(INFEASIBLE, FEW).join("\n");
    expect(lines).to.contain("cap").and.contain("x ≥ 0").and.not.contain("idle");
  });

  it("of a round without costs: the plan, and no prices", () => {
    const own: UserOutcome = {
      kind: "feasible",
      variables: [
        { name: "x", value: "2.5" },
        { name: "y", value: "0" },
      ],
      rows: [{ name: "cap", activity: "2.5", upperSlack: "0.5", lowerSlack: null }],
    };
    expect(outcomeCsv({ ...own, interval: null, endAtPrices: null, largestResidual: "0.001" }, null)).to.equal(
      "kind,name,value,lower slack,upper slack\r\nvariable,x,2.5,,\r\nvariable,y,0,,\r\nrow,cap,2.5,,0.5\r\n" +
        "residual,largest,0.001,,\r\n",
    );
    const lines = outcomeLines(own, FEW);
    expect(lines[0]).to.match(/^Feasible/);
    expect(lines.join("\n")).to.contain("1 more variable is zero").and.not.contain("dual");
  });

  it("of an optimum that misses rows: an empty cell for the end that is not proven", () => {
    const certainty = { interval: { lower: "2.5", upper: null }, endAtPrices: "3.25", largestResidual: "0.5" };
    const cells = outcomeCsv({ ...optimal(["1"]), ...certainty }, null).split("\r\n");
    expect(cells.slice(-5)).to.deep.equal([
      "interval,lower,2.5,,,",
      "interval,upper,,,,",
      "end,if the accepted prices hold,3.25,,,",
      "residual,largest,0.5,,,",
      "",
    ]);
  });

  it("of a contradiction, for a company without rows in it: no table", () => {
    const lines = outcomeLines({ kind: "infeasible", rows: [], bounds: [] }, FEW);
    expect(lines).to.have.length(2);
    expect(lines[1]).to.equal("This company has no rows in it.");
  });

  it("counts zeros only where there are some, and shows no empty table of rows", () => {
    for (const [values, zeros] of [
      [["1", "2"], null],
      [["1", "0"], "1 more variable is zero"],
      [["0", "0", "1"], "2 more variables are zero"],
    ] as const) {
      const lines = outcomeLines(optimal(values), FEW);
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
  it("a round that does not suit its engine counts as bad input, other failures of a round do not", () => {
    expect(exitCodeOf(new ProtocolError("RoundUnsuitable", "mpc needs three"))).to.equal(EXIT.input);
    expect(exitCodeOf(new ProtocolError("SizeUnsafe", "found by search"))).to.equal(EXIT.input);
    expect(exitCodeOf(new ProtocolError("RoundDiffers", "other terms"))).to.equal(EXIT.input);
    expect(exitCodeOf(new ProtocolError("RoundsFailed", "one failed"))).to.equal(EXIT.round);
    expect(exitCodeOf(new ChainError("ChainUnreachable", "no answer"))).to.equal(EXIT.chain);
    expect(exitCodeOf(new TypeError("oops"))).to.equal(EXIT.unexpected);
  });
});

describe("a spec file", () => {
  const account = (k: number) => `0x${String(k + 1).padStart(40, "0")}`;

  /** What `readSpec` makes of two companies' programs. */
  async function specOf(programs: readonly string[], more: object = {}): Promise<Terms> {
    const folder = await mkdtemp(join(tmpdir(), "concordat-spec-"));
    try {
      const parties = programs.map((_, k) => ({ name: NAMES[k]!, account: account(k), announcement: `${k}.json` }));
      for (const [k, text] of programs.entries()) {
        await writeFile(join(folder, `${k}.json`), encodeAnnouncement(announce(readProgramText(text, `${k}.lp`))));
      }
      await writeFile(join(folder, "spec.json"), JSON.stringify({ title: "Shifts", parties, ...more }));
      return await readSpec(join(folder, "spec.json"), NO_SETUPS);
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  const refusalOf = (programs: readonly string[], more: object = {}): Promise<InputError> =>
    specOf(programs, more).then(
      () => expect.fail("nothing was refused"),
      (error: InputError) => error,
    );
  const ROWS = "Minimize\nSubject To\n c: x + y >= 1\n";
  const COSTS = "Minimize\n x\nSubject To\n d: x - y <= 1\n";

  it("asks for a round without costs by its objective", async () => {
    const terms = await specOf([`${ROWS}End`, `${ROWS}End`], { objective: "none" });
    expect(terms.feasible).to.equal(true);
    expect(decodeTerms(encodeTerms(terms))).to.deep.equal(terms);
    const setUp = NAMES.map((_, party) => {
      const data = Buffer.from(`\ufeff${ROWS}End`);
      const accepted = { terms: encodeTerms(terms), data, dataName: "rows.lp", party, rounding: "exact" as const };
      return setUpRound(accepted, callingThread);
    });
    const objectives = (await Promise.all(setUp)).map(({ rows }) => rows.objective);
    expect(objectives).to.deep.equal([null, [0n, 0n]]);
    expect((await specOf([`${ROWS}End`, `${COSTS}End`])).feasible).to.equal(false);
    expect(await refusalOf([`${ROWS}End`, `${ROWS}End`])).to.have.property("code", "NoObjective");
    const unexpected = await refusalOf([`${ROWS}End`, `${COSTS}End`], { objective: "none" });
    expect(unexpected).to.have.property("code", "ObjectiveUnexpected");
    expect(unexpected.message).to.include(NAMES[1]);
    for (const objective of ["min", null, 0]) {
      expect(await refusalOf([`${ROWS}End`, `${COSTS}End`], { objective })).to.deep.include({ code: "SpecInvalid" });
    }
  });

  it("whose files disagree on a variable's sign is refused, naming both companies", async () => {
    const disagree = await refusalOf([`${ROWS}End`, `${COSTS}Bounds\n x >= -5\nEnd`]);
    expect(disagree).to.have.property("code", "SignsDiffer");
    for (const name of NAMES) expect(disagree.message).to.include(name);
    expect(await refusalOf([`${ROWS}Bounds\n y free\nEnd`, `${COSTS}End`])).to.have.property("code", "SignsDiffer");
    await specOf([`${ROWS}Bounds\n x free\nEnd`, `${COSTS}Bounds\n x >= -5\nEnd`]);
    // A bound of 0 or more that a file states itself is intended.
    await specOf([`${ROWS}Bounds\n x free\n y free\nEnd`, `${COSTS}Bounds\n x >= 0\n 2 <= y <= 3\nEnd`]);
  });

  it("with one account or one name for two companies is refused, naming the field", async () => {
    const folder = await mkdtemp(join(tmpdir(), "concordat-spec-"));
    try {
      const file = join(folder, "spec.json");
      const account = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
      const parties = [account, account.toUpperCase().replace("0X", "0x")].map((text, k) => ({
        name: `C${k}`,
        account: text,
      }));
      await writeFile(file, JSON.stringify({ title: "Twice", parties }));
      const error = await readSpec(file, NO_SETUPS).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(InputError).with.property("code", "SpecInvalid");
      expect((error as InputError).place).to.deep.equal({ file, line: 1, field: "parties[1].account" });
      const named = [1, 2].map((k) => ({ name: "Nordlys", account: `0x${String(k).padStart(40, "0")}` }));
      await writeFile(file, JSON.stringify({ title: "Twice", parties: named }));
      const again = await readSpec(file, NO_SETUPS).catch((reason: unknown) => reason);
      expect((again as InputError).place).to.deep.equal({ file, field: "parties[1].name" });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
