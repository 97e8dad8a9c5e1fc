// Random programs of a given size whose optimum exists: max cᵀx, Ax ≤ b with positive costs and
// right-hand sides, and entries of A that are not negative.
import { type Random, randomBetween } from "../../client/math/random.ts";
import type { Problem } from "./problems.ts";

/** Two thirds of A are 1 to 99; the last row has no zeros, so that it bounds all variables. */
export function randomProgram(rows: number, columns: number, random: Random): Problem {
  const positive = () => randomBetween(random, 1n, 99n);
  const entry = () => (randomBetween(random, 0n, 2n) === 0n ? 0n : positive());
  const list = (entryOf: () => bigint, length: number) => Array.from({ length }, entryOf);
  return {
    name: "random",
    decimals: 0,
    program: {
      inequalities: {
        coefficients: Array.from({ length: rows }, (_, i) => list(i === rows - 1 ? positive : entry, columns)),
        rhs: list(() => randomBetween(random, 1_000n, 9_999n), rows),
      },
      equalities: { coefficients: [], rhs: [] },
      objective: list(positive, columns).map((cost) => -cost),
    },
  };
}
