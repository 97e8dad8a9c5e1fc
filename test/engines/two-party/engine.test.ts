import { expect } from "chai";
import type { EngineOutcome } from "../../../client/engines/engine.ts";
import { type Run, runEngine } from "../../../client/engines/run.ts";
import { decoyOt } from "../../../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../../client/engines/two-party/engine.ts";
import { paillier } from "../../../client/engines/two-party/paillier.ts";
import { SolverError } from "../../../client/errors.ts";
import { solveExact } from "../../../client/lp/exact/solve.ts";
import { measure } from "../../../client/lp/exact/tolerances.ts";
import type { IntegerProgram } from "../../../client/lp/model/normal.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { dot } from "../../../client/math/field.ts";
import { transposeTimes } from "../../../client/math/matrix.ts";
import { UNCOMMITTED } from "../../support/uncommitted.ts";
import { joined, type ProgramKind, randomProgram, type SplitProgram, seeded, splitProgram } from "./problems.ts";

const decoys = twoPartyEngine(decoyOt({ choices: 2, shares: 3 }), highsSolver);
const encrypted = twoPartyEngine(paillier({ keyBits: 512, minimumBits: 512 }), highsSolver);
const engines = [decoys, encrypted];
const tolerances = { residual: 10n ** 10n, dual: 10n ** 10n, gap: 10n ** 22n };

type Of<Kind> = Extract<EngineOutcome, { kind: Kind }>;

const play = (engine: typeof decoys, { round, parties }: SplitProgram, seed: number): Promise<Run> =>
  runEngine(
    engine,
    round,
    parties.map((rows, party) => ({ rows, random: seeded(seed + party) })),
  );

function allRows({ inequalities, equalities }: IntegerProgram) {
  return {
    matrix: [...inequalities.coefficients, ...equalities.coefficients],
    rhs: [...inequalities.rhs, ...equalities.rhs],
  };
}

/** Throws unless the outcomes prove what they claim about the whole program. */
function expectProof(program: SplitProgram, outcomes: readonly EngineOutcome[]): void {
  const { whole, round } = program;
  const { matrix, rhs } = allRows(whole);
  const kind = outcomes[0]!.kind;
  expect(outcomes.map((outcome) => outcome.kind)).to.deep.equal([kind, kind]);
  if (kind === "optimal") {
    const both = outcomes as Of<"optimal">[];
    expect(both[0]!.x).to.deep.equal(both[1]!.x);
    const multipliers = joined(program.round, both);
    expect(multipliers.slice(0, whole.inequalities.rhs.length).every((value) => value >= 0n)).to.equal(true);
    const { errors } = measure(whole, round, both[0]!.x, multipliers);
    // 10^9 is 1 at the scale of residuals, 10^15 at that of reduced costs, 10^24 at that of the
    // gap: 10^-6 of each.
    expect(errors.residual <= 10n ** 3n && errors.dual <= 10n ** 9n && errors.gap <= 10n ** 18n).to.equal(true);
  } else if (kind === "infeasible") {
    const multipliers = joined(program.round, outcomes as Of<"infeasible">[]);
    expect(multipliers.slice(0, whole.inequalities.rhs.length).every((value) => value >= 0n)).to.equal(true);
    expect(transposeTimes(matrix, multipliers, round.columns).every((value) => value >= 0n)).to.equal(true);
    expect(dot(multipliers, rhs) < 0n).to.equal(true);
  } else {
    const both = outcomes as Of<"unbounded">[];
    expect([both[0]!.x, both[0]!.ray]).to.deep.equal([both[1]!.x, both[1]!.ray]);
    const { x, ray } = both[0]!;
    expect(
      measure(
        whole,
        round,
        x,
        matrix.map(() => 0n),
      ).errors.residual <=
        10n ** 3n,
    ).to.equal(true);
    const along = matrix.map((row) => dot(row, ray));
    const count = whole.inequalities.rhs.length;
    expect(along.every((value, i) => (i < count ? value <= 0n : value === 0n))).to.equal(true);
    expect(ray.every((value) => value >= 0n) && dot(whole.objective, ray) < 0n).to.equal(true);
  }
}

async function centralised({ whole, round }: SplitProgram, allowed = tolerances) {
  return solveExact(whole, { ...round, solver: highsSolver, tolerances: allowed });
}

