// What opens at the end: the kind of outcome, one bit that says whether its numbers hold, then the
// numbers. Infeasible and unbounded programs need exact integers: those vectors open as directions,
// with the leading digits of each entry, which say no more than the rational numbers behind them.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { INTEGER_LIMIT, VALUE_LIMIT } from "../../../lp/model/normal.ts";
import { magnitude } from "../../../math/field.ts";
import type { SharedProgram } from "../input/shared-program.ts";
import type { Ending } from "../simplex/iterate.ts";
import { allZero, openBits } from "../simplex/open-bits.ts";
import type { Tableau } from "../simplex/tableau.ts";
import { type Excess, exponentsOf, openExponents } from "./above-bounds.ts";
import type { Answer, Cause } from "./answer.ts";
import { farkas, multipliers, type Point, type Proof, point, type Run, ray } from "./candidates.ts";
import { DIRECTION_BITS, DIRECTION_ERROR } from "./direction.ts";
import { exactRows, exactSlacks, negativeValues } from "./exact-values.ts";
import { proportion } from "./fraction.ts";
import { openObjective, sharesToKeep } from "./own-parts.ts";
import { lastBasis } from "./refine.ts";
import { notMet, notOptimal } from "./verify-kind.ts";

/** How an attempt ends. */
export interface Opened {
  readonly answer: Answer;
  /** This node's components of what opens to single parties, by column, then by row. Secret. */
  readonly shares?: Uint8Array;
  /** Whether a further attempt would be of no use. */
  readonly final: boolean;
}

function none(cause: Cause): Answer {
  return { kind: "none", cause };
}

const FAILED: Opened = { answer: none("precision"), final: false };

/** Exponents beyond this belong to no integers that fit. */
const MOST_EXPONENT = 1024n;

/**
 * Opens a direction and returns its smallest integers; null if there are none or one of the first
 * `count` is negative.
 */
async function openExactly(a: Arithmetic, { mantissas, exponents }: Proof, count: number): Promise<bigint[] | null> {
  const opened = await a.open(a.concat([mantissas, exponents]));
  const entries = Array.from({ length: mantissas.length }, (_, i) => ({
    mantissa: opened[i]!,
    exponent: opened[mantissas.length + i]!,
  }));
  // Only a cheating node can bring this about.
  if (entries.some(({ exponent }) => exponent < 0n || exponent > MOST_EXPONENT)) return null;
  const leading = entries.map(({ mantissa, exponent }) => ({ mantissa, exponent: Number(exponent) }));
  const integers = proportion(leading, { bits: DIRECTION_BITS, error: DIRECTION_ERROR }, INTEGER_LIMIT);
  return integers?.every((value, i) => i >= count || value >= 0n) ? integers : null;
}

/**
 * Opens numbers on the grid; null if they are out of range or one of the first `count` is negative,
 * which a cheating node can bring about.
 */
async function openOnGrid(a: Arithmetic, values: Shares, count: number, limit: bigint): Promise<bigint[] | null> {
  const opened = await a.open(values);
  const fits = opened.every((value, i) => magnitude(value) < limit && (i >= count || value >= 0n));
  return fits ? opened : null;
}

async function openFarkas(run: Run, violated: Shares): Promise<Opened> {
  const { arithmetic: a, layout } = run.tableau;
  const proof = await farkas(run, violated);
  if (!(await allZero(a, proof.faults))) return FAILED;
  if (run.program.round.ownParts !== undefined) return { answer: none("infeasible"), final: true };
  const integers = await openExactly(a, proof, layout.inequalities);
  return { answer: integers === null ? none("farkas") : { kind: "infeasible", multipliers: integers }, final: true };
}

async function openAbove({ program, tableau }: Run, excess: Excess): Promise<Opened> {
  const { arithmetic: a, round } = program;
  const { rows } = tableau.layout;
  if (round.ownParts === undefined)
    return { answer: { kind: "above", exponents: await openExponents(a, round, excess) }, final: true };
  const exponents = a.concat([await exponentsOf(a, round, excess), a.zeros(rows)]);
  return { answer: { kind: "above", exponents: null }, shares: await sharesToKeep(a, exponents), final: true };
}

/**
 * After numbers did not hold: opens whether the last basis is sound and its point above the upper
 * bounds, and whether it is sound and its multipliers out of range; then how far above it is.
 * `wrong` and `outOfRange`: bits that are all 0 if the basis is sound, and if multipliers are in
 * range.
 */
