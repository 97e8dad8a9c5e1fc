// The client's verifier: the header, the blocks in order, then the decision. Checks, their order
// and the reasons for a refusal are those of docs/certificate.md. It trusts only the statement. All
// inputs are public, so it is variable-time.
import type { Hex } from "viem";
import { GROUP_ORDER, pointFromAffine } from "../crypto/curve/bn254.ts";
import { BLINDING_INDEX, generatorX, RHS_INDEX } from "../crypto/curve/generators.ts";
import { msm } from "../crypto/curve/msm.ts";
import { absorb } from "../crypto/transcript.ts";
import { CertificateError } from "../errors.ts";
import { mod } from "../math/field.ts";
import { powerOfTen } from "../round/numbers.ts";
import { partyCount } from "../round/shape.ts";
import type { Statement } from "../round/statement.ts";
import type { Kind, Verdict } from "../round/verdict.ts";
import { commitmentDigest, encodePoints, ZERO_DIGEST } from "./commitment.ts";
import { columnRanges, rowRanges } from "./layout.ts";
import { equationWeights, proofChallenge, responseSeed, rowChallenge, statementSeed } from "./statement.ts";
import { checkTotals, noTotals } from "./totals.ts";
import type { Certificate, Header } from "./types.ts";
import {
  absorbColumns,
  absorbObjective,
  absorbRows,
  addTerm,
  type Challenges,
  dualWeight,
  type Progress,
} from "./verify-blocks.ts";
import { type CheckedHeader, checkHeader } from "./verify-header.ts";

/**
 * The verdict that the certificate proves for the statement.
 * @throws CertificateError with the first reason to refuse it.
 */
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
  const used = (equation: number) => equation < parties || kind !== "unbounded";
  return {
    alpha: rowChallenge(header.statementDigest),
    e: header.proofs.map((proof, k) => proofChallenge(header.statementDigest, k, proof)),
    weights: weights.map((weight, equation) => (used(equation) ? weight : 0n)),
  };
}

/** Progress before the first block: digests, forms, and the terms of G_0, H and the A_k. */
function open(statement: Statement, header: Header, { kind, counters, bounds }: CheckedHeader): Progress {
  const scale = powerOfTen(statement.decimals.solution);
  const challenges = drawChallenges(statement, header, kind);
  const progress: Progress = {
    statement,
    kind,
    counters,
    bounds,
    challenges,
    statementHash: statementSeed(statement, header),
    responseHash: responseSeed(header.statementDigest, header.proofs),
    forms: header.proofs.map(({ a, z0 }) => -scale * z0 - a),
    rayForms: header.proofs.map(({ aRay }) => -aRay),
    totals: noTotals(),
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

function decide(statement: Statement, header: Header, progress: Progress): Verdict {
  if (progress.statementHash !== header.statementDigest.toLowerCase()) {
    throw new CertificateError("StatementMismatch", "the declared statement digest does not match the statement");
  }
  if (progress.responseHash !== header.responseDigest.toLowerCase()) {
    throw new CertificateError("ResponseMismatch", "the declared response digest does not match the responses");
  }
  for (const [k, form] of progress.forms.entries()) {
    if (progress.kind === "infeasible") break;
    if (mod(form, GROUP_ORDER) !== 0n || mod(progress.rayForms[k]!, GROUP_ORDER) !== 0n) {
      throw new CertificateError(
        "LinearFormFailed",
        `party ${k}'s rows do not have the public slacks and residuals`,
        k,
      );
    }
  }
  const { kind, totals } = progress;
  checkTotals(statement, kind, header, totals);
  if (!msm(progress.points.map(pointFromAffine), progress.scalars).is0()) {
    throw new CertificateError(
      "EquationFailed",
      "the responses or the multipliers do not belong to the committed rows",
    );
  }
  return {
    kind,
    objective: header.objective,
    gap: kind === "optimal" ? totals.gap : 0n,
    violation: kind === "optimal" ? totals.violation : 0n,
    maxResidual: totals.maxResidual,
  };
}
