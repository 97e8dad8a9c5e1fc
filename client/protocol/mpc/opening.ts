// What opens at the end: the kind of outcome, and then its numbers, rounded to the grid of the round before they open, so that nothing of
// the shares' own precision is seen. Infeasible and unbounded programs need exact integers: those vectors open with some 60 fractional bits,
// which says no more than the rational numbers behind them.

import type { Shares } from "../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../crypto/sharing/arithmetic.ts";
import { INTEGER_LIMIT } from "../../lp/normal.ts";
import { magnitude } from "../../math/field.ts";
import type { PublicRound } from "../engine.ts";
import { proportion } from "./fraction.ts";
import { HALF_EXPONENT } from "./input.ts";
import type { Ending } from "./iterate.ts";
import { variableAt } from "./labels.ts";
import { type Basis, lastBasis, REFINED_BITS, refineDual, refinePrimal } from "./refine.ts";
import { shapeOf } from "./shape.ts";
import { type Layout, layoutOf, type Tableau } from "./tableau.ts";

/** Integers at the round's scales; multipliers of all rows, in the order of shape.ts. */
export type Answer =
  | { readonly kind: "optimal"; readonly x: readonly bigint[]; readonly multipliers: readonly bigint[] }
  | { readonly kind: "infeasible"; readonly multipliers: readonly bigint[] }
  | { readonly kind: "unbounded"; readonly x: readonly bigint[]; readonly ray: readonly bigint[] }
  /** The fixed-point numbers have failed: the round ends without an outcome. */
  | { readonly kind: "none" };

/** Fractional bits left to round to a grid of up to 15 decimals: 2^72 and these stay below 2^126. */
const GRID_BITS = 50;
/** Fractional bits of multipliers on their way to the rows' own units. */
const UNIT_BITS = 70;
/** Coefficients near 1 in the user's units have integers near 10^κ; up to this power of two is made up for on the way. */
const MAX_LIFT = 24;
/** Fractional bits with which exact vectors open: beyond them, errors of the arithmetic would show. */
const FARKAS_BITS = 60;
const RAY_BITS = 64;
/** Units in the last place that they may be off. */
const ERROR = 4n;

async function openOnGrid(a: Arithmetic, values: Shares, bits: number, decimals: number): Promise<bigint[]> {
  const [short] = await a.truncate(bits - GRID_BITS, a.addends(values));
  const [rounded] = await a.truncate(GRID_BITS, a.addends(a.scale(short, 10n ** BigInt(decimals))));
  return a.open(rounded);
}

async function openSolution(a: Arithmetic, basis: Basis, tableau: Tableau, round: PublicRound): Promise<bigint[]> {
  const scaled = await refinePrimal(a, basis, null);
  const [unscaled] = await a.reshare(a.product(tableau.columnScales, scaled));
  const [x] = await a.reshare(a.outer(a.slice(tableau.scales, 0, 1), unscaled));
  const opened = await openOnGrid(a, x, REFINED_BITS, round.decimals.solution);
  return opened.map((value) => (value < 0n ? 0n : value));
}

function liftOf({ decimals }: PublicRound): number {
  return Math.min(MAX_LIFT, (10n ** BigInt(decimals.coefficient)).toString(2).length);
}

/** From multipliers of the scaled rows to 2^`lift` times those of the rows' integers, with `UNIT_BITS`, but for a common factor. */
async function inOwnUnits(
  a: Arithmetic,
  { rows }: Layout,
  tableau: Tableau,
  refined: Shares,
  lift: number,
): Promise<Shares> {
  const [first, second] = [0, 1].map((half) => a.slice(tableau.units, half * rows, rows)) as [Shares, Shares];
  const [signed] = await a.reshare(a.product(refined, tableau.signs));
  const [short] = await a.truncate(REFINED_BITS - UNIT_BITS, a.addends(signed));
  const [lifted] = await a.truncate(HALF_EXPONENT - lift, a.product(short, first));
  const [values] = await a.truncate(HALF_EXPONENT, a.product(lifted, second));
  return values;
}

function aboveZero(multipliers: readonly bigint[], inequalities: number): bigint[] {
  return multipliers.map((value, i) => (i < inequalities && value < 0n ? 0n : value));
}

async function openMultipliers(
  a: Arithmetic,
  layout: Layout,
  basis: Basis,
  tableau: Tableau,
  round: PublicRound,
): Promise<bigint[]> {
  const lift = liftOf(round);
  const values = await inOwnUnits(a, layout, tableau, await refineDual(a, basis, tableau.costs), lift);
  const [w] = await a.truncate(lift, a.outer(a.slice(tableau.scales, 1, 1), values));
  return aboveZero(await openOnGrid(a, w, UNIT_BITS, round.decimals.multiplier), layout.inequalities);
}

async function openFarkas(
  a: Arithmetic,
  layout: Layout,
  basis: Basis,
  tableau: Tableau,
  round: PublicRound,
  violated: Shares,
): Promise<bigint[] | null> {
  const place = a.slice(violated, 0, layout.rows);
  const target = await variableAt(a, layout, tableau.basic, place);
  const values = await inOwnUnits(a, layout, tableau, await refineDual(a, basis, target), liftOf(round));
  const [short] = await a.truncate(UNIT_BITS - FARKAS_BITS, a.addends(values));
  const multipliers = proportion(await a.open(short), FARKAS_BITS, ERROR, INTEGER_LIMIT);
  const sound = multipliers?.every((value, i) => i >= layout.inequalities || value >= 0n);
  return sound ? multipliers : null;
}

async function openRay(
  a: Arithmetic,
  layout: Layout,
  basis: Basis,
  tableau: Tableau,
  violated: Shares,
): Promise<bigint[] | null> {
  const place = a.slice(violated, layout.rows, layout.columns);
  const target = await variableAt(a, layout, tableau.nonBasic, place);
  const scaled = await refinePrimal(a, basis, target);
  const [short] = await a.truncate(REFINED_BITS - RAY_BITS, a.product(tableau.columnScales, scaled));
  const ray = proportion(await a.open(short), RAY_BITS, ERROR, INTEGER_LIMIT);
  return ray?.every((value) => value >= 0n) ? ray : null;
}

function inRange(values: readonly bigint[]): boolean {
  return values.every((value) => magnitude(value) < INTEGER_LIMIT);
}

/** Opens the outcome of a run that is over. */
export async function openAnswer(a: Arithmetic, round: PublicRound, tableau: Tableau, ending: Ending): Promise<Answer> {
  const layout = layoutOf(shapeOf(round));
  a.phase("outcome");
  const [infeasible, unbounded, optimal] = await a.open(ending.bits);
  if (infeasible !== 1n && unbounded !== 1n && optimal !== 1n) return { kind: "none" };
  a.phase("refinement");
  const basis = await lastBasis(a, layout, tableau);
  if (infeasible === 1n) {
    const multipliers = await openFarkas(a, layout, basis, tableau, round, ending.violated);
    return multipliers === null ? { kind: "none" } : { kind: "infeasible", multipliers };
  }
  const x = await openSolution(a, basis, tableau, round);
  if (!inRange(x)) return { kind: "none" };
  if (unbounded === 1n) {
    const ray = await openRay(a, layout, basis, tableau, ending.violated);
    return ray === null ? { kind: "none" } : { kind: "unbounded", x, ray };
  }
  const multipliers = await openMultipliers(a, layout, basis, tableau, round);
  return inRange(multipliers) ? { kind: "optimal", x, multipliers } : { kind: "none" };
}
