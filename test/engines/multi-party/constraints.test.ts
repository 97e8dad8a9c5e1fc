// Algorithm 1: artificial rows, slacks, B, the ring of `plain` and the shares of `masked`.
import { expect } from "chai";
import fc from "fast-check";
import { noMeter } from "../../../client/engines/cost-meter.ts";
import {
  artificialRow,
  COMBINED_LIMIT,
  drawSystem,
  foldMultipliers,
  realRows,
  type SystemRow,
} from "../../../client/engines/multi-party/artificial.ts";
import { drawPart } from "../../../client/engines/multi-party/contribution.ts";
import { coefficientMask, hidePart, restMask, sumModulo } from "../../../client/engines/multi-party/masked/shares.ts";
import { drawBlock, drawLambda, drawSlacks, unmixMultipliers } from "../../../client/engines/multi-party/mixing.ts";
import { encodeRing, readRing } from "../../../client/engines/multi-party/plain/messages.ts";
import { addToRing, zeros } from "../../../client/engines/multi-party/plain/ring.ts";
import { type ConsortiumShape, consortiumShape, MIXING_LIMIT } from "../../../client/engines/multi-party/shape.ts";
import { SLACKS_PER_INEQUALITY } from "../../../client/engines/multi-party/sizes.ts";
import { exactOutcome } from "../../../client/lp/exact/outcome.ts";
import { fromIntegerProgram } from "../../../client/lp/exact/standard.ts";
import type { IntegerProgram } from "../../../client/lp/model/normal.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { dot, mod } from "../../../client/math/field.ts";
import { invertibleModulo, mapMatrix, multiply, transposeTimes } from "../../../client/math/matrix.ts";
import { codeOf } from "../../support/paillier.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { consortium, randomProgram, seeded } from "./problems.ts";

const program = (seed: number, holders: number) =>
  consortium(randomProgram(seed, "optimal", holders + 2), holders, seed % (holders + 1));

const rowsOf = ({ inequalities, equalities }: IntegerProgram) => realRows(inequalities, equalities);

/** max row·x over the rows' feasible set, or null when unbounded. */
async function maximum(
  whole: IntegerProgram,
  row: readonly bigint[],
): Promise<{ value: bigint; scale: bigint } | null> {
  const outcome = await exactOutcome(fromIntegerProgram({ ...whole, objective: row.map((v) => -v) }), highsSolver);
  if (outcome.kind !== "optimal") return null;
  return { value: dot(row, outcome.x.numerators), scale: outcome.x.denominator };
}

/** [BA′ BM′ Bb′] modulo M as the ring makes it, with each holder's secrets. */
function aroundRing(shape: ConsortiumShape, of: ReturnType<typeof consortium>, seed: number) {
  let message = { lambda: drawLambda(shape, seeded(seed)), partial: zeros(shape) };
  const secrets = shape.holders.map((holder) => {
    const own = { rows: of.parties[holder.party]!, random: seeded(seed + holder.party), meter: noMeter };
    const step = addToRing(shape, holder, message, own);
    message = readRing(shape, holder.party, encodeRing(step.after, shape));
    return step.secrets;
  });
  return { total: message.partial, secrets };
}

