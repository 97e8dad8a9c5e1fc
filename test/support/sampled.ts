// Cases that are too many for `npm test`: it tries some of them, `npm run test:deep` all. Does
// nothing on import.
import { deepProfile } from "../../scripts/deep-profile.ts";

/** All `cases` in a deep run, otherwise `count` of them at equal distances, from the first on. */
export function sampled<T>(cases: readonly T[], count: number): readonly T[] {
  if (deepProfile() !== null) return cases;
  return Array.from({ length: count }, (_, i) => cases[Math.floor((i * cases.length) / count)]!);
}
