// The verifier of disclosures. Checks and refusals in the order of docs/sealed-disclosure.md,
// "Refusals". All inputs are public, so it is variable-time.
import { G1 } from "../../crypto/curve/bn254.ts";
import { SealedError } from "../../errors.ts";
import { decodeProof } from "../codec.ts";
import { domainOf } from "../domain.ts";
import { linesHold } from "../linearise.ts";
import { Transcript } from "../transcript.ts";
import { verifySealed } from "../verify.ts";
import { type AcceptedProof, readSealed } from "./accepted.ts";
import { type Claims, disclosureSeed, disclosureSteps } from "./argument.ts";
import { checkClaims } from "./claims.ts";
import { areApart, type DisclosureLine, type DisclosureView, disclosureLines, disclosureOpenings } from "./openings.ts";

/** Claims of one party about the outcome of a sealed proof, and the proof of them. */
export interface Disclosure extends Claims {
  readonly proof: Uint8Array;
}

/**
 * Accepts that the claims of a disclosure are true of the outcome that a sealed proof is about, or
 * throws. `key` must come from a string that passed `checkSrs`, and from the statement's bounds.
 * @throws SealedError with the first reason to refuse the sealed proof, as in docs/sealed.md, or
 *   the disclosure, as in docs/sealed-disclosure.md.
 */
export function verifyDisclosure(accepted: AcceptedProof, disclosure: Disclosure): void {
  verifySealed(accepted.statement, accepted.key, accepted.proof);
  verifyByLines(disclosureLines, accepted, disclosure);
}

/** Verifies against given lines, for a sealed proof that was accepted. */
export function verifyByLines(
  linesOf: (view: DisclosureView) => readonly DisclosureLine[],
  accepted: AcceptedProof,
  disclosure: Disclosure,
): void {
  const { statement, key } = accepted;
  const { party, claims } = disclosure;
  checkClaims(statement, party, claims);
  const steps = disclosureSteps(claims);
  const own = decodeProof(steps, disclosure.proof);
  const transcript = new Transcript(disclosureSeed(accepted, disclosure));
  for (const step of steps) transcript.add(step, own);
  const challenge = (name: string) => transcript.challenges.get(name)!;
  const sealed = readSealed(accepted);
  const view: DisclosureView = {
    ...{ statement, party, claims, challenge, epsilon: sealed.epsilon },
    domain: domainOf(statement.size),
    scalar: (name) => own.scalars.get(name)!,
  };
  if (!areApart(disclosureOpenings(view), view.domain, challenge))
    throw new SealedError("ChallengeDegenerate", "two challenges coincide, which chance does not explain");
  const points = new Map([...sealed.points, ...own.points, ["G", G1.BASE] as const]);
  const lines = linesOf(view).map((line, weight) => ({ ...line, weight, left: () => [...line.left] }));
  if (!linesHold(lines, view, { points, sigma: key.sigma, tau: key.tau }))
    throw new SealedError("DisclosureFailed", "the disclosure does not prove its claims about this outcome");
}
