// Channels carry the messages of a round's parties off chain. Engines do not know which kind of
// channel is used. The receiver asks for a message once its digest is on chain, and the sender
// keeps all its messages: nothing needs to be sent again after a restart on either side.
import { ProtocolError } from "../errors.ts";
import type { Turn } from "../round/digests.ts";
import { envelopeFor } from "../round/envelope.ts";
import type { ScheduledTurn } from "../round/schedule.ts";

/** One party's end of the channels to all others in one round. */
export interface Channel {
  /**
   * Makes this party's turn `step` available to its receivers, for as long as the client runs.
   */
  publish(step: number, envelope: Uint8Array): Promise<void>;
  /**
   * The envelope of turn `step` as its sender `from` gives it to this party, of at most `maxBytes`;
   * waits for a sender that cannot be reached. Throws ProtocolError naming the sender,
   * "FrameTooLong" among others, when it gives what cannot be the envelope, or the signal's reason
   * when it aborts.
   */
  fetch(step: number, from: number, maxBytes: number, signal: AbortSignal): Promise<Uint8Array>;
}

/** Throws ProtocolError "FrameTooLong" naming the sender. */
export function checkEnvelopeLength(length: number, { exchange, from }: Turn, maxBytes: number): void {
  if (length <= maxBytes) return;
  const text = `exchange ${exchange} of party ${from}: ${length} bytes where at most ${maxBytes} are expected`;
  throw new ProtocolError("FrameTooLong", text, from);
}

/**
 * Channels between `parties` parties in one process, for tests and the demo. Bytes are copied, as a
 * wire would; each party gets its own messages only. What is no envelope arrives as it is.
 */
export function connectInProcess(parties: number, schedule: readonly ScheduledTurn[]): readonly Channel[] {
  const published = new Map<number, Uint8Array>();
  const waiting = new Map<number, Set<() => void>>();
  const channelOf = (party: number): Channel => ({
    publish: async (step, envelope) => {
      published.set(step, envelope);
      for (const wake of waiting.get(step) ?? []) wake();
      waiting.delete(step);
    },
    fetch: (step, _from, maxBytes, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const wake = () => {
          signal.removeEventListener("abort", abort);
          try {
            const envelope = givenTo(party, schedule[step]!, published.get(step)!);
            checkEnvelopeLength(envelope.length, schedule[step]!, maxBytes);
            resolve(Uint8Array.from(envelope));
          } catch (error) {
            reject(error);
          }
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
  });
  return Array.from({ length: parties }, (_, party) => channelOf(party));
}

/** The envelope with the messages for `party` alone; bytes that are no envelope as they are. */
export function givenTo(party: number, turn: ScheduledTurn, bytes: Uint8Array): Uint8Array {
  try {
    return envelopeFor([party], turn, bytes);
  } catch (error) {
    if (error instanceof ProtocolError) return bytes;
    throw error;
  }
}
