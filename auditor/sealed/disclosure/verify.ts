// The auditor's own verifier of disclosures from sealed proofs: an implementation of
// docs/sealed-disclosure.md that has nothing but that page in common with the clients.
import { SealedRefusal } from "../../errors.ts";
import { domainOf, power, vanishing } from "../domain.ts";
import { type Line, linesHold, type Term } from "../equation.ts";
import { GENERATOR } from "../pairing.ts";
import { drawChallenges, readProof } from "../proof.ts";
import { statementDigest } from "../statement.ts";
import { stepsOf } from "../steps.ts";
import { verifySealed } from "../verify.ts";
import { checkClaims, type Disclosure, DUAL_VALUE, sumOf } from "./claims.ts";
import { type DisclosureView, openingsOf, openingTerms } from "./openings.ts";
import { disclosureSeed, disclosureSteps, type SealedProof } from "./steps.ts";

/**
 * Accepts that the claims are true of the outcome that the sealed proof is about. Whether the key
 * is that of a sound reference string is for `auditSealed`.
 * @throws SealedRefusal with the first reason to refuse the sealed proof or the disclosure.
 */
export function verifyDisclosure(sealed: SealedProof, disclosure: Disclosure): void {
  verifySealed(sealed.statement, sealed.key, sealed.proof);
  verifyClaims(sealed, disclosure);
}

/** The same for a sealed proof that `verifySealed` accepts: it is not verified again. */
export function verifyClaims(sealed: SealedProof, disclosure: Disclosure): void {
  const { statement, key } = sealed;
  checkClaims(statement, disclosure);
  const steps = disclosureSteps(disclosure);
  const { points, scalars } = readProof(steps, disclosure.proof);
  const challenges = drawChallenges(disclosureSeed(sealed, disclosure), steps, disclosure.proof);
  const sealedSteps = stepsOf(statement);
  const sealedChallenges = drawChallenges(statementDigest(statement, key), sealedSteps, sealed.proof);
  const view: DisclosureView = {
    ...{ kind: statement.kind, domain: domainOf(statement.size), disclosure },
    epsilon: sealedChallenges.get("epsilon")!,
    scalar: (symbol) => scalars.get(symbol)!,
    challenge: (name) => challenges.get(name)!,
  };
  checkDegenerate(view);
  const all = new Map([...readProof(sealedSteps, sealed.proof).points, ...points, ["G", GENERATOR] as const]);
  if (!linesHold(linesOf(view), view.challenge("pi"), all, key)) throw new SealedRefusal("DisclosureFailed");
}

/** Throws SealedRefusal `ChallengeDegenerate`. */
function checkDegenerate(view: DisclosureView): void {
  const { domain, challenge } = view;
  const places = openingsOf(view).flatMap(({ at }) => at);
  if (power(challenge("zeta"), domain.order) === 1n || places.includes(challenge("xi")))
    throw new SealedRefusal("ChallengeDegenerate");
}

/** *opening*, and *column 0* where a dual value is claimed. */
function linesOf(view: DisclosureView): readonly Line[] {
  const { domain, disclosure, scalar, challenge } = view;
  const opening: Line = { left: openingTerms(view), tau: "W'" };
  if (sumOf(disclosure, DUAL_VALUE) === null) return [opening];
  const zeta = challenge("zeta");
  const left: readonly Term[] = [
    [`A_${disclosure.party}`, 1n],
    ["M_A", vanishing(domain.size, zeta)],
    ["G", -scalar("a'")],
    ["P", zeta],
    ["P'", 1n],
  ];
  return [opening, { left, sigma: "P", tau: "P'" }];
}
