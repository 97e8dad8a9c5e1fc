// Which connections that have not yet shown who they are may wait for their turn to do so. Anybody
// can open them, so their places are few: so many from one address, so many in all, and the newest
// takes the place of the oldest. Addresses of peers have places of their own, which strangers
// elsewhere cannot take.
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

/** Gives a place back: the connection is closed, or has shown who it is. May be called again. */
export type Leave = () => void;

export interface AdmissionInput {
  readonly limits: AdmissionLimits;
  /** Whether we know a peer at this address, as `addressGroup` writes it. */
  readonly isPeer: (group: string) => boolean;
  /** A connection loses its place to another. */
  readonly onDropped: () => void;
}

interface Waiting {
  readonly group: string;
  readonly drop: () => void;
}

/** Places for `limits`; the first in a set is the oldest. */
class Places {
  readonly #limits: PlaceLimits;
  readonly #waiting = new Set<Waiting>();

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  /** Those who must go so that the limits hold again, this one not among them. */
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
   * The oldest connection from an address that holds the most places: many addresses get no more
   * out of it than one.
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
   * A place for a connection from `host`, an IP address; `drop` closes it when another takes its
   * place.
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
