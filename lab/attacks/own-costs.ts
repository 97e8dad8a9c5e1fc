/**
 * Own costs as the key, against `multi-party`, after slack-inverse.ts, in both variants.
 *
 * Attacker: the owner of the objective, who has C, CᵀQ and BA′Q. All numbers are integers, so the
 * greatest common divisor of a column of BA′Q is its scale, apart from common factors of the data
 * (the header of client/engines/multi-party/engine.ts says so). CᵀQ divided by that scale is the
 * cost of the variable, which identifies it if no other variable has that cost.
 *
 * Recovers: every half-space in the variables so identified, up to a positive factor.
 */
import type { Matrix } from "../../client/math/matrix.ts";
import { gcd, primitive } from "../../client/math/rational.ts";

/**
 * Per column of BA′Q its variable and scale, or null when its cost is 0, matches no variable, or
 * matches several.
 */
export function nameColumns(
  masked: Matrix,
  maskedCosts: readonly bigint[],
  costs: readonly bigint[],
): ({ readonly variable: number; readonly scale: bigint } | null)[] {
  return maskedCosts.map((cost, t) => {
    const scale = masked.reduce((common, row) => gcd(common, row[t]!), 0n);
    if (cost === 0n || scale === 0n || cost % scale !== 0n) return null;
    const variable = costs.indexOf(cost / scale);
    return variable < 0 || variable !== costs.lastIndexOf(cost / scale) ? null : { variable, scale };
  });
}

/**
 * `seen` are half-spaces over the columns of BA′Q and the right-hand side; returns those that use
 * named columns only, over the variables.
 */
export function unlockWithOwnCosts(seen: Matrix, names: ReturnType<typeof nameColumns>): bigint[][] {
  const common = names.reduce((product, name) => product * (name?.scale ?? 1n), 1n);
  return seen
    .filter((row) => names.every((name, t) => name !== null || row[t] === 0n))
    .map((row) => {
      const entries = new Array<bigint>(names.length).fill(0n);
      for (const [t, name] of names.entries())
        if (name !== null) entries[name.variable] = (row[t]! * common) / name.scale;
      return primitive([...entries, row.at(-1)! * common]);
    });
}
