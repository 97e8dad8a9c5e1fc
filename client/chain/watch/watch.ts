// Polls until a signal aborts. Elsewhere in this client, only the outbox, the fetching of messages
// and the dialling of sessions poll or retry on a timer.
import { setTimeout as delay } from "node:timers/promises";
import { type ChainError, ConcordatError } from "../../errors.ts";
import { isTransient } from "../chain-error.ts";

/** How to wait for the chain. */
export interface Waiting {
  /** Poll interval, in milliseconds. */
  readonly pollMs: number;
  /** Ends the wait; its reason is thrown. */
  readonly signal: AbortSignal;
  /** Called with a transient error, once while it lasts; the wait continues. */
  readonly onTransientError?: (error: ChainError) => void;
}

/** Resolves after `milliseconds`. Rejects with the signal's reason. */
export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** The result of one poll; null when a transient error prevented it. */
export type Poll<T> = { readonly seen: T } | null;

export interface Watch<T> extends AsyncIterable<Poll<T>> {
  /** Makes the next poll start at once. */
  wake(): void;
}

/**
 * Polls at once, and then every `pollMs`. Throws what `poll` throws, unless it is transient, and
 * the signal's reason. With `ref` false, the timer does not keep the process alive.
 */
export function watch<T>(poll: () => Promise<T>, { pollMs, signal, onTransientError }: Waiting, ref = true): Watch<T> {
  const reports = transientReports(onTransientError);
  let isAwake = false;
  let stopPause: (() => void) | null = null;
  const pause = () =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        stopPause = null;
        resolve();
      };
      const timer = setTimeout(end, pollMs);
      if (!ref) timer.unref();
      stopPause = end;
      signal.addEventListener("abort", end);
      if (signal.aborted) end();
    });
  const pollOnce = async (): Promise<Poll<T>> => {
    try {
      const seen = await poll();
      reports.clear();
      return { seen };
    } catch (error) {
      signal.throwIfAborted();
      if (!isTransient(error)) throw error;
      reports.report(error);
      return null;
    }
  };
  return {
    wake: () => {
      isAwake = true;
      stopPause?.();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        signal.throwIfAborted();
        isAwake = false;
        const seen = await pollOnce();
        signal.throwIfAborted();
        yield seen;
        if (!isAwake) await pause();
      }
    },
  };
}

/**
 * The first result of `choose` for a poll that is not null. Throws what a watch and `choose` throw.
 */
export async function firstIn<T, Found>(
  polls: Watch<T>,
  choose: (poll: Poll<T>) => Found | null | Promise<Found | null>,
): Promise<Found> {
  for await (const poll of polls) {
    const found = await choose(poll);
    if (found !== null) return found;
  }
  throw new ConcordatError("Unexpected", "a watch ended without being stopped: report this as a bug");
}

/**
 * The result of `work`, which is retried while its errors are transient: a node that restarts, an
 * account without funds.
 */
export async function retryTransient<T>(work: () => Promise<T>, waiting: Waiting): Promise<T> {
  return (await firstIn(watch(work, waiting), (poll) => poll)).seen;
}

/**
 * For reads in a block that may be gone after a reorganisation: instead of a retry, the caller
 * polls anew. Rethrows errors that are not transient.
 */
export function nullIfTransient(error: unknown): null {
  if (isTransient(error)) return null;
  throw error;
}

/** Rejects with the signal's reason when it aborts. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}

/** Reports a transient error when it first occurs, not each time that it recurs while it lasts. */
export function transientReports(onTransientError: Waiting["onTransientError"]): {
  report(error: ChainError): void;
  clear(): void;
} {
  let reported = "";
  return {
    report: (error) => {
      if (reported !== error.code) onTransientError?.(error);
      reported = error.code;
    },
    clear: () => {
      reported = "";
    },
  };
}
