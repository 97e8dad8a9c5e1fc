// What engines report about their leakage at given sizes, on both sides of each threshold.
import { expect } from "chai";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { LEAKAGES } from "../../client/engines/leakages.ts";
import { ENGINE_NAMES } from "../../client/engines/names.ts";
import { ProtocolError } from "../../client/errors.ts";
import { defaultBounds } from "../../client/lp/exact/tolerances.ts";
import type { PublicRound } from "../../client/round/public-round.ts";
import type { NameOf } from "../../client/said.ts";
import { residualTolerance } from "../support/tolerances.ts";

function roundOf(
  columns: number,
  inequalities: readonly number[],
  equalities = inequalities.map(() => 0),
): PublicRound {
  const decimals = { coefficient: 0, solution: 9, multiplier: 15 };
  return {
    columns,
    inequalities,
    equalities,
    objectiveOwner: inequalities.length - 1,
    decimals,
    bounds: defaultBounds(columns, decimals),
    tolerances: residualTolerance(10_000n),
  };
}

const ADVICE: ReadonlyMap<string, string> = new Map([
  ["mpc", "safe against one curious node"],
  ["mpc/four", "safe against one malicious node"],
  ["mpc/proven", "safe against one curious node; opens only what is proven"],
  ["multi-party/masked", "only with partners you trust"],
]);

const leakageOf = (engine: string, round: PublicRound, nameOf: NameOf = (party) => `party ${party}`) =>
  createEngine(engine, callingThread).leakage(round, nameOf);

const says = (engine: string, round: PublicRound, words: string) =>
  leakageOf(engine, round).findings.some((finding) => finding.includes(words));

