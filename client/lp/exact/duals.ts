// Which optimal duals to return when there are many. On a masked problem that decides whether the
// certificate can hold the multipliers: among the optimal duals of a degenerate problem, a solver
// returns one that depends on how the rows were mixed, and some of these are very large.
import { largestBits } from "../../math/bits.ts";
import { divideRounded, primitive, type RationalVector } from "../../math/rational.ts";
import type { Basis } from "./basis.ts";
import { dualStep, reducedCosts } from "./simplex.ts";
import { costOf, isFixed, type StandardProgram } from "./standard.ts";

/**
 * Duals of an optimal basis, after every logical that is fixed at 0 and can leave the basis has
 * left it. They are then a vertex, with small integers once the rows are unmasked. A logical that
 * cannot leave belongs to a row that the others imply.
 */
export function vertexDuals(program: StandardProgram, basis: Basis): RationalVector {
  const costs = (variable: number): bigint => costOf(program, variable);
  let y = basis.solveTransposed(basis.variables.map(costs));
  basis.variables.forEach((variable, position) => {
    if (!isFixed(program, variable)) return;
    const reduced = reducedCosts(program, basis, costs, y);
    const down = dualStep(program, basis, { leaving: position, down: true }, reduced);
    const entering = down >= 0 ? down : dualStep(program, basis, { leaving: position, down: false }, reduced);
    if (entering < 0) return;
    basis.replace(position, entering);
    y = basis.solveTransposed(basis.variables.map(costs));
  });
  return y;
}

/** Passes over the implied rows; each brings the duals closer to the least ones. */
const PASSES = 8;
/** Bits that the duals gain, so that rounding a step does not matter. */
const STEP_BITS = 20;

/**
 * `vertexDuals`, moved along every implied row to (nearly) the least Euclidean norm. A multiple of
 * such a row's direction changes no reduced cost and not bᵀy, so all these duals are optimal, but
 * the vertex among them is arbitrary: it has a 0 where the mixing happened to put one.
 */
export function leastDuals(program: StandardProgram, basis: Basis): RationalVector {
  const vertex = vertexDuals(program, basis);
  const directions = basis.variables.flatMap((variable, position) => {
    if (!isFixed(program, variable)) return [];
    const unit = basis.variables.map((_, i) => (i === position ? 1n : 0n));
    return [primitive(basis.solveTransposed(unit).numerators)];
  });
  if (directions.length === 0) return vertex;
  const longest = largestBits(directions.flat());
  const shift = BigInt(longest + STEP_BITS);
  let y = vertex.numerators.map((value) => value << shift);
  for (let pass = 0; pass < PASSES; pass++) for (const direction of directions) y = shortened(y, direction);
  return { numerators: y, denominator: vertex.denominator << shift };
}

/** `y` less the integer multiple of `direction` that leaves it shortest. */
function shortened(y: readonly bigint[], direction: readonly bigint[]): bigint[] {
  const product = (other: readonly bigint[]) => direction.reduce((sum, value, i) => sum + value * other[i]!, 0n);
  const step = divideRounded(product(y), product(direction));
  return y.map((value, i) => value - step * direction[i]!);
}
