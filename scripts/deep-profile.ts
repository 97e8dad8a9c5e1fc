// How `npm run test:deep` tells the tests that it starts to try more cases, and from which seed;
// and how `npm run test:mutants` tells them to leave none out.

/** Environment variable that carries the seed of a deep run, 8 hexadecimal digits. */
export const DEEP_SEED = "CONCORDAT_DEEP_SEED";

/** Environment variable that is set where tests leave no case out. */
export const ALL_CASES = "CONCORDAT_ALL_CASES";

export interface DeepProfile {
  /** "0x" and 8 hexadecimal digits. */
  readonly seed: `0x${string}`;
}

/** Null in `npm test`. Throws where the variable holds no seed. */
export function deepProfile(): DeepProfile | null {
  const seed = process.env[DEEP_SEED];
  if (seed === undefined) return null;
  if (!/^[0-9a-f]{8}$/.test(seed)) throw new Error(`${DEEP_SEED} must be 8 hexadecimal digits, not "${seed}"`);
  return { seed: `0x${seed}` };
}

/** Whether tests try all cases, not a sample. */
export function allCases(): boolean {
  return process.env[ALL_CASES] !== undefined || deepProfile() !== null;
}
