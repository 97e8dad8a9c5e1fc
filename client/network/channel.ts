// Channels carry the messages of a round's parties off chain. Engines do not know which kind of
// channel is used. The receiver asks for a message once its digest is on chain, and the sender
// keeps all its messages: nothing needs to be sent again after a restart on either side.
import { ProtocolError } from "../errors.ts";

/** One party's end of the channels to all others in one round. */
export interface Channel {
  /** Makes a message of this party available to its receivers, for as long as the client runs. */
  publish(step: number, envelope: Uint8Array): Promise<void>;
  /**
   * The envelope of `step` as its sender `from` delivers it, of at most `maxBytes`; waits while the
   * sender cannot be reached. Throws ProtocolError naming the sender, "FrameTooLong" among others,
   * when the sender delivers bytes that cannot be the envelope, or the signal's reason when it
   * aborts.
   */
  fetch(step: number, from: number, maxBytes: number, signal: AbortSignal): Promise<Uint8Array>;
}

/** Throws ProtocolError "FrameTooLong" naming the sender. */
export function checkEnvelopeLength(length: number, step: number, from: number, maxBytes: number): void {
  if (length <= maxBytes) return;
  const text = `step ${step} from party ${from}: ${length} bytes where at most ${maxBytes} are expected`;
  throw new ProtocolError("FrameTooLong", text, from);
}

/**
 * Channels between `parties` parties in one process, for tests and the demo. Bytes are copied, as a
 * network would copy them.
 */
export function connectInProcess(parties: number): readonly Channel[] {
  const published = new Map<number, Uint8Array>();
  const waiting = new Map<number, Set<() => void>>();
  const channel: Channel = {
    publish: async (step, envelope) => {
      published.set(step, envelope);
      for (const wake of waiting.get(step) ?? []) wake();
      waiting.delete(step);
    },
    fetch: (step, from, maxBytes, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const wake = () => {
          signal.removeEventListener("abort", abort);
          const envelope = published.get(step)!;
          try {
            checkEnvelopeLength(envelope.length, step, from, maxBytes);
          } catch (error) {
            return reject(error);
          }
          resolve(Uint8Array.from(envelope));
        };
        const abort = () => {
          waiting.get(step)?.delete(wake);
          reject(signal.reason);
        };
        if (published.has(step)) return wake();
        signal.addEventListener("abort", abort, { once: true });
        const others = waiting.get(step) ?? new Set();
        waiting.set(step, others.add(wake));
      }),
  };
  return Array.from({ length: parties }, () => channel);
}
