// Costs and amounts of 10^8 to 10^16, beside 10^−3, get an answer from every engine, because the
// scales follow from the data. The right values of the files are those of test/lp/cases.test.ts;
// the settled interval must contain them, and so must that at the accepted prices.
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { readOutcome } from "../../client/chain/coordinator/read.ts";
import { createWorkPool, type WorkPool } from "../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../client/engines/engines.ts";
import type { EngineName } from "../../client/engines/names.ts";
import { ConcordatError } from "../../client/errors.ts";
import { type Member, prepare } from "../../client/library/problem.ts";
import { NO_BOUNDS, type StatedBounds } from "../../client/lp/joint/program.ts";
import { parseBound } from "../../client/lp/joint/sizes.ts";
import { helperModel, type Model } from "../../client/lp/model/model.ts";
import { readProgram, readProgramText } from "../../client/lp/readers/read.ts";
import { compare, parseDecimal } from "../../client/math/decimal.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { outcomeOf } from "../../lab/demo/outcome.ts";
import { playRound, type Settled } from "../../lab/demo/play.ts";
import { agree } from "../../lab/demo/problem.ts";
import { splitProgram } from "../../lab/splitting.ts";
import { sampled } from "../support/sampled.ts";

const fileOf = (name: string) => readProgram(fileURLToPath(new URL(`../cases/${name}`, import.meta.url)));

const all = (bound: string): StatedBounds => ({ ...NO_BOUNDS, all: parseBound(bound, {}) });

/** Right values, each enclosed between two decimals. */
const CASES = [
  { name: "n37-giga-coefficients.lp", between: ["0.33333333333333333", "0.33333333333333334"], bounds: NO_BOUNDS },
  { name: "n38-large-costs.lp", between: ["1303042714.285714285", "1303042714.285714286"], bounds: NO_BOUNDS },
  { name: "l32-huge-costs.lp", between: ["9893120239781708.288", "9893120239781708.288"], bounds: NO_BOUNDS },
  { name: "m16-constant-column.mps", between: ["17385349171.3756", "17385349171.3756"], bounds: NO_BOUNDS },
  // Numbers that nobody would call large, where companies say how large their variables can be.
  { name: "n38-large-costs.lp", between: ["1303042714.285714285", "1303042714.285714286"], bounds: all("10") },
] as const;

/**
 * Multipliers far above the costs: small coefficients beside large costs, coefficients or
 * right-hand sides.
 */
const SMALL_COEFFICIENTS = [
  {
    name: "costs of 10^8 over coefficients of 10^-3",
    rows: "a: 0.003 x + 0.0077 y >= 11",
    costs: "624985000 x + 829209000 y",
    more: "b: y <= 100",
    optimum: "2214119750000",
    bounds: NO_BOUNDS,
  },
  {
    name: "costs of 10^12 over coefficients of 10^-3, at default bounds",
    rows: "a: 0.001 x + 0.002 y <= 0.018",
    costs: "1000000000000 x + 0.001 y",
    more: "b: x + y >= 10",
    optimum: "2000000000000.008",
    bounds: NO_BOUNDS,
  },
  {
    name: "costs of 10^12 over coefficients of 10^-4, at default bounds",
    rows: "a: 0.0001 x + 0.0002 y <= 0.0018",
    costs: "1000000000000 x + y",
    more: "b: x + y >= 10",
    optimum: "2000000000008",
    bounds: NO_BOUNDS,
  },
  {
    name: "coefficients of 10^12 beside 10^-3",
    rows: "a: 0.001 y + x >= 5",
    costs: "x + y",
    more: "b: 1000000000000 x <= 1000000000000",
    optimum: "4001",
    bounds: all("1e4"),
  },
  {
    name: "amounts of 10^12 beside coefficients of 10^-3",
    rows: "a: 0.001 y + x >= 1000000000000",
    costs: "x + 2 y",
    more: "b: x <= 999999999999",
    optimum: "1000000001999",
    bounds: all("1e13"),
  },
] as const;

/** What 40 bits do not tell apart, and coefficients as small as files may have. */
const CLOSE_NUMBERS = [
  {
    name: "costs of 10^9 that differ by 1",
    costs: "1000000000 x + 999999999 y",
    rows: "a: x + y >= 7",
    more: "b: 3 x - y <= 1",
    kind: "optimal",
    optimum: "6999999993",
  },
  {
    name: "coefficients of 10^-7",
    costs: "0.0000001 x + 0.0000003 y",
    rows: "a: 0.0000002 x + 0.0000001 y >= 0.0000003",
    more: "b: 0.0000001 x - 0.0000002 y <= 0.0000001",
    kind: "optimal",
    optimum: "0.0000002",
  },
  {
    name: "a contradiction of 10^-9",
    costs: "x",
    rows: "a: x >= 5.000000001",
    more: "b: x <= 5",
    kind: "infeasible",
    optimum: null,
  },
] as const;

/**
 * Rows are dealt in turn; the company with the costs comes last, and a helper is added where the
 * engine needs one more party.
 */
function deal(model: Model, engine: EngineName): Member[] {
  const parties = engine === "multi-party/masked" ? 3 : 2;
  const holders = Math.min(parties - 1, model.rows.length);
  const models = splitProgram(
    model,
    model.rows.map((_, i) => i % holders),
    holders,
  );
  const members = models.map((own, k) => ({ name: `Company ${k}`, model: own }));
  if (engine === "mpc") members.push({ name: "Helper", model: helperModel("helper") });
  return members;
}

