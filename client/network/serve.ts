// Answers peers' requests: the connection's key proves who asks, and the store decides what they
// may have.
import type { Connection, Stream } from "@libp2p/interface";
import type { Address } from "viem";
import { NetworkError } from "../errors.ts";
import type { ExchangeId } from "../round/exchange-id.ts";
import type { AddressBook } from "./address-book.ts";
import { send } from "./ask.ts";
import type { Served } from "./events.ts";
import { decodeRequest, encodeResponse, REQUEST_BYTES, type Refusal } from "./frames.ts";
import { keyOf } from "./identity.ts";
import type { NetworkLimits } from "./limits.ts";
import type { PeerQuota } from "./peer-quota.ts";
import { readFrame } from "./read-frame.ts";

/** The envelopes that this node serves. */
export interface MessageStore {
  /**
   * The envelope of an exchange for a peer that holds the key of `accounts` (at least one), or why
   * it does not get it: only a party that receives something in it may have it.
   */
  find(id: ExchangeId, accounts: readonly Address[]): Promise<Uint8Array | Exclude<Refusal, "busy">>;
}

export interface ServeInput {
  readonly book: Pick<AddressBook, "accountsOf">;
  readonly store: MessageStore;
  readonly limits: NetworkLimits;
  readonly quota: PeerQuota;
  /** Stops serving. */
  readonly signal: AbortSignal;
}

const REQUEST_SHAPE = { headBytes: REQUEST_BYTES, lengthOf: () => REQUEST_BYTES };

/**
 * Answers the single request of a stream. On failure it resets the stream and throws NetworkError
 * "PeerUnknown" for a stranger, "PeerCrowds" for too many requests at once, "PeerSlow" for one that
 * takes longer than `sendMs` in all, what `readFrame`, `decodeRequest` and `send` throw, or what
 * the book or the store throws.
 */
export async function serve(stream: Stream, connection: Connection, input: ServeInput): Promise<Served> {
  const { book, limits, quota } = input;
  const late = new AbortController();
  const slow = () => late.abort(new NetworkError("PeerSlow", `not finished after ${limits.sendMs} ms`));
  const timer = setTimeout(slow, limits.sendMs);
  const signal = AbortSignal.any([input.signal, late.signal]);
  try {
    const peer = keyOf(connection.remotePeer);
    const accounts = peer === null ? [] : await book.accountsOf(peer);
    if (peer === null || accounts.length === 0) {
      throw new NetworkError("PeerUnknown", `${connection.remotePeer.toString()} is not a known peer`);
    }
    const entered = quota.enter(peer);
    if (entered === "crowd") throw new NetworkError("PeerCrowds", "too many requests at once");
    if (entered === "rate") {
      await send(stream, encodeResponse("busy"), signal);
      return { peer, status: "busy", bytes: 0 };
    }
    try {
      return { peer, ...(await answer(stream, accounts, { ...input, signal })) };
    } finally {
      quota.leave(peer);
    }
  } catch (error) {
    stream.abort(error instanceof Error ? error : new NetworkError("StreamLost", "the node stops"));
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function answer(
  stream: Stream,
  accounts: readonly Address[],
  { store, limits, signal }: ServeInput,
): Promise<Omit<Served, "peer">> {
  const request = decodeRequest(await readFrame(stream, REQUEST_SHAPE, { idleMs: limits.idleMs, signal }));
  const found = await store.find(request, accounts);
  await send(stream, encodeResponse(found), signal);
  return typeof found === "string" ? { status: found, bytes: 0 } : { status: "here", bytes: found.length };
}
