// The normal form that every engine and the certificate speak: min cᵀx, Mx ≤ b, Ex = d, x ≥ 0, in
// integers (DESIGN, section 1).

/** Public decimals of a round: κ 0..15, δ and ω 0..24. */
export interface Decimals {
  /** κ: coefficients, right-hand sides and costs are integers at scale 10^κ. */
  readonly coefficient: number;
  /** δ: the solution is at scale 10^δ. */
  readonly solution: number;
  /** ω: multipliers are at scale 10^ω. */
  readonly multiplier: number;
}

/**
 * Dense integer rows: `coefficients[i][j]`, i < rows, j < n, and `rhs[i]`, all at scale 10^κ,
 * magnitude < 2^72.
 */
export interface IntegerRows {
  readonly coefficients: readonly (readonly bigint[])[];
  readonly rhs: readonly bigint[];
}

/** One party's private part of the program, over the public columns of the round. */
export interface PartyRows {
  /** Number n of public columns. */
  readonly columns: number;
  readonly inequalities: IntegerRows;
  readonly equalities: IntegerRows;
  /** Costs (to be minimised) at scale 10^κ, when this party owns the objective. */
  readonly objective: readonly bigint[] | null;
}

/**
 * The whole program in one place: what a trusted third party would solve. For tests, demos and
 * comparison only.
 */
export interface IntegerProgram {
  readonly inequalities: IntegerRows;
  readonly equalities: IntegerRows;
  readonly objective: readonly bigint[];
}

/**
 * Largest magnitude + 1 of a coefficient, right-hand side or cost integer (docs/certificate.md).
 */
export const INTEGER_LIMIT = 1n << 72n;

/** Largest magnitude + 1 of a solution, ray or multiplier integer (docs/certificate.md). */
export const VALUE_LIMIT = 1n << 87n;

/** A party's rows in certificate order: inequalities, then equalities. */
export function allRows(rows: PartyRows): IntegerRows {
  return {
    coefficients: [...rows.inequalities.coefficients, ...rows.equalities.coefficients],
    rhs: [...rows.inequalities.rhs, ...rows.equalities.rhs],
  };
}
