// A party's proof (docs/certificate.md, "Proofs"): a Schnorr-type proof that the party knows the
// vector (u, β, ρ) that U_k = Σ α^(i+1) R_i commits to, and that the vector satisfies the public
// linear forms. An infeasible outcome has no linear forms. The verifier learns that the forms hold
// and nothing else about the rows (honest-verifier zero-knowledge, made non-interactive by
// Fiat–Shamir in the random oracle model). Variable-time.
//
// Two proofs with the same t and different challenges would reveal (u, β, ρ). So t is drawn from a
// separate stream for each statement and party: a run that is replayed from its seed either repeats
// the same proof or draws a different t.
import { type Affine, GROUP_ORDER, pointsToAffine } from "../crypto/curve/bn254.ts";
import { generators } from "../crypto/curve/generators.ts";
import { msm } from "../crypto/curve/msm.ts";
import { CertificateError } from "../errors.ts";
import type { PartyRows } from "../lp/model/normal.ts";
import { allRows } from "../lp/model/normal.ts";
import { dot, mod, powers } from "../math/field.ts";
import { type Random, randomBelow } from "../math/random.ts";
import { powerOfTen } from "../round/numbers.ts";
import type { Statement } from "../round/statement.ts";
import { proofChallenge, rowChallenge, statementDigest } from "./statement.ts";
import type { PartyProof, PublicOutcome, RowBlindings } from "./types.ts";

export interface ProveInput {
  readonly statement: Statement;
  readonly outcome: PublicOutcome;
  readonly party: number;
  readonly rows: PartyRows;
  readonly blindings: RowBlindings;
  /** R_c of the objective's owner. */
  readonly objectivePoint: Affine;
  readonly random: Random;
}

/**
 * Proves that the party knows its committed rows and that they have the public slacks and
 * residuals. The proof is the party's consent to exactly this outcome.
 * @throws CertificateError LinearFormFailed when the rows do not have them, ShapeMismatch when rows
 *   and round differ in shape, NumberOutOfRange when a public value does not fit its field.
 */
export function provePrimal(input: ProveInput): PartyProof {
  const { statement, outcome, party } = input;
  const digest = statementDigest(statement, outcome, input.objectivePoint);
  const scale = powerOfTen(statement.decimals.solution);
  const { u, beta, rho } = combineRows(input, rowChallenge(digest));
  checkForms(input, rowChallenge(digest), u, beta);

  const stream = input.random.fork(`primal-proof/${party}/${digest}`);
  const draw = () => randomBelow(stream, GROUP_ORDER);
  const t = u.map(draw);
  const t0 = draw();
  const th = draw();
  const set = generators(statement.columns);
  const points = [...set.columns, set.rhs, set.blinding].map(({ point }) => point);
  const [first] = pointsToAffine([msm(points, [...t, t0, th])]);
  const opening = {
    ax: first!.x,
    ay: first!.y,
    a: outcome.kind === "infeasible" ? 0n : mod(dot(t, outcome.x) - scale * t0, GROUP_ORDER),
    aRay: outcome.kind === "unbounded" ? mod(dot(t, outcome.ray), GROUP_ORDER) : 0n,
  };
  const e = proofChallenge(digest, party, opening);
  const respond = (mask: bigint, secret: bigint) => mod(mask + e * secret, GROUP_ORDER);
  return {
    proof: { ...opening, z0: respond(t0, beta), zh: respond(th, rho) },
    responses: t.map((mask, j) => respond(mask, u[j]!)),
  };
}

/** (u, β, ρ) = Σ α^(i+1)·(row, right-hand side, blinding), the objective last, in Z_r. */
function combineRows({ statement, party, rows, blindings }: ProveInput, alpha: bigint) {
  const { coefficients, rhs } = allRows(rows);
  const isOwner = party === statement.objectiveOwner;
  const vectors = isOwner && rows.objective !== null ? [...coefficients, rows.objective] : coefficients;
  const openings = isOwner && blindings.objective !== null ? [...blindings.rows, blindings.objective] : blindings.rows;
  const weights = powers(alpha, rhs.length + (isOwner ? 1 : 0), GROUP_ORDER);
  if (rows.columns !== statement.columns || vectors.length !== weights.length || openings.length !== weights.length) {
    throw new CertificateError("ShapeMismatch", "the rows, the openings and the round differ in shape");
  }
  const u = Array.from({ length: rows.columns }, (_, j) => {
    let entry = 0n;
    for (let i = 0; i < vectors.length; i++) entry += weights[i]! * vectors[i]![j]!;
    return mod(entry, GROUP_ORDER);
  });
  const beta = mod(dot(weights.slice(0, rhs.length), rhs), GROUP_ORDER);
  return { u, beta, rho: mod(dot(weights, openings), GROUP_ORDER) };
}

/** A proof of a false statement cannot verify, so refuse to make one. */
function checkForms(
  { statement, outcome, party }: ProveInput,
  alpha: bigint,
  u: readonly bigint[],
  beta: bigint,
): void {
  if (outcome.kind === "infeasible") return;
  const scale = powerOfTen(statement.decimals.solution);
  const slacks = outcome.slacks[party]!;
  const residuals = outcome.residuals[party]!;
  const isOwner = party === statement.objectiveOwner;
  const point = slacks.map((slack, i) => residuals[i]! - slack);
  const weights = powers(alpha, slacks.length + 1, GROUP_ORDER);
  const combined = (values: readonly bigint[], ownerValue: bigint) =>
    dot(weights, [...values, isOwner ? ownerValue : 0n]);
  let holds = mod(dot(u, outcome.x) - scale * beta - combined(point, outcome.objective), GROUP_ORDER) === 0n;
  if (outcome.kind === "unbounded") {
    const raySlacks = outcome.raySlacks[party]!;
    const along = combined(
      raySlacks.map((slack) => -slack),
      outcome.dual,
    );
    holds &&= mod(dot(u, outcome.ray) - along, GROUP_ORDER) === 0n;
  }
  if (!holds) {
    throw new CertificateError("LinearFormFailed", `the outcome does not belong to the rows of party ${party}`, party);
  }
}
