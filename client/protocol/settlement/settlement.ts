// From each party's engine outcome to one certificate that anyone can settle. Every party, three messages to all others:
//   1. an X25519 key, from which each pair derives the masks of the sums;
//   2. its share: points that open its commitment's digest, slacks, residuals, multipliers, masked parts of ẑ, bᵀŵ and ρ;
//   3. its primal proof over the whole public statement.
// Who learns what: everybody (and the public) learns the outcome: x̂, slacks, residuals, multipliers, reduced costs, f̂.
// The points hide the rows perfectly; the proofs are zero-knowledge; the masks hide a party's own M_kᵀŵ_k and ρ_k.
// Not protected: p − 1 parties together subtract their own parts from the sums; with two parties each sees the other's part
// of ẑ anyway. X25519 keys are authenticated by the digest that their sender posted. Source: DESIGN, section 2.
import { x25519 } from "@noble/curves/ed25519.js";
import { concat, hexToBytes, keccak256 } from "viem";
import { assembleCertificate } from "../../certificate/assemble.ts";
import { type CommittedRows, partyCommitment } from "../../certificate/commit.ts";
import { dualPart } from "../../certificate/dual.ts";
import { objectiveValue, primalPart, raySlacks } from "../../certificate/outcome.ts";
import { provePrimal } from "../../certificate/prove.ts";
import { maskDualPart, sumMaskedDualParts } from "../../certificate/summation.ts";
import {
  type Certificate,
  type PartyProof,
  type PublicOutcome,
  partyCount,
  type Statement,
  type Verdict,
} from "../../certificate/types.ts";
import { verifyCertificate } from "../../certificate/verify.ts";
import { ProtocolError } from "../../errors.ts";
import type { PartyRows } from "../../lp/normal.ts";
import type { Random } from "../../math/random.ts";
import { encodeWords } from "../../math/words.ts";
import type { EngineOutcome, Message, ScheduleEntry } from "../engine.ts";
import { decodeProof, decodeShare, encodeProof, encodeShare, KEY_BYTES, type Share } from "./messages.ts";

export interface SettlementInput {
  readonly party: number;
  /** Number of the settlement's first step in the round's schedule. */
  readonly firstStep: number;
  readonly statement: Statement;
  readonly rows: PartyRows;
  readonly committed: CommittedRows;
  readonly outcome: EngineOutcome;
  readonly random: Random;
}

/** What every party holds at the end: the same for all. */
export interface Settlement {
  readonly outcome: PublicOutcome;
  readonly certificate: Certificate;
  readonly verdict: Verdict;
}

/** One list per message, an entry per party; null until it has come. */
export interface SettlementState {
  readonly input: SettlementInput;
  readonly keys: readonly (Uint8Array | null)[];
  readonly shares: readonly (Share | null)[];
  readonly proofs: readonly (PartyProof | null | undefined)[];
}

export interface SettlementStep {
  readonly state: SettlementState;
  readonly send: readonly Message[];
  readonly result: Settlement | null;
}

/** Three rounds of one message from each party to all others. */
export function settlementSchedule(parties: number): readonly ScheduleEntry[] {
  return ["key for the masks", "points, slacks, residuals, multipliers, masked sums", "primal proof"].flatMap(
    (content) => Array.from({ length: parties }, (_, from) => ({ from, to: null, content })),
  );
}

/** Starts a party's side: its key. */
export function startSettlement(input: SettlementInput): SettlementStep {
  const parties = partyCount(input.statement);
  const publicKey = x25519.getPublicKey(secretKey(input));
  const state: SettlementState = {
    input,
    keys: Array.from({ length: parties }, (_, party) => (party === input.party ? publicKey : null)),
    shares: new Array<null>(parties).fill(null),
    proofs: new Array<undefined>(parties).fill(undefined),
  };
  return { state, send: [message(input, 0, publicKey)], result: null };
}

/**
 * The next message in schedule order. Throws ProtocolError naming the party at fault: `KeyInvalid`, `OutcomeDiffers`,
 * `CommitmentMismatch`, and those of messages.ts; CertificateError when the parts together do not verify or this party's rows
 * do not meet the outcome within the round's tolerances.
 */
export function receiveSettlement(state: SettlementState, { step, from, body }: Message): SettlementStep {
  const { input } = state;
  const parties = partyCount(input.statement);
  const phase = Math.floor((step - input.firstStep) / parties);
  if (phase === 0) return withKey(state, from, body);
  if (phase === 1) return withShare(state, from, decodeShare(body, input.statement, from));
  return withProof(state, from, decodeProof(body, input.outcome.kind, input.statement.columns, from));
}

function withKey(state: SettlementState, from: number, key: Uint8Array): SettlementStep {
  if (key.length !== KEY_BYTES)
    throw new ProtocolError("KeyInvalid", `party ${from} sent a key of ${key.length} bytes`, from);
  const next = { ...state, keys: state.keys.with(from, key) };
  if (next.keys.includes(null)) return waiting(next);
  const share = ownShare(next);
  return advance({ ...next, shares: next.shares.with(state.input.party, share) }, [
    message(state.input, 1, encodeShare(share)),
  ]);
}

function withShare(state: SettlementState, from: number, share: Share): SettlementStep {
  const { statement, outcome } = state.input;
  if (share.kind !== outcome.kind || !Buffer.from(share.answerDigest).equals(answerDigest(outcome))) {
    throw new ProtocolError(
      "OutcomeDiffers",
      `party ${from} holds another outcome of the engine than we do: stop the round`,
      from,
    );
  }
  if (partyCommitment(statement, statement.columns, from, share.points) !== statement.commitments[from]) {
    throw new ProtocolError("CommitmentMismatch", `the rows of party ${from} are not those it committed to`, from);
  }
  return advance({ ...state, shares: state.shares.with(from, share) }, []);
}