describe("leakage report", () => {
  it("has something to say about every engine, and advice", () => {
    for (const engine of ENGINE_NAMES) {
      const others = engine === "mpc/four" ? roundOf(5, [3, 2, 0, 0]) : roundOf(5, [3, 2, 0]);
      const round = engine === "mangasarian" ? roundOf(9, [0, 0, 0], [2, 2, 0]) : others;
      const suited = engine.startsWith("two-party") ? roundOf(5, [3, 2]) : round;
      const { advice, findings } = leakageOf(engine, suited);
      // Who plays no engine is told the same.
      expect(LEAKAGES[engine](suited, (party) => `party ${party}`)).to.deep.equal(leakageOf(engine, suited));
      expect(advice).to.equal(ADVICE.get(engine) ?? "do not use");
      expect(findings.length).to.be.at.least(3);
    }
  });

  it("says what parties see of each other, as nothing of a sealed outcome is published", () => {
    for (const engine of ENGINE_NAMES)
      for (const round of [roundOf(5, [3, 1]), roundOf(5, [3, 1, 0]), roundOf(9, [0, 0, 0], [2, 1, 0])]) {
        let findings: readonly string[] = [];
        try {
          findings = leakageOf(engine, round).findings;
        } catch (error) {
          expect(error, engine).to.have.property("code", "RoundUnsuitable");
        }
        expect(findings.join("\n"), engine).not.to.match(/publish|\bpublic\b|everybody/);
      }
    expect(says("two-party/paillier", roundOf(5, [3, 1]), "the reduced costs of the outcome")).to.equal(true);
  });

  it("mpc: says of own parts who learns which numbers, and of the whole outcome nothing of that", () => {
    const round = roundOf(2, [3, 2, 0]);
    const own = (value: "owner" | "all") => ({
      ...round,
      ownParts: {
        names: [
          [0, 2],
          [1, 2],
        ],
        value,
      },
    });
    for (const value of ["owner", "all"] as const) {
      expect(says("mpc", own(value), "the variables that its file names")).to.equal(true);
      expect(says("mpc", own(value), "beyond its own part of the outcome and what follows from it")).to.equal(true);
      expect(says("mpc", own(value), "the last one's multipliers and slacks")).to.equal(true);
      expect(says("mpc", own(value), "all learn the objective's value")).to.equal(value === "all");
    }
    expect(says("mpc", round, "its own part of the outcome")).to.equal(false);
    expect(says("mpc", round, "beyond the outcome")).to.equal(true);
  });

  it("mpc: says that a node may depart in a bit at each start, too; mpc/four that it may start again", () => {
    const round = roundOf(5, [3, 2, 0, 0]);
    expect(says("mpc", round, "at most 8 before the outcome and one more at each start")).to.equal(true);
    expect(says("mpc/four", round, "choose what the bits say")).to.equal(false);
    expect(says("mpc/four", round, "make the run start again, twice")).to.equal(true);
    expect(says("mpc/four", round, "but for how numbers round in a run that starts again")).to.equal(true);
  });

  it("mpc/proven: says that a node may depart in two bits more, and choose which optimum opens", () => {
    const round = roundOf(5, [3, 2, 0, 0]);
    expect(says("mpc/proven", round, "one more at each start and two for the proofs")).to.equal(true);
    expect(
      says("mpc/proven", round, "which opens of all optima that pass the proof, which can tell it rows of others"),
    ).to.equal(true);
    expect(says("mpc/proven", round, "read other numbers in its place")).to.equal(false);
  });

  it("mpc/proven: is not for a round that needs more digits than its proofs have, though mpc plays it", () => {
    const round = {
      ...roundOf(750, [500, 0, 0]),
      decimals: { coefficient: 0, solution: 0, multiplier: 15 },
      bounds: new Array<bigint>(750).fill(10n ** 21n),
    };
    for (const ask of ["leakage", "schedule"] as const) {
      const of = (engine: string) => createEngine(engine, callingThread)[ask](round, (party) => `party ${party}`);
      expect(() => of("mpc")).not.to.throw();
      expect(() => of("mpc/proven"), ask)
        .to.throw(ProtocolError)
        .with.property("code", "RoundUnsuitable");
    }
  });

  it("two-party: own rows are a key from two inequalities on, while there is no equality", () => {
    const engine = "two-party/paillier";
    expect(says(engine, roundOf(20, [2, 10]), "own rows as the key")).to.equal(true);
    expect(says(engine, roundOf(20, [1, 10]), "own rows as the key")).to.equal(false);
    expect(leakageOf(engine, roundOf(20, [1, 10])).advice).to.equal("only with partners you trust");
    expect(says(engine, roundOf(20, [2, 10], [0, 1]), "own rows as the key")).to.equal(false);
    expect(says(engine, roundOf(20, [2, 10], [0, 1]), "sparse rows")).to.equal(true);
  });

  it("two-party: order found by search up to 200,000 choices of columns, C(n + m, n + 1)", () => {
    // C(20, 10) = 184,756 and C(21, 10) = 352,716.
    expect(says("two-party/paillier", roundOf(9, [5, 6]), "by search")).to.equal(true);
    expect(says("two-party/paillier", roundOf(9, [5, 7]), "by search")).to.equal(false);
    expect(says("two-party/paillier", roundOf(2, [5, 6]), "by search")).to.equal(false);
  });

  it("decoy-ot reports everything that paillier does, and that Bob reads Alice's rows", () => {
    const round = roundOf(6, [4, 3]);
    const { findings } = leakageOf("two-party/decoy-ot", round);
    expect(findings.slice(1)).to.deep.equal(leakageOf("two-party/paillier", round).findings);
    expect(findings[0]).to.include("all 4 rows of party 0");
  });

  it("multi-party/plain says all of masked's, but that holders learn nothing, and more of two together", () => {
    const round = roundOf(6, [2, 2, 2, 0]);
    const masked = leakageOf("multi-party/masked", round).findings.slice(0, -2);
    expect(leakageOf("multi-party/plain", round).findings).to.include.members([...masked]);
    expect(says("multi-party/plain", round, "no holder alone")).to.equal(false);
    const together = "party 0 and party 2 together can read the";
    expect(says("multi-party/plain", round, `${together} inequalities of party 1`)).to.equal(true);
    expect(says("multi-party/masked", round, `${together} coefficients of sparse rows of party 1`)).to.equal(true);
    for (const engine of ["multi-party/plain", "multi-party/masked"])
      expect(says(engine, roundOf(6, [2, 2, 0]), "together can read")).to.equal(false);
  });

  it("baselines: a party with one row is named", () => {
    const names = ["Anna", "Ben", "Carla"];
    const { findings } = leakageOf("li", roundOf(6, [2, 1, 3]), (party) => names[party]!);
    expect(findings.some((finding) => finding.startsWith("the one row of Ben"))).to.equal(true);
    expect(says("li", roundOf(6, [2, 2, 3]), "the one row")).to.equal(false);
    expect(says("mangasarian", roundOf(6, [0, 0], [2, 2]), "inequalities")).to.equal(false);
  });

  it("says at which sizes a search undoes the disguise", () => {
    expect(leakageOf("two-party/decoy-ot", roundOf(9, [5, 6])).searchable).to.equal(true);
    expect(leakageOf("two-party/paillier", roundOf(9, [5, 7])).searchable).to.equal(false);
    expect(leakageOf("mpc", roundOf(9, [5, 6, 0])).searchable).to.equal(false);
  });

  it("refuses rounds that the engine refuses", () => {
    expect(() => leakageOf("two-party/paillier", roundOf(3, [1, 1, 1])))
      .to.throw()
      .with.property("code", "RoundUnsuitable");
  });
});