describe("artificial rows", function () {
  this.timeout(120_000);

  it("never cut off a point of the party's own rows", async () => {
    for (let seed = 0; seed < 12; seed++) {
      const whole = randomProgram(seed, "optimal", 4);
      const real = rowsOf(whole);
      for (let i = 0; i < 4; i++) {
        const row = artificialRow(real, seeded(40 * i + seed));
        const most = await maximum(whole, row.coefficients);
        expect(most, "an implied row is bounded").not.to.equal(null);
        expect(most!.value <= row.rhs * most!.scale, `seed ${seed}`).to.equal(true);
      }
    }
  });

  it("are what their terms say, lowered and raised, and stay in range", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(255), (problem, seed) => {
        const real = rowsOf(randomProgram(problem, "infeasible", 5));
        const { coefficients, rhs, terms, equality } = artificialRow(real, seeded(seed));
        expect(equality).to.equal(false);
        expect(terms.length >= 1 && terms.length <= 3).to.equal(true);
        for (const { row, factor } of terms) expect(real[row]!.equality || factor > 0n).to.equal(true);
        const sum = (value: (row: SystemRow) => bigint) =>
          terms.reduce((total, { row, factor }) => total + factor * value(real[row]!), 0n);
        expect(coefficients.every((value, j) => value <= sum((row) => row.coefficients[j]!))).to.equal(true);
        expect(rhs >= sum((row) => row.rhs)).to.equal(true);
        const largest = real
          .flatMap((row) => [...row.coefficients, row.rhs])
          .reduce((m, v) => (v > m ? v : -v > m ? -v : m), 1n);
        for (const value of [...coefficients, rhs])
          expect(value < COMBINED_LIMIT * largest && -value < COMBINED_LIMIT * largest).to.equal(true);
      }),
      propertyRuns(300, 8),
    );
  });

  it("are made from equalities with either sign", () => {
    const real = realRows({ coefficients: [], rhs: [] }, { coefficients: [[1n, 2n]], rhs: [8n] });
    const factors = Array.from({ length: 40 }, (_, seed) => artificialRow(real, seeded(seed)).terms[0]!.factor);
    expect(factors.some((factor) => factor > 0n) && factors.some((factor) => factor < 0n)).to.equal(true);
  });

  it("fold their multipliers so that reduced costs do not fall and the bound does not weaken", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(255), (problem, seed) => {
        const whole = randomProgram(problem, "optimal", 5);
        const real = rowsOf(whole);
        const system = drawSystem(real, 4, seeded(seed));
        expect(system).to.have.length(real.length + 4);
        const random = seeded(seed ^ 77);
        const multipliers = system.map(({ equality }) => {
          const value = BigInt(random.bytes(1)[0]!);
          return equality ? value - 128n : value;
        });
        const folded = foldMultipliers(system, multipliers, real.length);
        expect(real.every(({ equality }, i) => equality || folded[i]! >= 0n)).to.equal(true);
        const columns = whole.objective.length;
        const before = transposeTimes(
          system.map((row) => row.coefficients),
          multipliers,
          columns,
        );
        const after = transposeTimes(
          real.map((row) => row.coefficients),
          folded,
          columns,
        );
        expect(after.every((value, j) => value >= before[j]!)).to.equal(true);
        const bound = (rows: readonly SystemRow[], w: readonly bigint[]) =>
          dot(
            rows.map((row) => row.rhs),
            w,
          );
        expect(bound(real, folded) <= bound(system, multipliers)).to.equal(true);
      }),
      propertyRuns(200, 9),
    );
  });
});

describe("slacks and B", () => {
  it("gives every inequality several positive slacks of its own, and an equality none", () => {
    const { round, parties } = program(3, 2);
    const shape = consortiumShape(round);
    for (const holder of shape.holders) {
      const { inequalities, equalities } = parties[holder.party]!;
      const system = drawSystem(realRows(inequalities, equalities), holder.artificial, seeded(1));
      const slacks = drawSlacks(shape, holder, system, seeded(2));
      for (const [i, row] of slacks.entries()) {
        const used = row.filter((value) => value !== 0n);
        expect(used).to.have.length(system[i]!.equality ? 0 : SLACKS_PER_INEQUALITY);
        expect(used.every((value) => value > 0n)).to.equal(true);
      }
      for (let column = 0; column < holder.slacks; column++)
        expect(slacks.filter((row) => row[column] !== 0n)).to.have.length(1);
    }
  });

  it("makes B + ΛE non-negative, strictly diagonally dominant and invertible, whatever each λ_i", () => {
    for (let seed = 0; seed < 8; seed++) {
      const shape = consortiumShape(program(seed, 2 + (seed % 4)).round);
      const lambdas = shape.holders.map((_, k) => drawLambda(shape, seeded(seed + k)));
      expect(lambdas.every((lambda) => lambda >= shape.lambdaLeast && lambda < 2n * shape.lambdaLeast)).to.equal(true);
      const extremes = [shape.lambdaLeast, 2n * shape.lambdaLeast - 1n];
      const blocks = shape.holders.map((holder, k) =>
        drawBlock(shape, holder, seed < 4 ? lambdas[k]! : extremes[k % 2]!, seeded(seed + k)),
      );
      const b = Array.from({ length: shape.rows }, (_, i) => blocks.flatMap((block) => block[i]!));
      for (const [i, row] of b.entries()) {
        const others = row.reduce((sum, value) => sum + value, 0n) - row[i]!;
        expect(row.every((value) => value >= 0n) && row[i]! > others).to.equal(true);
      }
      expect(invertibleModulo(b, shape.modulus)).to.equal(true);
    }
  });

  it("stays dominant with the least λ and the largest B, which the paper's λ ≥ n + t would not", () => {
    const shape = consortiumShape(program(1, 2).round);
    const others = MIXING_LIMIT * BigInt(shape.rows - 1);
    expect(shape.lambdaLeast > others).to.equal(true);
    expect(BigInt(shape.variables + shape.slacks) > others).to.equal(false);
  });

  it("returns multipliers through the transpose: w′ᵀ = −ŷᵀ(B_·i + λE_i)", () => {
    const shape = consortiumShape(program(2, 3).round);
    const holder = shape.holders[1]!;
    const block = drawBlock(shape, holder, drawLambda(shape, seeded(1)), seeded(2));
    const duals = Array.from({ length: shape.rows }, (_, i) => BigInt(7 * i - 11));
    const expected = transposeTimes(block, duals, holder.rows).map((value) => -value);
    expect(unmixMultipliers(block, duals)).to.deep.equal(expected);
  });
});

