// Least squares for the constants of formulas that are linear in them.

/** Constants of Σ constant_i · feature_i, and how far it is from the measurements. */
export interface Fit {
  readonly constants: readonly number[];
  /** Largest |predicted − measured| / measured. */
  readonly residual: number;
  predict(features: readonly number[]): number;
}

export interface Sample {
  readonly features: readonly number[];
  readonly value: number;
}

/**
 * Minimises the sum of squares of relative errors; needs at least as many independent samples as
 * features, and values other than 0.
 */
export function leastSquares(samples: readonly Sample[]): Fit {
  const rows = samples.map(({ features, value }) => [...features.map((feature) => feature / value), 1]);
  const width = samples[0]!.features.length;
  const normal = Array.from({ length: width }, (_, i) =>
    Array.from({ length: width + 1 }, (_, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  );
  // Gauss-Jordan with the largest remaining pivot.
  for (let k = 0; k < width; k++) {
    const pivot = normal.reduce(
      (best, row, i) => (i >= k && Math.abs(row[k]!) > Math.abs(normal[best]![k]!) ? i : best),
      k,
    );
    [normal[k], normal[pivot]] = [normal[pivot]!, normal[k]!];
    for (const [i, row] of normal.entries()) {
      const factor = row[k]! / normal[k]![k]!;
      if (i !== k) for (let j = k; j <= width; j++) row[j]! -= factor * normal[k]![j]!;
    }
  }
  const constants = normal.map((row, k) => row[width]! / row[k]!);
  const predict = (features: readonly number[]) =>
    features.reduce((sum, feature, i) => sum + feature * constants[i]!, 0);
  const residual = Math.max(...samples.map(({ features, value }) => Math.abs(predict(features) / value - 1)));
  return { constants, residual, predict };
}
