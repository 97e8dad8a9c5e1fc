// Fetches an envelope from a peer that may be offline, restarting, moving or not ready yet: it
// retries at growing intervals, and reads the registry again before each retry.
import { setTimeout as delay } from "node:timers/promises";
import type { Libp2p } from "libp2p";
import type { Address } from "viem";
import { ChainError, NetworkError } from "../errors.ts";
import type { ExchangeId } from "../round/exchange-id.ts";
import type { AddressBook } from "./address-book.ts";
import { ask } from "./ask.ts";
import type { NetworkEvent } from "./events.ts";
import type { Refusal } from "./frames.ts";
import { backoffMs, type NetworkLimits } from "./limits.ts";

export interface FetchInput {
  readonly node: Libp2p;
  readonly book: Pick<AddressBook, "peerOf">;
  readonly limits: NetworkLimits;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  readonly onRetry: (code: string) => void;
  readonly onEvent: (event: NetworkEvent) => void;
}

/** Codes of errors that a retry may overcome. */
const PASSING = new Set([
  "PeerUnknown",
  "AddressInvalid",
  "PeerUnreachable",
  "ProtocolUnsupported",
  "PeerSilent",
  "StreamLost",
  "MessageNotYet",
  "RoundUnknown",
  "PeerBusy",
]);

const REFUSALS: Readonly<Record<Refusal, readonly [code: string, text: string]>> = {
  "not-yet": ["MessageNotYet", "the peer does not have the message yet"],
  "not-for-you": ["MessageRefused", "the peer says that the message is not for us"],
  "unknown-round": ["RoundUnknown", "the peer does not know the round"],
  busy: ["PeerBusy", "the peer asks us to come back later"],
};

/** See `Network.fetch`. */
export async function fetchEnvelope(account: Address, id: ExchangeId, input: FetchInput): Promise<Uint8Array> {
  const { limits, signal, onRetry, onEvent } = input;
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    try {
      const envelope = await attemptOnce(account, id, attempt > 0, input);
      onEvent({ type: "fetched", account, bytes: envelope.length });
      return envelope;
    } catch (error) {
      signal.throwIfAborted();
      const passes = error instanceof ChainError || (error instanceof NetworkError && PASSING.has(error.code));
      if (!passes) throw error;
      const delayMs = backoffMs(attempt, limits);
      onRetry(error.code);
      onEvent({ type: "retry", account, code: error.code, delayMs });
      await delay(delayMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

async function attemptOnce(
  account: Address,
  id: ExchangeId,
  fresh: boolean,
  { node, book, limits, maxBytes, signal }: FetchInput,
): Promise<Uint8Array> {
  const peer = await book.peerOf(account, fresh);
  if (peer === null) throw new NetworkError("PeerUnknown", `${account} has not registered a peer`);
  const answer = await ask({ node, limits, peer, id, maxBytes, signal });
  if (typeof answer !== "string") return answer;
  throw new NetworkError(...REFUSALS[answer]);
}
