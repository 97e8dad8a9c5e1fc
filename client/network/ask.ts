// One attempt to get an envelope from a peer: dial it under its registered key, send the request,
// read the answer.
import { type Stream, UnsupportedProtocolError } from "@libp2p/interface";
import type { Libp2p } from "libp2p";
import type { PeerRecord } from "../chain/registry/read-peer.ts";
import { ConcordatError, NetworkError } from "../errors.ts";
import type { ExchangeId } from "../round/exchange-id.ts";
import { addressesOf, parseAddresses } from "./addresses.ts";
import {
  decodeResponse,
  encodeRequest,
  MESSAGE_PROTOCOL,
  RESPONSE_HEAD,
  type Refusal,
  responseLength,
} from "./frames.ts";
import { peerIdOf } from "./identity.ts";
import type { NetworkLimits } from "./limits.ts";
import { readFrame } from "./read-frame.ts";

export interface AskInput {
  readonly node: Libp2p;
  readonly limits: NetworkLimits;
  readonly peer: PeerRecord;
  readonly id: ExchangeId;
  /** Largest envelope that is acceptable. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/**
 * The peer's answer. Throws NetworkError "PeerUnreachable" (nobody there, or somebody with another
 * key), "ProtocolUnsupported", "AddressInvalid", what `readFrame` throws, or the signal's reason.
 */
export async function ask(input: AskInput): Promise<Uint8Array | Refusal> {
  const { node, limits, peer, id, maxBytes, signal } = input;
  const stream = await open(input);
  try {
    const head = { headBytes: RESPONSE_HEAD, lengthOf: (bytes: Uint8Array) => responseLength(bytes, maxBytes) };
    const answer = readFrame(stream, head, { idleMs: limits.idleMs, signal });
    await Promise.all([answer, send(stream, encodeRequest(id), signal)]);
    return decodeResponse(await answer);
  } catch (error) {
    const reason = asError(error);
    stream.abort(reason);
    // A silent peer may be gone without having closed its connections: the next attempt dials anew.
    if (reason instanceof NetworkError && reason.code === "PeerSilent") {
      for (const connection of node.getConnections(peerIdOf(peer.key))) connection.abort(reason);
    }
    throw error;
  }
}

/**
 * Sends everything and ends our side of the stream. Throws NetworkError "StreamLost", or the
 * signal's reason.
 */
export async function send(stream: Stream, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  try {
    stream.send(bytes);
    await stream.close({ signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new NetworkError("StreamLost", "the stream was closed while sending", { cause: error });
  }
}

async function open({ node, limits, peer, signal }: AskInput): Promise<Stream> {
  const peerId = peerIdOf(peer.key);
  const addresses = addressesOf(peerId, parseAddresses(peer.addresses));
  try {
    // Without an address there may still be a connection that the peer opened.
    return await node.dialProtocol(addresses.length === 0 ? peerId : addresses, MESSAGE_PROTOCOL, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(limits.dialMs)]),
    });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UnsupportedProtocolError) {
      const text = `the peer does not speak ${MESSAGE_PROTOCOL}: it runs another version`;
      throw new NetworkError("ProtocolUnsupported", text, { cause: error });
    }
    throw new NetworkError("PeerUnreachable", `peer ${peerId.toString()} cannot be reached`, { cause: error });
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new ConcordatError("Aborted", String(error));
}
