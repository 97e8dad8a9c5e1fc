// `npm start -- --alice … --bob …` as a user runs it: as a process on files, judged by its output
// and exit code.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { EXIT } from "../../client/cli/exit-codes.ts";
import { compare, parseDecimal } from "../../client/math/decimal.ts";
import { programFile } from "../../scripts/programs.ts";
import { sampled } from "../support/sampled.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const ALICE = `Minimize
 obj:
Subject To
 a1: x1 - 2 x2 + x3 <= 11
 a2: 5 x1 - x2 - 2 x3 <= 1
End
`;
const BOB = `NAME          BOB
ROWS
 N  COST
 L  B1
COLUMNS
    x1        COST            -3.0   B1              -2.0
    x2        COST             1.0   B1               1.0
    x3        COST             1.0   B1               1.0
RHS
    RHS       B1               0.0
ENDATA
`;

interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

function start(args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [programFile("lab/demo/command.ts"), ...args],
      { cwd: root },
      (error, output, errors) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, output, errors });
      },
    );
  });
}

/** With more digits than any interval here has. */
const TEN_SEVENTHS = `1.${"428571".repeat(10)}`;

interface Ends {
  readonly interval: { readonly lower: string | null; readonly upper: string | null };
  readonly endAtPrices: string | null;
}

/**
 * Whether the interval contains the value, with the end at the accepted prices where it is open.
 */
function holds({ interval: { lower, upper }, endAtPrices: open }: Ends, value: string): boolean {
  const [least, most, inside] = [lower ?? open, upper ?? open, value].map((text) => parseDecimal(text!));
  return compare(least!, inside!) <= 0 && compare(inside!, most!) <= 0;
}

describe("npm start on the user's own files", function () {
  this.timeout(120_000);
  let folder: string;
  let alice: string;
  let bob: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-"));
    alice = join(folder, "alice.lp");
    bob = join(folder, "bob.mps");
    await writeFile(alice, ALICE);
    await writeFile(bob, BOB);
  });
  after(() => rm(folder, { recursive: true }));

  it("settles a CPLEX-LP and an MPS file, and says that the optimum is the centralised one", async () => {
    const { code, output } = await start(["--alice", alice, "--bob", bob, "--engine", "two-party/decoy-ot"]);
    expect(code).to.equal(0);
    expect(output).to.include("the optimum is -1 ");
    expect(output).to.include("a central solver's optimum is -1; it differs by 0\n");
    expect(output).to.match(/x3\s+2\n/);
    // As docs/scale.md counts them, for decoy-ot.
    expect(output).to.match(/12 messages in 10 posts, .* between the companies\n/);
  });

  it("proves the outcome once more, sealed, and publishes no number of it", async () => {
    const { code, output } = await start([
      "--alice",
      alice,
      "--bob",
      bob,
      "--engine",
      "two-party/decoy-ot",
      "--sealed",
    ]);
    expect(code).to.equal(0);
    const sealed = output.slice(output.indexOf("the same outcome, sealed"));
    expect(sealed).to.match(/the contract accepts the proof/);
    for (const what of ["values of the solution", "multipliers of rows", "the objective's value"])
      expect(sealed).to.match(new RegExp(`${what}.*none\\n`));
  });

  /** Bad input: the file's text, and what the error must name. */
  const bad: readonly [string, string, RegExp][] = [
    ["a number that is none", ALICE.replace("11", "1.1.1"), /alice\.lp, line 4.*\[\w+\]/],
    ["infinity as a coefficient", ALICE.replace("5 x1", "infinity x1"), /alice\.lp, line 5.*\[\w+\]/],
    ["more decimals than the round allows", ALICE.replace("5 x1", "5.25 x1"), /alice\.lp, line 5.*\[TooManyDecimals\]/],
    ["a number too large to prove", ALICE.replace("5 x1", "1e30 x1"), /alice\.lp, line 5.*\[NumberTooLarge\]/],
    ["a second objective", ALICE.replace("obj:", "obj: x1"), /\[SeveralObjectives\]/],
    ["no variable in common", ALICE.replace(/x(\d)/g, "y$1"), /\[NoSharedVariable\]/],
    ["a name that differs in case only", ALICE.replace(/x1/g, "X1"), /\[NamesDiffer\]/],
    ["a file without rows", "Minimize\n obj:\nSubject To\nEnd\n", /\[EmptyParty\]/],
  ];
  for (const [what, text, message] of sampled(bad, 4)) {
    it(`refuses ${what}, and says where`, async () => {
      const path = alice;
      await writeFile(path, text);
      const { code, output, errors } = await start(["--alice", alice, "--bob", bob, "--decimals", "1"]);
      await writeFile(path, ALICE);
      expect(code).to.equal(EXIT.input);
      expect(errors).to.match(message);
      expect(output).to.not.include("commits");
    });
  }

  it("solves everyday magnitudes, remarks on a name that only one file has, and writes both outcomes", async () => {
    const [first, second, out] = ["budget.lp", "limit.lp", "out"].map((name) => join(folder, name));
    await writeFile(first!, "Maximize\n obj: x\nSubject To\n budget: 70000 x <= 100000\nEnd\n");
    await writeFile(second!, "Minimize\n obj:\nSubject To\n c: x + extra <= 5\n e: extra = 2\nEnd\n");
    const files = ["--alice", first!, "--bob", second!, "--engine", "two-party/decoy-ot"];
    const { code, output } = await start([...files, "--out", out!]);
    expect(code).to.equal(0);
    expect(output).to.match(/the optimum is 1\.42857142857\d+ /);
    expect(output).to.include("only in Bob's file: extra");
    const bob = JSON.parse(await readFile(join(out!, "bob.json"), "utf8"));
    expect(bob.kind).to.equal("optimal");
    expect(holds(bob, TEN_SEVENTHS)).to.equal(true);
    const { activity, upperSlack, ...row } = bob.rows[0];
    expect(row).to.deep.equal({ name: "c", lowerSlack: null, dual: "0" });
    expect([activity, upperSlack].map((value) => value.slice(0, 12))).to.deep.equal(["3.4285714285", "1.5714285714"]);

    // Coarser on request: the outcome says how coarse.
    const rough = join(folder, "rough");
    expect((await start([...files, "--solution-decimals", "6", "--out", rough])).code).to.equal(0);
    const own = JSON.parse(await readFile(join(rough, "bob.json"), "utf8"));
    expect(own.objective).to.equal("1.428571");
    expect(holds(own, TEN_SEVENTHS)).to.equal(true);
  });

  it("names the number that needs more decimals than any round has", async () => {
    const long = join(folder, "long.lp");
    await writeFile(long, ALICE.replace("5 x1", "5.12345678901234567 x1"));
    const { code, errors } = await start(["--alice", long, "--bob", bob]);
    expect(code).to.equal(EXIT.input);
    expect(errors).to.match(/long\.lp, line 5.*\[TooManyDecimals\]/);
  });

  it("finds out whether a plan suits all when asked to", async () => {
    const [first, second] = ["first.lp", "second.lp"].map((name) => join(folder, name));
    await writeFile(first!, "Minimize\nSubject To\n need: x + y >= 4\nEnd\n");
    const files = ["--alice", first!, "--bob", second!, "--engine", "two-party/decoy-ot"];
    await writeFile(second!, "Minimize\nSubject To\n limit: x + y <= 5\nEnd\n");
    const { code, output } = await start([...files, "--feasible"]);
    expect(code).to.equal(0);
    expect(output).to.include("Round 1: feasible: ");
    const unasked = await start(files);
    expect(unasked.code).to.equal(EXIT.input);
    expect(unasked.errors).to.match(/--feasible.*\[NoObjective\]\n$/);
  });

  it("rounds when asked to", async () => {
    const rounded = join(folder, "rounded.lp");
    await writeFile(rounded, ALICE.replace("5 x1", "5.04 x1"));
    const options = ["--decimals", "1", "--round-numbers", "--engine", "two-party/decoy-ot"];
    const { code, output } = await start(["--alice", rounded, "--bob", bob, ...options]);
    expect(code).to.equal(0);
    expect(output).to.include("the optimum is -1 ");
  });

  it("refuses an engine that it cannot play, and a folder that it cannot write, before anything is deployed, the built-in examples', too", async () => {
    for (const [engine, code] of [
      ["magic", "EngineUnknown"],
      ["multi-party/masked", "RoundUnsuitable"],
    ] as const) {
      const { code: status, output, errors } = await start(["--engine", engine]);
      expect(status).to.equal(EXIT.input);
      expect(errors).to.match(new RegExp(`\\[${code}\\]\\n$`));
      expect(output).to.equal("");
    }
    const { code: status, output, errors } = await start(["--alice", alice, "--bob", bob, "--out", alice]);
    expect(status).to.equal(EXIT.input);
    expect(errors).to.match(/\[FileUnwritable\]\n$/);
    expect(output).to.equal("");
  });

  it("says how far a round with few decimals is from the exact optimum of the files", async () => {
    const [rows, costs] = ["p17-alice.lp", "p17-bob.lp"].map((name) => join(root, "test/cases", name));
    const files = ["--alice", rows!, "--bob", costs!, "--engine", "two-party/decoy-ot"];
    const { code, output } = await start([...files, "--solution-decimals", "2"]);
    expect(code).to.equal(0);
    expect(output).to.include("the optimum is 1301858130 ");
    expect(output).to.include("1303042714.285714285714…; it differs by 1184584.285714285714…");
  });

  it("asks for the other file, an existing file, a known engine", async () => {
    for (const args of [
      ["--alice", alice],
      ["--alice", alice, "--bob", join(folder, "none.mps")],
      ["--alice", alice, "--bob", bob, "--engine", "magic"],
    ]) {
      const { code, errors } = await start(args);
      expect(code, args.join(" ")).to.equal(EXIT.input);
      expect(errors, args.join(" ")).to.match(/\[\w+\]\n$/);
    }
  });
});
