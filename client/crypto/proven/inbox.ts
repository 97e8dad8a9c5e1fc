// What a node gets from both neighbours while either may be silent: of each the messages in order,
// whether or not those of the other come.
import type { Links } from "../sharing/link.ts";
import { NEIGHBOURS } from "./exchange.ts";
import type { NodeLines } from "./node.ts";

export class Inbox {
  readonly node: NodeLines;
  readonly #last: Record<keyof Links, Promise<unknown>> = { next: Promise.resolve(), previous: Promise.resolve() };

  constructor(node: NodeLines) {
    this.node = node;
  }

  /**
   * A neighbour's next message after those asked for before, of exactly `length` bytes. Rejects
   * with what links throw, also for an earlier one.
   */
  take(from: keyof Links, length: number): Promise<Uint8Array> {
    const message = this.#last[from].then(() => this.node.receive(from, length));
    // Nobody need wait for it: then its error is no error.
    message.catch(() => {});
    this.#last[from] = message;
    return message;
  }

  /** Settles when all that was asked for has come, or never will. */
  get rest(): Promise<unknown> {
    return Promise.allSettled(NEIGHBOURS.map((neighbour) => this.#last[neighbour]));
  }
}
