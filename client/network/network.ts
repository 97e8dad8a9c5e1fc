// The network between the companies' clients: a libp2p node with TCP, Noise and Yamux, and nothing
// else (no discovery, no relay, no publish-subscribe). Messages are pulled: whoever sees a digest
// on chain asks its sender for the message. So nothing needs to be resent after a restart, and a
// connection holds no state.
import { noise } from "@chainsafe/libp2p-noise";
import type { Connection, PeerId } from "@libp2p/interface";
import { tcp } from "@libp2p/tcp";
import { createLibp2p, type Libp2p } from "libp2p";
import type { Address, Hex } from "viem";
import { NetworkError } from "../errors.ts";
import type { ExchangeId } from "../round/exchange-id.ts";
import type { AddressBook } from "./address-book.ts";
import type { NetworkEvent } from "./events.ts";
import { fetchEnvelope } from "./fetch.ts";
import { MESSAGE_PROTOCOL } from "./frames.ts";
import { Gate, hostOf } from "./gate.ts";
import { keyOf, peerIdOf, privateKeyOf, publicKeyOf } from "./identity.ts";
import type { NetworkLimits } from "./limits.ts";
import { closingYamux } from "./muxer.ts";
import { PeerHosts } from "./peer-hosts.ts";
import { PeerQuota } from "./peer-quota.ts";
import { type MessageStore, serve } from "./serve.ts";

export interface NetworkInput {
  /** Seed of the Ed25519 key: 32 secret bytes. */
  readonly seed: Uint8Array;
  /** Multiaddrs to listen on, e.g. "/ip4/0.0.0.0/tcp/4001"; port 0 takes a free one. */
  readonly listen: readonly string[];
  readonly book: AddressBook;
  readonly store: MessageStore;
  readonly limits: NetworkLimits;
  /** A clock that never goes back, in milliseconds. */
  readonly now: () => number;
  readonly onEvent: (event: NetworkEvent) => void;
}

export interface FetchOptions {
  /** Largest envelope that is acceptable, in bytes. */
  readonly maxBytes: number;
  /** Ends the attempts; its reason is thrown. */
  readonly signal: AbortSignal;
  /** Called with the code of a failed attempt, if another one follows. */
  readonly onRetry?: (code: string) => void;
}

export interface Network {
  /** The key to register. */
  readonly key: Hex;
  /** Where the node listens, as multiaddrs without the peer's id. */
  readonly addresses: readonly string[];
  /**
   * The envelope of an exchange from the peer of `account`; retries until the peer has it. Throws
   * NetworkError "MessageRefused" when the peer says that the message is not for us, "FrameInvalid"
   * or "FrameTooLong" when it does not keep to the format, "NetworkClosed", or the signal's reason.
   * The envelope is not checked.
   */
  fetch(account: Address, id: ExchangeId, options: FetchOptions): Promise<Uint8Array>;
  /**
   * IP address or name at the remote end of the latest open connection with the peer of `account`;
   * null if there is none.
   */
  hostOf(account: Address): Promise<string | null>;
  /**
   * Whether a peer is known in this group of IP addresses (address-group.ts): it registered one of
   * them, or came from there.
   */
  isPeerHost(group: string): boolean;
  /** Ends all fetches and connections. */
  close(): Promise<void>;
}

