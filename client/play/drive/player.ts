// A party's side of the protocol, first the engine, then the settlement: what has been computed,
// and which step comes next. It uses neither chain nor channel; given the same messages, it
// computes the same ones in every life of a client.
import type { CommittedRows } from "../../certificate/commit.ts";
import type { Engine, EngineOutcome, Message, Session, Step } from "../../engines/engine.ts";
import { ProtocolError, SolverError } from "../../errors.ts";
import { SolutionTooLarge } from "../../lp/exact/fits.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import { type Decimal, fromScaled } from "../../math/decimal.ts";
import type { Random } from "../../math/random.ts";
import type { Agreement } from "../../round/agreement.ts";
import { receives } from "../../round/schedule.ts";
import type { Statement } from "../../round/statement.ts";
import type { Play } from "../decide/situation.ts";
import { decodeKey } from "../settle/messages.ts";
import { type RoundSchedule, roundSchedule } from "../settle/schedule.ts";
import {
  keySenders,
  receiveSettlement,
  type Settlement,
  type SettlementStep,
  startSettlement,
} from "../settle/settlement.ts";
import { pairSecret, publicKey } from "../settle/share.ts";
import { digestOf } from "./settled.ts";

export interface PlayerInput {
  readonly party: number;
  readonly rows: PartyRows;
  readonly engine: Engine<unknown>;
  readonly agreement: Agreement;
  /** Of this round only (see `roundRandom`). */
  readonly random: Random;
  readonly committed: CommittedRows;
  /**
   * Text saying who should do what when the outcome needs `value` of `column` (0..n−1), in the
   * user's units, which is more than its upper bound.
   */
  readonly boundAdvice?: (column: number, value: Decimal) => string;
}

/** Runs a session of the engine to its step. */
export type RunSession = (session: Session<unknown>) => Promise<Step<unknown>>;

export class Player {
  readonly #input: PlayerInput;
  /** The whole schedule as this party's program knows it, with the longest body of each message. */
  readonly schedule: RoundSchedule;
  /** The steps that this party sends or receives, its own of an exchange before those of others. */
  readonly #own: readonly number[];
  /** Bodies of this party's messages by position, computed and not passed yet. */
  readonly #bodies = new Map<number, Uint8Array>();
  /** Messages of the current exchange that engine and settlement do not have yet. */
  #inbox: Message[] = [];
  readonly #keys = new Map<number, Uint8Array>();
  #part: Play["part"] = "none";
  /** All steps of `#own` before this place are passed. */
  #place = 0;
  #statement: Statement | null = null;
  #engine: unknown;
  #outcome: EngineOutcome | null = null;
  #session: Session<unknown> | undefined;
  #settlement: SettlementStep | null = null;

  constructor(input: PlayerInput) {
    const { party, engine, agreement } = input;
    this.#input = input;
    this.schedule = roundSchedule(engine, agreement.round);
    const { steps } = this.schedule;
    const rank = (step: number) => 2 * steps[step]!.exchange + (steps[step]!.from === party ? 0 : 1);
    this.#own = [...steps.keys()]
      .filter((step) => steps[step]!.from === party || receives(steps[step]!, party))
      .toSorted((a, b) => rank(a) - rank(b) || a - b);
  }

