// The verifier of sealed proofs. Checks and refusals in the order of docs/sealed.md, "Refusals".
// All inputs are public, so it is variable-time.
import { G1 } from "../crypto/curve/bn254.ts";
import { SealedError } from "../errors.ts";
import { decodeProof } from "./codec.ts";
import { checkCommitments, sealedDigest } from "./digests.ts";
import type { Domain } from "./domain.ts";
import { type Identity, identitiesOf } from "./identities.ts";
import { lineContext, linesHold } from "./linearise.ts";
import { type Line, linesOf } from "./lines.ts";
import { checkChallenges } from "./openings.ts";
import { openedPlace } from "./place.ts";
import { checkStatement, type SealedStatement } from "./statement.ts";
import { stepsOf } from "./steps.ts";
import { Transcript } from "./transcript.ts";
import type { VerifyingKey } from "./verifying-key.ts";

/** What a proof must satisfy: identities by position, lines by weight. */
export interface Rules {
  readonly identities: readonly Identity[];
  readonly lines: readonly Line[];
}

/** The rules of docs/sealed.md. */
export function rulesOf({ kind, parties }: SealedStatement): Rules {
  return { identities: identitiesOf(kind, parties), lines: linesOf(kind) };
}

/**
 * Accepts a proof that the commitments have an outcome of the statement's kind, or throws. `key`
 * must come from a string that passed `checkSrs`, and from the statement's own bounds.
 * @throws SealedError with the first reason to refuse it, as in docs/sealed.md.
 */
export function verifySealed(statement: SealedStatement, key: VerifyingKey, proof: Uint8Array): void {
  const domain = checkStatement(statement);
  if (key.size !== statement.size)
    throw new SealedError("SrsMismatch", `the reference string has size ${key.size}, not ${statement.size}`);
  verifyByRules(rulesOf(statement), { statement, domain, key }, proof);
}

/** A checked statement with the key to it. */
export interface VerifierInput {
  readonly statement: SealedStatement;
  readonly domain: Domain;
  readonly key: VerifyingKey;
}

/** Verifies against given rules. */
export function verifyByRules(rules: Rules, input: VerifierInput, bytes: Uint8Array): void {
  const { statement, domain, key } = input;
  const steps = stepsOf(statement.kind, statement.parties);
  const proof = decodeProof(steps, bytes);
  checkCommitments(statement, key.srsDigest, proof.points);
  const transcript = new Transcript(sealedDigest(statement, key));
  for (const step of steps) transcript.add(step, proof);
  const { challenges } = transcript;
  checkChallenges(statement, domain, challenges);
  const opened = { ...proof, challenges };
  const context = lineContext(rules.identities, openedPlace(statement, domain, opened), opened);
  const points = new Map([...proof.points, ["G", G1.BASE], ["N", key.limbs], ["U", key.bounds], ["J", key.columns]]);
  if (!linesHold(rules.lines, context, { points, sigma: key.sigma, tau: key.tau }))
    throw new SealedError("EquationFailed", "the proof does not prove the statement");
}
