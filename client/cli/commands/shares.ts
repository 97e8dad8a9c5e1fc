// `concordat shares`: each company's public share of a sealed optimum, as it stands on chain; with
// --post, this company's own, where its client could not post it.
import type { Address } from "viem";
import { checkSettings, commandOutbox, connect, sessionOf } from "../../app/connect.ts";
import { requireAgreed } from "../../app/not-agreed.ts";
import { postOwnShare } from "../../app/shares/own-share.ts";
import { type ShownShares, shownShares } from "../../app/shares/shown-shares.ts";
import { readShares } from "../../chain/shares/read-shares.ts";
import { InputError } from "../../errors.ts";
import type { HomeFolder } from "../../home/home.ts";
import type { Journal } from "../../journal/journal.ts";
import { readJournal } from "../../journal/own-journal.ts";
import type { RoundNote } from "../../journal/rounds.ts";
import { formatRoundKey, parseRoundKey, type RoundKey } from "../../round/round-key.ts";
import { decodeTerms, programOf, type Terms } from "../../round/terms.ts";
import { type GlobalOptions, openHome, openKeys } from "../home.ts";
import { type RoundAtHome, readOwnRound } from "../own-round.ts";
import { shareLines } from "../share-lines.ts";

export interface SharesOptions extends GlobalOptions {
  readonly post: boolean;
}

/** Throws as readShown does, and with `post` as postOwn. */
export async function shares(name: string, options: SharesOptions): Promise<void> {
  const home = await openHome(options);
  const at = parseRoundKey(name, home.config.coordinator);
  if (options.post)
    await postOwn({ home, keys: await openKeys(home, options), at, options }, new AbortController().signal);
  const { shown } = await readShown(at, home);
  home.printer.result(shown, () => shareLines(shown));
}

/**
 * The shares of a round as they stand in the newest block, and this company's place among them.
 * Throws InputError "RoundUnknown", "SharesNotPublic" for a round whose terms have no public
 * shares, and ChainError of reading.
 */
export async function readShown(
  at: RoundKey,
  { paths, config }: HomeFolder,
): Promise<{ readonly shown: ShownShares; readonly party: number }> {
  const journal = await readJournal(paths);
  const { party, ...accepted } = readAgreed(journal, formatRoundKey(at));
  const terms = decodeTerms(accepted.terms);
  const of = { shares: contractOf(terms, at), round: at.round, parties: terms.parties.length };
  const found = await readShares({ publicClient: await connect(config) }, of);
  return { shown: shownShares(found, terms, programOf(terms)), party };
}

/** Closes the journal. Throws InputError "RoundUnknown". */
function readAgreed(journal: Journal, key: string): RoundNote {
  try {
    return requireAgreed(journal, key);
  } finally {
    journal.close();
  }
}

/** Throws InputError "SharesNotPublic". */
function contractOf({ sealed }: Terms, { round }: RoundKey): Address {
  if (sealed?.shares !== undefined) return sealed.shares;
  throw new InputError(
    "SharesNotPublic",
    `the terms of round ${round} make no shares public: \`concordat disclose\` shows a dual value to whom this company likes`,
  );
}

/**
 * Posts this company's share, and returns once it is in a block that the client acts upon; until
 * `signal` aborts. The client may run meanwhile; two that post the same share post it once. Throws
 * InputError "RoundUnknown", "SharesNotPublic" and, where the outcome is no optimum, "SharesNone";
 * and as postOwnShare and sealingOf do.
 */
export async function postOwn(round: RoundAtHome, signal: AbortSignal): Promise<void> {
  const { at, keys } = round;
  const { config } = round.home;
  const own = await readOwnRound(round);
  const shares = contractOf(own.setup.terms, at);
  const publicClient = await connect(config);
  await checkSettings(publicClient, config, keys);
  const outbox = commandOutbox(publicClient, config, keys);
  const done = await postOwnShare({
    ...{ ...own, shares, round: at.round, patience: 0, waiting: { pollMs: config.pollMs, signal } },
    session: sessionOf(publicClient, config, { account: keys.account, outbox, coordinator: at.coordinator }),
  });
  if (done === "no optimum")
    throw new InputError(
      "SharesNone",
      `the outcome of round ${at.round} is no optimum, so that there is nothing to share`,
    );
}
