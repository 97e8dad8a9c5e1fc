// Whether `announce` could have written an announcement: sizes that no rows and costs have would
// give the round scales that fit no file.
import { foldedName } from "../model/names.ts";
import { INVISIBLE } from "../readers/visible.ts";
import type { Announcement } from "./program.ts";

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
  const index = variables.findIndex(
    ({ name }) => INVISIBLE.test(name) || name !== name.trim() || foldedName(name) === "",
  );
  if (index < 0) return null;
  const what = "must be visible characters, without a blank at either end";
  return { field: `variables[${index}].name`, what };
}

function wrongSize({ variables, inequalities, equalities, decimals, magnitudes, sense }: Announcement) {
  const { coefficient, row, column, side, cost } = magnitudes;
  const rows = inequalities + equalities;
  const wrong = (name: string, what: string): Impossible => ({ field: `magnitudes.${name}`, what });
  if (sense === null && cost !== null) return wrong("cost", "must be null without an objective");
  if (rows === 0 && side !== null) return wrong("side", "must be null without rows");
  if (rows === 0 && coefficient !== null) return wrong("coefficient", "must be null without rows");
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
  const least = Object.entries(magnitudes).find(([, size]) => size !== null && size < -decimals);
  return least === undefined ? null : wrong(least[0], `is less than a number with ${decimals} decimals can be`);
}

/** The smallest d with 10^d ≥ count, which is at least 1. */
function digitsOf(count: number): number {
  return count <= 1 ? 0 : String(count - 1).length;
}
