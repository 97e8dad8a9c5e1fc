// Fixed point of the tableau, and the thresholds that tell a number from rounding noise. Where a value stands for a real number v, the
// shared integer is about v·2^40.

export const FRACTION_BITS = 40;
export const ONE = 1n << BigInt(FRACTION_BITS);
/** Fractional bits of a reciprocal (client/crypto/sharing). */
export const RECIPROCAL_BITS = 60;
/** A right-hand side or reduced cost is violated below −2^−28. */
export const VIOLATION = 1n << 12n;
/** A pivot element exceeds 2^−20, the least that reciprocals take. */
export const LEAST_PIVOT = 1n << 20n;
/** Above the magnitude of every number of a tableau, which stay below 2^19. */
export const BEYOND = 1n << 60n;
