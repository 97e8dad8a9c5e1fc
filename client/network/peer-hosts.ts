// The IP addresses from which authenticated peers connected, or at which they answered. Only a few
// are kept for each peer, so that no peer can claim any number of addresses.
import type { Hex } from "viem";
import { addressGroup } from "./address-group.ts";

const HOSTS_PER_PEER = 8;

export class PeerHosts {
  readonly #groups = new Map<Hex, Set<string>>();

  /**
   * Notes that peer `key` is at `host`; of more than 8 addresses, the one seen least recently is
   * dropped.
   */
  learn(key: Hex, host: string): void {
    const groups = this.#groups.get(key) ?? new Set();
    const group = addressGroup(host);
    groups.delete(group);
    groups.add(group);
    if (groups.size > HOSTS_PER_PEER) groups.delete(groups.values().next().value!);
    this.#groups.set(key, groups);
  }

  /** Whether a peer is known in this group of addresses. */
  has(group: string): boolean {
    return [...this.#groups.values()].some((groups) => groups.has(group));
  }
}
