// Zero knowledge, counted: the values of each polynomial that a proof shows are linearly
// independent in its masks, so that the masks make them uniform (docs/sealed.md, "Zero knowledge").
import { expect } from "chai";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { domainOf, LIMBS } from "../../client/sealed/domain.ts";
import { invert, power, powersFrom, randomScalars, reduce } from "../../client/sealed/field.ts";
import { atColumn, atRow, type Bivariate, maskedMatrix, sumOfColumns, sumOfRows } from "../../client/sealed/matrix.ts";
import { evaluate, type Polynomial, vanishingMultiple } from "../../client/sealed/polynomial.ts";
import { MASKS } from "../../client/sealed/prover/masks.ts";
import { testSeed } from "../support/certificate.ts";
import { buildSealed } from "../support/sealed.ts";
import { proveCheating } from "../support/sealed-prover.ts";

const domain = domainOf(16);
const { size, limbSize, generator, limbGenerator } = domain;
const [sigma, tau, alpha, beta, zeta] = randomScalars(testSeed("ranks"), 5) as [bigint, bigint, bigint, bigint, bigint];

/** Rank over Z_r of a matrix given by rows. */
function rank(rows: readonly (readonly bigint[])[]): number {
  const rest = rows.map((row) => [...row]);
  let found = 0;
  for (let column = 0; column < (rest[0]?.length ?? 0); column++) {
    const pivot = rest.findIndex((row, i) => i >= found && row[column] !== 0n);
    if (pivot < 0) continue;
    [rest[found], rest[pivot]] = [rest[pivot]!, rest[found]!];
    const inverse = invert(rest[found]![column]!);
    for (let i = found + 1; i < rest.length; i++) {
      const factor = (rest[i]![column]! * inverse) % GROUP_ORDER;
      rest[i] = rest[i]!.map((value, j) => reduce(value - factor * rest[found]![j]!));
    }
    found++;
  }
  return found;
}

const unit = (length: number, at: number) => Array.from({ length }, (_, i) => (i === at ? 1n : 0n));

/** Rank of the values at `points` in `masks` masks that are multiples of X^order − 1. */
function rankOfMasks(order: number, masks: number, points: readonly bigint[]): number {
  const each = Array.from({ length: masks }, (_, i): Polynomial => vanishingMultiple(order, unit(masks, i)));
  return rank(points.map((point) => each.map((mask) => evaluate(mask, point))));
}

/** Rank of the eight values that a matrix shows, for a multiplier of the mask row and x_0. */
function rankOfMatrix(multiplier: bigint, x0: bigint, only: (name: string) => boolean = () => true): number {
  const zeros = Array.from({ length: size }, () => new Array<bigint>(size).fill(0n));
  const masks = Array.from({ length: 12 }, (_, at) => {
    const drawn = unit(12, at);
    return { f: drawn.slice(0, 3), g: drawn.slice(3, 6), h: [drawn.slice(6, 9), drawn.slice(9)] };
  });
  const w = unit(size, size - 2).map((value) => value * multiplier);
  const x = unit(size, 0).map((value) => value * x0);
  const values = (a: Bivariate): Readonly<Record<string, bigint>> => ({
    A: evaluate(atRow(a, sigma), tau),
    a: evaluate(atRow(a, alpha), tau),
    e: evaluate(atColumn(a, beta), sigma),
    y: evaluate(atColumn(a, beta), zeta),
    T: evaluate(sumOfColumns(domain, a, x), tau),
    t: evaluate(sumOfColumns(domain, a, x), alpha),
    V: evaluate(sumOfRows(domain, a, w), tau),
    v: evaluate(sumOfRows(domain, a, w), beta),
  });
  const each = masks.map((own) => values(maskedMatrix(domain, zeros, own)));
  return rank(
    Object.keys(each[0]!)
      .filter(only)
      .map((name) => each.map((own) => own[name]!)),
  );
}

describe("sealed: masks", () => {
  it("cover a limb polynomial at τ and 32 places", () => {
    const points = [tau, ...powersFrom(limbGenerator, LIMBS).map((root) => (root * zeta) % GROUP_ORDER)];
    expect(rankOfMasks(limbSize, MASKS.limbs, points)).to.equal(33);
    expect(rankOfMasks(limbSize, 32, points), "too few").to.equal(32);
  });

  it("cover m, h and h_T at τ, c at τ, x̂ at τ and ζ", () => {
    expect(rankOfMasks(limbSize, MASKS.lookups, [tau])).to.equal(1);
    expect(rankOfMasks(size, MASKS.costs, [tau])).to.equal(1);
    expect(rankOfMasks(size, MASKS.point, [tau, zeta])).to.equal(2);
  });

  it("cover Φ at τ, ηζ and, for q, ητ; Ψ at τ, χζ and χτ", () => {
    for (const [order, root] of [
      [limbSize, limbGenerator],
      [size, generator],
    ] as const) {
      const points = [tau, (root * zeta) % GROUP_ORDER, (root * tau) % GROUP_ORDER];
      expect(rankOfMasks(order, MASKS.runningSum, points)).to.equal(3);
    }
  });

  it("cover the eight values of a matrix; without the mask row, six", () => {
    const x0 = power(10n, 3);
    expect(rankOfMatrix(1n, x0)).to.equal(8);
    expect(rankOfMatrix(0n, x0)).to.equal(6);
    expect(rankOfMatrix(1n, 0n), "without x_0").to.equal(6);
    expect(
      rankOfMatrix(1n, x0, (name) => "AeyVv".includes(name)),
      "infeasible",
    ).to.equal(5);
    expect(
      rankOfMatrix(0n, x0, (name) => "AaTt".includes(name)),
      "unbounded",
    ).to.equal(4);
  });

  it("are drawn afresh for each polynomial and each company", () => {
    const round = buildSealed({ kind: "optimal", inequalities: [2, 2], owner: 1 }, "fresh masks");
    const { states } = proveCheating(round, {});
    const orders = { l: limbSize, h: limbSize, m: limbSize, hT: limbSize, Phi: limbSize, Psi: size, x: size, c: size };
    const drawn = states.flatMap(({ polynomials, secret }) => [
      ...[...polynomials].flatMap(([name, f]) =>
        f.slice(orders[name.split("/")[0] as keyof typeof orders] ?? f.length),
      ),
      ...secret.matrix.slice(size).flatMap((row) => row.slice(size)),
    ]);
    // l_C, l_0, l_1: 34 each; their h: 2 each; m, h_T: 2 each, Φ, Ψ: 3 each, h of A: 6, per
    // company; x̂, c: 2.
    const nonzero = drawn.filter((value) => value !== 0n);
    expect(nonzero.length).to.equal(3 * 34 + 3 * 2 + 2 * (2 + 2 + 3 + 3 + 6) + 2 + 2);
    expect(new Set(nonzero).size).to.equal(nonzero.length);
  });

  it("leave nothing to cover where a trapdoor lies in a domain", () => {
    expect(rankOfMasks(size, MASKS.costs, [generator])).to.equal(0);
  });
});
