// Rounds on chain that name this company's account and that it has not agreed to: told once each, for its people to decide.
import type { PublicClient } from "viem";
import { readParams, readRoundCount } from "../../chain/read.ts";
import type { Config } from "../home/config.ts";
import type { Keys } from "../home/keys.ts";
import type { AcceptedRound } from "../journal/rounds.ts";
import type { ClientEvent } from "./events.ts";
import { formatRoundKey } from "./round-key.ts";

export interface InvitationInput {
  readonly config: Config;
  readonly keys: Keys;
  readonly onEvent: (event: ClientEvent) => void;
}

/** Call it now and then with the rounds that were agreed to. */
export function watchInvitations(
  { config, keys, onEvent }: InvitationInput,
  publicClient: PublicClient,
): (accepted: readonly Pick<AcceptedRound, "key">[]) => Promise<void> {
  const { coordinator } = config;
  const reader = { publicClient, coordinator: coordinator ?? "0x", confirmations: 0 } as const;
  const own = keys.account.address.toLowerCase();
  let seen = 0n;
  return async (accepted) => {
    if (coordinator === null) return;
    const known = new Set(accepted.map(({ key }) => key));
    for (const last = await readRoundCount(reader); seen < last; seen++) {
      const round = seen + 1n;
      const key = formatRoundKey({ coordinator, round });
      const { parties } = await readParams(reader, round);
      if (!known.has(key) && parties.some((account) => account.toLowerCase() === own))
        onEvent({ type: "invited", round: key });
    }
  };
}
