// Attacks on `multi-party` from recorded runs: what `plain` gives away, and that `masked` does not.
import { expect } from "chai";
import { noMeter } from "../../../client/engines/cost-meter.ts";
import { drawPart } from "../../../client/engines/multi-party/contribution.ts";
import { multiPartyEngine, type Variant } from "../../../client/engines/multi-party/engine.ts";
import { hidePart } from "../../../client/engines/multi-party/masked/shares.ts";
import { drawLambda } from "../../../client/engines/multi-party/mixing.ts";
import { drawMonomial } from "../../../client/engines/multi-party/monomial.ts";
import { consortiumShape } from "../../../client/engines/multi-party/shape.ts";
import { runEngine } from "../../../client/engines/run.ts";
import type { EqualityProgram } from "../../../client/lp/exact/standard.ts";
import type { PartyRows } from "../../../client/lp/model/normal.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { balanced } from "../../../client/math/field.ts";
import { type Matrix, mapMatrix, multiply, randomMatrix, transposeTimes } from "../../../client/math/matrix.ts";
import { randomBetween } from "../../../client/math/random.ts";
import { multiPartyCandidate } from "../../../lab/attacks/candidates.ts";
import { matchColumns, recoverCosts } from "../../../lab/attacks/column-match.ts";
import { distinguish } from "../../../lab/attacks/distinguish.ts";
import { remainingPart } from "../../../lab/attacks/insider.ts";
import { prefixRegion } from "../../../lab/attacks/prefix-region.ts";
import { scorePositions, scoreRows } from "../../../lab/attacks/score.ts";
import { joinShares, unlockWithMonomial } from "../../../lab/attacks/shared-monomial.ts";
import { halfSpaces } from "../../../lab/attacks/slack-inverse.ts";
import { sparseRows } from "../../../lab/attacks/sparse-rows.ts";
import { ringPrefix, sharesOfQ, sharesSeen, sharesTogether, watchedMultiParty } from "../../../lab/attacks/views.ts";
import { type ConsortiumProgram, consortium, seeded } from "../../engines/multi-party/problems.ts";

const SEED = 30;

/** Inequalities of a few digits; `rows` rows among `holders`, the objective with the last party. */
function inequalitiesOnly(seed: number, rows: number, columns: number, holders: number): ConsortiumProgram {
  const random = seeded(seed);
  const coefficients = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => randomBetween(random, -99n, 99n)),
  );
  const rhs = coefficients.map(() => randomBetween(random, 1n, 999n));
  const objective = Array.from({ length: columns }, () => randomBetween(random, 1n, 99n));
  return consortium(
    { inequalities: { coefficients, rhs }, equalities: { coefficients: [], rhs: [] }, objective },
    holders,
    holders,
  );
}

const truthOf = ({ inequalities }: PartyRows) =>
  inequalities.coefficients.map((row, i) => [...row, inequalities.rhs[i]!]);

const play = ({ round, parties }: ConsortiumProgram, variant: Variant) =>
  runEngine(
    multiPartyEngine({ variant, solver: highsSolver, keyBits: 1024, minimumBits: 1024 }),
    round,
    parties.map((rows, party) => ({ rows, random: seeded(SEED + party) })),
  );

/** A holder's own part of the sum: it knows that itself. */
function ownPart({ round, parties }: ConsortiumProgram, party: number): Matrix {
  const shape = consortiumShape(round);
  const random = seeded(SEED + party);
  const lambda = drawLambda(shape, random.fork("lambda"));
  return drawPart(shape, shape.holders[party]!, lambda, { rows: parties[party]!, random, meter: noMeter }).part;
}

