// Which of this company's messages a peer may have: those of rounds that both take part in, sent by
// this company, and meant for the peer.
import type { Address } from "viem";
import type { Journal } from "../journal/journal.ts";
import { roundJournal } from "../journal/round-journal.ts";
import { OFFER_EXCHANGE } from "../links/offer.ts";
import type { MessageStore } from "../network/serve.ts";
import type { Agreement } from "../round/agreement.ts";
import { envelopeFor } from "../round/envelope.ts";
import { formatRoundKey } from "../round/round-key.ts";
import { receives } from "../round/schedule.ts";
import { type SharedTerms, TERMS_EXCHANGE } from "./invite/terms-message.ts";

/** A round whose messages are served. */
export interface ServedRound {
  readonly party: number;
  readonly agreement: Pick<Agreement, "accounts" | "schedule">;
}

/** What is served, by the key of the round. */
export interface Served {
  readonly rounds: ReadonlyMap<string, ServedRound>;
  /** For sessions. */
  readonly offers: ReadonlyMap<string, Uint8Array>;
  /** For those who are invited. */
  readonly shared: ReadonlyMap<string, SharedTerms>;
}

export function messageStore(journal: Journal, chainId: number, { rounds, offers, shared }: Served): MessageStore {
  return {
    find: async (message, accounts) => {
      const key = formatRoundKey(message);
      if (message.chainId !== BigInt(chainId)) return "unknown-round";
      if (message.exchange === TERMS_EXCHANGE) return termsFor(accounts, shared.get(key));
      const round = rounds.get(key);
      if (round === undefined) return "unknown-round";
      if (message.exchange === OFFER_EXCHANGE) return offers.get(key) ?? "not-yet";
      const { accounts: known, schedule } = round.agreement;
      const step = schedule.findIndex(({ exchange, from }) => exchange === message.exchange && from === round.party);
      const parties = known.flatMap((account, party) => (has(accounts, account) ? [party] : []));
      if (step < 0 || !parties.some((party) => receives(schedule[step]!, party))) return "not-for-you";
      const envelope = roundJournal(journal, key).message(step);
      return envelope === null ? "not-yet" : envelopeFor(parties, schedule[step]!, envelope);
    },
  };
}

function termsFor(accounts: readonly Address[], shared: SharedTerms | undefined) {
  if (shared === undefined) return "unknown-round";
  return shared.accounts.some((account) => has(accounts, account)) ? shared.terms : "not-for-you";
}

function has(accounts: readonly Address[], account: Address): boolean {
  return accounts.some((other) => other.toLowerCase() === account.toLowerCase());
}
