// What the stages of the simplex method (iterate.ts) have in place of right-hand sides and costs.
//   b̄      in the first stage: b, or where b is violated, which stays secret, a random number
//          between 2^3 and 2^4; and a little more
//   c + c̄  until the final stage: c, and a little more
// The little more is below 2^−12 for b̄, and below 2^−20 for costs: what is violated by more than
// that is found before the final stage. All random numbers are known to all nodes and nobody else
// (start.ts). So ties and cycles have negligible probability.
import { type Random, randomBelow } from "../../../math/random.ts";
import { FRACTION_BITS, ONE } from "./fixed-point.ts";
import type { Tableau } from "./tableau.ts";
import { thresholds } from "./violated.ts";

const LARGE_BITS = 4n;
const SMALL_RHS_BITS = 12n;
const SMALL_COST_BITS = 20n;

/** Uniform in [1/2, 1) with 40 fractional bits. */
export function drawFractions(random: Random, count: number): bigint[] {
  return Array.from({ length: count }, () => ONE / 2n + randomBelow(random, 1n << BigInt(FRACTION_BITS - 1)));
}

/** Brings a tableau to the first stage, after the equalities have been eliminated. */
export async function perturb(tableau: Tableau, random: Random): Promise<void> {
  const { arithmetic: a, layout, parts } = tableau;
  const { rows, columns } = layout;
  const mark = a.mark();
  const b = tableau.rightHandSides();
  const little = drawFractions(random.fork("small"), rows + columns);
  const large = drawFractions(random.fork("large"), rows).map((value) => value << LARGE_BITS);
  const excess = a.add(b, a.repeat(thresholds(tableau).rows, rows));
  const { products } = await a.negativeTimes(excess, a.subtract(a.publicVector(large), b));
  const [ofRows, ofCosts] = [little.slice(0, rows), little.slice(rows)];
  const shifts = a.publicVector(ofRows.map((value) => value >> SMALL_RHS_BITS));
  tableau.setAuxiliaryRhs(a.add(a.add(b, products), shifts));
  a.copyInto(tableau.costPerturbation, a.publicVector(ofCosts.map((value) => value >> SMALL_COST_BITS)));
  a.copyInto(parts.stage, a.zeros(parts.stage.length));
  a.release(mark);
}
