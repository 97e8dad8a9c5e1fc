// From each company's engine outcome to one sealed proof that anyone can verify. Every company
// sends ten messages to all others:
//   1. its share: which outcome it holds, slacks, residuals and multipliers of its rows, the points
//      of its commitment, its part of the reduced costs under its cover, the points of its pairs;
//   2. its part of each of the nine steps of the proof, in which every company derives the
//      challenges itself from all parts of the steps before.
// Covers come from secrets of pairs, which the caller brings (input.ts).
// Who learns what: the public learns the proof's statement. The companies learn x̂ and the rows'
// numbers of all, as in a settlement by certificate; reduced costs only the owner of the objective.
// Not protected: P − 1 companies together learn the other's part of the reduced costs. With two
// companies each has the other's, so whoever chose the multipliers could choose them to read the
// other's rows off it. docs/sealed.md, "Declaring", lets the owner declare first; here all parts
// travel with the shares, so use this between two companies in demonstrations only. Masks serve one
// proof: a company that restarts must send the bytes that it sent before, so whoever runs this on a
// network journals them first. Source: docs/sealed.md, "Companies" and "Messages".
import { primalPart, raySlacks } from "../../certificate/outcome.ts";
import type { G1 } from "../../crypto/curve/bn254.ts";
import { ProtocolError, SealedError } from "../../errors.ts";
import { encodeProof } from "../../sealed/codec.ts";
import { isCommitted, sealedDigest } from "../../sealed/digests.ts";
import { randomScalars } from "../../sealed/field.ts";
import { findBlame } from "../../sealed/prover/blame.ts";
import { type Company, createCompany, sumMessages } from "../../sealed/prover/company.ts";
import { isOwner } from "../../sealed/prover/company-rules.ts";
import { pairPoints } from "../../sealed/prover/covers.ts";
import { MASKS } from "../../sealed/prover/masks.ts";
import type { Setting } from "../../sealed/prover/setting.ts";
import { aspects, stepsOf } from "../../sealed/steps.ts";
import type { Named } from "../../sealed/transcript.ts";
import { verifySealed } from "../../sealed/verify.ts";
import { agree, ownPart, scalePairPoints } from "./agree.ts";
import type { SealingInput } from "./input.ts";
import { decodeShare, encodeShare, type SealedShare } from "./share.ts";
import { decodeStep, encodeStep } from "./step.ts";

/** Two entries under one name are the same. */
function merge(all: readonly Named[]): Named {
  return {
    points: new Map(all.flatMap(({ points }) => [...points])),
    scalars: new Map(all.flatMap(({ scalars }) => [...scalars])),
  };
}

/** A company's side, message by message. */
export class Sealing {
  /** Its share, for all others. */
  readonly share: Uint8Array;
  readonly #input: SealingInput;
  #company: Company | null = null;
  #setting: Setting | null = null;
  /** All parties' messages by step. */
  readonly #messages: Named[][] = [];
  /** Each party's [P_kj] by name. */
  #pairPoints: readonly ReadonlyMap<string, G1>[] = [];

  /**
   * Throws CertificateError `ResidualTooLarge` or `SlackInvalid` when the outcome does not meet
   * this party's rows.
   */
  constructor(input: SealingInput) {
    this.#input = input;
    this.share = encodeShare(ownShare(input), input.outcome);
  }

