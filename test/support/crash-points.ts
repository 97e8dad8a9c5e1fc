// Deaths of a client inside one process: at every point before and after a write to the journal or
// a transaction, and between the signing and the sending of a transaction, its life can end with an
// exception, after which everything it still tries fails; the next life finds the journal's file
// and the chain as they are. Does nothing on import.
import type { PublicClient } from "viem";
import type { TransactionStore } from "../../client/chain/outbox/sign-transaction.ts";
import type { Outbox } from "../../client/chain/session.ts";
import type { RoundJournal } from "../../client/journal/round-journal.ts";

class Death extends Error {}

/** One life of a client. */
export class Life {
  /** Aborts with its end. */
  readonly signal: AbortSignal;
  readonly #ending = new AbortController();
  readonly #points: Set<string>;
  readonly #endsAt: string | null;

  /**
   * `points`: those of all earlier lives, to which this life adds those that it passes. It ends at
   * the first point that no life has reached before ("new"), at the one named, or not at all
   * (null).
   */
  constructor(points: Set<string>, endsAt: string | null) {
    this.#points = points;
    this.#endsAt = endsAt;
    this.signal = this.#ending.signal;
  }

  get over(): boolean {
    return this.signal.aborted;
  }

  /** Nothing is done after the end. */
  check(): void {
    this.signal.throwIfAborted();
  }

  pass(point: string): void {
    this.check();
    const isNew = !this.#points.has(point);
    this.#points.add(point);
    if (this.#endsAt === point || (isNew && this.#endsAt === "new")) this.#ending.abort(new Death(point));
    this.check();
  }

  around<T>(what: string, work: () => T): T {
    this.pass(`before ${what}`);
    const result = work();
    this.pass(`after ${what}`);
    return result;
  }
}

export function mortalJournal(journal: RoundJournal, life: Life): RoundJournal {
  return {
    ...journal,
    message: (step) => {
      life.check();
      return journal.message(step);
    },
    keepMessage: (step, sender, envelope) =>
      life.around(`journalling step ${step}`, () => journal.keepMessage(step, sender, envelope)),
    keepFault: (fault) => life.around("journalling a fault", () => journal.keepFault(fault)),
  };
}

/** A transaction that was signed and stored need not have been sent. */
export function mortalStore(store: TransactionStore, life: Life): TransactionStore {
  return {
    ...store,
    add: (transaction) => {
      life.check();
      store.add(transaction);
      life.pass(`after signing ${transaction.purpose}`);
    },
    drop: (purpose) => life.around(`dropping ${purpose}`, () => store.drop(purpose)),
  };
}

/** A transaction that an earlier life has sent is mined before this one goes on. */
export function mortalOutbox(outbox: Outbox, life: Life): Outbox {
  return {
    resume: async (purpose) => {
      life.check();
      const receipt = await outbox.resume(purpose);
      if (receipt !== null) life.pass(`after sending ${purpose}`);
      return receipt;
    },
    send: async (call, purpose) => {
      life.pass(`before sending ${purpose}`);
      const receipt = await outbox.send(call, purpose);
      life.pass(`after sending ${purpose}`);
      return receipt;
    },
  };
}

/** Only a life that has not ended sends. */
export function mortalClient(publicClient: PublicClient, life: Life): PublicClient {
  return {
    ...publicClient,
    sendRawTransaction: async (transaction) => {
      life.check();
      return publicClient.sendRawTransaction(transaction);
    },
  };
}