describe("attacks on multi-party", function () {
  this.timeout(120_000);
  const program = inequalitiesOnly(1, 6, 4, 3);

  it("prefix region: the second holder of the plain ring reads the first one's half-spaces, all of them", async () => {
    const { transcript } = await play(program, "plain");
    const prefix = ringPrefix(program.round, transcript, 1)!;
    const truth = truthOf(program.parties[0]!);
    expect(scoreRows(prefixRegion(prefix).inequalities, truth, true)).to.deep.equal({ recovered: 2, total: 2 });
    // The representative reads those of both holders before it.
    const both = [0, 1].flatMap((party) => truthOf(program.parties[party]!));
    const last = prefixRegion(ringPrefix(program.round, transcript, 2)!);
    expect(scoreRows(last.inequalities, both, true)).to.deep.equal({ recovered: 4, total: 4 });
    expect(ringPrefix(program.round, transcript, 0)).to.equal(null);
  });

  it("prefix region: nothing from the shares that the representative gets in masked", async () => {
    const { transcript } = await play(program, "masked");
    const seen = sharesSeen(program.round, transcript);
    expect(seen).to.have.length(2);
    for (const [holder, share] of seen.entries()) {
      const { inequalities } = prefixRegion(share);
      expect(scoreRows(inequalities, truthOf(program.parties[holder]!), true).recovered).to.equal(0);
    }
  });

  it("dealer and representative of masked have the coefficients of the holder between, but no half-space", async () => {
    const sparse = inequalitiesOnly(1, 6, 12, 3);
    // Two entries a row, so that the real rows are the sparsest of their space.
    const whole = {
      ...sparse.whole,
      inequalities: {
        ...sparse.whole.inequalities,
        coefficients: sparse.whole.inequalities.coefficients.map((row, i) =>
          row.map((value, j) => (j === 2 * i || j === 2 * i + 1 ? value * value + 1n : 0n)),
        ),
      },
    };
    const of = consortium(whole, 3, 3);
    const { transcript } = await play(of, "masked");
    const [together] = sharesTogether(of.round, transcript);
    const victim = of.parties[1]!;
    const columns = whole.objective.length;
    const rows = (matrix: Matrix) => matrix.map((row) => row.slice(0, columns));
    const found = await sparseRows(rows(together!.partial), 0, highsSolver);
    // An artificial row, made of one of them and lowered, can be sparser yet and hide it.
    expect(scoreRows(found, victim.inequalities.coefficients, false).recovered).to.be.at.least(1);
    expect(scoreRows(prefixRegion(together!).inequalities, truthOf(victim), true).recovered).to.equal(0);
    // Either alone has uniform numbers.
    const alone = await sparseRows(rows(sharesSeen(of.round, transcript)[1]!.partial), 0, highsSolver);
    expect(scoreRows(alone, victim.inequalities.coefficients, false).recovered).to.equal(0);
  });

  for (const variant of ["plain", "masked"] as const)
    it(`${variant}: the owner of the objective reads all half-spaces up to Q, and in full with the representative`, async () => {
      const { round, parties } = program;
      const shape = consortiumShape(round);
      let seen: EqualityProgram | undefined;
      const engine = watchedMultiParty({ variant, solver: highsSolver, keyBits: 1024 }, (masked) => {
        seen = masked;
      });
      const { transcript } = await runEngine(
        engine,
        round,
        parties.map((rows, party) => ({ rows, random: seeded(SEED + party) })),
      );
      const { inequalities } = halfSpaces(
        seen!.matrix.map((row, i) => [...row, seen!.rhs[i]!]),
        Array.from({ length: shape.slacks }, (_, s) => shape.variables + s),
      );
      // Only for comparison: Q, which the dealer drew.
      const q = drawMonomial(shape.variables, seeded(SEED).fork("Q"));
      const truth = parties.flatMap(truthOf).map((row) => [...transposeTimes(q, row.slice(0, -1), 4), row.at(-1)!]);
      expect(scoreRows(inequalities, truth, true)).to.deep.equal({ recovered: 6, total: 6 });
      // Artificial rows are among them: half as many again.
      expect(inequalities.length).to.equal(9);
      const { first, second } = sharesOfQ(variant, round, transcript);
      const joined = joinShares(first, second, variant === "masked" ? shape.modulus : null);
      expect(joined).to.deep.equal(q);
      const unlocked = unlockWithMonomial(inequalities, joined);
      expect(scoreRows(unlocked, parties.flatMap(truthOf), true)).to.deep.equal({ recovered: 6, total: 6 });
      expect(scoreRows(unlockWithMonomial(inequalities, first), parties.flatMap(truthOf), true).recovered).to.equal(0);
    });

  it("insider: all holders but one subtract their parts from the sum", () => {
    const shape = consortiumShape(program.round);
    const parts = [0, 1, 2].map((party) => ownPart(program, party));
    const sum = (matrices: readonly Matrix[]) =>
      mapMatrix(parts[0]!, (_, i, j) => matrices.reduce((total, matrix) => total + matrix[i]![j]!, 0n));
    const victim = shape.holders[1]!;
    const region = (total: Matrix) => {
      const rest = remainingPart(total, [parts[0]!, parts[2]!], shape.modulus);
      const own = shape.variables + victim.firstSlack;
      const seen = rest.map((row) => [
        ...row.slice(0, shape.variables),
        ...row.slice(own, own + victim.slacks),
        row.at(-1)!,
      ]);
      return prefixRegion({ partial: seen, variables: shape.variables, holders: [victim] }).inequalities;
    };
    const truth = truthOf(program.parties[1]!);
    expect(scoreRows(region(sum(parts)), truth, true)).to.deep.equal({ recovered: 2, total: 2 });
    // What the representative of masked has of it.
    const seeds = { coefficients: seeded(9).bytes(32), rest: seeded(10).bytes(32) };
    const hidden = hidePart(shape, parts[1]!, seeds);
    expect(scoreRows(region(sum([parts[0]!, hidden, parts[2]!])), truth, true).recovered).to.equal(0);
  });

  it("insider: a sum over two parties is no secret to either", () => {
    const total = [[7n, -3n, 12n]];
    expect(remainingPart(total, [[[2n, 5n, 12n]]], null)).to.deep.equal([[5n, -8n, 0n]]);
    expect(remainingPart(total, [[[2n, 5n, 12n]]], 11n)).to.deep.equal([[5n, 3n, 0n]]);
  });

  it("column match: whoever knows H and HQ reads Q, and C from CᵀQ", () => {
    const { round, whole } = program;
    const shape = consortiumShape(round);
    const parts = [0, 1, 2].map((party) => ownPart(program, party));
    const h = mapMatrix(
      parts[0]!.map((row) => row.slice(0, shape.variables)),
      (_, i, j) =>
        balanced(
          parts.reduce((total, part) => total + part[i]![j]!, 0n),
          shape.modulus,
        ),
    );
    for (let seed = 1; seed <= 5; seed++) {
      const q = drawMonomial(shape.variables, seeded(seed));
      const hq = multiply(h, q, shape.variables);
      const masked = transposeTimes(q, whole.objective, shape.variables);
      const costs = recoverCosts(masked, matchColumns(h, hq));
      expect(scorePositions(costs, whole.objective).recovered).to.equal(shape.variables);
      const mask = randomMatrix(shape.rows, shape.variables, shape.modulus, seeded(40 + seed));
      const hidden = mapMatrix(h, (value, i, j) => value + mask[i]![j]!);
      const none = recoverCosts(masked, matchColumns(hidden, hq));
      expect(scorePositions(none, whole.objective).recovered).to.equal(0);
    }
  });

  it("distinguishing: the owner tells which of two programs was hidden", () => {
    const plays = 12;
    let [right, control] = [0, 0];
    for (let play = 0; play < plays; play++) {
      const [first, second] = [0, 1].map((which) => inequalitiesOnly(100 + 2 * play + which, 8, 6, 2));
      const other = [...second!.parties.slice(0, 2), first!.parties[2]!];
      const candidates = [first!.parties, other].map((parties) => multiPartyCandidate(first!.round, parties));
      const secret = Number(randomBetween(seeded(play), 0n, 1n));
      const seen = candidates[secret]!(seeded(50 + play));
      if (distinguish(seen, candidates, seeded(80 + play)) === secret) right++;
      const columns = seen.matrix[0]!.length;
      const nothing = {
        matrix: randomMatrix(seen.matrix.length, columns, 1n << 90n, seeded(110 + play)),
        costs: randomMatrix(1, columns, 1n << 17n, seeded(140 + play))[0]!,
      };
      if (distinguish(nothing, candidates, seeded(80 + play)) === secret) control++;
    }
    expect(right).to.be.at.least(10);
    expect(control).to.be.within(2, 10);
  });
});
