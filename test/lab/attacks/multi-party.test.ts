// Attacks on `multi-party` from recorded runs: what the plain ring gives away and the masked one
// does not.
import { expect } from "chai";
import { noMeter } from "../../../client/engines/cost-meter.ts";
import { multiPartyEngine } from "../../../client/engines/multi-party/engine.ts";
import { drawMonomial } from "../../../client/engines/multi-party/monomial.ts";
import { addToRing, type RingMode, ringMask } from "../../../client/engines/multi-party/ring.ts";
import { ringShape } from "../../../client/engines/multi-party/shape.ts";
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
import { halfSpaces } from "../../../lab/attacks/slack-inverse.ts";
import { ringPrefix, watchedMultiParty } from "../../../lab/attacks/views.ts";
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

const play = ({ round, parties }: ConsortiumProgram, ring: RingMode) =>
  runEngine(
    multiPartyEngine({ ring, solver: highsSolver, keyBits: 1024, minimumBits: 1024 }),
    round,
    parties.map((rows, party) => ({ rows, random: seeded(SEED + party) })),
  );

/** What holder 0 (the dealer) or another holder adds to the ring, which the holder itself knows. */
function ownPart({ round, parties }: ConsortiumProgram, party: number): Matrix {
  const shape = ringShape(round);
  const zeros = Array.from({ length: shape.rows }, () => new Array<bigint>(shape.width).fill(0n));
  // λ is known to every holder; it travels with the partial sums.
  const lambda = shape.lambdaLeast;
  const before = { lambda, partial: zeros };
  const holder = shape.holders[party]!;
  const step = { rows: parties[party]!, random: seeded(SEED + party), meter: noMeter };
  return addToRing(shape, holder, before, step).after.partial;
}

describe("attacks on multi-party", function () {
  this.timeout(60_000);
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

  it("prefix region: nothing from the masked ring", async () => {
    const { transcript } = await play(program, "masked");
    for (const viewer of [1, 2]) {
      const found = prefixRegion(ringPrefix(program.round, transcript, viewer)!);
      for (const rows of program.parties.slice(0, 2))
        expect(scoreRows(found.inequalities, truthOf(rows), true).recovered).to.equal(0);
    }
  });

  for (const ring of ["plain", "masked"] as const)
    it(`slack inverse: the owner of the objective reads all half-spaces up to Q, ${ring} ring`, async () => {
      const { round, parties } = program;
      const shape = ringShape(round);
      let seen: EqualityProgram | undefined;
      const engine = watchedMultiParty({ ring, solver: highsSolver, keyBits: 1024 }, (masked) => {
        seen = masked;
      });
      await runEngine(
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
    });

  it("insider: all holders but one subtract their parts from the ring's total", () => {
    const shape = ringShape(program.round);
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
    const mask = ringMask(shape, seeded(9).bytes(32));
    expect(scoreRows(region(sum([...parts, mask])), truth, true).recovered).to.equal(0);
  });

  it("insider: a sum over two parties is no secret to either", () => {
    const total = [[7n, -3n, 12n]];
    expect(remainingPart(total, [[[2n, 5n, 12n]]], null)).to.deep.equal([[5n, -8n, 0n]]);
    expect(remainingPart(total, [[[2n, 5n, 12n]]], 11n)).to.deep.equal([[5n, 3n, 0n]]);
  });

  it("column match: whoever knows H and HQ reads Q, and C from CᵀQ", () => {
    const { round, whole } = program;
    const shape = ringShape(round);
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
