// Farkas vectors and rays in the rows' and variables' own units, over their largest magnitude, with
// 120 fractional bits, for proofs (../certify), which cannot read the exponents that direction.ts
// gives each entry. All entries are multiplied by one number, so that no error of the division
// changes the direction. Entries of scaled vectors must be below 2^41.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { variableAt } from "../simplex/labels.ts";
import { aboveZero } from "../simplex/magnitudes.ts";
import type { Run } from "./candidates.ts";
import { largestMagnitude, QUOTIENT_BITS, quotients, raiseTo } from "./direction.ts";
import { LIMB_BITS, type Limbs, limbsOf, shiftedDown, times } from "./limbs.ts";
import { fineDual, finePrimal } from "./refine.ts";
import { UNIT_BITS } from "./unit-bits.ts";

/** Fractional bits of entries where they are multiplied by what is below 2^−70. */
const SHORT_BITS = 64;

/** A multiple whose largest magnitude is from 1 to 2, of one from 2^−40 to 2^41. */
async function levelled(a: Arithmetic, limbs: Limbs): Promise<Limbs> {
  const raise = await raiseTo(a, 2 * LIMB_BITS + 1, limbs[0]);
  return shiftedDown(a, await times(a, limbs, a.repeat(raise, limbs[0].length)));
}

/**
 * With `UNIT_BITS`: the largest magnitude, from 2^−40 to 2^41, becomes 1. The quotient is correct
 * to 2^−76; what it lacks then corrects all entries.
 */
export async function overLargest(a: Arithmetic, limbs: Limbs): Promise<Shares> {
  const level = await levelled(a, limbs);
  const [first, second] = level;
  const largest = await largestMagnitude(a, a.add(a.scale(first, 1n << BigInt(LIMB_BITS)), second));
  const factor = await quotients(a, a.publicVector([1n << BigInt(QUOTIENT_BITS)]), largest);
  const [near] = await times(a, level, a.repeat(factor, first.length));
  const lack = a.addPublic(a.negate(await largestMagnitude(a, near)), 1n << BigInt(UNIT_BITS));
  const [short] = await a.truncate(UNIT_BITS - SHORT_BITS, a.addends(near));
  const [change] = await a.truncate(SHORT_BITS, a.outer(lack, short));
  return a.add(near, change);
}

/** Of the row that has no ratio; arbitrary if the last basis has none. */
export async function unitFarkas(run: Run): Promise<Shares> {
  const { tableau, basis } = run;
  const { arithmetic: a, layout, parts } = tableau;
  const { rows } = tableau.lines(tableau.ended.violated);
  const { coarse, fine } = await fineDual(basis, await variableAt(tableau, "basic", rows));
  const [signed, signedFine] = await a.reshare(a.product(coarse, parts.signs), a.product(fine, parts.signs));
  const scaled = await levelled(a, await limbsOf(a, { coarse: signed, fine: signedFine }));
  const own = await shiftedDown(a, await times(a, scaled, parts.units));
  return aboveZero(a, await overLargest(a, own), layout.inequalities);
}

/** Of the column that has no ratio; arbitrary if the last basis has none. */
export async function unitRay(run: Run): Promise<Shares> {
  const { tableau, basis } = run;
  const { arithmetic: a, layout, parts } = tableau;
  const { columns } = tableau.lines(tableau.ended.violated);
  const refined = await finePrimal(basis, await variableAt(tableau, "nonBasic", columns));
  const scaled = await levelled(a, await limbsOf(a, refined));
  const own = await times(a, scaled, parts.columnScales);
  return aboveZero(a, await overLargest(a, own), layout.columns);
}
