// A party's side of the protocol, first the engine, then the settlement: what has been computed,
// and which turn comes next. It uses neither chain nor channel; given the same messages, it
// computes the same ones in every life of a client.
import type { AnyOutcome, Engine, Message, OwnPartOutcome, Progress, Session } from "../../engines/engine.ts";
import { ProtocolError } from "../../errors.ts";
import type { OutcomeAdvice } from "../../lp/joint/advice.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import type { Random } from "../../math/random.ts";
import type { Agreement } from "../../round/agreement.ts";
import type { PublicRound } from "../../round/public-round.ts";
import { isPosted, receives } from "../../round/schedule.ts";
import type { Statement } from "../../round/statement.ts";
import type { Kind } from "../../round/verdict.ts";
import type { SealedParameters } from "../../sealed/parameters.ts";
import { sealedStatementOf } from "../../sealed/statement.ts";
import type { Play } from "../decide/situation.ts";
import type { SealingRound } from "../seal/input.ts";
import { OwnPartSealing } from "../seal/own-part/seal.ts";
import { sealingPositions } from "../seal/schedule.ts";
import { Sealing } from "../seal/seal.ts";
import { type SealedSettlement, sealedCertificate } from "../seal/settlement.ts";
import type { SealingSide } from "../seal/side.ts";
import { namingColumn, namingLimits, requireBounds } from "../settle/bounds.ts";
import { decodeKey } from "../settle/messages.ts";
import { type RoundSchedule, roundSchedule } from "../settle/schedule.ts";
import {
  positionOf,
  receiveSettlement,
  type Settlement,
  type SettlementStep,
  startSettlement,
} from "../settle/settlement.ts";
import { pairSecret, publicKey } from "../settle/share.ts";
import { commitmentsOf, type Proving } from "./proving.ts";
import type { Sealed } from "./sealing.ts";
import { digestOf } from "./settled.ts";

export interface PlayerInput {
  readonly party: number;
  readonly rows: PartyRows;
  readonly engine: Engine<unknown>;
  readonly agreement: Agreement;
  /** Of this round only (see `roundRandom`). */
  readonly random: Random;
  readonly proving: Proving;
  readonly advice?: OutcomeAdvice;
}

/** How sessions run to their end: those of the engine, and the one that seals the outcome. */
export interface RunSession {
  readonly engine: (session: Session<Progress<unknown>>) => Promise<Progress<unknown>>;
  readonly sealing: (side: SealingSide) => Promise<Sealed>;
}

export class Player {
  readonly #input: PlayerInput;
  /** The whole schedule as this party's program knows it, with the longest body of each message. */
  readonly schedule: RoundSchedule;
  /** The turns that this party sends or receives, its own of an exchange before those of others. */
  readonly #path: readonly number[];
  /** Bodies of this party's messages by position, computed and not passed yet. */
  readonly #bodies = new Map<number, Uint8Array>();
  /** Messages of the current exchange that engine and settlement do not have yet. */
  #inbox: Message[] = [];
  readonly #keys = new Map<number, Uint8Array>();
  #part: Play["part"] = "none";
  /** All turns of `#path` before this place are passed. */
  #place = 0;
  #statement: Statement | null = null;
  #engine: unknown;
  #outcome: AnyOutcome | null = null;
  #session: Session<Progress<unknown>> | undefined;
  #settlement: SettlementStep | null = null;
  #sealing: { readonly side: SealingSide; readonly round: SealingRound } | null = null;
  #sealed: SealedSettlement | null = null;

  constructor(input: PlayerInput) {
    const { party, engine, agreement } = input;
    this.#input = input;
    this.schedule = roundSchedule(engine, agreement.round, sealedSize(input.proving));
    const turns = this.schedule.turns.filter(isPosted);
    const rank = (step: number) => 2 * turns[step]!.exchange + (turns[step]!.from === party ? 0 : 1);
    this.#path = [...turns.keys()]
      .filter((step) => turns[step]!.from === party || receives(turns[step]!, party))
      .toSorted((a, b) => rank(a) - rank(b) || a - b);
  }

