// The main loop of a party's side of a round: poll, decide, act, repeat. client/play/decide/ says
// what is decided, and why.
import { roundObserver } from "../../chain/watch/observe.ts";
import { firstIn, transientReports, type Watch, watch } from "../../chain/watch/watch.ts";
import { type ChainError, HomeError } from "../../errors.ts";
import { roundParams } from "../../round/agreement.ts";
import type { RoundId } from "../../round/id.ts";
import type { Observed } from "../../round/observed.ts";
import { paramsDigest } from "../../round/params.ts";
import type { Action } from "../decide/action.ts";
import { decide } from "../decide/decide.ts";
import { afterPoll } from "../decide/situation.ts";
import { act, transact } from "./acts.ts";
import type { DriveInput, Driven } from "./input.ts";
import { Life } from "./life.ts";
import { Tasks } from "./tasks.ts";
import { failureOf, isRace, isTransaction, type TransactionType } from "./transactions.ts";

type End = Extract<Action, { readonly type: "end" }>;
type NextAction = Exclude<Action, End>;

/**
 * What follows an action: another decision, since the party's state has changed; or first a new
 * poll, since the chain has changed.
 */
type Next = "decide" | "poll";

/** Drives one life of a party's side of a round. */
export class Driver {
  readonly #life: Life;
  readonly #tasks: Tasks;
  readonly #polls: Watch<Observed | null>;
  readonly #reports = new Map<string, ReturnType<typeof transientReports>>();

  constructor(input: DriveInput, id: RoundId) {
    this.#life = new Life(input, id);
    const { plan, context } = this.#life;
    const observe = roundObserver(context.session, {
      ...{ id, turns: plan.turns },
      paramsDigest: paramsDigest(roundParams(input.agreement)),
    });
    this.#polls = watch(observe, context.waiting);
    this.#tasks = new Tasks(this.#life, () => this.#polls.wake());
  }

  /**
   * Runs until the decision is to end. Passes on HomeError and the signal's reason: nothing is
   * lost, and the next life continues.
   */
  async run(): Promise<Driven> {
    const life = this.#life;
    life.tell({ type: "stage", stage: "commit" });
    try {
      return await firstIn(this.#polls, async (poll) => {
        this.#tasks.check();
        const seen = poll?.seen ?? null;
        if (seen !== null) {
          life.once?.saw(seen);
          life.update(afterPoll(life.kept, seen));
        }
        const end = await this.#decideAll(seen);
        return end === null ? null : this.#driven(end, seen!);
      });
    } catch (error) {
      // Why the party stopped matters more than the abort that interrupted its refusals, which the
      // next life completes.
      const hasFailed = life.kept.fault !== null && !life.plan.closes && life.context.waiting.signal.aborted;
      throw hasFailed ? life.stopped!.error : error;
    } finally {
      this.#tasks.abandon();
    }
  }

  /**
   * Carries out the decided actions, and those that they make possible before the next poll.
   * Returns the action that ends the run, or null.
   */
  async #decideAll(seen: Observed | null): Promise<End | null> {
    for (;;) {
      const nexts: (Next | null)[] = [];
      for (const action of decide(this.#life.plan, seen, this.#life.kept)) {
        if (action.type === "end") return action;
        nexts.push(await this.#attempt(action, seen!));
        if (nexts.at(-1) === null) break;
      }
      if (nexts.length === 0 || nexts.some((next) => next !== "decide")) return null;
    }
  }

  /** Null when the action failed and the next poll shows what that means. */
  async #attempt(action: NextAction, seen: Observed): Promise<Next | null> {
    const { signal } = this.#life.context.waiting;
    signal.throwIfAborted();
    try {
      const next = await this.#do(action, seen);
      this.#reportsOf(action.type).clear();
      return next;
    } catch (error) {
      if (error instanceof HomeError || signal.aborted) throw error;
      return this.#failed(action, error);
    }
  }

  async #do(action: NextAction, seen: Observed): Promise<Next> {
    const life = this.#life;
    if (isTransaction(action)) {
      await transact(action, life);
      if (action.type === "withdraw") this.#polls.wake();
      return "poll";
    }
    switch (action.type) {
      case "begin":
      case "take":
      case "accept":
      case "session":
      case "prove":
        this.#tasks.start(action, seen);
        return "poll";
      case "give-up":
        this.#tasks.giveUp(action.code);
        return life.kept.failure === null ? "poll" : "decide";
      case "adopt":
        await act(action, life, seen);
        if (life.kept.adopted !== action.settled) return "poll";
        this.#tasks.abandon();
        return "decide";
      case "fail":
        this.#tasks.abandon();
        await act(action, life, seen);
        return "decide";
      default:
        await act(action, life, seen);
        return "decide";
    }
  }

  /** Handles the failure of any action other than a task (tasks.ts). */
  #failed(action: NextAction, error: unknown): Next | null {
    if (isTransaction(action)) return this.#refused(action.type, error);
    switch (action.type) {
      case "keep-outcome":
      case "drop-outcome":
      case "write-files":
      case "report-fault":
      case "report-late":
        throw error;
      case "adopt":
        this.#life.unread = error;
        this.#life.forget();
        this.#life.update({ unreadable: true });
        return "decide";
      default:
        this.#life.stop(error);
        return "decide";
    }
  }

  #refused(type: TransactionType, error: unknown): Next | null {
    const failure = failureOf(type, error, this.#life.context.id.round);
    if (failure !== null) {
      this.#life.stop(failure);
      return "decide";
    }
    const reason = error as ChainError;
    if (!isRace(type, reason)) this.#reportsOf(type).report(reason);
    return null;
  }

  #reportsOf(type: string): ReturnType<typeof transientReports> {
    const known = this.#reports.get(type) ?? transientReports(this.#life.context.waiting.onTransientError);
    this.#reports.set(type, known);
    return known;
  }

  #driven({ status }: End, { phase }: Observed): Driven {
    const { plan, stopped, withdrawal, unread } = this.#life;
    if (status === "unread") throw unread;
    const result = status === "done" ? this.#life.result : null;
    const closed = plan.closes && (phase === "settled" || phase === "expired") ? { phase, withdrawal } : null;
    return { result, error: stopped?.error ?? null, closed };
  }
}