describe("the ring", () => {
  it("ends with the sum of all (B_·i + λE_i)[A′ M′ b′]", () => {
    for (let seed = 0; seed < 6; seed++) {
      const of = program(seed, 2 + (seed % 3));
      const shape = consortiumShape(of.round);
      const plain = aroundRing(shape, of, seed);
      const b = Array.from({ length: shape.rows }, (_, i) => plain.secrets.flatMap(({ block }) => block[i]!));
      const system = plain.secrets.flatMap((own) => own.system);
      const expected = multiply(
        b,
        system.map(({ coefficients, rhs }) => [...coefficients, rhs]),
        shape.variables + 1,
      );
      const shown = plain.total.map((row) => [...row.slice(0, shape.variables), row.at(-1)!]);
      expect(shown).to.deep.equal(mapMatrix(expected, (value) => mod(value, shape.modulus)));
    }
  });

  it("refuses a λ of 0 or too small, and what is too short, too long or not a residue, naming the sender", async () => {
    const of = program(4, 2);
    const shape = consortiumShape(of.round);
    const good = encodeRing({ lambda: shape.lambdaLeast, partial: zeros(shape) }, shape);
    expect(readRing(shape, 1, good).lambda).to.equal(shape.lambdaLeast);
    const refuse = async (body: Uint8Array, code: string) => {
      expect(await codeOf(() => readRing(shape, 1, body))).to.equal(code);
      try {
        readRing(shape, 1, body);
      } catch (error) {
        expect((error as { party?: number }).party).to.equal(1);
      }
    };
    for (const lambda of [0n, 1n, shape.lambdaLeast - 1n])
      await refuse(encodeRing({ lambda, partial: zeros(shape) }, shape), "LambdaTooSmall");
    await refuse(encodeRing({ lambda: 2n * shape.lambdaLeast, partial: zeros(shape) }, shape), "NumberOutOfRange");
    await refuse(good.subarray(0, -1), "MessageLength");
    await refuse(Buffer.concat([good, Uint8Array.of(0)]), "MessageLength");
    const large = mapMatrix(zeros(shape), (value) => value);
    large[0]![0] = shape.modulus;
    await refuse(encodeRing({ lambda: shape.lambdaLeast, partial: large }, shape), "NumberOutOfRange");
  });
});

describe("shares in place of the ring", () => {
  const of = program(3, 4);
  const shape = consortiumShape(of.round);
  const holder = shape.holders[1]!;
  const partOf = (seed: number) =>
    drawPart(shape, holder, drawLambda(shape, seeded(seed)), {
      ...{ rows: of.parties[holder.party]!, random: seeded(seed), meter: noMeter },
    }).part;
  const seedsOf = (byte: number) => ({ coefficients: seeded(byte).bytes(32), rest: seeded(byte + 1).bytes(32) });

  it("add up to the part", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (seed, byte) => {
        const part = partOf(seed);
        const seeds = seedsOf(byte);
        const left = coefficientMask(shape, seeds.coefficients);
        const right = restMask(shape, seeds.rest);
        const mask = left.map((row, i) => [...row, ...right[i]!]);
        expect(sumModulo([hidePart(shape, part, seeds), mask], shape)).to.deep.equal(part);
      }),
      propertyRuns(40, 21),
    );
  });

  it("show the representative uniform numbers: as many in each quarter of the range as chance allows", () => {
    const part = partOf(1);
    const counts = new Array<number>(4).fill(0);
    for (let byte = 0; byte < 60; byte++)
      for (const value of hidePart(shape, part, seedsOf(2 * byte)).flat())
        counts[Number((4n * value) / shape.modulus)]!++;
    const expected = counts.reduce((sum, count) => sum + count, 0) / 4;
    for (const count of counts) expect(Math.abs(count - expected)).to.be.below(6 * Math.sqrt(expected));
  });
});
