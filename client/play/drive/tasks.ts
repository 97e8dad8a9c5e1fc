// Tasks that may take long: fetching another party's turn, a session among nodes, this party's
// own computation. One task runs at a time, under its own signal, while the main loop keeps polling
// the chain.
import { readStatement } from "../../chain/coordinator/read.ts";
import { nullIfTransient } from "../../chain/watch/watch.ts";
import { ChainError, HomeError, ProtocolError } from "../../errors.ts";
import type { Observed } from "../../round/observed.ts";
import { receives } from "../../round/schedule.ts";
import type { Action, GiveUpCode } from "../decide/action.ts";
import type { Task } from "../decide/situation.ts";
import { attributed, MessageFault } from "../fault/fault.ts";
import type { RoundContext } from "./context.ts";
import type { WantedTurn } from "./fetch-ahead.ts";
import type { Life } from "./life.ts";
import { longestEnvelope, takeTurn } from "./messages.ts";
import { reasonToGiveUp } from "./reasons.ts";
import { runSealing } from "./sealing.ts";

export type TaskAction = Extract<Action, { readonly type: "begin" | "take" | "accept" | "session" | "prove" }>;

export class Tasks {
  readonly #life: Life;
  readonly #onEnd: () => void;
  #running: AbortController | null = null;
  /** An error that ends this life of the client, without harm to the round. */
  #fatal: { readonly error: unknown } | null = null;

  /** `onEnd` is called after each task that ends without being abandoned. */
  constructor(life: Life, onEnd: () => void) {
    this.#life = life;
    this.#onEnd = onEnd;
  }

  /**
   * Throws the error with which a task has ended this life: HomeError, or any error after the
   * client's signal has aborted.
   */
  check(): void {
    if (this.#fatal !== null) throw this.#fatal.error;
  }

  start(action: TaskAction, seen: Observed): void {
    const life = this.#life;
    const task = new AbortController();
    const signal = AbortSignal.any([life.context.waiting.signal, task.signal]);
    const context = { ...life.context, waiting: life.waiting(signal) };
    const setKind = (kind: Task) => {
      if (this.#running === task) life.updatePlay({ task: kind });
    };
    this.#running = task;
    life.updatePlay({ task: action.type === "session" ? "session" : "computation", pollsSinceSettled: 0 });
    this.#run(action, seen, context, setKind)
      .catch((error: unknown) => {
        if (this.#running === task) this.#failed(error);
      })
      .finally(() => {
        if (this.#running !== task) return;
        this.#running = null;
        life.updatePlay({ ...life.player.play, taken: life.taken !== null, task: null });
        this.#onEnd();
      });
  }

  /**
   * Aborts the running task. One that waits for others ends with an error of its own, which may say
   * more than `code`; a computation is abandoned.
   */
  giveUp(code: GiveUpCode): void {
    const { kept, plan, context } = this.#life;
    const reason = reasonToGiveUp(code, context.id.round, plan.turns[kept.play.step ?? 0]!);
    const isComputation = kept.play.task === "computation";
    this.#running?.abort(reason);
    if (!isComputation) return;
    this.abandon();
    this.#life.stop(reason);
  }

  /** Aborts the running task and ignores its result. */
  abandon(): void {
    this.#running?.abort(new ProtocolError("TaskAbandoned", "its result is no longer needed"));
    this.#running = null;
    this.#life.updatePlay({ task: null });
  }

  #failed(error: unknown): void {
    const { context } = this.#life;
    if (error instanceof HomeError || context.waiting.signal.aborted) this.#fatal = { error };
    else if (error instanceof MessageFault) this.#life.stop(error.error, error.evidence);
    else this.#life.stop(error);
  }

  async #run(action: TaskAction, seen: Observed, context: RoundContext, setKind: (kind: Task) => void): Promise<void> {
    const life = this.#life;
    switch (action.type) {
      case "begin":
        return this.#begin(context, seen);
      case "take": {
        const { step, posted } = action;
        life.channel.want(wantedTurns(step, seen, life));
        const taken = await takeTurn(step, posted, context, (isFetching) =>
          setKind(isFetching ? "fetch" : "computation"),
        );
        life.taken = taken;
        life.update({ acted: new Map([...life.kept.acted, [step, taken.posted.digest]]) });
        return life.tellTurn(taken.posted);
      }
      case "accept": {
        const { messages, evidence } = life.taken!;
        await attributed(evidence, () => life.player.accept(messages));
        life.taken = null;
        if (life.player.proved !== null) life.tell({ type: "stage", stage: "settle" });
        return;
      }
      case "session": {
        const { sessions } = life.input;
        const onSession: Parameters<typeof sessions.run>[1]["onSession"] = (progress) =>
          life.tell({ type: "session", ...progress });
        return life.player.session({
          engine: (session) => sessions.run(session, { ...context, onSession }),
          sealing: (side) =>
            runSealing(side, context, {
              once: life.once!,
              onProgress: (progress) => life.tell({ type: "proving", ...progress }),
            }),
        });
      }
      case "prove":
        life.player.prove();
        return life.tell({ type: "stage", stage: "prove" });
    }
  }

  async #begin({ session, id }: RoundContext, { block }: Observed): Promise<void> {
    const { player } = this.#life;
    const statement = await readStatement(session, id.round, block).catch((error: unknown) =>
      error instanceof ChainError && error.code === "RoundUnknown" ? null : nullIfTransient(error),
    );
    // The node does not answer, or a reorganisation has replaced the block just seen.
    if (statement === null || !statement.commitments.every((commitment) => BigInt(commitment) !== 0n)) return;
    this.#life.tell({ type: "stage", stage: "engine" });
    await player.begin(statement);
  }
}

/** How many turns are fetched at the same time. */
const AT_A_TIME = 16;

/** The turn of `first` and those after it in the same exchange that can be fetched already. */
function wantedTurns(first: number, seen: Observed, { plan, context }: Life): WantedTurn[] {
  const { party, agreement, journal } = context;
  const { exchange } = plan.turns[first]!;
  const journalled = new Set(journal.steps());
  const turns = agreement.schedule.flatMap((entry, step) => {
    const posted = seen.posted.get(step);
    const isWanted = step >= first && entry.exchange === exchange && entry.from !== party && receives(entry, party);
    if (!isWanted || posted === undefined || posted.isRefusal || journalled.has(step)) return [];
    return [{ step, from: entry.from, posted: posted.digest, maxBytes: longestEnvelope(entry) }];
  });
  return turns.slice(0, AT_A_TIME);
}
