// The normal form that all engines and the certificate use: min cᵀx, Mx ≤ b, Ex = d, x ≥ 0, in
// integers (docs/design.md, section 1).

/** Public numbers of decimals of a round: κ 0..15, δ and ω 0..24. */
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
  /** Costs (to be minimised) at scale 10^κ; null unless this party owns the objective. */
  readonly objective: readonly bigint[] | null;
}

/**
 * The whole program in one place, as a trusted third party would solve it. For tests, demos and
 * comparison only.
 */
export interface IntegerProgram {
  readonly inequalities: IntegerRows;
  readonly equalities: IntegerRows;
  readonly objective: readonly bigint[];
}

/**
 * The integer of a coefficient, right-hand side or cost is below this in magnitude
 * (docs/certificate.md).
 */
export const INTEGER_LIMIT = 1n << 72n;

/**
 * The integer of a solution, ray or multiplier is below this in magnitude (docs/certificate.md).
 */
export const VALUE_LIMIT = 1n << 87n;

/** A party's rows in certificate order: inequalities, then equalities. */
export function allRows(rows: PartyRows): IntegerRows {
  return {
    coefficients: [...rows.inequalities.coefficients, ...rows.equalities.coefficients],
    rhs: [...rows.inequalities.rhs, ...rows.equalities.rhs],
  };
}