  /**
   * Takes all companies' messages of the exchange that is due, in party order, its own among them:
   * shares, then steps 1 to 9. Returns its own of the next one, or the proof, which verifies.
   * Throws ProtocolError naming the party at fault (`CommitmentMismatch`, `ProofInvalid`, those of
   * share.ts and step.ts); SealedError of `createCompany` and its answers.
   */
  next(bodies: readonly Uint8Array[]): { readonly message: Uint8Array } | { readonly proof: Uint8Array } {
    const { party, round, outcome } = this.#input;
    const { statement } = round;
    const steps = stepsOf(outcome.kind, statement.parties);
    if (bodies.length !== statement.parties)
      throw new SealedError("ShapeMismatch", `${bodies.length} messages of ${statement.parties} companies`);
    const due = this.#messages.length;
    const named =
      due === 0
        ? this.#begin(bodies.map((body, from) => decodeShare(body, outcome, round, from)))
        : bodies.map((body, from) => decodeStep(steps[due]!, statement, from, body));
    this.#messages.push(named);
    const own = this.#company!.answer(due, named);
    if (own === null) return { proof: this.#proof() };
    return { message: encodeStep(steps[due + 1]!, statement, party, own) };
  }

  /** Sets up the proof; returns the messages of step 0, which the shares hold. */
  #begin(shares: readonly SealedShare[]): Named[] {
    const { round, random } = this.#input;
    const { statement, key } = round;
    const named = shares.map(({ commitment: { matrix, costs } }, from): Named => {
      const ofOwner: [string, G1][] = costs === null ? [] : [["c", costs]];
      return { points: new Map([[`A/${from}`, matrix], ...ofOwner]), scalars: new Map() };
    });
    for (const [from, { points }] of named.entries())
      if (!isCommitted(statement, key.srsDigest, points, from))
        throw new ProtocolError("CommitmentMismatch", `the rows of party ${from} are not those it committed to`, from);
    const { setting, secret, factor } = agree(this.#input, shares);
    this.#pairPoints = shares.map((share) => scalePairPoints(share.pairPoints, factor));
    this.#setting = setting;
    this.#company = createCompany(setting, sealedDigest(statement, key), secret, random.fork("sealed/proof"));
    return named;
  }

  #proof(): Uint8Array {
    const { round } = this.#input;
    const { statement, key } = round;
    const steps = stepsOf(statement.kind, statement.parties);
    const sums = steps.map((step, s) => sumMessages(step, this.#messages[s]!, statement));
    const proof = encodeProof(steps, merge(sums));
    try {
      verifySealed(statement, key, proof);
      return proof;
    } catch (error) {
      if (!(error instanceof SealedError)) throw error;
      throw this.#blamed(error);
    }
  }

  /** Who spoilt a proof that does not verify. */
  #blamed(cause: SealedError): Error {
    const { round } = this.#input;
    const parts = this.#pairPoints.map((points, k) =>
      merge([...this.#messages.map((all) => all[k]!), { points, scalars: new Map() }]),
    );
    const { parties, pairs } = findBlame(this.#setting!, round.key, { ...this.#company!.seen, parts });
    const [culprit] = parties;
    if (culprit !== undefined)
      return new ProtocolError("ProofInvalid", `the part of party ${culprit} does not verify`, culprit, { cause });
    const [pair] = pairs;
    if (pair === undefined) return cause;
    const text = `parties ${pair.join(" and ")} published different points for what they share: one of them departed`;
    return new ProtocolError("ProofInvalid", text, undefined, { cause });
  }
}

function ownShare(input: SealingInput): SealedShare {
  const { party, round, rows, committed, outcome, pairs, random } = input;
  const { statement, committer } = round;
  const { primal, dual } = aspects(outcome.kind);
  const owns = isOwner(round, party);
  const lists = {
    multipliers: outcome.kind === "unbounded" ? [] : outcome.multipliers,
    ...(outcome.kind === "infeasible"
      ? { slacks: [], residuals: [] }
      : primalPart(rows, statement.decimals, outcome.x, statement.tolerances.residual)),
    raySlacks: outcome.kind === "unbounded" ? raySlacks(rows, outcome.ray) : [],
  };
  return {
    ...lists,
    commitment: committed.points,
    pointMasks: owns && primal ? randomScalars(random.fork("sealed/point"), MASKS.point) : [],
    declared: dual && !owns ? ownPart(input, lists) : [],
    pairPoints: dual ? pairPoints(committer, party, pairs) : new Map(),
  };
}
