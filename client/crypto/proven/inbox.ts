// What a node gets from both neighbours while either may be silent: of each the messages in order,
// whether or not those of the other come.
import type { Links } from "../sharing/link.ts";
import { failuresOf, isLost } from "../sharing/lost.ts";
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

  /**
   * Waits until all that was asked for has come, or never will. Throws `PeerLost` if some of it was
   * lost; of other failures, which are their sender's, the next message of the same link tells.
   */
  async rest(): Promise<void> {
    const failures = await failuresOf(NEIGHBOURS.map((neighbour) => this.#last[neighbour]));
    const lost = failures.find(isLost);
    if (lost !== undefined) throw lost;
  }
}
