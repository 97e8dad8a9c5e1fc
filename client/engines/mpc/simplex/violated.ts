// What counts as violated: a right-hand side or reduced cost that is negative by more than rounding
// noise can be, so that the coins of truncations, which make a 0 a little more or less than 0, do
// not decide.
import { VIOLATION } from "./fixed-point.ts";
import type { Lines, Tableau } from "./tableau.ts";

/** How far below 0 a right-hand side or a reduced cost has to be: one word for each side. */
export function thresholds({ arithmetic: a, reached }: Tableau): Lines {
  return { rows: a.addPublic(reached.rows, VIOLATION), columns: a.addPublic(reached.columns, VIOLATION) };
}
