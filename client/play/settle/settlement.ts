// From each party's engine outcome to one certificate that anyone can settle. Every party sends
// three messages to all others:
//   1. an X25519 key, from which each pair derives the masks of the sums. It depends on nothing and
//      travels in the round's first exchange;
//   2. its share: which outcome it holds, points that open its commitment's digest, slacks,
//      residuals, multipliers, masked parts of ẑ, bᵀŵ and ρ;
//   3. its proof over the whole public statement, once that meets its conditions: nothing settles
//      without every party's.
// Who learns what: everybody (and the public) learns the outcome: x̂, slacks, residuals,
// multipliers, reduced costs, f̂. The points hide the rows perfectly; the proofs are
// zero-knowledge; the masks hide a party's own M_kᵀŵ_k and ρ_k. They depend on the outcome, so that
// the parts of parties that hold different outcomes do not add up to anything. Not protected: p − 1
// parties together subtract their own parts from the sums. With two parties each sees the other's
// part of ẑ, so whoever chose the multipliers could choose them to read the other's rows off it,
// digit by digit. Therefore, between two parties, the shares have an exchange each: the owner of
// the objective, who knows all multipliers in `two-party`, discloses first, and the other party
// discloses only when the two parts together satisfy the dual half of the certificate. The owner
// itself is not protected from a solver that made up the owner's multipliers: somebody must
// disclose first. A valid outcome reveals in any case what it implies; and an unbounded outcome has
// no dual half, so that a dishonest owner can choose x̂ and the ray within the other party's rows.
// X25519 keys are authenticated by the digest that their sender posted. Source: docs/design.md,
// section 2.
import { assembleCertificate } from "../../certificate/assemble.ts";
import { findWrongProof } from "../../certificate/blame.ts";
import { partyCommitment } from "../../certificate/commitment.ts";
import { checkDual, checkPublic } from "../../certificate/dual-check.ts";
import { provePrimal } from "../../certificate/prove.ts";
import type { Certificate, Disclosed, PartyProof, PublicOutcome } from "../../certificate/types.ts";
import { verifyCertificate } from "../../certificate/verify.ts";
import type { Message } from "../../engines/engine.ts";
import { CertificateError, ProtocolError } from "../../errors.ts";
import type { ScheduleEntry } from "../../round/schedule.ts";
import { partyCount } from "../../round/shape.ts";
import type { Verdict } from "../../round/verdict.ts";
import type { SettlementInput } from "./input.ts";
import {
  decodeProof,
  decodeShare,
  encodeProof,
  encodeShare,
  type RoundCounts,
  type Share,
  settlementBytes,
} from "./messages.ts";
import { ownShare, publicOutcome } from "./share.ts";

/** What every party holds at the end: the same for all. */
export interface Settlement {
  readonly outcome: PublicOutcome;
  readonly certificate: Certificate;
  readonly verdict: Verdict;
}

/** One list per message, with an entry for each party; null until that party's message is known. */
export interface SettlementState {
  readonly input: SettlementInput;
  readonly shares: readonly (Share | null)[];
  readonly proofs: readonly (PartyProof | null)[];
}

export interface SettlementStep {
  readonly state: SettlementState;
  readonly send: readonly Message[];
  readonly result: Settlement | null;
}

const CONTENTS = ["key for the masks", "points, slacks, residuals, multipliers, masked sums", "proof"] as const;

/** The order of the messages of one kind: the objective's owner first. */
function senders(parties: number, owner: number): number[] {
  return [owner, ...Array.from({ length: parties }, (_, party) => party).filter((party) => party !== owner)];
}

/**
 * One key, one share and one proof from each party to all others, after an engine of
 * `engineExchanges` exchanges.
 */
export function settlementSchedule(round: RoundCounts, engineExchanges: number): readonly ScheduleEntry[] {
  const parties = round.inequalities.length;
  // Between two, the objective's owner discloses first.
  const second = parties === 2 ? 1 : 0;
  const exchangeOf = (kind: number, place: number) =>
    [0, engineExchanges + place * second, engineExchanges + second + 1][kind]!;
  return CONTENTS.flatMap((content, kind) =>
    senders(parties, round.objectiveOwner).map((from, place) => ({
      ...{ from, to: null, exchange: exchangeOf(kind, place), content, phase: "settlement" },
      bytes: settlementBytes(round, from)[kind]!,
    })),
  );
}

/** Position in the settlement's schedule: 0 for `kind` is the key, 1 the share, 2 the proof. */
export function positionOf({ objectiveOwner, inequalities }: RoundCounts, kind: number, party: number): number {
  const parties = inequalities.length;
  return kind * parties + senders(parties, objectiveOwner).indexOf(party);
}

