// The auditor's own verifier of sealed proofs: an implementation of docs/sealed.md that has nothing
// but that page in common with the clients.
import { isHexString } from "ethers";
import { type Affine, isPoint } from "../certificate/group.ts";
import { SealedRefusal } from "../errors.ts";
import { domainOf } from "./domain.ts";
import { equationHolds } from "./equation.ts";
import { linearise } from "./identities.ts";
import { checkChallenges } from "./opening.ts";
import { GENERATOR, isPointG2 } from "./pairing.ts";
import { drawChallenges, readProof } from "./proof.ts";
import { checkStatement, commitmentDigest, statementDigest } from "./statement.ts";
import { stepsOf } from "./steps.ts";
import type { SealedStatement, VerifyingKey } from "./types.ts";
import { viewOf } from "./view.ts";

/**
 * Accepts a proof, as 0x-hex, that the commitments have an outcome of the statement's kind for this
 * key. Whether the key is that of a sound reference string and of the statement's bounds is for
 * `audit.ts`.
 * @throws SealedRefusal with the first reason to refuse it, in the order of docs/sealed.md.
 */
export function verifySealed(statement: SealedStatement, key: VerifyingKey, proof: string): void {
  checkStatement(statement);
  checkKey(statement, key);
  const steps = stepsOf(statement);
  const { points, scalars } = readProof(steps, proof);
  checkCommitments(statement, key, points);
  const domain = domainOf(statement.size);
  const challenges = drawChallenges(statementDigest(statement, key), steps, proof);
  checkChallenges(statement, domain, challenges);
  const view = viewOf(statement, domain, { scalars, challenges });
  const all = new Map([...points, ["G", GENERATOR], ["N", key.limbs], ["U", key.bounds], ["J", key.columns]]);
  if (!equationHolds(view, linearise(view), all, key)) throw new SealedRefusal("EquationFailed");
}

/** Throws SealedRefusal `SrsMismatch` or `SrsPoint`. */
function checkKey({ size }: SealedStatement, key: VerifyingKey): void {
  if (key.size !== size || !isHexString(key.srsDigest, 32)) throw new SealedRefusal("SrsMismatch");
  if (![key.limbs, key.bounds, key.columns].every(isPoint) || ![key.sigma, key.tau].every(isPointG2))
    throw new SealedRefusal("SrsPoint");
}

/** Throws SealedRefusal `CommitmentMismatch`, with the party. */
function checkCommitments(
  statement: SealedStatement,
  { srsDigest }: VerifyingKey,
  points: ReadonlyMap<string, Affine>,
): void {
  for (const [k, commitment] of statement.commitments.entries()) {
    const committed = {
      matrix: points.get(`A_${k}`)!,
      costs: k === statement.objectiveOwner ? points.get("c")! : null,
    };
    if (commitmentDigest(statement, k, srsDigest, committed) !== commitment.toLowerCase())
      throw new SealedRefusal("CommitmentMismatch", k);
  }
}
