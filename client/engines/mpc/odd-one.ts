// Which of several nodes, that should say the same, says something else.

export function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/**
 * Index of the one that differs from all others while those agree; undefined if there is none, as
 * with two.
 */
export function oddOne(said: readonly Uint8Array[]): number | undefined {
  const odd = said.flatMap((own, index) => {
    const [first, ...rest] = said.toSpliced(index, 1);
    return rest.every((other) => same(first!, other)) && !same(own, first!) ? [index] : [];
  });
  return odd.length === 1 ? odd[0] : undefined;
}
