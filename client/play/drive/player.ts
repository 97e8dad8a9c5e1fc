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
import type { ScheduleEntry } from "../../round/schedule.ts";
import type { Statement } from "../../round/statement.ts";
import type { Play } from "../decide/situation.ts";
import {
  receiveSettlement,
  type Settlement,
  type SettlementStep,
  settlementSchedule,
  startSettlement,
} from "../settle/settlement.ts";
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
  readonly #engineSteps: number;
  /**
   * The whole schedule as this party computes it, with the maximum length of each step's message.
   */
  readonly schedule: readonly ScheduleEntry[];
  /** This party's messages that are computed and not passed yet. */
  readonly #messages = new Map<number, Message>();
  #part: Play["part"] = "none";
  /** All steps before this one are passed. */
  #position = 0;
  #statement: Statement | null = null;
  #engine: unknown;
  #outcome: EngineOutcome | null = null;
  #session: Session<unknown> | undefined;
  #settlement: SettlementStep | null = null;

  constructor(input: PlayerInput) {
    this.#input = input;
    const { round } = input.agreement;
    const steps = input.engine.schedule(round);
    this.#engineSteps = steps.length;
    this.schedule = [...steps, ...settlementSchedule(round)];
  }

  /** The state that decisions are based on. */
  get play(): Pick<Play, "part" | "step" | "ready" | "session" | "proved"> {
    const step = this.#step();
    return {
      part: this.#part,
      step,
      ready: step !== null && this.#messages.has(step),
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

  /** This party's message of `step`, computed and not passed yet. */
  message(step: number): Message {
    return this.#messages.get(step)!;
  }

  /** Starts the engine. Throws what it throws. */
  async begin(statement: Statement): Promise<void> {
    const { engine, party, agreement, rows, random } = this.#input;
    this.#statement = statement;
    await this.#advance(() => engine.start({ party, round: agreement.round, rows, random: random.fork("engine") }));
    this.#part = "engine";
  }

  /** Moves past this party's message of the current step. */
  pass(): void {
    const step = this.#step()!;
    this.#messages.delete(step);
    this.#position = step + 1;
  }

  /**
   * Passes the message of the current step to the engine or the settlement. Throws what they throw.
   */
  async accept(message: Message): Promise<void> {
    if (this.#settlement !== null) this.#settle(receiveSettlement(this.#settlement.state, message));
    else await this.#advance(() => this.#input.engine.receive(this.#engine, message));
    this.#position = message.step + 1;
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
    const known = { bounds, outcome, committed, statement: this.#statement! };
    this.#settle(startSettlement({ party, firstStep: this.#engineSteps, rows, random, ...known }));
    this.#part = "settlement";
    this.#position = this.#engineSteps;
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
    for (const message of messages) this.#messages.set(message.step, message);
  }

  /**
   * The next step of the current part that this party sends or receives; null at the end of the
   * part.
   */
  #step(): number | null {
    const { party } = this.#input;
    const end = this.#part === "settlement" ? this.schedule.length : this.#engineSteps;
    const concerns = ({ from, to }: ScheduleEntry) => from === party || to === null || to === party;
    const step = this.schedule.findIndex((entry, i) => i >= this.#position && i < end && concerns(entry));
    return step < 0 ? null : step;
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
