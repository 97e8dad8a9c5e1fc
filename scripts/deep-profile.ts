// How `npm test` tells the tests that it starts which sample of many like cases to try, and `npm
// run test:deep` from which seed to try more. Tests that are run in any other way try all cases.

/** Environment variable that carries the seed of a deep run, 8 hexadecimal digits. */
export const DEEP_SEED = "CONCORDAT_DEEP_SEED";

/** Environment variable that carries the seed of a sample, 8 hexadecimal digits. */
export const SAMPLE_SEED = "CONCORDAT_SAMPLE_SEED";

export interface DeepProfile {
  /** "0x" and 8 hexadecimal digits. */
  readonly seed: `0x${string}`;
}

/** Null without a deep run. Throws where the variable holds no seed. */
export function deepProfile(): DeepProfile | null {
  const seed = seedIn(DEEP_SEED);
  return seed === null ? null : { seed: `0x${seed}` };
}

/** Null where tests try all cases. Throws where the variable holds no seed. */
export function sampleSeed(): string | null {
  return deepProfile() === null ? seedIn(SAMPLE_SEED) : null;
}

function seedIn(variable: string): string | null {
  const seed = process.env[variable];
  if (seed === undefined) return null;
  if (!/^[0-9a-f]{8}$/.test(seed)) throw new Error(`${variable} must be 8 hexadecimal digits, not "${seed}"`);
  return seed;
}
