// The verifier of declared parts of the reduced costs. Variable-time: its inputs are known to all
// companies.
import { G1 } from "../../crypto/curve/bn254.ts";
import { SealedError } from "../../errors.ts";
import { decodeProof } from "../codec.ts";
import { linesHold } from "../linearise.ts";
import type { Line } from "../lines.ts";
import { Transcript } from "../transcript.ts";
import type { VerifyingKey } from "../verifying-key.ts";
import { claimDigest, PART_STEPS, type PartClaim, unitOf } from "./claim.ts";
import { PART_LINES, type PartContext } from "./lines.ts";

/** Of a string that passed `checkSrs`. */
export type PartKey = Pick<VerifyingKey, "sigma" | "tau">;

/**
 * Accepts a proof that what a company declared is its part of the reduced costs, or throws. The
 * caller has checked that the claim's points are those that were committed to.
 * @throws SealedError ShapeMismatch, PointInvalid, ScalarOutOfRange, EquationFailed; CryptoError
 *   PointInvalid for a cover at infinity.
 */
export function verifyPart(claim: PartClaim, key: PartKey, proof: Uint8Array): void {
  verifyPartByLines(PART_LINES, claim, key, proof);
}

/** Verifies against given lines. */
export function verifyPartByLines(
  lines: readonly Line<PartContext>[],
  claim: PartClaim,
  { sigma, tau }: PartKey,
  proof: Uint8Array,
): void {
  const { points, scalars } = decodeProof(PART_STEPS, proof);
  const transcript = new Transcript(claimDigest(claim));
  for (const step of PART_STEPS) transcript.add(step, { points, scalars });
  const context = {
    claim,
    challenge: (name: string) => transcript.challenges.get(name)!,
    scalar: (name: string) => scalars.get(name)!,
  };
  const { matrix, cover, costs } = claim.points;
  const ofOwner: [string, G1][] = unitOf(claim) === 0n ? [] : [["c", costs!]];
  const all = new Map([...points, ["G", G1.BASE], ["A", matrix], ["S", cover], ...ofOwner]);
  if (!linesHold(lines, context, { points: all, sigma, tau }))
    throw new SealedError("EquationFailed", `party ${claim.party} declared another part than it has`, claim.party);
}