function withProof(state: SettlementState, from: number, proof: PartyProof | null): SettlementStep {
  return advance({ ...state, proofs: state.proofs.with(from, proof) }, []);
}

function waiting(state: SettlementState): SettlementStep {
  return { state, send: [], result: null };
}

/** Proves as soon as all shares are there, and assembles as soon as all proofs are. */
function advance(state: SettlementState, send: readonly Message[]): SettlementStep {
  const { input } = state;
  if (state.shares.includes(null)) return { state, send, result: null };
  const shares = state.shares as readonly Share[];
  const outcome = publicOutcome(input, shares);
  if (state.proofs[input.party] === undefined) {
    const proof = ownProof(input, shares, outcome);
    const proved = { ...state, proofs: state.proofs.with(input.party, proof) };
    return advance(proved, [...send, message(input, 2, encodeProof(proof))]);
  }
  if (state.proofs.includes(undefined)) return { state, send, result: null };
  const proofs = state.proofs.filter((proof) => proof !== null && proof !== undefined);
  const certificate = assembleCertificate(
    input.statement,
    outcome,
    shares.map(({ points }) => points),
    proofs,
  );
  return { state, send, result: { outcome, certificate, verdict: verifyCertificate(input.statement, certificate) } };
}

function ownProof(input: SettlementInput, shares: readonly Share[], outcome: PublicOutcome): PartyProof | null {
  if (outcome.kind === "infeasible") return null;
  const { statement, party, rows, committed } = input;
  const objectivePoint = shares[statement.objectiveOwner]!.points.objective!;
  const random = input.random.fork("settlement/proof");
  return provePrimal({ statement, outcome, party, rows, blindings: committed.blindings, objectivePoint, random });
}

/** This party's share; its masks come from the keys of all others. */
function ownShare({ input, keys }: SettlementState): Share {
  const { party, statement, rows, committed, outcome } = input;
  const { decimals, tolerances } = statement;
  const primal =
    outcome.kind === "infeasible"
      ? { slacks: [], residuals: [] }
      : primalPart(rows, decimals, outcome.x, tolerances.residual);
  const unmasked =
    outcome.kind === "unbounded"
      ? null
      : dualPart(outcome.kind, rows, decimals, outcome.multipliers, committed.blindings);
  const pairs = { party, secrets: pairSecrets(input, keys), label: maskLabel(input, keys) };
  return {
    kind: outcome.kind,
    answerDigest: answerDigest(outcome),
    points: committed.points,
    multipliers: outcome.kind === "unbounded" ? [] : outcome.multipliers,
    ...primal,
    raySlacks: outcome.kind === "unbounded" ? raySlacks(rows, outcome.ray) : [],
    objective:
      rows.objective === null || outcome.kind === "infeasible" ? 0n : objectiveValue(rows.objective, outcome.x),
    objectiveAlongRay:
      rows.objective === null || outcome.kind !== "unbounded" ? 0n : objectiveValue(rows.objective, outcome.ray),
    dual: unmasked === null ? null : maskDualPart(unmasked, pairs),
  };
}

/**
 * Names this one sum. Whoever replays a run from its seed, but with another outcome or other keys of its peers, gets other masks:
 * the same masks on two vectors would show their difference.
 */
function maskLabel({ statement, outcome }: SettlementInput, keys: readonly (Uint8Array | null)[]): string {
  const { chainId, coordinator, round } = statement;
  const known = keccak256(concat([...keys.map((key) => key ?? new Uint8Array(0)), answerDigest(outcome)]));
  return `${chainId}/${coordinator}/${round}/${outcome.kind}/${known}`;
}

function publicOutcome({ statement, outcome }: SettlementInput, shares: readonly Share[]): PublicOutcome {
  const of = <List extends keyof Share>(list: List) => shares.map((share) => share[list]);
  const duals = shares.map(({ dual }) => dual).filter((dual) => dual !== null);
  const owner = shares[statement.objectiveOwner]!;
  const { objective } = owner;
  if (outcome.kind === "unbounded") {
    const { x, ray } = outcome;
    return {
      kind: "unbounded",
      x,
      ray,
      objective,
      slacks: of("slacks"),
      residuals: of("residuals"),
      raySlacks: of("raySlacks"),
      dual: owner.objectiveAlongRay,
    };
  }
  const dual = { multipliers: of("multipliers"), ...sumMaskedDualParts(duals, statement.columns) };
  if (outcome.kind === "infeasible") return { kind: "infeasible", ...dual };
  return { kind: "optimal", x: outcome.x, objective, slacks: of("slacks"), residuals: of("residuals"), ...dual };
}

function answerDigest(outcome: EngineOutcome): Uint8Array {
  const answer =
    outcome.kind === "infeasible" ? [] : outcome.kind === "optimal" ? outcome.x : [...outcome.x, ...outcome.ray];
  return hexToBytes(keccak256(encodeWords(answer)));
}

function secretKey({ random }: SettlementInput): Uint8Array {
  return random.fork("settlement/key").bytes(KEY_BYTES);
}

function pairSecrets(input: SettlementInput, keys: readonly (Uint8Array | null)[]): (Uint8Array | null)[] {
  const own = secretKey(input);
  return keys.map((key, party) => {
    if (party === input.party || key === null) return null;
    try {
      return x25519.getSharedSecret(own, key);
    } catch (cause) {
      throw new ProtocolError("KeyInvalid", `party ${party} sent a key of small order`, party, { cause });
    }
  });
}

function message({ party, firstStep, statement }: SettlementInput, phase: number, body: Uint8Array): Message {
  return { step: firstStep + phase * partyCount(statement) + party, from: party, to: null, body };
}