  /** The state that decisions are based on. */
  get play(): Pick<Play, "part" | "step" | "ready" | "session" | "proved"> {
    const step = this.#step();
    return {
      part: this.#part,
      step,
      ready: step !== null && this.schedule.turns[step]!.positions.every((position) => this.#bodies.has(position)),
      session: this.#session !== undefined || (this.#sealing !== null && this.#sealed === null),
      proved: this.proved === null ? null : digestOf(this.proved),
    };
  }

  get proved(): Settlement | SealedSettlement | null {
    return this.#sealed ?? this.#settlement?.result ?? null;
  }

  get statement(): Statement | null {
    return this.#statement;
  }

  /** Bodies of the messages of this party's turn `step`, computed and not passed yet. */
  bodies(step: number): Uint8Array[] {
    return this.schedule.turns[step]!.positions.map((position) => this.#bodies.get(position)!);
  }

  /** Starts the engine. Throws what it throws. */
  async begin(statement: Statement): Promise<void> {
    const { engine, party, agreement, rows, random } = this.#input;
    this.#statement = statement;
    this.#bodies.set(this.schedule.engineMessages + this.#keyPosition(), publicKey(random));
    const commitments = () => commitmentsOf(this.#input.proving, statement);
    const own = { party, rows, random: random.fork("engine"), commitments };
    await this.#advance(() => engine.start({ ...own, round: agreement.round }));
    this.#part = "engine";
  }

  /** Goes past this party's turn, the current one. */
  pass(): void {
    for (const position of this.schedule.turns[this.#step()!]!.positions) this.#bodies.delete(position);
    this.#place++;
  }

  /**
   * Takes another party's messages of the current turn. Once those of all parties in the exchange
   * are there, engine or settlement has them, in the order of the schedule. Throws what these
   * throw.
   */
  async accept(messages: readonly Message[]): Promise<void> {
    const { exchange } = this.schedule.turns[this.#step()!]!;
    this.#inbox.push(...messages);
    const next = this.#path[this.#place + 1];
    if (next === undefined || this.schedule.turns[next]!.exchange !== exchange) {
      const all = this.#inbox.toSorted((a, b) => a.position - b.position);
      this.#inbox = [];
      for (const message of all) await this.#deliver(message);
    }
    this.#place++;
  }

  async #deliver(message: Message): Promise<void> {
    const { position, from, body } = message;
    const { engineMessages } = this.schedule;
    if (position < engineMessages) await this.#advance(() => this.#input.engine.receive(this.#engine, message));
    else if (this.#part === "engine") this.#takeKey(decodeKey(body, from), from);
    // The digests of a sealed outcome bind their sender on chain; nothing follows from them here.
    else if (this.#settlement !== null) {
      const { state } = this.#settlement;
      this.#settle(namingColumn(() => receiveSettlement(state, message), this.#input.advice));
    }
  }

  /** Position of this party's key among the messages that follow the engine's. */
  #keyPosition(): number {
    const { party, agreement, proving } = this.#input;
    return proving.outcome === "public"
      ? positionOf(agreement.round, 0, party)
      : sealingPositions(agreement.accounts.length, party).key;
  }

  /** A key that masks nothing is refused while the message that brought it is at hand. */
  #takeKey(key: Uint8Array, from: number): void {
    pairSecret(this.#input.random, key, from);
    this.#keys.set(from, key);
  }

  async session(run: RunSession): Promise<void> {
    if (this.#sealing !== null) return this.#seal(await run.sealing(this.#sealing.side), this.#sealing.round);
    await this.#advance(() => run.engine(this.#session!));
  }

  /**
   * Starts the settlement. Throws ProtocolError "NoResult", SolverError "BoundExceeded", and what
   * the settlement or the sealing throws.
   */
  prove(): void {
    const { party, rows, random, agreement, proving } = this.#input;
    const outcome = this.#outcome;
    if (outcome === null) throw new ProtocolError("NoResult", "the protocol ended without a result");
    requireSigns(outcome, rows);
    if (outcome.kind !== "infeasible") requireBounds(outcome.x, agreement.round, this.#input.advice?.bound);
    if (outcome.kind === "own part") this.#sealing = this.#sealOwnPart(outcome);
    else if (proving.outcome === "public") {
      const { bounds } = agreement.round;
      const { committed } = proving;
      const keys = agreement.accounts.map((_, k) => (k === party ? publicKey(random) : this.#keys.get(k)!));
      const known = { bounds, outcome, committed, keys, statement: this.#statement! };
      this.#settle(startSettlement({ party, firstPosition: this.schedule.engineMessages, rows, random, ...known }));
    } else {
      const { committed } = proving;
      const round = this.#sealingRound(proving, outcome.kind);
      const secrets = this.#secrets();
      this.#sealing = { side: new Sealing({ party, rows, outcome, random, committed, round, secrets }), round };
    }
    this.#part = "settlement";
  }

  #sealOwnPart(outcome: OwnPartOutcome): { readonly side: SealingSide; readonly round: SealingRound } {
    const { party, rows, random, agreement, proving } = this.#input;
    const { ownParts } = agreement.round;
    if (proving.outcome === "public" || ownParts === undefined)
      throw new ProtocolError("RoundUnsuitable", "an outcome of which each company knows its own part only is sealed");
    const { committed } = proving;
    const round = this.#sealingRound(proving, outcome.of);
    const own = { party, rows, outcome, random, committed, round, ownParts };
    return { side: new OwnPartSealing({ ...own, secrets: this.#secrets() }), round };
  }

  /** What this party shares with each other one. */
  #secrets(): ReadonlyMap<number, Uint8Array> {
    return new Map([...this.#keys].map(([k, theirs]) => [k, pairSecret(this.#input.random, theirs, k)]));
  }

  #sealingRound({ key, committer }: SealedParameters, kind: Kind): SealingRound {
    const { bounds, inequalities, equalities } = this.#input.agreement.round;
    const statement = sealedStatementOf(this.#statement!, { kind, size: key.size, bounds });
    return { statement, key, committer, inequalities, equalities };
  }

  #seal({ proof, own, echo }: Sealed, { statement, key }: SealingRound): void {
    const { party, agreement } = this.#input;
    this.#sealed = { sealed: sealedCertificate(statement, key, proof), own };
    const { digests } = sealingPositions(agreement.accounts.length, party);
    this.#bodies.set(this.schedule.engineMessages + digests, echo);
  }

  async #advance(work: () => Promise<Progress<unknown>>): Promise<void> {
    const { agreement, advice } = this.#input;
    const { state, send, outcome, session } = await namingLimits(work, agreement.round, advice);
    this.#engine = state;
    if (outcome !== null) requireAgreed(outcome, agreement.round);
    this.#outcome = outcome ?? this.#outcome;
    this.#session = session;
    this.#hold(send);
  }

  #settle(step: SettlementStep): void {
    this.#settlement = { ...step, result: step.result ?? this.#settlement?.result ?? null };
    this.#hold(step.send);
  }

  #hold(messages: readonly Message[]): void {
    for (const { position, body } of messages) this.#bodies.set(position, body);
  }

  /**
   * The next turn of the current part that this party sends or receives; null at the end of the
   * part.
   */
  #step(): number | null {
    const step = this.#path[this.#place];
    if (step === undefined) return null;
    const isOver = this.#part !== "settlement" && this.schedule.turns[step]!.exchange >= this.schedule.engineExchanges;
    return isOver ? null : step;
  }
}

/** Whether companies learn their own part only is agreed on, and no choice of an engine. */
function requireAgreed({ kind }: AnyOutcome, { ownParts }: PublicRound): void {
  if ((kind === "own part") !== (ownParts !== undefined))
    throw new ProtocolError(
      "AnswerWrong",
      "the engine told this company another part of the outcome than the round says: stop the round",
    );
}

/** R of the set-up; null for a public outcome. */
function sealedSize(proving: Proving): number | null {
  return proving.outcome === "public" ? null : proving.key.size;
}

/**
 * A multiplier of the wrong sign would make the others blame this party, which did not choose it.
 */
function requireSigns(outcome: AnyOutcome, { inequalities }: PartyRows): void {
  if (outcome.kind === "unbounded") return;
  const wrong = outcome.multipliers.slice(0, inequalities.rhs.length).some((multiplier) => multiplier < 0n);
  if (wrong)
    throw new ProtocolError(
      "AnswerWrong",
      "the engine gave an inequality row of this party a negative multiplier: somebody departed from the protocol",
    );
}
