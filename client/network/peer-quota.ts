// Limits the requests of each peer: how many at the same time, and their rate, by a token bucket.
import type { Hex } from "viem";
import type { NetworkLimits } from "./limits.ts";

interface Usage {
  running: number;
  /** Requests that it may still make at once. */
  tokens: number;
  /** When `tokens` was last computed, in milliseconds. */
  at: number;
}

export class PeerQuota {
  readonly #usage = new Map<Hex, Usage>();
  readonly #limits: NetworkLimits;
  readonly #now: () => number;

  /** `now` is a clock that never goes back, in milliseconds. */
  constructor(limits: NetworkLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /**
   * Counts a request of `peer`. "served" must be followed by `leave`; "rate" and "crowd" say which
   * limit it exceeds.
   */
  enter(peer: Hex): "served" | "rate" | "crowd" {
    const { requestsAtOnce, requestsPerSecond, requestBurst } = this.#limits;
    const now = this.#now();
    const usage = this.#usage.get(peer) ?? { running: 0, tokens: requestBurst, at: now };
    usage.tokens = Math.min(requestBurst, usage.tokens + ((now - usage.at) / 1000) * requestsPerSecond);
    usage.at = now;
    this.#usage.set(peer, usage);
    if (usage.running >= requestsAtOnce) return "crowd";
    if (usage.tokens < 1) return "rate";
    usage.tokens -= 1;
    usage.running += 1;
    return "served";
  }

  leave(peer: Hex): void {
    this.#usage.get(peer)!.running -= 1;
  }
}
