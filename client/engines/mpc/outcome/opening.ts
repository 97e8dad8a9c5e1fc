// The end of an attempt. Whatever its kind, the nodes make the numbers of all kinds from the last
// basis and test them on shares; one bit opens, whether an answer holds. If it does, its kind
// opens, then its numbers. Infeasible and unbounded programs need exact integers: those vectors
// open as directions, with the leading digits of each entry, which say no more than the rational
// numbers behind them.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { ProtocolError } from "../../../errors.ts";
import { INTEGER_LIMIT, VALUE_LIMIT } from "../../../lp/model/normal.ts";
import { magnitude } from "../../../math/field.ts";
import type { Random } from "../../../math/random.ts";
import type { SharedProgram } from "../input/shared-program.ts";
import { openBits } from "../simplex/open-bits.ts";
import type { Tableau } from "../simplex/tableau.ts";
import { exponentsOf, openExponents } from "./above-bounds.ts";
import type { Answer, Cause } from "./answer.ts";
import { type Candidates, candidatesOf, farkasDirection, type Run, rayDirection } from "./candidates.ts";
import { DIRECTION_BITS, DIRECTION_ERROR, type Direction } from "./direction.ts";
import { proportion } from "./fraction.ts";
import { openObjective, sharesToKeep } from "./own-parts.ts";
import { lastBasis } from "./refine.ts";

/** What opens. */
export interface Opened {
  readonly answer: Answer;
  /** This node's components of what opens to single parties, by column, then by row. Secret. */
  readonly shares?: Uint8Array;
  /** Waits until links are free again. Throws `PeerLost` if not all has come over them. */
  readonly rest?: () => Promise<void>;
}

/** The last basis, tested; nothing of it has opened. */
export interface Judged {
  readonly run: Run;
  readonly candidates: Candidates;
  /** Bits, at most one of them 1: infeasible, unbounded, optimal, above the bounds; proven. */
  readonly proven: Shares;
  /** A bit: whether there would be an optimum, were its multipliers in range. */
  readonly outOfRange: Shares;
}

function none(cause: Cause): Answer {
  return { kind: "none", cause };
}

/** Exponents beyond this belong to no integers that fit. */
const MOST_EXPONENT = 1024n;

/**
 * Opens a direction and returns its smallest integers; null if there are none or one of the first
 * `count` is negative.
 */
