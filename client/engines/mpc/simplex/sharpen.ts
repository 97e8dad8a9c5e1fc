// Continues from the last basis where 40 bits did not show that it is wrong: right-hand sides, or
// reduced costs, are replaced by their exact values times a public power of two, so that what
// looked like 0 has digits again (Gleixner, Steffy and Wolter 2016, on iterative refinement). The
// tableau's body stays. What is too large after that is cut off. Only one side is scaled up, the
// rows if any of them is violated: pivots change that side by little, so that what was cut off
// stays above 0, and they choose by ratios of the other side, which is as it was. Which side it is
// stays secret.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import type { Random } from "../../../math/random.ts";
import {
  cutOff,
  exactColumns,
  exactReduced,
  exactRows,
  exactSlacks,
  negativeValues,
  VALUE_BITS,
} from "../outcome/exact-values.ts";
import { type LastBasis, lastBasis, refineDual, refinePrimal } from "../outcome/refine.ts";
import { FRACTION_BITS, HEADROOM_BITS, NOISE_BITS, ONE } from "./fixed-point.ts";
import { perturb } from "./perturb.ts";
import type { Tableau } from "./tableau.ts";

/** Scaled-up values are cut off at 2^8: then rounding noise stays below 2^−28. */
const MOST = ONE << 8n;
/** What `reached` becomes, so that less than −2^−22 counts as violated. */
const REACHED = MOST >> BigInt(NOISE_BITS);

/** Exact values with 40 fractional bits, times 2^`exponent`. */
async function times2(a: Arithmetic, values: Shares, exponent: number): Promise<Shares> {
  const drop = VALUE_BITS - FRACTION_BITS - exponent;
  return drop === 0 ? values : (await a.truncate(drop, a.addends(values)))[0];
}

/** A bit: 1 if one of the exact values is negative. 6 rounds. */
async function anyNegative(a: Arithmetic, values: Shares): Promise<Shares> {
  return a.negative(a.negate(a.sum(await negativeValues(a, values))));
}

/**
 * Reads the rows that say 0 = b_i (eliminate.ts) with the sign that makes b_i ≤ 0, now that it is
 * exact; returns the values by row.
 */
async function readEmptyRows({ tableau, places }: LastBasis, values: Shares): Promise<Shares> {
  const { arithmetic: a, layout, parts } = tableau;
  const { rows, inequalities } = layout;
  const count = rows - inequalities;
  if (count === 0) return values;
  // The logical of an equality is basic only in its own row, where it has never left.
  const own = Array.from({ length: count }, (_, k) => (inequalities + k) * (rows + 1));
  const empty = a.gather(places.logicalsInRows, own);
  const equalities = a.slice(values, inequalities, count);
  const [flips] = await a.reshare(a.product(empty, await a.negative(a.negate(equalities))));
  const lines = Array.from({ length: count }, (_, k) => tableau.row(inequalities + k));
  const signs = a.slice(parts.signs, inequalities, count);
  const [flippedValues, flippedSigns, ...flippedLines] = await a.reshare(
    a.product(flips, equalities),
    a.product(flips, signs),
    ...lines.map((line, k) => a.outer(a.slice(flips, k, 1), line)),
  );
  a.addInto(signs, a.scale(flippedSigns!, -2n));
  for (const [k, line] of lines.entries()) a.addInto(line, a.scale(flippedLines[k]!, -2n));
  return a.concat([a.slice(values, 0, inequalities), a.subtract(equalities, a.scale(flippedValues!, 2n))]);
}

/**
 * Values for the tableau: scaled up by 2^`exponent` if the bit is 1, else as in the first tableau.
 */
async function forTableau(a: Arithmetic, values: Shares, bit: Shares, exponent: number): Promise<Shares> {
  const plain = await times2(a, values, HEADROOM_BITS);
  const sharp = await cutOff(a, await times2(a, values, exponent), MOST);
  const [difference] = await a.reshare(a.outer(bit, a.subtract(sharp, plain)));
  return a.add(plain, difference);
}

/**
 * Brings the tableau to the first iteration of a run that sees values down to 2^−(22 + exponent) of
 * the nodes' units, reduced costs down to 2^−(20 + exponent).
 */
export async function sharpen(tableau: Tableau, exponent: number, random: Random): Promise<void> {
  const { arithmetic: a, parts } = tableau;
  const mark = a.mark();
  a.phase("refinement");
  const basis = await lastBasis(tableau);
  const x = await refinePrimal(basis, null);
  const values = await readEmptyRows(basis, await exactRows(basis, { slacks: await exactSlacks(basis, x), x }));
  const w = await refineDual(basis, parts.costs);
  const costs = await exactColumns(basis, { reduced: await exactReduced(basis, w), w });
  const violated = await anyNegative(a, values);
  tableau.setRightHandSides(await forTableau(a, values, violated, exponent));
  const reducedCosts = await forTableau(a, costs, a.addPublic(a.negate(violated), 1n), exponent);
  a.copyInto(tableau.reducedCosts, reducedCosts);
  a.copyInto(parts.ended, a.zeros(parts.ended.length));
  a.copyInto(parts.idle, a.zeros(parts.idle.length));
  a.copyInto(parts.reached, a.publicVector([REACHED, REACHED]));
  await perturb(tableau, random.fork("perturbation"));
  a.release(mark);
}
