// The greatest length of each step's message: messages of real runs stay within it and come close
// to it, and a round whose messages could not be sent is refused before anybody opens it.
import { expect } from "chai";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { createEngine, nodesOf } from "../../client/engines/engines.ts";
import { ENGINE_NAMES, type EngineName } from "../../client/engines/names.ts";
import { runEngine } from "../../client/engines/run.ts";
import { encodeSized, sizedBytes } from "../../client/engines/sized.ts";
import { ProtocolError } from "../../client/errors.ts";
import { outcomeBits } from "../../client/lp/exact/size.ts";
import { solveMasked } from "../../client/lp/exact/solve.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { magnitude } from "../../client/math/field.ts";
import { multiply } from "../../client/math/matrix.ts";
import { randomBetween } from "../../client/math/random.ts";
import { LARGEST_BODY, roundSchedule } from "../../client/play/settle/schedule.ts";
import { settlementSchedule } from "../../client/play/settle/settlement.ts";
import type { PublicRound } from "../../client/round/public-round.ts";
import { smallEngine } from "../support/small-engines.ts";
import { residualTolerance } from "../support/tolerances.ts";
import { amongThree, withHelper } from "./mpc/problems.ts";
import { consortium } from "./multi-party/problems.ts";
import { dealInTurn, KINDS, type ProgramKind, randomProgram, seeded, withSlackColumns } from "./row-mixing/problems.ts";
import { splitProgram } from "./two-party/problems.ts";

/** Factor by which all rows and costs are multiplied, so that they are far from small. */
const LARGE = 10n ** 12n;

function programOf(name: EngineName, seed: number, kind: ProgramKind) {
  const small = randomProgram(seed, kind, 4);
  const times = (values: readonly bigint[]) => values.map((value) => LARGE * value);
  const rows = ({ coefficients, rhs }: typeof small.inequalities) => ({
    coefficients: coefficients.map(times),
    rhs: times(rhs),
  });
  const large = {
    inequalities: rows(small.inequalities),
    equalities: rows(small.equalities),
    objective: small.objective,
  };
  if (name === "mpc") return amongThree(small);
  if (name === "mpc/four") return withHelper(amongThree(small));
  if (name === "li") return dealInTurn(large, 3, 0);
  if (name === "mangasarian") return dealInTurn(withSlackColumns(large), 3, 0);
  return name.startsWith("two-party/") ? splitProgram(large, 1, 2, 1) : consortium(large, 2, 1);
}

/**
 * Messages whose length depends on the outcome or on the kind of commitments, not only on the
 * public round.
 */
const DEPENDS = /solution|answer|consent|receipt|share Q₂Y\*|outcome|points|rows and costs/;
/**
 * By how much the greatest length may exceed the longest message over all kinds of outcomes, in
 * tests this small.
 */
const FACTOR = 32;

