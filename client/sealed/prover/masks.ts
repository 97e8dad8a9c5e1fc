// How many uniform coefficients hide each polynomial.

/** Masks per polynomial; docs/sealed.md, "Zero knowledge", says which values they cover. */
export const MASKS = { limbs: 34, lookups: 2, point: 2, costs: 2, runningSum: 3 } as const;
