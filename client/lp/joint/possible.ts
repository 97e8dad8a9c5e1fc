// Whether `announce` could have written an announcement: sizes that no rows and costs have, or
// bounds that nobody can state, would give the round scales that fit no file.
import { foldedName } from "../model/names.ts";
import { INVISIBLE } from "../readers/visible.ts";
import type { Announcement } from "./program.ts";
import { decodeBound, isStatable } from "./sizes.ts";

/** A field, and what is wrong with it. */
export interface Impossible {
  readonly field: string;
  readonly what: string;
}

/** Null if nothing is wrong. */
export function impossible(announcement: Announcement): Impossible | null {
  return wrongVariable(announcement) ?? wrongSize(announcement);
}

function wrongVariable({ variables }: Announcement): Impossible | null {
  for (const [index, { name, bound }] of variables.entries()) {
    const wrong = (field: string, what: string): Impossible => ({ field: `variables[${index}].${field}`, what });
    if (INVISIBLE.test(name) || name !== name.trim() || foldedName(name) === "")
      return wrong("name", "must be visible characters, without a blank at either end");
    const stated = decodeBound(bound);
    if (stated !== null && !isStatable(stated)) return wrong("bound", "must be from 1e-15 to 9e30");
  }
  return null;
}

function wrongSize({ variables, inequalities, equalities, decimals, magnitudes, sense }: Announcement) {
  const { coefficient, row, column, side, cost } = magnitudes;
  const rows = inequalities + equalities;
  const wrong = (name: string, what: string): Impossible => ({ field: `magnitudes.${name}`, what });
  if (sense === null && cost !== null) return wrong("cost", "must be null without an objective");
  if (variables.length === 0 && coefficient !== null) return wrong("coefficient", "must be null without variables");
  if (variables.length === 0 && cost !== null) return wrong("cost", "must be null without variables");
  if (rows === 0 && side !== null) return wrong("side", "must be null without rows");
  if (rows === 0 && coefficient !== null) return wrong("coefficient", "must be null without rows");
  if (sense !== null && cost === null) return wrong("cost", "must not be null: an objective has costs");
  for (const [name, sum, terms] of [
    ["row", row, variables.length],
    ["column", column, rows],
  ] as const) {
    if ((sum === null) !== (coefficient === null))
      return wrong(name, "must be null where coefficient is, and only there");
    if (sum === null || coefficient === null) continue;
    if (sum < coefficient)
      return wrong(name, "must be at least the size of the largest coefficient, which it contains");
    if (sum > coefficient + digitsOf(terms))
      return wrong(name, `is more than ${terms} coefficients of the announced size add up to`);
  }
  if (decimals > 0 && Object.values(magnitudes).every((size) => size === null))
    return { field: "decimals", what: "must be 0 where there are no numbers but zeros" };
  const least = Object.entries(magnitudes).find(([, size]) => size !== null && size < -decimals);
  return least === undefined ? null : wrong(least[0], `is less than a number with ${decimals} decimals can be`);
}

/** The smallest d with 10^d ≥ count, which is at least 1. */
function digitsOf(count: number): number {
  return count <= 1 ? 0 : String(count - 1).length;
}