/** Starts a node. Throws NetworkError "SeedLength" or "ListenFailed". */
export async function createNetwork(input: NetworkInput): Promise<Network> {
  const { book, store, limits, now, onEvent } = input;
  const hosts = new PeerHosts();
  const isPeerHost = (group: string) => book.isPeerHost(group) || hosts.has(group);
  const node = await createNode(input, new Gate({ book, isPeerHost, limits, now, onEvent }));
  const closing = new AbortController();
  const quota = new PeerQuota(limits, now);
  const serving = { book, store, limits, quota, signal: closing.signal };
  const isPeer = (key: Hex) =>
    book.accountsOf(key).then(
      ({ length }) => length > 0,
      () => false,
    );
  node.addEventListener("connection:open", async ({ detail: { remotePeer, remoteAddr, direction } }) => {
    closeOldest(node, remotePeer, limits);
    const key = keyOf(remotePeer);
    // Whoever came in is a peer; whom we dial need not be one yet.
    if (key !== null && (direction === "inbound" || (await isPeer(key)))) hosts.learn(key, hostOf(remoteAddr));
  });
  await node.handle(
    MESSAGE_PROTOCOL,
    async (stream, connection) => {
      try {
        onEvent({ type: "served", ...(await serve(stream, connection, serving)) });
      } catch (error) {
        const code = error instanceof NetworkError ? error.code : "StoreFailed";
        onEvent({ type: "reset", peer: keyOf(connection.remotePeer), code });
      }
    },
    { maxInboundStreams: 2 * limits.requestsAtOnce, maxOutboundStreams: limits.requestsAtOnce },
  );
  try {
    await node.start();
  } catch (error) {
    const text = `cannot listen on ${input.listen.join(", ")}: is the address this machine's, and the port free?`;
    throw new NetworkError("ListenFailed", text, { cause: error });
  }
  return {
    key: await publicKeyOf(input.seed),
    addresses: node.getMultiaddrs().map((address) => address.toString().replace(/\/p2p\/.*$/, "")),
    fetch: (account, id, { maxBytes, signal, onRetry = () => undefined }) =>
      fetchEnvelope(account, id, {
        node,
        book,
        limits,
        maxBytes,
        signal: AbortSignal.any([signal, closing.signal]),
        onRetry,
        onEvent,
      }),
    hostOf: async (account) => {
      const peer = await book.peerOf(account, false);
      const connection = peer === null ? undefined : node.getConnections(peerIdOf(peer.key)).at(-1);
      return connection === undefined ? null : hostOf(connection.remoteAddr);
    },
    isPeerHost,
    close: async () => {
      const reason = new NetworkError("NetworkClosed", "the network is closed");
      closing.abort(reason);
      // For the peers this is no worse than a crash, which they must tolerate anyway.
      for (const connection of node.getConnections()) connection.abort(reason);
      await node.stop();
    },
  };
}

async function createNode(input: NetworkInput, gate: Gate): Promise<Libp2p> {
  const { seed, listen, limits } = input;
  return createLibp2p({
    start: false,
    privateKey: await privateKeyOf(seed),
    addresses: { listen: [...listen] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [closingYamux()],
    connectionManager: {
      // No /dnsaddr: addresses come from the registry, not from a name server.
      resolvers: {},
      // These limits cannot tell a peer from a stranger; the gate limits connections instead.
      maxConnections: Number.POSITIVE_INFINITY,
      maxIncomingPendingConnections: Number.POSITIVE_INFINITY,
      inboundConnectionThreshold: Number.POSITIVE_INFINITY,
      inboundUpgradeTimeout: limits.handshakeMs,
    },
    // A peer that computes for a minute answers no pings but is still there; requests have time
    // limits of their own.
    connectionMonitor: { enabled: false },
    connectionGater: {
      denyInboundConnection: (connection) => gate.arrives(connection),
      denyInboundEncryptedConnection: (peer, connection) => gate.isStranger(peer, connection),
    },
  });
}

/** A peer that restarts leaves dead connections behind, so the newest ones are kept. */
function closeOldest(node: Libp2p, peer: PeerId, { connectionsPerPeer }: NetworkLimits): void {
  const byAge = (a: Connection, b: Connection) => a.timeline.open - b.timeline.open;
  const connections = node.getConnections(peer).toSorted(byAge);
  for (const connection of connections.slice(0, Math.max(0, connections.length - connectionsPerPeer))) {
    connection.abort(new NetworkError("PeerCrowds", "too many connections"));
  }
}
