// Digits of a Farkas vector or ray that a proof reads (unit-vectors.ts).
import { QUOTIENT_BITS } from "./direction.ts";
import { LIMB_BITS } from "./limbs.ts";

/** Fractional bits. */
export const UNIT_BITS = LIMB_BITS + QUOTIENT_BITS;
