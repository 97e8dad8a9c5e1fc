// A settled outcome is never lost: whatever fails afterwards, the outcome is in its files and on
// the terminal, and the failure is reported and thrown last.
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { createWorkPool, type WorkPool } from "../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { InputError, SolverError } from "../../client/errors.ts";
import { prepare } from "../../client/library/problem.ts";
import { readProgram } from "../../client/lp/readers/read.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { createAfterwards } from "../../lab/demo/afterwards.ts";
import { solveCentrally } from "../../lab/demo/central.ts";
import { playRound, type Settled } from "../../lab/demo/play.ts";
import { agree } from "../../lab/demo/problem.ts";
import { report } from "../../lab/demo/summary.ts";

const example = (name: string) => fileURLToPath(new URL(`../../examples/paper/${name}.lp`, import.meta.url));

describe("after a round has settled", function () {
  this.timeout(120_000);
  let chain: LocalChain;
  let pool: WorkPool;
  let folder: string;
  let settled: Settled;
  const print = console.log;
  let printed: string;

  before(async () => {
    [chain, folder] = await Promise.all([startLocalChain(2), mkdtemp(join(tmpdir(), "concordat-after-"))]);
    pool = createWorkPool(1);
    const members = [
      { name: "Alice", model: await readProgram(example("alice")) },
      { name: "Bob", model: await readProgram(example("bob")) },
    ];
    const problem = prepare(members, { rounding: "exact", feasible: false });
    const engine = createEngine("two-party/decoy-ot", pool);
    const agreement = agree(problem, engine, chain);
    console.log = () => undefined;
    const record = await playRound({ chain, ...problem, engine, agreement });
    console.log = print;
    settled = { problem, agreement, engine, record };
  });
  beforeEach(() => {
    printed = "";
    console.log = (text: string) => {
      printed += `${text}\n`;
    };
  });
  afterEach(() => {
    console.log = print;
  });
  after(() => Promise.all([chain.close(), pool.close(), rm(folder, { recursive: true })]));

  const reportTo = async (place: string | null, central = () => solveCentrally(settled.problem)) => {
    const afterwards = createAfterwards();
    await report(settled, { folder: place, central }, afterwards);
    return afterwards;
  };

  it("the comparison throws: files and terminal have the outcome", async () => {
    const place = join(folder, "compare");
    const error = new SolverError("ToleranceNotMet", "the comparison is made to fail");
    const afterwards = await reportTo(place, () => Promise.reject(error));
    const [alice, bob] = await Promise.all(
      ["alice", "bob"].map(async (name) => JSON.parse(await readFile(join(place, `${name}.json`), "utf8"))),
    );
    for (const own of [alice, bob])
      expect(own).to.deep.include({ kind: "optimal", objective: "-1", settledOtherwise: null });
    expect(alice.interval.lower).to.be.a("string");
    expect(printed).to.contain("the optimum is -1").and.contain("made to fail").and.contain("committed to");
    expect(() => afterwards.finish()).to.throw(SolverError);
  });

  it("the disk throws: the terminal has it, and the rest goes on", async () => {
    const place = join(folder, "a-file");
    await writeFile(place, "in the way");
    const afterwards = await reportTo(place);
    expect(printed).to.contain("the optimum is -1").and.contain("The true optimum within the upper bounds");
    expect(printed).to.contain("a central solver");
    expect(() => afterwards.finish()).to.throw(InputError);
  });

  it("the terminal throws: the files have it", async () => {
    const place = join(folder, "print");
    console.log = () => {
      throw new Error("nobody reads");
    };
    const afterwards = await reportTo(place);
    expect(await readdir(place)).to.have.members(["alice.json", "bob.json"]);
    expect(() => afterwards.finish()).to.throw("nobody reads");
  });

  it("nothing throws: nothing is told", async () => {
    const afterwards = await reportTo(null);
    expect(printed).not.to.contain("failed");
    afterwards.finish();
  });
});
