// What a peer may cost us in resources and time. All limits are in this one place, so that
// docs/wire.md and the code cannot differ.
import { type AdmissionLimits, DEFAULT_ADMISSION } from "./admission.ts";

export interface NetworkLimits {
  /** Limits for connections that have not authenticated. */
  readonly admission: AdmissionLimits;
  /**
   * Milliseconds in which an incoming connection must authenticate and negotiate the underlying
   * protocols.
   */
  readonly handshakeMs: number;
  /** Milliseconds for reaching a peer, over all its addresses. */
  readonly dialMs: number;
  /** Milliseconds for which a peer that is to send may send no byte. */
  readonly idleMs: number;
  /**
   * Milliseconds for a request of a peer, from the opening of its stream until the response is
   * delivered.
   */
  readonly sendMs: number;
  /** Milliseconds before the first retry of a fetch; doubles with each. */
  readonly retryFirstMs: number;
  readonly retryMaxMs: number;
  /** Connections of one peer; when there are more, the oldest are closed. */
  readonly connectionsPerPeer: number;
  /** Requests of one peer that are answered at the same time; further ones are reset. */
  readonly requestsAtOnce: number;
  /**
   * Requests of one peer per second in the long run, and at once after a pause; further ones are
   * answered "busy".
   */
  readonly requestsPerSecond: number;
  readonly requestBurst: number;
}

export const DEFAULT_LIMITS: NetworkLimits = {
  admission: DEFAULT_ADMISSION,
  handshakeMs: 5_000,
  dialMs: 10_000,
  idleMs: 30_000,
  sendMs: 600_000,
  retryFirstMs: 50,
  retryMaxMs: 5_000,
  connectionsPerPeer: 4,
  requestsAtOnce: 16,
  requestsPerSecond: 20,
  requestBurst: 200,
};

/** Milliseconds between two reports of the same nuisance by strangers. */
export const REPORT_EVERY_MS = 60_000;

/** Milliseconds before retry number `attempt` (0, 1, …): doubled each time, up to a cap. */
export function backoffMs(attempt: number, { retryFirstMs, retryMaxMs }: NetworkLimits): number {
  return Math.min(retryMaxMs, retryFirstMs * 2 ** attempt);
}
