// When a change is a remedy for wide tolerances: they become usual, and nothing else gets worse.
import { add, compare, timesPowerOfTen } from "../../../math/decimal.ts";
import type { Tolerances } from "../../exact/tolerances.ts";
import { isWide, leastRoom, type Scales, userTolerances, weightDigits } from "../scales.ts";
import { larger } from "../sizes.ts";
import type { Change, ScaledProgram } from "./change.ts";
import { isPlayable } from "./playable.ts";
import type { Suffices } from "./search.ts";

/** @param before - The scales without a change. */
export function makesUsual(scaled: ScaledProgram, before: Scales, sorts: readonly (keyof Tolerances)[]): Suffices {
  return (after, change) =>
    sorts.every((sort) => !isWide(after, sort)) &&
    keepsAccuracy(before, after, change) &&
    weightDigits(scaled.grid) - after.decimals.multiplier >= roomNeeded(scaled, [before, after], change) &&
    isPlayable(scaled, after, change);
}

/**
 * Larger units do not hide that a tolerance grows: in the units before the change, each is usual,
 * or at most twice what it was.
 */
function keepsAccuracy(before: Scales, after: Scales, { rows = [], costs = 0, variables }: Change): boolean {
  const grown = {
    residual: Math.max(0, ...rows.map(({ by }) => by)),
    dual: costs + Math.max(0, ...[...(variables?.values() ?? [])].map((by) => -by)),
    gap: costs,
  };
  const were = userTolerances(before.tolerances, before.decimals);
  return userTolerances(after.tolerances, after.decimals).every(({ sort, value, usual }, i) => {
    const twice = add(were[i]!.value, were[i]!.value);
    return compare(timesPowerOfTen(value, grown[sort]), larger(usual, twice)) <= 0;
  });
}

/**
 * The exponent of the multipliers that any round has room for, after the change. A row's multiplier
 * grows as the row is divided, and all shrink as the costs do.
 */
function roomNeeded(
  { program, grid }: ScaledProgram,
  scales: readonly Scales[],
  { rows = [], costs = 0, multiplier }: Change,
): number {
  const coefficient = Math.min(...scales.map(({ decimals }) => decimals.coefficient));
  const request = { coefficient, grid, ...(multiplier === undefined ? {} : { multiplier }) };
  return leastRoom(program, request) + Math.max(0, ...rows.map(({ by }) => by)) - costs;
}