async function openExactly(
  a: Arithmetic,
  { mantissas, exponents }: Direction,
  count: number,
): Promise<bigint[] | null> {
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

async function openFarkas({ run, candidates }: Judged): Promise<Opened> {
  const { arithmetic: a, layout } = run.tableau;
  if (run.program.round.ownParts !== undefined) return { answer: none("infeasible") };
  const integers = await openExactly(a, await farkasDirection(run, candidates.farkas.vector), layout.inequalities);
  return { answer: integers === null ? none("farkas") : { kind: "infeasible", multipliers: integers } };
}

async function openUnbounded({ run, candidates }: Judged): Promise<Opened> {
  const { arithmetic: a, layout } = run.tableau;
  const { columns } = layout;
  if (run.program.round.ownParts !== undefined) return { answer: none("unbounded") };
  const integers = await openExactly(a, await rayDirection(run, candidates.ray.vector), columns);
  if (integers === null) return { answer: none("ray") };
  const x = await openOnGrid(a, candidates.point.values, columns, INTEGER_LIMIT);
  return { answer: x === null ? none("precision") : { kind: "unbounded", x, ray: integers } };
}

async function openAbove({ run: { program, tableau }, candidates: { point } }: Judged): Promise<Opened> {
  const { arithmetic: a, round } = program;
  const { rows } = tableau.layout;
  if (round.ownParts === undefined)
    return { answer: { kind: "above", exponents: await openExponents(a, round, point) } };
  const exponents = a.concat([await exponentsOf(a, round, point), a.zeros(rows)]);
  return { answer: { kind: "above", exponents: null }, shares: await sharesToKeep(a, exponents) };
}

/** Opens f̂ if all learn it, and keeps shares of the rest. */
async function openOwnParts(program: SharedProgram, x: Shares, multipliers: Shares): Promise<Opened> {
  const { arithmetic: a, round } = program;
  const opens = round.ownParts?.value === "all";
  const value = opens ? await openObjective(program, x) : null;
  if (opens && value === null) return { answer: none("precision") };
  const shares = await sharesToKeep(a, a.concat([x, multipliers]));
  return { answer: { kind: "own part", value }, shares };
}

async function openOptimum({ run, candidates: { point, multipliers } }: Judged): Promise<Opened> {
  const { arithmetic: a, layout } = run.tableau;
  const { columns, inequalities } = layout;
  if (run.program.round.ownParts !== undefined) return openOwnParts(run.program, point.values, multipliers.values);
  const x = await openOnGrid(a, point.values, columns, INTEGER_LIMIT);
  const w = await openOnGrid(a, multipliers.values, inequalities, VALUE_LIMIT);
  const held = x !== null && w !== null;
  return { answer: held ? { kind: "optimal", x, multipliers: w } : none("precision") };
}

/**
 * Makes the numbers of every kind from the last basis and tests them. The messages are the same
 * whatever the kind. `random` decides how numbers are rounded, and is the same at every start.
 */
export async function judgeAnswer(program: SharedProgram, tableau: Tableau, random: Random): Promise<Judged> {
  const { arithmetic: a } = tableau;
  a.phase("refinement");
  const run = { program, tableau, basis: await lastBasis(tableau), random };
  const candidates = await candidatesOf(run);
  const { point, multipliers, farkas, ray } = candidates;
  const total = (...faults: readonly Shares[]): Shares => a.sum(a.concat(faults));
  const sums = {
    farkas: total(farkas.faults),
    ray: total(ray.faults, point.above, point.missed),
    optimum: total(multipliers.faults, multipliers.outOfRange, point.above, point.missed),
    basisOfOptimum: total(multipliers.faults, point.faults),
    basisOfRay: total(ray.faults, point.faults),
    above: total(point.above),
    outOfRange: total(multipliers.outOfRange),
  };
  const zeros = await a.negative(a.addPublic(a.concat(Object.values(sums)), -1n));
  const isZero = (sum: keyof typeof sums): Shares => a.slice(zeros, Object.keys(sums).indexOf(sum), 1);
  const notZero = (sum: keyof typeof sums): Shares => a.addPublic(a.negate(isZero(sum)), 1n);
  const kindAt = (index: number): Shares => a.slice(tableau.ended.kind, index, 1);
  const [infeasible, unbounded, optimal] = [kindAt(0), kindAt(1), kindAt(2)];
  const [ofFarkas, ofRay, ofOptimum, soundOptimum, soundRay] = await a.reshare(
    a.product(infeasible, isZero("farkas")),
    a.product(unbounded, isZero("ray")),
    a.product(optimal, isZero("optimum")),
    a.product(optimal, isZero("basisOfOptimum")),
    a.product(unbounded, isZero("basisOfRay")),
  );
  const [above, outOfRange] = await a.reshare(
    a.product(a.add(soundOptimum, soundRay), notZero("above")),
    a.product(soundOptimum, notZero("outOfRange")),
  );
  return { run, candidates, proven: a.concat([ofFarkas, ofRay, ofOptimum, above]), outOfRange };
}

async function openBit(a: Arithmetic, bit: Shares): Promise<boolean> {
  a.phase("outcome");
  const [value] = await openBits(a, bit);
  return value!;
}

/** Opens whether there is an answer. */
export function answerHolds({ run, proven }: Judged): Promise<boolean> {
  const { arithmetic: a } = run.tableau;
  return openBit(a, a.sum(proven));
}

/** Opens whether multipliers are out of range, and nothing else is wrong. */
export function isOutOfRange({ run, outOfRange }: Judged): Promise<boolean> {
  return openBit(run.tableau.arithmetic, outOfRange);
}

/**
 * Opens the answer, of which `answerHolds` has said in this epoch that there is one. Throws
 * ProtocolError `NoBit` if its kind is not one of the four.
 */
export async function openAnswer(judged: Judged): Promise<Opened> {
  const kinds = await openBits(judged.run.tableau.arithmetic, judged.proven);
  if (kinds.filter((is) => is).length !== 1)
    throw new ProtocolError("NoBit", "one of the four kinds of an answer must open, but does not: a node changed it");
  const [infeasible, unbounded, optimal] = kinds;
  if (infeasible) return openFarkas(judged);
  if (unbounded) return openUnbounded(judged);
  return optimal ? openOptimum(judged) : openAbove(judged);
}