describe("ordinary numbers", function () {
  this.timeout(300_000);
  let chain: LocalChain;
  let pool: WorkPool;
  const print = console.log;

  before(async () => {
    chain = await startLocalChain(3);
    pool = createWorkPool(2);
  });
  beforeEach(() => {
    console.log = () => undefined;
  });
  afterEach(() => {
    console.log = print;
  });
  after(() => Promise.all([chain.close(), pool.close()]));

  const play = async (members: readonly Member[], name: EngineName, bounds: StatedBounds): Promise<Settled> => {
    const problem = prepare(members, { rounding: "exact", feasible: false, bounds });
    const engine = createEngine(name, pool);
    const agreement = agree(problem, engine, chain);
    return { problem, agreement, engine, record: await playRound({ chain, ...problem, engine, agreement }) };
  };

  const engines = ["two-party/decoy-ot", "multi-party/masked", "mpc"] as const;
  for (const [turn, engine] of engines.entries()) {
    for (const { name, between, bounds } of sampled(CASES, engines.length, turn)) {
      // Its single row cannot be split between two holders.
      if (engine === "multi-party/masked" && name.startsWith("m16")) continue;
      if (engine === "mpc" && name.startsWith("l32")) continue;
      it(`${name} by ${engine}${bounds === NO_BOUNDS ? "" : ", with bounds that mean something"}`, async () => {
        const settled = await play(deal(await fileOf(name), engine), engine, bounds);
        const outcome = outcomeOf(settled, settled.problem.program.objectiveOwner);
        if (outcome.kind !== "optimal" || outcome.interval === null) throw new Error(outcome.kind);
        const [lower, upper] = [outcome.interval.lower, outcome.interval.upper].map(
          (end) => end ?? outcome.endAtPrices!,
        );
        expect(compare(parseDecimal(lower!), parseDecimal(between[1])), `${lower} is too high`).not.to.equal(1);
        expect(compare(parseDecimal(upper!), parseDecimal(between[0])), `${upper} is too low`).not.to.equal(-1);
        const onChain = await readOutcome(chain.sessions[0]!, settled.record.round);
        expect(onChain).to.deep.include({
          gap: settled.record.result.verdict.gap,
          violation: settled.record.result.verdict.violation,
        });
        expect(settled.record.stopped).to.deep.equal([]);
      });
    }
  }

  for (const { name, rows, costs, more, optimum, bounds } of sampled(SMALL_COEFFICIENTS, 3))
    it(name, async () => {
      const models = [`Minimize\nSubject To\n ${rows}\nEnd\n`, `Minimize\n obj: ${costs}\nSubject To\n ${more}\nEnd\n`];
      const members = models.map((text, k) => ({ name: `Company ${k}`, model: readProgramText(text, `${k}.lp`) }));
      const settled = await play(members, "two-party/decoy-ot", bounds);
      const outcome = outcomeOf(settled, 1);
      expect(outcome).to.deep.include({ kind: "optimal", objective: optimum });
      expect(outcome.interval?.upper).to.equal(optimum);
    });

  for (const { name, costs, rows, more, kind, optimum } of sampled(CLOSE_NUMBERS, 3))
    it(`${name} by mpc`, async () => {
      const texts = [`Minimize\n obj: ${costs}\nSubject To\n ${rows}\nEnd\n`, `Minimize\nSubject To\n ${more}\nEnd\n`];
      const members = texts.map((text, k) => ({ name: `Company ${k}`, model: readProgramText(text, `${k}.lp`) }));
      const settled = await play([...members, { name: "Helper", model: helperModel("helper") }], "mpc", NO_BOUNDS);
      const outcome = outcomeOf(settled, 0);
      expect(outcome.kind).to.equal(kind);
      if (outcome.kind === "optimal") expect(outcome.objective).to.equal(optimum);
    });

  it("costs that mpc cannot hold are refused before anyone commits, and name their owner", async () => {
    const error = await play(deal(await fileOf("l32-huge-costs.lp"), "mpc"), "mpc", NO_BOUNDS).catch(
      (reason) => reason,
    );
    expect(error).to.be.instanceOf(ConcordatError).with.property("code", "ScaleImpossible");
    expect(error.message).to.contain("Company 1");
  });

  it("an optimum that needs more than an upper bound ends with a word, before anyone discloses", async () => {
    const members = deal(await fileOf("n38-large-costs.lp"), "two-party/decoy-ot");
    const error = await play(members, "two-party/decoy-ot", all("1")).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(ConcordatError).with.property("code", "BoundExceeded");
    expect((error as Error).message)
      .to.contain('"y"')
      .and.contain("Company");
  });

  for (const engine of sampled(["two-party/decoy-ot", "li"] as const, 2))
    it(`an optimum too large for the certificate ends with the same word: amounts of 10^12 at default bounds, ${engine}`, async () => {
      const texts = [
        "Minimize\nSubject To\n a: 0.001 x + y <= 1000000000000\nEnd\n",
        "Minimize\n obj: 0.001 x + y\nSubject To\n b: x + y >= 1000000000000\nEnd\n",
      ];
      const members = texts.map((text, k) => ({ name: `Company ${k}`, model: readProgramText(text, `${k}.lp`) }));
      const error = await play(members, engine, NO_BOUNDS).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(ConcordatError).with.property("code", "BoundExceeded");
      expect((error as Error).message).to.contain("--bound x=1e12");
      const outcome = outcomeOf(await play(members, engine, all("1e12")), 1);
      expect(outcome).to.deep.include({ kind: "optimal", objective: "1000000000" });
    });
});
