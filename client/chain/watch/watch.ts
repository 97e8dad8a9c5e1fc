// Polls until a signal aborts. Elsewhere in this client, only the outbox, the fetching of messages
// and the dialling of sessions poll or retry on a timer.
import { setTimeout as delay } from "node:timers/promises";
import { type ChainError, ConcordatError } from "../../errors.ts";
import { isPassing } from "../chain-error.ts";

/** How to wait for the chain. */
export interface Waiting {
  /** Poll interval, in milliseconds. */
  readonly pollMs: number;
  /** Ends the wait; its reason is thrown. */
  readonly signal: AbortSignal;
  /** Called with a transient error, once while it lasts; the wait continues. */
  readonly onTrouble?: (error: ChainError) => void;
}

/** Resolves after `milliseconds`. Rejects with the signal's reason. */
export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** The result of one poll; null when a transient error prevented it. */
export type Look<T> = { readonly seen: T } | null;

export interface Watch<T> extends AsyncIterable<Look<T>> {
  /** Makes the next poll start at once. */
  wake(): void;
}

/**
 * Polls at once, and then every `pollMs`. Throws what `look` throws, unless it is transient, and
 * the signal's reason. With `ref` false, the timer does not keep the process alive.
 */
export function watch<T>(look: () => Promise<T>, { pollMs, signal, onTrouble }: Waiting, ref = true): Watch<T> {
  const troubles = createTroubles(onTrouble);
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
  const lookOnce = async (): Promise<Look<T>> => {
    try {
      const seen = await look();
      troubles.over();
      return { seen };
    } catch (error) {
      signal.throwIfAborted();
      if (!isPassing(error)) throw error;
      troubles.tell(error);
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
        const seen = await lookOnce();
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
  looks: Watch<T>,
  choose: (look: Look<T>) => Found | null | Promise<Found | null>,
): Promise<Found> {
  for await (const look of looks) {
    const found = await choose(look);
    if (found !== null) return found;
  }
  throw new ConcordatError("Unexpected", "a watch ended without being stopped: report this as a bug");
}

/**
 * The result of `work`, which is retried while its errors are transient: a node that restarts, an
 * account without funds.
 */
export async function retryPassing<T>(work: () => Promise<T>, waiting: Waiting): Promise<T> {
  return (await firstIn(watch(work, waiting), (look) => look)).seen;
}

/**
 * For reads in a block that may be gone after a reorganisation: instead of a retry, the caller
 * polls anew. Rethrows errors that are not transient.
 */
export function nullIfPassing(error: unknown): null {
  if (isPassing(error)) return null;
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
export function createTroubles(onTrouble: Waiting["onTrouble"]): { tell(error: ChainError): void; over(): void } {
  let told = "";
  return {
    tell: (error) => {
      if (told !== error.code) onTrouble?.(error);
      told = error.code;
    },
    over: () => {
      told = "";
    },
  };
}
