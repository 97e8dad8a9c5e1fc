// An optimum without a gap whose only row is missed by a little, so that the round's tolerance
// limits the violation alone.
import { certifyAnswer, type RoundShape, type TestRound, testSeed } from "./certificate.ts";

const NONE = { coefficients: [], rhs: [] };
const RESIDUAL = 5n;

/**
 * max x, x ≤ 10, at x̂ = 10 + 5 units in the last place; the tolerated gap is `spare` units more
 * than the violation.
 */
export function violatedRound(spare: bigint): TestRound {
  const [solution, multiplier] = [10n ** 9n, 10n ** 9n];
  const shape: RoundShape = {
    ...{ kind: "optimal", columns: 1, inequalities: [1, 1], equalities: [0, 0], owner: 1 },
    bounds: [10n ** 12n],
    change: { solutionDecimals: 9, multiplierDecimals: 9, gapTolerance: RESIDUAL * multiplier + spare },
  };
  const row = (coefficient: bigint, side: bigint) => ({ coefficients: [[coefficient]], rhs: [side] });
  const answer = {
    rows: [
      { columns: 1, inequalities: row(1n, 10n), equalities: NONE, objective: null },
      { columns: 1, inequalities: row(0n, 1n), equalities: NONE, objective: [-1n] },
    ],
    x: [10n * solution + RESIDUAL],
    ray: [],
    multipliers: [[multiplier], [0n]],
  };
  return certifyAnswer(shape, answer, testSeed("violated"));
}