async function explain(
  run: Run,
  { scaled, above, sizes }: Point,
  { wrong, outOfRange }: { readonly wrong: Shares; readonly outOfRange: Shares },
): Promise<Opened> {
  const { basis } = run;
  const { arithmetic: a } = basis.tableau;
  const slacks = await exactSlacks(basis, scaled);
  const negative = await negativeValues(a, await exactRows(basis, { slacks, x: scaled }));
  const faults = a.sum(a.concat([wrong, negative, await notMet(basis.tableau, slacks)]));
  const bits = await a.negative(
    a.concat([a.addPublic(faults, -1n), a.negate(a.sum(above)), a.negate(a.sum(outOfRange))]),
  );
  const sound = a.slice(bits, 0, 1);
  const [reasons] = await a.reshare(a.outer(sound, a.slice(bits, 1, 2)));
  const [isAbove, isOutOfRange] = await openBits(a, reasons);
  if (isAbove) return openAbove(run, { above, sizes });
  return isOutOfRange ? { answer: none("multipliers"), final: false } : FAILED;
}

async function openUnbounded(run: Run, violated: Shares): Promise<Opened> {
  const { arithmetic: a, layout } = run.tableau;
  const { columns } = layout;
  const [start, proof] = [await point(run), await ray(run, violated)];
  if (!(await allZero(a, a.concat([start.above, start.missed, proof.faults]))))
    return explain(run, start, { wrong: proof.faults, outOfRange: a.zeros(1) });
  if (run.program.round.ownParts !== undefined) return { answer: none("unbounded"), final: true };
  const integers = await openExactly(a, proof, columns);
  if (integers === null) return { answer: none("ray"), final: true };
  const x = await openOnGrid(a, start.values, columns, INTEGER_LIMIT);
  return { answer: x === null ? none("precision") : { kind: "unbounded", x, ray: integers }, final: true };
}

/** Opens f̂ if all learn it, and keeps shares of the rest. */
async function openOwnParts(program: SharedProgram, x: Shares, multipliers: Shares): Promise<Opened> {
  const { arithmetic: a, round } = program;
  const opens = round.ownParts?.value === "all";
  const value = opens ? await openObjective(program, x) : null;
  if (opens && value === null) return { answer: none("precision"), final: true };
  const shares = await sharesToKeep(a, a.concat([x, multipliers]));
  return { answer: { kind: "own part", value }, shares, final: true };
}

async function openOptimum(run: Run): Promise<Opened> {
  const { arithmetic: a, layout } = run.tableau;
  const { columns, inequalities } = layout;
  const [primal, dual] = [await point(run), await multipliers(run)];
  const wrong = await notOptimal(run.tableau, { x: primal.scaled, w: dual.scaled, reduced: dual.reduced });
  const { outOfRange } = dual;
  const basisFaults = a.concat([dual.negative, wrong]);
  if (!(await allZero(a, a.concat([primal.above, primal.missed, outOfRange, basisFaults]))))
    return explain(run, primal, { wrong: basisFaults, outOfRange });
  if (run.program.round.ownParts !== undefined) return openOwnParts(run.program, primal.values, dual.values);
  const x = await openOnGrid(a, primal.values, columns, INTEGER_LIMIT);
  const w = await openOnGrid(a, dual.values, inequalities, VALUE_LIMIT);
  const held = x !== null && w !== null;
  return { answer: held ? { kind: "optimal", x, multipliers: w } : none("precision"), final: true };
}

/**
 * Opens the outcome of a finished run. If the tableau does not hold against the data, opens nothing
 * but its kind, that bit and what `explain` says.
 */
export async function openAnswer(program: SharedProgram, tableau: Tableau, ending: Ending): Promise<Opened> {
  const { arithmetic: a } = tableau;
  a.phase("outcome");
  const [infeasible, unbounded, optimal] = await openBits(a, ending.bits);
  if (!infeasible && !unbounded && !optimal) return FAILED;
  a.phase("refinement");
  const run = { program, tableau, basis: await lastBasis(tableau) };
  if (infeasible) return openFarkas(run, ending.violated);
  return unbounded ? openUnbounded(run, ending.violated) : openOptimum(run);
}
