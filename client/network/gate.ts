// Decides which connections may come in. Before the handshake a connection has a place that others
// may take from it (admission.ts); after it only peers stay, each with a limited number of
// connections, whether or not they have negotiated any further protocol.
import type { MultiaddrConnection, PeerId } from "@libp2p/interface";
import type { Multiaddr } from "@multiformats/multiaddr";
import type { Hex } from "viem";
import { NetworkError } from "../errors.ts";
import type { AddressBook } from "./address-book.ts";
import { Admission, type Leave } from "./admission.ts";
import type { NetworkEvent } from "./events.ts";
import { keyOf } from "./identity.ts";
import { type NetworkLimits, REPORT_EVERY_MS } from "./limits.ts";
import { summarise } from "./summary.ts";

export interface GateInput {
  readonly book: Pick<AddressBook, "accountsOf">;
  /** Whether a peer is known in this group of addresses (address-group.ts). */
  readonly isPeerHost: (group: string) => boolean;
  readonly limits: Pick<NetworkLimits, "admission" | "connectionsPerPeer">;
  /** A clock that never goes back, in milliseconds. */
  readonly now: () => number;
  readonly onEvent: (event: NetworkEvent) => void;
}

export class Gate {
  readonly #book: Pick<AddressBook, "accountsOf">;
  readonly #limits: GateInput["limits"];
  readonly #admission: Admission;
  readonly #places = new WeakMap<MultiaddrConnection, Leave>();
  /** Incoming connections of each peer, the oldest first. */
  readonly #peers = new Map<Hex, Set<MultiaddrConnection>>();

  constructor({ book, isPeerHost, limits, now, onEvent }: GateInput) {
    this.#book = book;
    this.#limits = limits;
    const report = (dropped: number) => onEvent({ type: "crowded", listener: "messages", dropped });
    const onDropped = summarise({ now, everyMs: REPORT_EVERY_MS, report });
    this.#admission = new Admission({ limits: limits.admission, isPeer: isPeerHost, onDropped });
  }

  /** Gives the connection a place. Always returns false: the connection is not refused. */
  arrives(connection: MultiaddrConnection): boolean {
    const drop = () =>
      connection.abort(new NetworkError("Crowded", "this connection was closed to make room for others"));
    const leave = this.#admission.enter(hostOf(connection.remoteAddr), drop);
    this.#places.set(connection, leave);
    connection.addEventListener("close", leave, { once: true });
    return false;
  }

  /** Whether to refuse the connection, because the key of `peer` is that of a stranger. */
  async isStranger(peer: PeerId, connection: MultiaddrConnection): Promise<boolean> {
    const key = keyOf(peer);
    if (key === null || (await this.#book.accountsOf(key)).length === 0) return true;
    this.#places.get(connection)?.();
    const connections = this.#peers.get(key) ?? new Set();
    this.#peers.set(key, connections.add(connection));
    connection.addEventListener("close", () => connections.delete(connection), { once: true });
    if (connections.size > this.#limits.connectionsPerPeer) {
      connections.values().next().value!.abort(new NetworkError("PeerCrowds", "too many connections"));
    }
    return false;
  }
}

/** IP address of the remote end. */
export function hostOf(address: Multiaddr): string {
  return address.getComponents()[0]?.value ?? "";
}
