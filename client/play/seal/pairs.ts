// Points of what pairs of companies have in common: both of a pair publish the same.
import type { G1 } from "../../crypto/curve/bn254.ts";
import { ProtocolError } from "../../errors.ts";
import { pairsThatDisagree } from "../../sealed/prover/covers.ts";

/**
 * `published`: by party; null for one that has not published yet.
 * @throws ProtocolError `ProofInvalid`, naming nobody, as one of two departed.
 */
export function requireSamePairs(published: readonly (ReadonlyMap<string, G1> | null)[]): void {
  const [pair] = pairsThatDisagree(published);
  if (pair !== undefined)
    throw new ProtocolError(
      "ProofInvalid",
      `parties ${pair.join(" and ")} published different points for what they share: one of them departed`,
    );
}
