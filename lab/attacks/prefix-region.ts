/**
 * Prefix region, against the ring of `multi-party` in the clear (`plain`, as published in Zhu et
 * al., Algorithm 1).
 *
 * Attacker: the second holder of the ring. Sees (B_·1 + λE₁)[A′₁ M′₁ b′₁]: all of this spans only
 * the first holder's rows. The places of that holder's slack columns are public, so
 * slack-inverse.ts gives every one of its half-spaces, artificial ones included: its whole feasible
 * region. Later holders see the same for the sum of all holders before them.
 */
import { type HalfSpaces, halfSpaces } from "./slack-inverse.ts";
import type { SeenParts } from "./views.ts";

/** Half-spaces over the n variables and the right-hand side. Throws as `echelon`. */
export function prefixRegion({ partial, variables, holders }: SeenParts): HalfSpaces {
  const slacks = holders.reduce((sum, holder) => sum + holder.slacks, 0);
  // Slacks of the holders so far come first among the slacks; those of the others are 0.
  const seen = partial.map((row) => [...row.slice(0, variables + slacks), row.at(-1)!]);
  return halfSpaces(
    seen,
    Array.from({ length: slacks }, (_, s) => variables + s),
  );
}