describe("two-party engine", function () {
  this.timeout(120_000);

  for (const kind of ["optimal", "infeasible", "unbounded", "any"] as ProgramKind[])
    it(`equals the centralised outcome on random programs: ${kind}`, async () => {
      for (let seed = 0; seed < 12; seed++) {
        const program = randomProgram(seed, kind);
        const central = await centralised(program);
        const { outcomes } = await play(engines[seed % 2]!, program, 100);
        expect(outcomes[0]!.kind, `seed ${seed}`).to.equal(central.kind);
        if (kind !== "any") expect(central.kind).to.equal(kind);
        expectProof(program, outcomes);
        if (central.kind !== "optimal") continue;
        const found = dot(program.whole.objective, (outcomes[0] as Of<"optimal">).x);
        const allowed = (central.objective < 0n ? -central.objective : central.objective) / 1_000_000n + 1000n;
        expect(found - central.objective <= allowed && central.objective - found <= allowed).to.equal(true);
      }
    });

  it("is exact with decimals and large numbers", async () => {
    const large = 10n ** 15n;
    const whole: IntegerProgram = {
      inequalities: {
        coefficients: [
          [1_500_000n, 333_333n],
          [-large * 10n, large * 9n],
          [1_000_000n, 0n],
        ],
        rhs: [7_000_000_000n, large * 100n, 4_000_000_000n],
      },
      equalities: { coefficients: [], rhs: [] },
      objective: [-2_000_001n, -1_000_000n],
    };
    // Rounding may leave a residual of half a unit of x times 10^16.
    const program = splitProgram(whole, 0, 2, 0, 6, large * 10n);
    const central = await centralised(program, {
      ...tolerances,
      residual: large * 10n,
      dual: large * 10n,
      gap: large ** 2n,
    });
    for (const engine of engines) {
      const { outcomes } = await play(engine, program, 5);
      expect(central.kind === "optimal" && central.x).to.deep.equal((outcomes[0] as Of<"optimal">).x);
    }
  });

  it("says that the round is too coarse, and blames nobody, when rounding alone misses the tolerance", async () => {
    const whole: IntegerProgram = {
      inequalities: {
        coefficients: [
          [3_000_001n, 1n],
          [1n, 3_000_001n],
        ],
        rhs: [1_000_000n, 1_000_000n],
      },
      equalities: { coefficients: [], rhs: [] },
      objective: [-1n, -1n],
    };
    for (const owner of [0, 1]) {
      const error = await play(encrypted, splitProgram(whole, owner, 1, 0, 0, 0n), 5).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).to.be.instanceOf(SolverError).with.property("code", "ToleranceNotMet");
    }
  });

  it("lets the owner of the objective have no rows", async () => {
    const { whole } = randomProgram(3, "optimal");
    const program = splitProgram(whole, 1, whole.inequalities.rhs.length, whole.equalities.rhs.length);
    for (const engine of engines) expectProof(program, (await play(engine, program, 8)).outcomes);
  });

  it("replays to the same transcript from the same seeds, and to another from others", async () => {
    const program = randomProgram(6, "optimal");
    for (const engine of engines) {
      const bytes = async (seed: number) => (await play(engine, program, seed)).transcript;
      const first = await bytes(40);
      expect(await bytes(40)).to.deep.equal(first);
      const other = await bytes(60);
      // Only the published result does not depend on randomness.
      const last = first.length - 1;
      for (const [i, { body }] of first.slice(0, last).entries()) expect(body).not.to.deep.equal(other[i]!.body);
      expect(first[last]).to.deep.equal(other[last]);
    }
  });

  it("keeps its states pure: a step may be taken twice", async () => {
    const { round, parties } = randomProgram(6, "optimal");
    for (const engine of engines) {
      const owner = round.objectiveOwner;
      const bob = await engine.start({ ...UNCOMMITTED, party: owner, round, rows: parties[owner]!, random: seeded(2) });
      const alice = await engine.start({
        ...UNCOMMITTED,
        party: 1 - owner,
        round,
        rows: parties[1 - owner]!,
        random: seeded(1),
      });
      const [first, sender, receiver] = bob.send.length > 0 ? [bob.send[0]!, bob, alice] : [alice.send[0]!, alice, bob];
      expect(sender.send).to.have.length(1);
      const once = await engine.receive(receiver.state, first);
      const twice = await engine.receive(receiver.state, first);
      expect(twice.send).to.deep.equal(once.send);
    }
  });

  it("uses as many messages as its schedule says, whichever party owns the objective", () => {
    for (const seed of [0, 1, 2, 3]) {
      const { round } = randomProgram(seed, "optimal");
      const bob = round.objectiveOwner;
      const ofBob = { from: bob, to: 1 - bob };
      const ofAlice = { from: 1 - bob, to: bob };
      const route = (engine: typeof decoys) => engine.schedule(round).map(({ from, to }) => ({ from, to }));
      expect(route(decoys)).to.deep.equal([ofBob, ofAlice, ofBob, ofBob, ofAlice, ofBob]);
      expect(route(encrypted)).to.deep.equal([ofAlice, ofBob, ofBob, ofAlice, ofBob]);
    }
    expect(encrypted.name).to.equal("two-party/paillier");
    expect(decoys.name).to.equal("two-party/decoy-ot");
  });
});
