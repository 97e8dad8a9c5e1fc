// Finds the party whose primal proof is wrong after a certificate has been refused. The verifier
// cannot tell, because it checks a weighted sum of all equations. A proof concerns only its own
// party's committed points and public numbers, so a proof that fails is the fault of that party
// alone.
import { type Affine, GROUP_ORDER, pointFromAffine } from "../crypto/curve/bn254.ts";
import { generators } from "../crypto/curve/generators.ts";
import { msm } from "../crypto/curve/msm.ts";
import { dot, mod, powers } from "../math/field.ts";
import { powerOfTen } from "../round/numbers.ts";
import { proofChallenge, rowChallenge, statementDigest } from "./statement.ts";
import type { Disclosed, PartyProof } from "./types.ts";

/**
 * The first party whose proof does not verify; null if all verify, so that the fault is in the sums
 * that all parties share.
 */
export function findWrongProof(disclosed: Disclosed, proofs: readonly PartyProof[]): number | null {
  const party = proofs.findIndex((proof, k) => !primalProofHolds(disclosed, k, proof));
  return party < 0 ? null : party;
}

/**
 * Whether the equations of docs/certificate.md, "Proofs", hold for one party. Numbers and points
 * must be in range.
 */
function primalProofHolds({ statement, outcome, points }: Disclosed, party: number, own: PartyProof): boolean {
  const { proof, responses } = own;
  const isOwner = party === statement.objectiveOwner;
  const objectivePoint = points[statement.objectiveOwner]!.objective!;
  const digest = statementDigest(statement, outcome, objectivePoint);
  const e = proofChallenge(digest, party, proof);
  const weights = powers(rowChallenge(digest), points[party]!.rows.length + 1, GROUP_ORDER);
  const isZero = (value: bigint) => mod(value, GROUP_ORDER) === 0n;

  if (outcome.kind !== "infeasible") {
    const residuals = outcome.residuals[party]!;
    const ends = outcome.slacks[party]!.map((slack, i) => residuals[i]! - slack);
    const form = e * dot(weights, [...ends, isOwner ? outcome.objective : 0n]);
    const scale = powerOfTen(statement.decimals.solution);
    if (!isZero(dot(responses, outcome.x) - scale * proof.z0 - proof.a - form)) return false;
  }
  if (outcome.kind === "unbounded") {
    const along = outcome.raySlacks[party]!.map((slack) => -slack);
    const rayForm = e * dot(weights, [...along, isOwner ? outcome.dual : 0n]);
    if (!isZero(dot(responses, outcome.ray) - proof.aRay - rayForm)) return false;
  }

  const set = generators(statement.columns);
  const rows: Affine[] = [...points[party]!.rows, ...(isOwner ? [objectivePoint] : [])];
  return msm(
    [
      ...[...set.columns, set.rhs, set.blinding].map(({ point }) => point),
      pointFromAffine({ x: proof.ax, y: proof.ay }),
      ...rows.map(pointFromAffine),
    ],
    [...responses, proof.z0, proof.zh, -1n, ...rows.map((_, i) => -e * weights[i]!)],
  ).is0();
}
