// What the two-party disguise does not hide from Alice (client/protocol/two-party/alice.ts): from N̂ alone she finds the masked slack
// columns S by their common divisors and reads Bob's inequalities, up to the scales of rows and columns, off S⁻¹N̂.
import { expect } from "chai";
import { inverseModulo, mod } from "../../client/math/field.ts";
import { type Matrix, multiply } from "../../client/math/matrix.ts";
import { randomBetween } from "../../client/math/random.ts";
import { gcd } from "../../client/math/rational.ts";
import { drawDisguise, timesQ } from "../../client/protocol/two-party/disguise.ts";
import { ownRows, type Shape, shapeOf, withSlacks } from "../../client/protocol/two-party/shape.ts";
import { seeded, splitProgram } from "../protocol/two-party/problems.ts";

const DECIMALS = 6;

function inequalitiesOnly(seed: number) {
  const random = seeded(seed);
  const entry = () => (randomBetween(random, 0n, 2n) === 0n ? randomBetween(random, 1n, 9_999_999n) : 0n);
  const coefficients = Array.from({ length: 14 }, () => Array.from({ length: 12 }, entry));
  const inequalities = { coefficients, rhs: coefficients.map(() => 10n ** 8n) };
  const equalities = { coefficients: [], rhs: [] };
  return splitProgram({ inequalities, equalities, objective: new Array<bigint>(12).fill(-1n) }, 1, 7, 0, DECIMALS);
}

/** S⁻¹R modulo a prime, by Gauss and Jordan. */
function solveModulo(s: Matrix, r: Matrix, prime: bigint): bigint[][] {
  const work = s.map((row, i) => [...row, ...r[i]!].map((value) => mod(value, prime)));
  for (let column = 0; column < s.length; column++) {
    const from = work.findIndex((row, i) => i >= column && row[column] !== 0n);
    [work[column], work[from]] = [work[from]!, work[column]!];
    const inverse = inverseModulo(work[column]![column]!, prime);
    const pivot = work[column]!.map((value) => mod(value * inverse, prime));
    work[column] = pivot;
    for (const [i, row] of work.entries())
      if (i !== column) work[i] = row.map((value, j) => mod(value - row[column]! * pivot[j]!, prime));
  }
  return work.map((row) => row.slice(s.length));
}

function slackColumns(masked: Matrix, { unit, width }: Shape): number[] {
  const divisors = Array.from({ length: width }, (_, t) => masked.reduce((common, row) => gcd(common, row[t]!), 0n));
  return divisors.flatMap((divisor, t) => (divisor % unit === 0n ? [t] : []));
}

describe("slack inverse against the two-party disguise", () => {
  it("reads every inequality up to scale", () => {
    const program = inequalitiesOnly(3);
    const shape = shapeOf(program.round);
    const disguise = drawDisguise(shape, seeded(4));
    const full = [0, 1].flatMap((party) =>
      withSlacks(shape, ownRows(program.parties[party]!).matrix, party, shape.unit),
    );
    const masked = timesQ(multiply(disguise.k, full, shape.width), disguise);

    const slacks = slackColumns(masked, shape);
    const others = masked[0]!.flatMap((_, t) => (slacks.includes(t) ? [] : [t]));
    const pick = (columns: readonly number[]) => masked.map((row) => columns.map((t) => row[t]!));
    const found = solveModulo(pick(slacks), pick(others), shape.modulus);

    // Only to compare: the true rows, with the secret scales of Q.
    expect(slacks.map((t) => disguise.source[t]!).sort((a, b) => a - b)).to.deep.equal(
      Array.from({ length: shape.rows }, (_, i) => shape.variables + i),
    );
    for (const [i, t] of slacks.entries()) {
      const row = full[disguise.source[t]! - shape.variables]!;
      const scaled = found[i]!.map((value) => mod(value * disguise.scale[t]! * shape.unit, shape.modulus));
      expect(scaled).to.deep.equal(others.map((column) => row[disguise.source[column]!]! * disguise.scale[column]!));
    }
  });
});
