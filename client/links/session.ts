// The connections of one session between node processes: for each pair, one link over TLS 1.3 with
// a pre-shared key and a fresh Diffie–Hellman exchange (AES-128-GCM). Of a pair, the node with the
// higher index dials. bench/transports.ts compares this with TCP, TLS 1.2 and libp2p's streams with
// Noise.
import { setTimeout as delay } from "node:timers/promises";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { untilAborted } from "../chain/watch/watch.ts";
import type { NodeLinks } from "../crypto/sharing/link.ts";
import { ProtocolError } from "../errors.ts";
import { identityOf, presharedKey, type SessionName } from "./identity.ts";
import { type Address, HANDSHAKE_TIME, type SessionListener, SUITE } from "./listener.ts";
import { SocketLink } from "./socket-link.ts";

export interface SessionOptions {
  readonly node: number;
  readonly name: SessionName;
  /** Per node, the secret of the link to it, 32 bytes; null for this node itself. */
  readonly secrets: readonly (Uint8Array | null)[];
  /** Accepts the nodes of a higher index. */
  readonly listener: Pick<SessionListener, "expect">;
}

/**
 * Links that end together: after `close`, the next `receive` at either end rejects with `PeerLost`,
 * once everything sent before has been received.
 */
export interface SessionLinks {
  readonly links: NodeLinks;
  /** Ends one of them at once. */
  drop(peer: number): void;
  close(): void;
}

export interface SessionEndpoint {
  /**
   * Resolves with links to all others, once all are connected; entry j of `addresses` is node j's.
   * Peers without the key are ignored, and dialling continues until `signal` aborts; then it
   * rejects with the signal's reason, and open links are destroyed. Call it once.
   */
  connect(addresses: readonly Address[], signal: AbortSignal): Promise<SessionLinks>;
}

/** Pauses between attempts to dial, in milliseconds. */
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 1000;

/** Accepts nodes of a higher index from now on. */
export function openSession({ node, name, secrets, listener }: SessionOptions): SessionEndpoint {
  const arrivals = secrets.map((secret, peer) => {
    if (secret === null || peer < node) return null;
    const identity = identityOf(name, peer, node);
    return listener.expect(identity, presharedKey(secret, identity));
  });
  const linkTo = async (
    peer: number,
    addresses: readonly Address[],
    signal: AbortSignal,
  ): Promise<SocketLink | null> => {
    const secret = secrets[peer]!;
    if (secret === null) return null;
    const arrival = arrivals[peer]!;
    if (arrival !== null) return linkOver(await arrival.socket, peer);
    const address = addresses[peer];
    if (address === undefined) throw new ProtocolError("AddressMissing", `no address of node ${peer}`, peer);
    const identity = identityOf(name, node, peer);
    return linkOver(await dial(address, identity, presharedKey(secret, identity), signal), peer);
  };
  return {
    connect: async (addresses, signal) => {
      const links = secrets.map((_, peer) => linkTo(peer, addresses, signal));
      try {
        return together(await Promise.race([Promise.all(links), untilAborted(signal)]), signal);
      } catch (error) {
        for (const link of links) link.then((open) => open?.destroy()).catch(() => {});
        throw error;
      } finally {
        for (const arrival of arrivals) arrival?.cancel();
      }
    },
  };
}

/** Dials until the peer answers and has the key. Rejects with the signal's reason. */
async function dial(address: Address, identity: string, psk: Uint8Array, signal: AbortSignal): Promise<TLSSocket> {
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    signal.throwIfAborted();
    try {
      return await attempt(address, identity, psk);
    } catch {
      await delay(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

function attempt({ host, port }: Address, identity: string, psk: Uint8Array): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      ...SUITE,
      host,
      port,
      timeout: HANDSHAKE_TIME,
      pskCallback: () => ({ psk, identity }),
      // No certificate is trusted: the key is the only proof.
      ca: [],
      checkServerIdentity: () => new Error("a certificate where the key is due"),
    });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.once("error", fail);
    socket.once("close", () => reject(new Error("closed during the handshake")));
    socket.once("timeout", () => fail(new Error("no answer")));
    socket.once("secureConnect", () => {
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

function linkOver(socket: TLSSocket, peer: number): SocketLink {
  socket.setNoDelay();
  return new SocketLink(socket, peer);
}

function together(links: readonly (SocketLink | null)[], signal: AbortSignal): SessionLinks {
  const destroy = () => {
    for (const link of links) link?.destroy();
  };
  signal.addEventListener("abort", destroy, { once: true });
  return {
    links,
    drop: (peer) => links[peer]?.destroy(),
    close: () => {
      signal.removeEventListener("abort", destroy);
      for (const link of links) link?.end();
    },
  };
}
