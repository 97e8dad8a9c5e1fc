// Messages of the other parties are taken one turn after another, but fetched several turns at a
// time: a sender that is slow, or hands its messages out a byte at a time, does not use up the time
// to fetch those of the next ones, and is the one whose messages are missing in the end.
import type { Hex } from "viem";
import type { Channel } from "../../network/channel.ts";

/** A turn of another party whose digest is on chain. */
export interface WantedTurn {
  readonly step: number;
  readonly from: number;
  readonly posted: Hex;
  readonly maxBytes: number;
}

interface Fetch {
  readonly posted: Hex;
  readonly envelope: Promise<Uint8Array>;
}

export class FetchAhead implements Channel {
  readonly #channel: Channel;
  readonly #signal: AbortSignal;
  #stop = new AbortController();
  readonly #running = new Map<number, Fetch>();

  /** `signal` ends all fetches. */
  constructor(channel: Channel, signal: AbortSignal) {
    this.#channel = channel;
    this.#signal = signal;
  }

  /**
   * Starts to fetch these turns, except those that are being fetched already. After a
   * reorganisation a turn may stand under another digest, and is fetched again.
   */
  want(turns: readonly WantedTurn[]): void {
    const signal = AbortSignal.any([this.#signal, this.#stop.signal]);
    for (const { step, from, posted, maxBytes } of turns) {
      if (this.#running.get(step)?.posted === posted) continue;
      const envelope = this.#channel.fetch(step, from, maxBytes, signal);
      // It is thrown when the turn is taken.
      envelope.catch(() => undefined);
      this.#running.set(step, { posted, envelope });
    }
  }

  publish(step: number, envelope: Uint8Array): Promise<void> {
    return this.#channel.publish(step, envelope);
  }

  /** An aborted `signal` ends the other fetches, too, with its reason. */
  async fetch(step: number, from: number, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
    const running = this.#running.get(step);
    if (running === undefined) return this.#channel.fetch(step, from, maxBytes, signal);
    const abort = () => {
      this.#stop.abort(signal.reason);
      this.#stop = new AbortController();
      this.#running.clear();
    };
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    try {
      return await running.envelope;
    } finally {
      signal.removeEventListener("abort", abort);
      this.#running.delete(step);
    }
  }
}
