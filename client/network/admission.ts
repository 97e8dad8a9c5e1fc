// Limits the connections that have not authenticated yet. Anybody can open them, so their places
// are limited, per address and in total, and the newest takes the place of the oldest. Addresses of
// peers have places of their own, which strangers at other addresses cannot take.
import { addressGroup } from "./address-group.ts";

export interface PlaceLimits {
  readonly total: number;
  /** From one IPv4 address or one /64 of IPv6. */
  readonly perAddress: number;
}

export interface AdmissionLimits {
  readonly strangers: PlaceLimits;
  /** Connections from addresses at which we know a peer. */
  readonly peers: PlaceLimits;
}

export const DEFAULT_ADMISSION: AdmissionLimits = {
  strangers: { total: 64, perAddress: 4 },
  peers: { total: 64, perAddress: 16 },
};

/**
 * Gives a place back, once the connection is closed or authenticated. May be called more than once.
 */
export type Leave = () => void;

export interface AdmissionInput {
  readonly limits: AdmissionLimits;
  /** Whether we know a peer in this group of addresses, named as by `addressGroup`. */
  readonly isPeer: (group: string) => boolean;
  /** Called when a connection loses its place to another. */
  readonly onDropped: () => void;
}

interface Waiting {
  readonly group: string;
  readonly drop: () => void;
}

/** Places within `limits`; the first in the set is the oldest. */
class Places {
  readonly #limits: PlaceLimits;
  readonly #waiting = new Set<Waiting>();

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  /**
   * Adds `newcomer`, and returns the connections to drop so that the limits hold; `newcomer` is
   * never among them.
   */
  add(newcomer: Waiting): readonly Waiting[] {
    const gone: Waiting[] = [];
    const remove = (waiting: Waiting) => {
      this.#waiting.delete(waiting);
      gone.push(waiting);
    };
    const neighbours = [...this.#waiting].filter(({ group }) => group === newcomer.group);
    if (neighbours.length >= this.#limits.perAddress) remove(neighbours[0]!);
    else if (this.#waiting.size >= this.#limits.total) remove(this.#oldestOfMost());
    this.#waiting.add(newcomer);
    return gone;
  }

  remove(waiting: Waiting): void {
    this.#waiting.delete(waiting);
  }

  /**
   * The oldest connection from an address that holds the most places: using many addresses gains
   * nothing over using one.
   */
  #oldestOfMost(): Waiting {
    const counts = new Map<string, number>();
    for (const { group } of this.#waiting) counts.set(group, (counts.get(group) ?? 0) + 1);
    const most = Math.max(...counts.values());
    return [...this.#waiting].find(({ group }) => counts.get(group) === most)!;
  }
}

export class Admission {
  readonly #input: AdmissionInput;
  readonly #strangers: Places;
  readonly #peers: Places;

  constructor(input: AdmissionInput) {
    this.#input = input;
    this.#strangers = new Places(input.limits.strangers);
    this.#peers = new Places(input.limits.peers);
  }

  /**
   * Takes a place for a connection from `host`, an IP address; `drop` closes it when another takes
   * its place.
   */
  enter(host: string, drop: () => void): Leave {
    const group = addressGroup(host);
    const places = this.#input.isPeer(group) ? this.#peers : this.#strangers;
    const newcomer = { group, drop };
    for (const waiting of places.add(newcomer)) {
      waiting.drop();
      this.#input.onDropped();
    }
    return () => places.remove(newcomer);
  }
}
