// What the stages of the simplex method (iterate.ts) have in place of right-hand sides and costs.
//   b̄      in the first stage: b, or where b is violated, which stays secret, a random number
//          between 2^3 and 2^4; and a little more
//   c + c̄  until the final stage: c, and a little more
// The little more is between 2^−13 and 2^−12. All random numbers are known to all nodes and nobody
// else (start.ts). So ties and cycles have negligible probability.
import { type Random, randomBelow } from "../../../math/random.ts";
import { FRACTION_BITS, ONE } from "./fixed-point.ts";
import type { Tableau } from "./tableau.ts";
import { thresholds } from "./violated.ts";

const LARGE_BITS = 4n;
const SMALL_BITS = 12n;

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
  const little = drawFractions(random.fork("small"), rows + columns).map((value) => value >> SMALL_BITS);
  const large = drawFractions(random.fork("large"), rows).map((value) => value << LARGE_BITS);
  const excess = a.add(b, a.repeat(thresholds(tableau).rows, rows));
  const { products } = await a.negativeTimes(excess, a.subtract(a.publicVector(large), b));
  const shifts = tableau.lines(a.publicVector(little));
  tableau.setAuxiliaryRhs(a.add(a.add(b, products), shifts.rows));
  a.copyInto(tableau.costPerturbation, shifts.columns);
  a.copyInto(parts.stage, a.zeros(parts.stage.length));
  a.release(mark);
}
