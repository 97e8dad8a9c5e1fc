// Reports rounds on chain that name this company's account and that it has not agreed to, once
// each, so that its people can decide. Anybody can open as many such rounds as they pay for. So
// rounds are read in the background, a few at a time, from where the last life stopped, and of many
// invitations only a few are reported one by one.
import type { Address, PublicClient } from "viem";
import { readParams, readRoundCount } from "../chain/coordinator/read.ts";
import { watch } from "../chain/watch/watch.ts";
import type { Config } from "../home/config.ts";
import type { Keys } from "../home/keys.ts";
import type { Cursor } from "../journal/cursors.ts";
import { REPORT_EVERY_MS } from "../network/limits.ts";
import { summarise } from "../network/summary.ts";
import { formatRoundKey } from "../round/round-key.ts";
import type { ClientEvent } from "./events.ts";

export interface InvitationInput {
  readonly config: Pick<Config, "coordinator" | "pollMs">;
  readonly keys: { readonly account: Pick<Keys["account"], "address"> };
  readonly publicClient: PublicClient;
  /** The last round that was read. */
  readonly cursor: Cursor;
  /** Whether this company agreed to the round of this key. */
  readonly isAccepted: (key: string) => boolean;
  /** A clock that never goes back, in milliseconds. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: ClientEvent) => void;
  /** Hears of each such round, also of those that are not told one by one. */
  readonly onInvited: (round: bigint, parties: readonly Address[]) => void;
}

/** Rounds that are read at the same time. */
const BATCH = 8n;
/**
 * How many of the newest rounds are read when a journal is new: a company invited to an older one
 * has been told by other means.
 */
const WINDOW = 1_000n;
/** Invitations that are reported one by one in each REPORT_EVERY_MS. */
const MAX_REPORTED = 10;

/**
 * Polls until the signal aborts, and then returns. Throws HomeError, and any ChainError that is not
 * transient.
 */
export async function watchInvitations(input: InvitationInput): Promise<void> {
  const { config, publicClient, cursor, signal } = input;
  const { coordinator, pollMs } = config;
  if (coordinator === null) return;
  const reader = { publicClient, coordinator, confirmations: 0 };
  const own = input.keys.account.address.toLowerCase();
  const tell = teller(input);
  const partiesOf = async (round: bigint): Promise<readonly Address[]> => (await readParams(reader, round)).parties;

  /** Reads the next rounds; true if there are more. */
  const poll = async (): Promise<boolean> => {
    const last = await readRoundCount(reader);
    if (signal.aborted) return false;
    const oldest = last > WINDOW ? last - WINDOW : 0n;
    const seen = cursor.get() ?? oldest;
    // A reorganisation may have removed rounds.
    const from = seen < last ? seen : last;
    const count = last - from < BATCH ? last - from : BATCH;
    const rounds = Array.from({ length: Number(count) }, (_, i) => from + BigInt(i) + 1n);
    const parties = await Promise.all(rounds.map(partiesOf));
    if (signal.aborted) return false;
    for (const [i, round] of rounds.entries()) {
      const key = formatRoundKey({ coordinator, round });
      const named = parties[i]!.some((account) => account.toLowerCase() === own);
      if (!named || input.isAccepted(key)) continue;
      tell(key);
      input.onInvited(round, parties[i]!);
    }
    if (from + count !== seen) cursor.set(from + count);
    return from + count < last;
  };
  const polls = watch(poll, { pollMs, signal });
  try {
    for await (const found of polls) if (found?.seen) polls.wake();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Reports the first invitations of each minute one by one, and of the others only their number. */
function teller({ now, onEvent }: Pick<InvitationInput, "now" | "onEvent">): (round: string) => void {
  let since = Number.NEGATIVE_INFINITY;
  let told = 0;
  let last = "";
  const report = (rounds: number) => onEvent({ type: "invited-often", rounds, last });
  const often = summarise({ now, everyMs: REPORT_EVERY_MS, report });
  return (round) => {
    if (now() - since >= REPORT_EVERY_MS) {
      since = now();
      told = 0;
    }
    told += 1;
    last = round;
    if (told <= MAX_REPORTED) onEvent({ type: "invited", round });
    else often();
  };
}
