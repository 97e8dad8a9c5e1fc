// The perturbation of the parametric self-dual simplex method (Dantzig 1963, section 11-3;
// Vanderbei, Linear Programming, chapter 7): b + µb̄ ≥ 0 and c + µc̄ ≥ 0 for a large µ, which then
// decreases to 0. b̄ and c̄ are random numbers near 2^−8 that all nodes and nobody else know
// (start.ts), so that ties and cycles have negligible probability; where the number itself is
// violated, which stays secret, a random number near 1 is added.
import { type Random, randomBelow } from "../../../math/random.ts";
import { FRACTION_BITS, ONE } from "./fixed-point.ts";
import type { Tableau } from "./tableau.ts";
import { excess } from "./violated.ts";

const SMALL_BITS = 8n;

/** Uniform in [1/2, 1) with 40 fractional bits. */
export function randomShifts(random: Random, count: number): bigint[] {
  return Array.from({ length: count }, () => ONE / 2n + randomBelow(random, 1n << BigInt(FRACTION_BITS - 1)));
}

/** Perturbs the tableau, after the equalities have been eliminated. */
export async function perturb(tableau: Tableau, random: Random): Promise<void> {
  const { arithmetic: a, layout } = tableau;
  const count = layout.rows + layout.columns;
  const mark = a.mark();
  const large = a.publicVector(randomShifts(random.fork("large"), count));
  const small = randomShifts(random.fork("small"), count).map((value) => value >> SMALL_BITS);
  const { products } = await a.negativeTimes(excess(tableau), large);
  const shifts = tableau.lines(a.add(products, a.publicVector(small)));
  tableau.addToRhsPerturbation(shifts.rows);
  a.copyInto(tableau.costPerturbation, shifts.columns);
  a.release(mark);
}
