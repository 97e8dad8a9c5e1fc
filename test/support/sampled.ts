// Cases that are too many for `npm test`: it tries some of them, others each time; `npm run
// test:deep`, `npm run test:mutants` and a file run by itself try all. Does nothing on import.
import { createHash } from "node:crypto";
import { sampleSeed } from "../../scripts/deep-profile.ts";

/**
 * All `cases`; in `npm test` one of each `share` in a row, chosen by the seed that it prints, and
 * at least one. Between them, `share` tests of like cases, each with another `first`, try all.
 */
export function sampled<T>(cases: readonly T[], share: number, first = 0): readonly T[] {
  const seed = sampleSeed();
  if (seed === null) return cases;
  const size = Math.min(share, cases.length);
  return cases.filter((_, i) => i % size === (drawn(seed, Math.floor(i / size)) + first) % size);
}

/** As `sampled`, of the cases of each kind by themselves, so that every kind is met each time. */
export function sampledOfEach<T>(cases: readonly T[], share: number, kindOf: (one: T) => unknown): readonly T[] {
  return [...Map.groupBy(cases, kindOf).values()].flatMap((own) => sampled(own, share));
}

function drawn(seed: string, group: number): number {
  return createHash("sha256").update(`${seed} ${group}`).digest().readUInt32BE();
}
