// Bringing the largest of several sizes down to the same level.

export interface Sized {
  /** An exponent of ten. */
  readonly size: number;
}

export function upTo(most: number): number[] {
  return Array.from({ length: Math.max(0, most) }, (_, k) => k + 1);
}

/** For each step, the parts above the largest size less the step, and how far each is above it. */
export function levels<Part extends Sized>(
  parts: readonly Part[],
  steps: number,
): (Part & { readonly by: number })[][] {
  const largest = parts.reduce((most, { size }) => Math.max(most, size), Number.NEGATIVE_INFINITY);
  return upTo(steps).map((step) =>
    parts.filter(({ size }) => size > largest - step).map((part) => ({ ...part, by: part.size - largest + step })),
  );
}
