// How often a property is tested: in `npm test` as often as the test says, in `npm run test:deep`
// 20 times as often and from a fresh seed.
import { deepProfile } from "../../scripts/deep-profile.ts";

const DEEP_FACTOR = 20;

/**
 * Parameters of fast-check's `assert`. The seed is fixed in `npm test`, so that a failure there is
 * reproducible.
 */
export function propertyRuns(numRuns: number, seed: number): { readonly numRuns: number; readonly seed: number } {
  const deep = deepProfile();
  return deep === null ? { numRuns, seed } : { numRuns: numRuns * DEEP_FACTOR, seed: Number(deep.seed) | 0 };
}