  /** The state that decisions are based on. */
  get play(): Pick<Play, "part" | "step" | "ready" | "session" | "proved"> {
    const step = this.#step();
    return {
      part: this.#part,
      step,
      ready: step !== null && this.schedule.steps[step]!.positions.every((position) => this.#bodies.has(position)),
      session: this.#session !== undefined,
      proved: this.proved === null ? null : digestOf(this.proved),
    };
  }

  get proved(): Settlement | null {
    return this.#settlement?.result ?? null;
  }

  get statement(): Statement | null {
    return this.#statement;
  }

  /** Bodies of the own messages of `step`, computed and not passed yet. */
  bodies(step: number): Uint8Array[] {
    return this.schedule.steps[step]!.positions.map((position) => this.#bodies.get(position)!);
  }

  /** Starts the engine. Throws what it throws. */
  async begin(statement: Statement): Promise<void> {
    const { engine, party, agreement, rows, random } = this.#input;
    this.#statement = statement;
    this.#bodies.set(this.schedule.engineMessages + keySenders(agreement.round).indexOf(party), publicKey(random));
    await this.#advance(() => engine.start({ party, round: agreement.round, rows, random: random.fork("engine") }));
    this.#part = "engine";
  }

  /** Goes past the own messages of the current step. */
  pass(): void {
    for (const position of this.schedule.steps[this.#step()!]!.positions) this.#bodies.delete(position);
    this.#place++;
  }

  /**
   * Takes another party's messages of the current step. Once those of all parties in the exchange
   * are there, engine or settlement has them, in the order of the schedule. Throws what these throw.
   */
  async accept(messages: readonly Message[]): Promise<void> {
    const { exchange } = this.schedule.steps[this.#step()!]!;
    this.#inbox.push(...messages);
    const next = this.#own[this.#place + 1];
    if (next === undefined || this.schedule.steps[next]!.exchange !== exchange) {
      const all = this.#inbox.toSorted((a, b) => a.step - b.step);
      this.#inbox = [];
      for (const message of all) await this.#deliver(message);
    }
    this.#place++;
  }

  async #deliver(message: Message): Promise<void> {
    const { step, from, body } = message;
    const { engineMessages } = this.schedule;
    if (step < engineMessages) await this.#advance(() => this.#input.engine.receive(this.#engine, message));
    else if (this.#settlement === null) this.#takeKey(decodeKey(body, from), from);
    else this.#settle(receiveSettlement(this.#settlement.state, message));
  }

  /** A key that masks nothing is refused while the message that brought it is at hand. */
  #takeKey(key: Uint8Array, from: number): void {
    pairSecret(this.#input.random, key, from);
    this.#keys.set(from, key);
  }

  async session(run: RunSession): Promise<void> {
    await this.#advance(() => run(this.#session!));
  }

  /**
   * Starts the settlement. Throws ProtocolError "NoResult", SolverError "BoundExceeded", and what
   * the settlement throws.
   */
  prove(): void {
    const { party, rows, random, agreement, committed } = this.#input;
    const outcome = this.#outcome;
    if (outcome === null) throw new ProtocolError("NoResult", "the protocol ended without a result");
    if (outcome.kind !== "infeasible") checkBounds(outcome.x, this.#input);
    const { bounds } = agreement.round;
    const keys = agreement.accounts.map((_, k) => (k === party ? publicKey(random) : this.#keys.get(k)!));
    const known = { bounds, outcome, committed, keys, statement: this.#statement! };
    this.#settle(startSettlement({ party, firstPosition: this.schedule.engineMessages, rows, random, ...known }));
    this.#part = "settlement";
  }

  async #advance(step: () => Promise<Step<unknown>>): Promise<void> {
    const { state, send, outcome, session } = await step().catch((error: unknown) => {
      // The solution is too large for the engine even to return it.
      if (error instanceof SolutionTooLarge) checkBounds(error.x, this.#input);
      throw error;
    });
    this.#engine = state;
    this.#outcome = outcome ?? this.#outcome;
    this.#session = session;
    this.#expect(send);
  }

  #settle(step: SettlementStep): void {
    this.#settlement = { ...step, result: step.result ?? this.proved };
    this.#expect(step.send);
  }

  #expect(messages: readonly Message[]): void {
    for (const { step, body } of messages) this.#bodies.set(step, body);
  }

  /**
   * The next step of the current part that this party sends or receives; null at the end of the
   * part.
   */
  #step(): number | null {
    const step = this.#own[this.#place];
    if (step === undefined) return null;
    const isOver = this.#part !== "settlement" && this.schedule.steps[step]!.exchange >= this.schedule.engineExchanges;
    return isOver ? null : step;
  }
}

/** Maximum number of columns that the error names. */
const NAMED = 3;

/**
 * Throws SolverError "BoundExceeded" when the outcome exceeds an upper bound: no certificate can
 * hold it.
 */
function checkBounds(x: readonly bigint[], { agreement, boundAdvice }: PlayerInput): void {
  const { bounds, decimals } = agreement.round;
  const over = x.flatMap((value, j) => (value > bounds[j]! ? [{ value, j }] : []));
  if (over.length === 0) return;
  const advise = boundAdvice ?? ((column) => `column ${column + 1} needs a larger one`);
  const advice = over.slice(0, NAMED).map(({ value, j }) => advise(j, fromScaled(value, decimals.solution)));
  const more = over.length > NAMED ? `; and ${over.length - NAMED} more` : "";
  throw new SolverError(
    "BoundExceeded",
    `the outcome needs more than an upper bound allows. ${advice.join("; ")}${more}. Then open a new round`,
  );
}
