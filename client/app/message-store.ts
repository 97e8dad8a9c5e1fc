// Which of this company's messages a peer may have: those of rounds that both take part in, sent by
// this company, and meant for the peer.
import type { Address } from "viem";
import type { Journal } from "../journal/journal.ts";
import { roundJournal } from "../journal/round-journal.ts";
import { OFFER_STEP } from "../links/offer.ts";
import type { MessageStore } from "../network/serve.ts";
import type { Agreement } from "../round/agreement.ts";
import { formatRoundKey } from "../round/round-key.ts";

/** A round whose messages are served. */
export interface ServedRound {
  readonly party: number;
  readonly agreement: Pick<Agreement, "accounts" | "schedule">;
}

/** `rounds` by key; `offers`: this node's offers for sessions, by the key of their round. */
export function messageStore(
  journal: Journal,
  chainId: number,
  rounds: ReadonlyMap<string, ServedRound>,
  offers: ReadonlyMap<string, Uint8Array>,
): MessageStore {
  return {
    find: async (message, accounts) => {
      const key = formatRoundKey(message);
      const round = rounds.get(key);
      if (message.chainId !== BigInt(chainId) || round === undefined) return "unknown-round";
      if (message.step === OFFER_STEP) return offers.get(key) ?? "not-yet";
      const entry = round.agreement.schedule[message.step];
      const receives = (party: number) => entry !== undefined && (entry.to === null || entry.to === party);
      const parties = round.agreement.accounts.flatMap((account, party) => (has(accounts, account) ? [party] : []));
      if (entry?.from !== round.party || !parties.some(receives)) return "not-for-you";
      return roundJournal(journal, key).message(message.step) ?? "not-yet";
    },
  };
}

function has(accounts: readonly Address[], account: Address): boolean {
  return accounts.some((other) => other.toLowerCase() === account.toLowerCase());
}
