// The tableau's fixed-point format, and the thresholds that separate numbers from rounding noise. A
// real number v is shared as an integer near v·2^40.

export const FRACTION_BITS = 40;
export const ONE = 1n << BigInt(FRACTION_BITS);
/** Fractional bits of a reciprocal (client/crypto/sharing). */
export const RECIPROCAL_BITS = 60;
/**
 * Fractional bits of a pivot's row over its element: the rounding error there is multiplied by the
 * pivot's column.
 */
export const PIVOT_BITS = 50;
/**
 * The largest right-hand side and the largest cost start near 2^12, so that much smaller ones still
 * exceed rounding noise.
 */
export const HEADROOM_BITS = 12;
/** A right-hand side or reduced cost counts as violated below −2^−28 − `reached` (tableau.ts). */
export const VIOLATION = 1n << 12n;
/** Rounding noise is taken to be below 2^−NOISE_BITS times the numbers that it stems from. */
export const NOISE_BITS = 30;
/** A pivot element exceeds 2^−20, the least number that reciprocals accept. */
export const LEAST_PIVOT = 1n << 20n;
/**
 * In the first stage it exceeds 2^−12: where b̄ is made up, it costs nothing but iterations if it
 * falls below 0, and a small pivot multiplies rounding errors.
 */
export const LEAST_PIVOT_FIRST = 1n << 28n;
/** Above every number that is only tested for its sign. */
export const BARRED = 1n << 110n;
/**
 * Above the magnitudes of all right-hand sides and reduced costs: truncations add less than 2^77 to
 * one in each pivot. Below 2^97, so that values times weights (iterate.ts) can be compared.
 */
export const BEYOND_VALUES = 1n << 92n;
