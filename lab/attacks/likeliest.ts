// Which candidate an attacker of a distinguishing game names, from what each of them explains.

/** How well a candidate explains what was seen. */
export interface Score {
  /** What is the same as it was seen. */
  readonly hits: number;
  /** Decides ties: what is left over where the candidate is not the one, as bytes. */
  readonly rest: Uint8Array;
}

/**
 * Index of the candidate with most hits; in case of a tie, of the one whose rest is less uniform.
 */
export function likeliest(scores: readonly Score[]): number {
  const weighed = scores.map(({ hits, rest }) => ({ hits, squares: squares(rest) }));
  const best = weighed.reduce((most, score) =>
    score.hits > most.hits || (score.hits === most.hits && score.squares > most.squares) ? score : most,
  );
  return weighed.indexOf(best);
}

function squares(bytes: Uint8Array): number {
  const counts = new Array<number>(256).fill(0);
  for (const byte of bytes) counts[byte]!++;
  return counts.reduce((sum, count) => sum + count * count, 0);
}
