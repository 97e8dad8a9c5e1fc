// Which rounds this company is invited to and has no terms of, and when to ask for them. Anybody
// can invite anybody: so strangers' rounds wait behind those of companies that this home has dealt
// with, and only so many wait at all; what finds no place goes by file.
import type { Address } from "viem";
import { isTransient } from "../../chain/chain-error.ts";
import { readParams, readRoundCount, readState } from "../../chain/coordinator/read.ts";
import { watch } from "../../chain/watch/watch.ts";
import { formatRoundKey } from "../../round/round-key.ts";
import { hasTerms } from "../kept-rounds.ts";
import { type AskInput, askForTerms } from "./ask-for-terms.ts";

export interface FetchTermsInput extends AskInput {
  /** Whether this company agreed to the round of this key. */
  readonly isAccepted: (key: string) => boolean;
  /** Whether this home has a round with the account. */
  readonly isKnown: (account: Address) => boolean;
  /** A clock that never goes back, in milliseconds. */
  readonly now: () => number;
}

/** Rounds that are looked for after a start: those before are over, or go by file. */
const WINDOW = 256n;
/** Rounds that are read from the chain at the same time. */
const BATCH = 8n;
/** Rounds whose terms may be missing at the same time. */
const MAX_WAITING = 64;
/** Of those, for how many clients are asked at the same time: of strangers' rounds, and of all. */
const STRANGERS_AT_ONCE = 2;
const AT_ONCE = 4;
/** Milliseconds before the second time, doubled each time up to a most. */
const AGAIN_FIRST_MS = 2_000;
const AGAIN_MOST_MS = 600_000;

interface Waiting {
  readonly round: bigint;
  readonly isKnown: boolean;
  attempts: number;
  notBefore: number;
}

export interface TermsFetcher {
  /** This company is invited to `round`, whose parties these are. */
  invite(round: bigint, parties: readonly Address[]): void;
  /** Fetches until the signal aborts, and then returns. Throws HomeError, ChainError that stays. */
  run(): Promise<void>;
}

export function termsFetcher(input: FetchTermsInput): TermsFetcher {
  const { paths, config, account, publicClient, isAccepted, isKnown, now, signal } = input;
  const { coordinator, pollMs } = config;
  const reader = { publicClient, coordinator, confirmations: 0 };
  const waiting = new Map<bigint, Waiting>();
  const keyOf = (round: bigint) => formatRoundKey({ coordinator, round });
  const isOwn = (other: Address) => other.toLowerCase() === account.toLowerCase();

  const invite = (round: bigint, parties: readonly Address[]): void => {
    const known = parties.some((other) => !isOwn(other) && isKnown(other));
    if (waiting.has(round)) return;
    if (waiting.size >= MAX_WAITING) {
      const stranger = [...waiting.values()].find((other) => !other.isKnown);
      if (!known || stranger === undefined) return;
      waiting.delete(stranger.round);
    }
    waiting.set(round, { round, isKnown: known, attempts: 0, notBefore: 0 });
  };

  /** The next round before this life that is still to be looked at; the last one to look at. */
  let next: bigint | null = null;
  let last = 0n;
  /** What an earlier life saw, and has not fetched. Returns whether there is more. */
  const lookBack = async (): Promise<boolean> => {
    if (next === null) {
      last = await readRoundCount(reader);
      next = last > WINDOW ? last - WINDOW + 1n : 1n;
    }
    const until = next + BATCH - 1n < last ? next + BATCH - 1n : last;
    const rounds = Array.from({ length: Number(until - next + 1n) }, (_, i) => next! + BigInt(i));
    await Promise.all(
      rounds.map(async (round) => {
        if (isAccepted(keyOf(round))) return;
        const { parties } = await readParams(reader, round);
        if (parties.some(isOwn)) invite(round, parties);
      }),
    );
    next = until + 1n;
    return next <= last;
  };

  const isDone = async (one: Waiting): Promise<boolean> => {
    const key = keyOf(one.round);
    const { state, now: time } = await readState(reader, one.round);
    if (state.phase !== "committing" || time > state.deadline || isAccepted(key)) return true;
    const params = await readParams(reader, one.round);
    return (await hasTerms(paths, key, params.terms)) || askForTerms(one, params, input);
  };
  const tryOne = async (one: Waiting): Promise<void> => {
    if ((await isDone(one).catch(falseIfTransient)) === true) {
      waiting.delete(one.round);
      return;
    }
    one.notBefore = now() + Math.min(AGAIN_MOST_MS, AGAIN_FIRST_MS * 2 ** one.attempts);
    one.attempts += 1;
  };

  const running = new Map<Waiting, Promise<void>>();
  /** Those whose turn it is, as many as there is room for. */
  const startDue = (fail: (error: unknown) => void): void => {
    const due = [...waiting.values()]
      .filter((one) => one.notBefore <= now() && !running.has(one))
      .sort((a, b) => Number(b.isKnown) - Number(a.isKnown) || a.attempts - b.attempts);
    for (const one of due) {
      const strangers = [...running.keys()].filter(({ isKnown: known }) => !known).length;
      if (running.size >= AT_ONCE || (!one.isKnown && strangers >= STRANGERS_AT_ONCE)) return;
      const work = tryOne(one)
        .catch(fail)
        .finally(() => running.delete(one));
      running.set(one, work);
    }
  };

  return {
    invite,
    run: async () => {
      let failure: unknown = null;
      const fail = (error: unknown) => {
        failure ??= error;
      };
      const poll = async () => {
        if (failure !== null) throw failure;
        const isMore = (next === null || next <= last) && (await lookBack());
        startDue(fail);
        return isMore;
      };
      const polls = watch(poll, { pollMs, signal });
      try {
        for await (const seen of polls) if (seen?.seen) polls.wake();
      } catch (error) {
        await Promise.allSettled(running.values());
        if (!signal.aborted) throw error;
      }
    },
  };
}

function falseIfTransient(error: unknown): false {
  if (isTransient(error)) return false;
  throw error;
}