describe("greatest lengths of messages", function () {
  this.timeout(120_000);

  for (const name of ENGINE_NAMES)
    it(`${name}: real messages keep to them, and come close`, async () => {
      const engine = smallEngine(name);
      const longest = new Map<string, number>();
      for (const [seed, kind] of KINDS.entries()) {
        const { round: own, parties } = programOf(name, seed, kind);
        const round = { ...own, tolerances: residualTolerance(own.tolerances.residual * LARGE) };
        const inputs = parties.map((rows, party) => ({ rows, random: seeded(40 + party) }));
        const schedule = engine.schedule(round);
        const { transcript, outcomes } = await runEngine(engine, round, inputs);
        expect(outcomes[0]!.kind).to.equal(kind);
        for (const { position, body } of transcript) {
          const { content, bytes } = schedule[position]!;
          expect(body.length, `${kind}: ${content}`).to.be.at.most(bytes);
          if (!DEPENDS.test(content)) expect(body.length, `${kind}: ${content}`).to.equal(bytes);
          longest.set(content, Math.max(longest.get(content) ?? 0, body.length / bytes));
        }
      }
      for (const [content, share] of longest) expect(1 / share, content).to.be.at.most(FACTOR);
    });

  it("exact outcomes keep to their bits, mixed so that their integers are as long as they get", async () => {
    for (const [seed, kind] of [...KINDS, ...KINDS].entries()) {
      const random = seeded(90 + seed);
      const { equalities, objective } = withSlackColumns(randomProgram(seed, kind, 7));
      const count = equalities.rhs.length;
      const mixing = equalities.rhs.map(() => equalities.rhs.map(() => randomBetween(random, -(1n << 63n), 1n << 63n)));
      const all = multiply(
        mixing,
        equalities.coefficients.map((row, i) => [...row, equalities.rhs[i]!]),
        objective.length + 1,
      );
      const program = {
        matrix: all.map((row) => row.slice(0, -1)),
        rhs: all.map((row) => row.at(-1)!),
        costs: objective,
      };
      const entryLimit = all.flat().reduce((most, value) => (magnitude(value) > most ? magnitude(value) : most), 1n);
      const outcome = await solveMasked(program, highsSolver);
      expect(outcome.kind).to.equal(kind);
      const integers =
        outcome.kind === "infeasible"
          ? [...outcome.duals, ...(outcome.interior ?? [])]
          : [
              ...[...outcome.x.numerators, outcome.x.denominator],
              ...(outcome.kind === "optimal" ? [...outcome.duals.numerators, outcome.duals.denominator] : outcome.ray),
            ];
      const bits = outcomeBits({ rows: count, columns: objective.length, entryLimit });
      for (const value of integers) expect(magnitude(value) < 1n << BigInt(bits)).to.equal(true);
    }
  });

  it("integers of any size take no more bytes than their bits allow", () => {
    for (const bits of [1, 6, 7, 8, 9, 200, 1000, 16_384 * 8 - 9])
      for (const value of [(1n << BigInt(bits)) - 1n, 1n - (1n << BigInt(bits))])
        expect(encodeSized([value, 0n]).length, `${bits}`).to.be.at.most(sizedBytes(2, bits));
    expect(sizedBytes(3, 1_000_000)).to.equal(2 + 3 * 16_384);
  });

  /**
   * A round that coordinators accept: parties with `rows` inequalities each, of which the last owns
   * the objective.
   */
  function roundOf(name: EngineName, columns: number, rows: number): PublicRound {
    const parties = name.startsWith("two-party/") ? 2 : (nodesOf(name) ?? 3);
    const owns = (party: number) => party === parties - 1;
    const all = Array.from({ length: parties }, (_, party) => party);
    const counts = all.map((party) => (owns(party) && name.startsWith("multi-party/") ? 0 : rows));
    return {
      ...{ columns, objectiveOwner: parties - 1, tolerances: residualTolerance(10n ** 6n) },
      inequalities: all.map((party) => (name === "mangasarian" ? 0 : counts[party]!)),
      equalities: all.map((party) => (name === "mangasarian" ? counts[party]! : 0)),
      decimals: { coefficient: 0, solution: 9, multiplier: 15 },
      bounds: new Array<bigint>(columns).fill(10n ** 15n),
    };
  }

  for (const name of ENGINE_NAMES) {
    it(`${name}: a round of 100 rows a party and 100 columns has room`, () => {
      const { turns } = roundSchedule(createEngine(name, callingThread), roundOf(name, 100, 100));
      for (const { bytes } of turns.flatMap(({ messages }) => messages)) expect(bytes).to.be.within(1, LARGEST_BODY);
    });

    it(`${name}: the largest that a coordinator takes is refused before it is opened`, () => {
      const engine = createEngine(name, callingThread);
      const largest = roundOf(name, 1000, 65_535);
      // A node that computes has no memory for it: not even its schedule is made.
      const own = nodesOf(name) === null ? engine.schedule(largest) : [];
      for (const { bytes } of [...own, ...settlementSchedule(largest, 2)])
        expect(Number.isSafeInteger(bytes) && bytes > 0).to.equal(true);
      expect(() => roundSchedule(engine, largest))
        .to.throw(ProtocolError)
        .with.property("code", "RoundUnsuitable");
    });
  }

  for (const [name, most] of [
    ["mpc", 2049],
    ["mpc/four", 1172],
  ] as const)
    it(`${name}: has as many rows as a node has memory for`, () => {
      const engine = createEngine(name, callingThread);
      expect(roundSchedule(engine, roundOf(name, 30, most)).turns).to.have.length.greaterThan(0);
      expect(() => roundSchedule(engine, roundOf(name, 30, most + 1)))
        .to.throw(ProtocolError)
        .with.property("code", "RoundUnsuitable");
    });

  it("the longest message that can be sent is one that a round may have", () => {
    const engine = (bytes: number) => ({
      ...smallEngine("li"),
      schedule: () => [{ exchange: 0, from: 0, to: null, content: "long", phase: "long", bytes }],
    });
    const round = roundOf("li", 2, 2);
    expect(roundSchedule(engine(LARGEST_BODY), round).turns[0]!.messages[0]!.bytes).to.equal(LARGEST_BODY);
    expect(() => roundSchedule(engine(LARGEST_BODY + 1), round))
      .to.throw(ProtocolError)
      .with.property("code", "RoundUnsuitable");
  });
});
