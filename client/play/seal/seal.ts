// From each company's engine outcome to one sealed proof that anyone can verify. In each exchange
// (exchanges.ts) every company sends one message, which may be empty, to all others:
//   1. its share: which outcome it holds, multipliers of its rows, how much of the gap these take at
//      most, the points of its commitment;
//   2. its part of the reduced costs under its cover, with a proof that it is the part, and the
//      points of its pairs. Between two companies the owner of the objective declares first, and
//      the other one checks its part before it declares its own, in another exchange. With three
//      or more all declare at once, the owner points alone;
//   3. its part of each of the nine steps of the proof, in which every company derives the
//      challenges itself from all parts of the steps before.
// Covers come from secrets of pairs, which the caller brings (input.ts).
// Who learns what: the public learns the proof's statement. The companies are told x̂ and the
// multipliers of all rows, of others' slacks and residuals only how often each doubles its share of
// the gap; reduced costs only the owner of the objective, and between two companies both. What they
// know from the engine comes on top.
// Not protected: P − 1 companies together learn the other's part of the reduced costs. Between two
// companies the owner is not protected from whoever made up its multipliers, since somebody must
// declare first; the other one is as far as docs/sealed.md, "Declaring", says.
// Restarting: masks serve one proof, and a part is declared once for each commitment, also if it is
// refused. All messages follow from the input and from what the others sent. So the caller journals
// `sent` before it sends it, and all messages of an exchange before it passes them to `next`; after
// a restart it passes the same ones again, and stops where `sent` would be another than before.
// Source: docs/sealed.md, "Companies" and "Messages".
import type { G1 } from "../../crypto/curve/bn254.ts";
import { readBody } from "../../engines/codec.ts";
import { CryptoError, ProtocolError, SealedError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import { encodeProof } from "../../sealed/codec.ts";
import { sealedDigest } from "../../sealed/digests.ts";
import { randomScalars } from "../../sealed/field.ts";
import { ownRowNumbers, rowGap } from "../../sealed/numbers.ts";
import type { PartClaim } from "../../sealed/part/claim.ts";
import { provePart } from "../../sealed/part/prove.ts";
import { verifyPart } from "../../sealed/part/verify.ts";
import { findBlame } from "../../sealed/prover/blame.ts";
import { type Company, createCompany, sumMessages } from "../../sealed/prover/company.ts";
import { isOwner, makes } from "../../sealed/prover/company-rules.ts";
import { coverOf, coverPoint, pairPoints } from "../../sealed/prover/covers.ts";
import { declareFirst, declarePart } from "../../sealed/prover/declare.ts";
import { MASKS } from "../../sealed/prover/masks.ts";
import type { Setting } from "../../sealed/prover/setting.ts";
import { aspects, stepsOf } from "../../sealed/steps.ts";
import type { Named } from "../../sealed/transcript.ts";
import { verifySealed } from "../../sealed/verify.ts";
import { rowValues } from "../settle/row-values.ts";
import { agree, reducedCostsOf, type Told, tell } from "./agree.ts";
import { commitmentStep, requireCommitted } from "./commitments.ts";
import {
  type Declaration,
  declaresIn,
  decodeDeclaration,
  encodeDeclaration,
  hasPart,
  type Turn,
} from "./declaration.ts";
import { type SealingExchange, sealingExchanges } from "./exchanges.ts";
import { doublingsFor, gapShare } from "./gap-shares.ts";
import type { SealingInput } from "./input.ts";
import type { KeptPart } from "./kept-part.ts";
import { requireSamePairs } from "./pairs.ts";
import { ownOutcome, type WholeOutcome } from "./settlement.ts";
import { decodeShare, encodeShare, type OwnShare, type SealedShare } from "./share.ts";
import { type Advance, Answers, type HeardTurn, type SealingSide } from "./side.ts";
import { encodeStep, readStep } from "./step.ts";

/** Two entries under one name are the same. */
function merge(all: readonly Named[]): Named {
  return {
    points: new Map(all.flatMap(({ points }) => [...points])),
    scalars: new Map(all.flatMap(({ scalars }) => [...scalars])),
  };
}

/** A company's side, exchange by exchange; each of its turns has one message, to all. */
export class Sealing implements SealingSide {
  readonly #input: SealingInput;
  readonly #own: OwnShare;
  readonly #answers: Answers<SealingExchange>;
  #shares: readonly SealedShare[] = [];
  #told: Told | null = null;
  #part: KeptPart | null = null;
  /** By party. */
  readonly #declared = new Map<number, Declaration>();
  #company: Company | null = null;
  #setting: Setting | null = null;
  #reducedCosts: readonly bigint[] | null = null;
  /** All parties' messages of the proof, by step. */
  readonly #messages: Named[][] = [];

  /**
   * Throws CertificateError `ResidualTooLarge` or `SlackInvalid` when the outcome does not meet
   * this party's rows, SealedError `GapTooLarge` when these take more than the whole gap.
   */
  constructor(input: SealingInput) {
    const { party, round, outcome } = input;
    const { parties } = round.statement;
    this.#input = input;
    this.#own = ownShare(input);
    this.#answers = new Answers({ party, parties }, sealingExchanges(parties), [encodeShare(this.#own, outcome)]);
  }

  get sent(): readonly Uint8Array[] {
    return this.#answers.sent;
  }

  /** Once the parts are declared, the owner of an optimum's costs knows ẑ, too. */
  get own(): WholeOutcome {
    const { outcome, rows } = this.#input;
    return ownOutcome(outcome, rows, this.#reducedCosts);
  }

  /** What its part of the proof is made from, secret; null before its first step. */
  get part(): KeptPart | null {
    return this.#part;
  }

  /**
   * Takes all companies' turns of the exchange that is due. Throws what `Answers` throws,
   * ProtocolError naming the party at fault (`CommitmentMismatch`, `ProofInvalid`, those of
   * share.ts, declaration.ts and step.ts), and SealedError of `tell`, `agree`, `declarePart`,
   * `createCompany` and its answers.
   */
  next(turns: readonly Pick<HeardTurn, "messages">[]): Advance {
    const messages = this.#answers.next(turns, (exchange) => {
      const message = this.#receive(
        exchange,
        turns.map((turn) => turn.messages[0]!),
      );
      return message && [message];
    });
    return messages === null ? { proof: this.#proof() } : { messages };
  }

  /** This party's next message; null after the last exchange. */
  #receive(exchange: SealingExchange, bodies: readonly Uint8Array[]): Uint8Array | null {
    const { outcome, round } = this.#input;
    const { statement } = round;
    if (exchange.stage === "share") {
      this.#shares = bodies.map((body, from) => decodeShare(body, outcome, round, from));
      requireCommitted(round, this.#commitments());
      this.#told = tell(this.#input, this.#own, this.#shares);
      return this.#prepare();
    }
    if (exchange.stage === "declare") {
      const declared = bodies.map((body, from) => decodeDeclaration(body, round, from, exchange.turn));
      for (const [from, own] of declared.entries()) if (own !== null) this.#declared.set(from, own);
      this.#checkDeclared(declared);
      return this.#prepare();
    }
    const step = stepsOf(statement.kind, statement.parties)[exchange.step]!;
    return this.#answer(
      exchange.step,
      bodies.map((body, from) => {
        const reader = readBody(body, "step of a sealed proof", from);
        const message = readStep(reader, step, (name) => makes({ statement }, from, name));
        reader.end();
        return message;
      }),
    );
  }

  /** Step 0, which the shares hold. */
  #commitments(): Named[] {
    return commitmentStep(this.#shares.map(({ commitment }) => commitment));
  }

  /** This party's message of the exchange that follows those of shares and parts. */
  #prepare(): Uint8Array | null {
    const { following } = this.#answers;
    return following.stage === "declare" ? this.#declare(following.turn) : this.#begin();
  }

  #declare(turn: Turn): Uint8Array {
    const { party, round, random } = this.#input;
    const { statement, committer } = round;
    if (!aspects(statement.kind).dual || !declaresIn(statement, party, turn)) return NOTHING;
    const { setting, secret, left } = this.#told!;
    const first = this.#declared.get(statement.objectiveOwner)?.part ?? [];
    const owns = isOwner(round, party);
    const part = owns ? declareFirst(setting, secret) : declarePart(setting, secret, { ...left, first });
    const points = pairPoints(committer, party, secret.pairs);
    const claim = this.#claim(party, part, points);
    const behind = { ...secret, cover: coverOf(party, secret.pairs) };
    const proof = hasPart(statement, party) ? provePart(committer, claim, behind, random.fork("sealed/part")) : NOTHING;
    return encodeDeclaration({ part, proof, pairPoints: points });
  }

  /** What a party claims of the part that it declares. */
  #claim(from: number, declared: readonly bigint[], points: ReadonlyMap<string, G1>): PartClaim {
    const { statement, key } = this.#input.round;
    const { setting, multipliers } = this.#told!;
    const cover = coverPoint(from, points, statement.parties);
    return {
      ...{ statement, declared, party: from, domain: setting.domain, digest: sealedDigest(statement, key) },
      points: { ...this.#shares[from]!.commitment, cover },
      multipliers: multipliers[from]!,
    };
  }

  /** Checks what others declared: each part, and that both of a pair share the same. */
  #checkDeclared(declared: readonly (Declaration | null)[]): void {
    const { party, round } = this.#input;
    const { statement, committer, key } = round;
    for (const [from, own] of declared.entries())
      if (own !== null && from !== party && hasPart(statement, from))
        namingSender(from, () => verifyPart(this.#claim(from, own.part, own.pairPoints), key, own.proof));
    const own = pairPoints(committer, party, this.#told!.secret.pairs);
    requireSamePairs(this.#shares.map((_, k) => (k === party ? own : (this.#declared.get(k)?.pairPoints ?? null))));
  }

  /** Sets up the proof; its first step. */
  #begin(): Uint8Array | null {
    const { round, random } = this.#input;
    const { statement, key } = round;
    const parts = this.#shares.map((_, k) => (isOwner(round, k) ? [] : (this.#declared.get(k)?.part ?? [])));
    const { setting, secret } = agree(this.#input, this.#told!, parts);
    this.#setting = setting;
    this.#reducedCosts = reducedCostsOf(setting, secret);
    this.#part = secret;
    this.#company = createCompany(setting, sealedDigest(statement, key), secret, proofRandom(random));
    return this.#answer(0, this.#commitments());
  }

  #answer(step: number, messages: Named[]): Uint8Array | null {
    const { party, round } = this.#input;
    const { statement } = round;
    this.#messages.push(messages);
    const own = this.#company!.answer(step, messages);
    const following = stepsOf(statement.kind, statement.parties)[step + 1]!;
    return own && encodeStep(following, (name) => makes({ statement }, party, name), own);
  }

  #proof(): Uint8Array {
    const { statement, key } = this.#input.round;
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
    const parts = this.#shares.map((_, k) => {
      const points = this.#declared.get(k)?.pairPoints ?? new Map();
      return merge([...this.#messages.map((all) => all[k]!), { points, scalars: new Map() }]);
    });
    const exchange = { ...this.#company!.seen, parts };
    const [culprit] = findBlame(this.#setting!, this.#input.round.key, exchange).parties;
    if (culprit === undefined) return cause;
    return new ProtocolError("ProofInvalid", `the part of party ${culprit} does not verify`, culprit, { cause });
  }
}

const NOTHING = new Uint8Array(0);

/** What a company's part of the proof takes its masks from; `random` is the round's own. */
export function proofRandom(random: Random): Random {
  return random.fork("sealed/proof");
}

function namingSender(from: number, act: () => void): void {
  try {
    act();
  } catch (cause) {
    if (!(cause instanceof SealedError || cause instanceof CryptoError)) throw cause;
    const text = `what party ${from} declared of the reduced costs is not its part`;
    throw new ProtocolError("ProofInvalid", text, from, { cause });
  }
}

function ownShare(input: SealingInput): OwnShare {
  const { party, round, rows, committed, outcome, random } = input;
  const { statement } = round;
  const values = rowValues(rows, outcome, statement);
  const taken = rowGap(ownRowNumbers(statement, round.inequalities[party]!, values));
  const doublings = doublingsFor(round, party, taken);
  if (gapShare(round, party, doublings) > statement.tolerances.gap)
    throw new SealedError("GapTooLarge", "this company's rows take more than the gap that the round tolerates");
  const ofOwner = isOwner(round, party) && aspects(outcome.kind).primal;
  return {
    ...values,
    doublings,
    commitment: committed.points,
    pointMasks: ofOwner ? randomScalars(random.fork("sealed/point"), MASKS.point) : [],
  };
}
