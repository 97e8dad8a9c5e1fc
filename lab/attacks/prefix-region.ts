/**
 * Prefix region, against the ring of `multi-party` in the clear (`plain`, as published in Zhu et
 * al., Algorithm 1).
 *
 * Attacker: the second holder of the ring. Sees (B_·1 + λE₁)[A′₁ M′₁ b′₁]: all of it spans the
 * first holder's rows only, and with its slack columns, whose places are public, every one of its
 * half-spaces falls out, artificial ones among them (slack-inverse.ts): its whole feasible region.
 * Later holders see the same of the sum of all before them.
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
