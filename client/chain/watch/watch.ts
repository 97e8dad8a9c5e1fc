// Looking at something again and again, until a signal aborts: nothing else in this client polls or
// retries on a timer, but the outbox and dialling.
import { setTimeout as delay } from "node:timers/promises";
import { type ChainError, ConcordatError } from "../../errors.ts";
import { isPassing } from "../chain-error.ts";

/** How to wait for the chain. */
export interface Waiting {
  /** Milliseconds between two looks. */
  readonly pollMs: number;
  /** Ends the wait; its reason is thrown. */
  readonly signal: AbortSignal;
  /** Told of a trouble that passes, once while it lasts; the wait goes on. */
  readonly onTrouble?: (error: ChainError) => void;
}

/** Resolves after `milliseconds`. Rejects with the signal's reason. */
export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** What a look has shown; null when a trouble that passes kept it from showing anything. */
export type Look<T> = { readonly seen: T } | null;

export interface Watch<T> extends AsyncIterable<Look<T>> {
  /** Makes the next look come at once. */
  wake(): void;
}

/**
 * One look at once, and then one every `pollMs`. Throws what a look throws, unless it passes, and
 * the signal's reason. `ref` false: it does not keep the process alive.
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
 * The first thing that `choose` finds in what the looks show; null: not yet. Throws what a watch
 * and `choose` throw.
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
 * The result of `work`, which is tried again while what it throws passes: a node that restarts, an
 * account without funds.
 */
export async function retryPassing<T>(work: () => Promise<T>, waiting: Waiting): Promise<T> {
  return (await firstIn(watch(work, waiting), (look) => look)).seen;
}

/**
 * For what is read in a block that may be gone after a reorganisation: not to be tried again, but
 * to be looked for anew. Throws what does not pass.
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

/** Tells of a trouble when it comes, not each time that it is met while it lasts. */
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
