// Chi-square tests for data from fixed seeds, which therefore always pass or always fail.

/**
 * How far counts are from the expected ones, in standard deviations of the statistic (Wilson and
 * Hilferty's normal approximation). It exceeds 4 once in 30,000 tests if the counts are as
 * expected.
 */
export function deviation(counts: readonly number[], expected: readonly number[]): number {
  const statistic = counts.reduce((sum, count, i) => sum + (count - expected[i]!) ** 2 / expected[i]!, 0);
  const degrees = counts.length - 1;
  const spread = 2 / (9 * degrees);
  return ((statistic / degrees) ** (1 / 3) - (1 - spread)) / Math.sqrt(spread);
}

/** The same against equal counts. */
export function deviationFromUniform(counts: readonly number[]): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return deviation(
    counts,
    counts.map(() => mean),
  );
}

/** How often each of `kinds` numbers occurs. */
export function histogram(values: Iterable<number>, kinds: number): number[] {
  const counts = new Array<number>(kinds).fill(0);
  for (const value of values) counts[value]!++;
  return counts;
}

/**
 * Chi-square of two samples of bytes of the same size, in standard deviations from its value for
 * equal distributions.
 */
export function deviationBetween(left: Uint8Array, right: Uint8Array): number {
  const [counts, others] = [histogram(left, 256), histogram(right, 256)];
  const chi = counts.reduce((sum, count, byte) => {
    const other = others[byte]!;
    return count + other === 0 ? sum : sum + (count - other) ** 2 / (count + other);
  }, 0);
  return (chi - 255) / Math.sqrt(2 * 255);
}
