// The independent verifier: header, blocks in order, then the decision, with the checks, their order and the reasons for
// a refusal of docs/certificate.md. Trusts nothing but the statement. All inputs are public; variable-time.
import type { Hex } from "viem";
import { GROUP_ORDER, pointFromAffine } from "../crypto/bn254.ts";
import { BLINDING_INDEX, generatorX, RHS_INDEX } from "../crypto/generators.ts";
import { msm } from "../crypto/msm.ts";
import { absorb } from "../crypto/transcript.ts";
import { CertificateError } from "../errors.ts";
import { mod } from "../math/field.ts";
import { commitmentDigest, encodePoints, ZERO_DIGEST } from "./commit.ts";
import { columnRanges, rowRanges } from "./layout.ts";
import { powerOfTen } from "./numbers.ts";
import { equationWeights, proofChallenge, responseSeed, rowChallenge, statementSeed } from "./statement.ts";
import {
  type Certificate,
  type Header,
  type Kind,
  type Proof,
  partyCount,
  type Statement,
  type Verdict,
} from "./types.ts";
import {
  absorbColumns,
  absorbObjective,
  absorbRows,
  addTerm,
  type Challenges,
  type Complements,
  dualWeight,
  type Progress,
} from "./verify-blocks.ts";
import { type CheckedHeader, checkHeader } from "./verify-header.ts";

/** What the certificate proves about the statement. Throws CertificateError with the first reason to refuse it. */
export function verifyCertificate(statement: Statement, { header, blocks }: Certificate): Verdict {
  const progress = open(statement, header, checkHeader(statement, header));
  let next = 0;
  const take = (): Hex => {
    const block = blocks[next++];
    if (block === undefined) throw new CertificateError("ShapeMismatch", "blocks are missing");
    return block;
  };
  for (const range of columnRanges(statement)) absorbColumns(progress, range, take());
  for (let party = 0; party < partyCount(statement); party++) {
    let digest = ZERO_DIGEST;
    for (const range of rowRanges(statement, party)) digest = absorb(digest, absorbRows(progress, range, take()));
    if (party === statement.objectiveOwner) {
      const point = { x: header.cx, y: header.cy };
      digest = absorb(digest, encodePoints([point]));
      absorbObjective(progress, point, header.objective, header.dual);
    }
    if (commitmentDigest(statement, party, header.counters, digest) !== statement.commitments[party]!.toLowerCase()) {
      throw new CertificateError(
        "CommitmentMismatch",
        `the points are not those that party ${party} committed to`,
        party,
      );
    }
  }
  if (next !== blocks.length)
    throw new CertificateError("ShapeMismatch", "there are more blocks than rows and columns");
  return decide(statement, header, progress);
}

function drawChallenges(statement: Statement, header: Header, kind: Kind): Challenges {
  const weights = equationWeights(statement, header.responseDigest);
  const parties = partyCount(statement);
  const used = (equation: number) => (equation < parties ? kind !== "infeasible" : kind !== "unbounded");
  return {
    alpha: rowChallenge(header.statementDigest),
    e: Array.from({ length: parties }, (_, k) =>
      kind === "infeasible" ? 0n : proofChallenge(header.statementDigest, k, header.proofs[k]!),
    ),
    weights: weights.map((weight, equation) => (used(equation) ? weight : 0n)),
  };
}

/** Progress before the first block: digests, forms, and the terms of G_0, H and the A_k. */
function open(statement: Statement, header: Header, { kind, counters }: CheckedHeader): Progress {
  const scale = powerOfTen(statement.decimals.solution);
  const challenges = drawChallenges(statement, header, kind);
  const progress: Progress = {
    statement,
    kind,
    counters,
    challenges,
    statementHash: statementSeed(statement, header),
    responseHash: responseSeed(header.statementDigest, header.proofs),
    forms: statement.inequalities.map((_, k) => formStart(header.proofs[k], scale)),
    rayForms: statement.inequalities.map((_, k) => -(header.proofs[k]?.aRay ?? 0n)),
    difference: 0n,
    gap: 0n,
    maxResidual: 0n,
    points: [],
    scalars: [],
  };
  let rhs = -dualWeight(progress) * header.dual;
  let blinding = -dualWeight(progress) * header.rho;
  for (const [k, { ax, ay, z0, zh }] of header.proofs.entries()) {
    const weight = challenges.weights[k]!;
    rhs += weight * z0;
    blinding += weight * zh;
    addTerm(progress, { x: ax, y: ay }, -weight);
  }
  addTerm(progress, { x: generatorX(RHS_INDEX, counters[0]!), y: header.y0 }, rhs);
  addTerm(progress, { x: generatorX(BLINDING_INDEX, counters.at(-1)!), y: header.yh }, blinding);
  return progress;
}

/** −10^δ z_0 − a; 0 when infeasible, where there is no proof. */
function formStart(proof: Proof | undefined, scale: bigint): bigint {
  return proof === undefined ? 0n : -scale * proof.z0 - proof.a;
}

function decide(statement: Statement, header: Header, progress: Progress): Verdict {
  if (progress.statementHash !== header.statementDigest.toLowerCase()) {
    throw new CertificateError("StatementMismatch", "the declared statement digest is not that of the statement");
  }
  if (progress.responseHash !== header.responseDigest.toLowerCase()) {
    throw new CertificateError("ResponseMismatch", "the declared response digest is not that of the responses");
  }
  for (const [k, form] of progress.forms.entries()) {
    if (mod(form, GROUP_ORDER) !== 0n || mod(progress.rayForms[k]!, GROUP_ORDER) !== 0n) {
      throw new CertificateError(
        "LinearFormFailed",
        `party ${k}'s rows do not have the public slacks and residuals`,
        k,
      );
    }
  }
  const optimal = progress.kind === "optimal";
  if (optimal) checkGap(statement, header, progress);
  if (!msm(progress.points.map(pointFromAffine), progress.scalars).is0()) {
    throw new CertificateError(
      "EquationFailed",
      "the responses or the multipliers do not belong to the committed rows",
    );
  }
  return {
    kind: progress.kind,
    objective: header.objective,
    gap: optimal ? progress.gap : 0n,
    violation: 0n,
    maxResidual: progress.maxResidual,
  };
}

/** The identity and the gap of an optimal outcome. Throws CertificateError `IdentityFailed` or `GapTooLarge`. */
export function checkGap(
  { decimals, tolerances }: Statement,
  { objective, dual }: Pick<Header, "objective" | "dual">,
  { difference, gap }: Complements,
): void {
  if (powerOfTen(decimals.multiplier) * objective + powerOfTen(decimals.solution) * dual !== difference) {
    throw new CertificateError("IdentityFailed", "objective and d do not add up to what rows and columns differ by");
  }
  if (gap > tolerances.gap) {
    throw new CertificateError("GapTooLarge", "the answer is not proven optimal within the round's tolerance");
  }
}
