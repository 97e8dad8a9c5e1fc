// What counts as violated: a right-hand side or reduced cost that is negative by more than rounding
// noise can be. One test decides, both of what a run starts from and of what it pivots on, so that
// the coins of truncations, which make a 0 a little more or less than 0, change neither.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import { BARRED, NOISE_BITS, VIOLATION } from "./fixed-point.ts";
import type { Tableau } from "./tableau.ts";

/**
 * By row, then by column: negative where the value is violated; nowhere once the run is over.
 */
export function excess(tableau: Tableau): Shares {
  const { arithmetic: a, layout, parts, ended } = tableau;
  const { rows, columns } = layout;
  const barred = a.scale(ended.over, BARRED);
  const noise = a.gather(
    a.add(parts.reached, a.concat([barred, barred])),
    Array.from({ length: rows + columns }, (_, k) => (k < rows ? 0 : 1)),
  );
  return a.add(a.scale(a.addPublic(tableau.values(), VIOLATION), 1n << BigInt(NOISE_BITS)), noise);
}
