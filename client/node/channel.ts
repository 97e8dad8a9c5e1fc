// Channels between the parties of a round: what carries messages off chain. Engines don't know which one it is.
import type { Message } from "../protocol/engine.ts";

/**
 * Whoever builds a channel authenticates its peers: `receive` gives only messages of the party that the round's schedule names
 * for the step.
 */
export interface Channel {
  /** Hands `message` over for its receiver, or for every other party; must not wait until a peer takes it. */
  send(message: Message): Promise<void>;
  /** The message of `step`; earlier and later ones wait their turn. Rejects with the signal's reason when it aborts. */
  receive(step: number, signal: AbortSignal): Promise<Message>;
}

/** One end of an in-process network: messages of a step, and whoever waits for it. */
class Mailbox {
  readonly #arrived = new Map<number, Message>();
  readonly #waiting = new Map<number, (message: Message) => void>();

  deliver(message: Message): void {
    const waiting = this.#waiting.get(message.step);
    if (waiting === undefined) this.#arrived.set(message.step, message);
    else waiting(message);
    this.#waiting.delete(message.step);
  }

  take(step: number, signal: AbortSignal): Promise<Message> {
    const arrived = this.#arrived.get(step);
    this.#arrived.delete(step);
    if (arrived !== undefined) return Promise.resolve(arrived);
    return new Promise((resolve, reject) => {
      const abort = () => reject(signal.reason);
      if (signal.aborted) abort();
      signal.addEventListener("abort", abort, { once: true });
      this.#waiting.set(step, (message) => {
        signal.removeEventListener("abort", abort);
        resolve(message);
      });
    });
  }
}

/** Channels between `parties` parties in one process, for tests and the demo. Bodies are copied, as a wire would. */
export function connectInProcess(parties: number): readonly Channel[] {
  const mailboxes = Array.from({ length: parties }, () => new Mailbox());
  return mailboxes.map((own) => ({
    send: async (message) => {
      for (const [party, mailbox] of mailboxes.entries()) {
        const receives = message.to === null ? party !== message.from : party === message.to;
        if (receives) mailbox.deliver({ ...message, body: Uint8Array.from(message.body) });
      }
    },
    receive: (step, signal) => own.take(step, signal),
  }));
}