/**
 * Starts a party's side, once it knows the outcome and all keys: its share, unless another party
 * discloses first. Throws what `ownShare` throws.
 */
export function startSettlement(input: SettlementInput): SettlementStep {
  const none = new Array<null>(partyCount(input.statement)).fill(null);
  return advance({ input, shares: none, proofs: none });
}

/**
 * The next message of a share or proof, in schedule order. Throws ProtocolError naming the party at
 * fault: `OutcomeDiffers`, `KeyInvalid`, `CommitmentMismatch`, `ProofInvalid`, and those of
 * messages.ts; CertificateError when the parts together do not verify although every proof does, or
 * this party's rows do not meet the outcome within the round's tolerances.
 */
export function receiveSettlement(state: SettlementState, { position, from, body }: Message): SettlementStep {
  const { statement, outcome, firstPosition } = state.input;
  const kind = Math.floor((position - firstPosition) / partyCount(statement));
  if (kind === 1) return withShare(state, from, decodeShare(body, outcome, statement, from));
  const proof = decodeProof(body, outcome.kind, statement.columns, from);
  return advance({ ...state, proofs: state.proofs.with(from, proof) });
}

function withShare(state: SettlementState, from: number, share: Share): SettlementStep {
  const { statement } = state.input;
  if (partyCommitment(statement, statement.columns, from, share.points) !== statement.commitments[from]) {
    throw new ProtocolError("CommitmentMismatch", `the rows of party ${from} are not those it committed to`, from);
  }
  return advance({ ...state, shares: state.shares.with(from, share) });
}

/** Does whatever has become possible: disclose, prove, assemble. */
function advance(state: SettlementState): SettlementStep {
  const { input, shares, proofs } = state;
  const { party, statement } = input;
  if (shares[party] === null) {
    const second = partyCount(statement) === 2 && party !== statement.objectiveOwner;
    if (second && shares[statement.objectiveOwner] === null) return { state, send: [], result: null };
    const share = ownShare(input);
    const disclosed = { ...state, shares: shares.with(party, share) };
    if (second) checkBeforeDisclosing(disclosed);
    return sending(message(input, 1, encodeShare(share, input.outcome)), advance(disclosed));
  }
  if (shares.includes(null)) return { state, send: [], result: null };
  const all = shares as readonly Share[];
  const disclosed = disclosedBy(input, all);
  if (proofs[party] === null) {
    const proof = ownProof(input, disclosed);
    const proved = { ...state, proofs: proofs.with(party, proof) };
    return sending(message(input, 2, encodeProof(proof)), advance(proved));
  }
  if (proofs.includes(null)) return { state, send: [], result: null };
  return { state, send: [], result: assemble(disclosed, proofs as readonly PartyProof[]) };
}

function assemble(disclosed: Disclosed, proofs: readonly PartyProof[]): Settlement {
  const { statement, outcome } = disclosed;
  const certificate = assembleCertificate(disclosed, proofs);
  try {
    return { outcome, certificate, verdict: verifyCertificate(statement, certificate) };
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    const culprit = findWrongProof(disclosed, proofs);
    if (culprit === null) throw error;
    const text = `the proof of party ${culprit} does not verify (${error.code})`;
    throw new ProtocolError("ProofInvalid", text, culprit, { cause: error });
  }
}

function sending(first: Message, step: SettlementStep): SettlementStep {
  return { ...step, send: [first, ...step.send] };
}

/**
 * Checks that the two parts together satisfy the dual half of the certificate, before the second
 * one is sent.
 */
function checkBeforeDisclosing({ input, shares }: SettlementState): void {
  const disclosed = disclosedBy(input, shares as readonly Share[]);
  const { outcome } = disclosed;
  if (outcome.kind !== "unbounded") checkDual({ ...disclosed, outcome });
}

function disclosedBy(input: SettlementInput, shares: readonly Share[]): Disclosed {
  const points = shares.map((share) => share.points);
  return { statement: input.statement, bounds: input.bounds, outcome: publicOutcome(input, shares), points };
}

/**
 * This party's proof, which is its consent to the outcome: not before the outcome meets the
 * conditions of its kind, the one that this party's engine reported.
 */
function ownProof(input: SettlementInput, disclosed: Disclosed): PartyProof {
  checkPublic(disclosed);
  const { party, rows, committed } = input;
  const { statement, outcome, points } = disclosed;
  const objectivePoint = points[statement.objectiveOwner]!.objective!;
  const random = input.random.fork("settlement/proof");
  return provePrimal({ statement, outcome, party, rows, blindings: committed.blindings, objectivePoint, random });
}

function message({ party, firstPosition, statement }: SettlementInput, kind: number, body: Uint8Array): Message {
  return { position: firstPosition + positionOf(statement, kind, party), from: party, to: null, body };
}
