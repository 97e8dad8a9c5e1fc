// The terms of rounds that this home opened, for the parties that the chain names: they ask for
// them as long as the round can be committed to.
import type { PublicClient } from "viem";
import { readParams, readState } from "../../chain/coordinator/read.ts";
import { watch } from "../../chain/watch/watch.ts";
import { type ConcordatError, InputError } from "../../errors.ts";
import type { Config } from "../../home/config.ts";
import type { HomePaths } from "../../home/paths.ts";
import { parseRoundKey } from "../../round/round-key.ts";
import { encodeTerms, type Terms } from "../../round/terms.ts";
import { keptRounds } from "../kept-rounds.ts";
import { checkedTerms } from "./open-rounds.ts";
import type { SharedTerms } from "./terms-message.ts";

export interface ShareInput {
  readonly paths: HomePaths;
  readonly config: Pick<Config, "coordinator" | "pollMs">;
  readonly publicClient: PublicClient;
  /** What is served, by round; rounds are added as they are opened. */
  readonly shared: Map<string, SharedTerms>;
  readonly signal: AbortSignal;
  /** Hears of a file that is not the round's on chain, once. */
  readonly onUnreadable: (error: ConcordatError) => void;
}

export function sharedTerms(terms: Terms): SharedTerms {
  return { accounts: terms.parties.map(({ account }) => account), terms: encodeTerms(terms) };
}

/** Looks until the signal aborts, and then returns. Throws ChainError that does not pass. */
export async function shareOpened({
  paths,
  config,
  publicClient,
  shared,
  signal,
  onUnreadable,
}: ShareInput): Promise<void> {
  const { coordinator, pollMs } = config;
  if (coordinator === null) return;
  const reader = { publicClient, coordinator, confirmations: 0 };
  const seen = new Set<string>();

  const share = async (key: string): Promise<void> => {
    const at = parseRoundKey(key, coordinator);
    if (at.coordinator !== coordinator) return;
    const { state, now } = await readState(reader, at.round);
    if (state.phase !== "committing" || now > state.deadline) return;
    // Other companies refuse what the chain has no digest of, and name this one.
    const terms = await checkedTerms(paths, { key, kept: "opened" }, await readParams(reader, at.round));
    if ("message" in terms) onUnreadable(new InputError("RoundFileInvalid", terms.message));
    else shared.set(key, sharedTerms(terms));
  };
  const poll = async (): Promise<void> => {
    for (const key of await keptRounds(paths, "opened")) {
      if (seen.has(key)) continue;
      await share(key);
      seen.add(key);
    }
  };
  try {
    for await (const _ of watch(poll, { pollMs, signal }));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
