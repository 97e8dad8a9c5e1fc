// Accepts the connections of sessions: one TLS 1.3 server for all sessions of a client, however
// many rounds it plays, so that one port is enough. A connection is accepted by the pre-shared key
// of its identity, which names session, epoch and both nodes; each identity is accepted once. Until
// it has proven the key, it holds a place that others may take from it
// (client/network/admission.ts).
import type { AddressInfo, Socket } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import { NetworkError } from "../errors.ts";
import { Admission, DEFAULT_ADMISSION, type Leave } from "../network/admission.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Arrival {
  /** Resolves with the connection that has proven the key. */
  readonly socket: Promise<TLSSocket>;
  /** No longer accepts this identity. */
  cancel(): void;
}

export interface SessionListener {
  readonly address: Address;
  expect(identity: string, key: Uint8Array): Arrival;
  /** Stops listening; open connections stay open. */
  close(): void;
}

export const SUITE = { minVersion: "TLSv1.3", maxVersion: "TLSv1.3", ciphers: "TLS_AES_128_GCM_SHA256" } as const;
/** How long a connection may take to prove its key, in milliseconds. */
export const HANDSHAKE_TIME = 5000;

interface Expected {
  readonly key: Uint8Array;
  readonly arrived: (socket: TLSSocket) => void;
}

/** How the listener tells peers from strangers before they have proven a key. */
export interface Callers {
  /** Whether a peer is known at these addresses (client/network/address-group.ts). */
  readonly isPeer: (group: string) => boolean;
  /** Called when a connection that had not proven its key made room for another. */
  readonly onDropped: () => void;
}

const NOBODY_KNOWN: Callers = { isPeer: () => false, onDropped: () => undefined };

/**
 * Listens on `port`; 0 takes a free one. Throws NetworkError "ListenFailed". Keeps the process
 * alive until it is closed.
 */
export async function listenForSessions(
  host: string,
  port: number,
  callers: Callers = NOBODY_KNOWN,
): Promise<SessionListener> {
  const admission = new Admission({ limits: DEFAULT_ADMISSION, ...callers });
  // By the remote end's address and port.
  const places = new Map<string, Leave>();
  const expected = new Map<string, Expected>();
  const claims = new WeakMap<TLSSocket, string>();
  const server = createServer({
    ...SUITE,
    handshakeTimeout: HANDSHAKE_TIME,
    pskCallback: (socket, identity) => {
      const known = expected.get(identity);
      if (known === undefined) return null;
      claims.set(socket, identity);
      return known.key;
    },
  });
  // Before TLS takes the socket over, and so before any data has arrived on it.
  server.prependListener("connection", (socket) => {
    const end = endOf(socket);
    places.set(
      end,
      admission.enter(socket.remoteAddress ?? "", () => socket.destroy()),
    );
    socket.once("close", () => {
      places.get(end)?.();
      places.delete(end);
    });
  });
  server.on("secureConnection", (socket) => {
    places.get(endOf(socket))?.();
    const identity = claims.get(socket) ?? "";
    const known = expected.get(identity);
    if (known === undefined) {
      socket.destroy();
      return;
    }
    expected.delete(identity);
    known.arrived(socket);
  });
  server.on("tlsClientError", (_, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => {
      const text = `cannot listen for sessions on ${host}, port ${port}: is it this machine's, and free?`;
      reject(new NetworkError("ListenFailed", text, { cause }));
    });
    server.listen(port, host, resolve);
  });
  return {
    address: { host, port: (server.address() as AddressInfo).port },
    expect: (identity, key) => {
      const { promise, resolve } = Promise.withResolvers<TLSSocket>();
      expected.set(identity, { key, arrived: resolve });
      return { socket: promise, cancel: () => void expected.delete(identity) };
    },
    close: () => void server.close(),
  };
}

function endOf({ remoteAddress, remotePort }: Pick<Socket, "remoteAddress" | "remotePort">): string {
  return `${remoteAddress} ${remotePort}`;
}
