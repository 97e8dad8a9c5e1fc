// Cases that are too many for `npm test`: it tries some of them, `npm run test:deep` and `npm run
// test:mutants` all. Does nothing on import.
import { allCases } from "../../scripts/deep-profile.ts";

/**
 * All `cases`, or in `npm test` one in `share` of them, from `first` on: `share` tests of like
 * cases, each with another `first`, try every one of them between them.
 */
export function sampled<T>(cases: readonly T[], share: number, first = 0): readonly T[] {
  return allCases() ? cases : cases.filter((_, i) => i % share === first);
}
