// `concordat shares`: each company's public share of a sealed optimum, as it stands on chain; with
// --post, this company's own, where its client could not post it.
import { checkSettings, commandOutbox, connect, sessionOf } from "../../app/connect.ts";
import { requireAgreed } from "../../app/not-agreed.ts";
import { sealingOf } from "../../app/seal/load.ts";
import { setUpRound } from "../../app/setup.ts";
import { postOwnShare } from "../../app/shares/own-share.ts";
import { shownShares } from "../../app/shares/shown-shares.ts";
import { readShares } from "../../chain/shares/read-shares.ts";
import { callingThread } from "../../crypto/paillier/pool.ts";
import { InputError } from "../../errors.ts";
import { openOwnJournal, readJournal } from "../../journal/own-journal.ts";
import { roundJournal } from "../../journal/round-journal.ts";
import { findRound } from "../../journal/rounds.ts";
import { roundRandom } from "../../play/drive/life.ts";
import { formatRoundKey, parseRoundKey, type RoundKey } from "../../round/round-key.ts";
import { decodeTerms, programOf } from "../../round/terms.ts";
import { type GlobalOptions, type Home, openHome, openKeys } from "../home.ts";
import { showReading } from "../live/stages.ts";
import { shareLines } from "../share-lines.ts";

export interface SharesOptions extends GlobalOptions {
  readonly post: boolean;
}

/**
 * Throws InputError "RoundUnknown", "SharesNotPublic" for a round whose terms have no public
 * shares, ChainError of reading, and with `post` as postOwnShare and sealingOf do, and InputError
 * "SharesNone" where the outcome is no optimum.
 */
export async function shares(name: string, options: SharesOptions): Promise<void> {
  const home = await openHome(options);
  const at = parseRoundKey(name, home.config.coordinator);
  const journal = await readJournal(home.paths);
  const accepted = requireAgreed(journal, formatRoundKey(at));
  journal.close();
  const terms = decodeTerms(accepted.terms);
  const contract = terms.sealed?.shares;
  if (contract === undefined)
    throw new InputError(
      "SharesNotPublic",
      `the terms of round ${name} make no shares public: \`concordat disclose\` shows a dual value to whom this company likes`,
    );
  if (options.post) await postOwn(at, contract, home, options);
  const publicClient = await connect(home.config);
  const found = await readShares(
    { publicClient },
    { shares: contract, round: at.round, parties: terms.parties.length },
  );
  const shown = shownShares(found, terms, programOf(terms));
  home.printer.result(shown, () => shareLines(shown));
}

/** The client may run meanwhile; two that post the same share post it once. */
async function postOwn(
  { coordinator, round }: RoundKey,
  contract: NonNullable<Home["config"]["shares"]>,
  home: Home,
  options: SharesOptions,
): Promise<void> {
  const { paths, config } = home;
  const keys = await openKeys(home, options);
  const journal = await openOwnJournal(paths, keys);
  const key = formatRoundKey({ coordinator, round });
  const accepted = findRound(journal, key)!;
  const kept = roundJournal(journal, key);
  const [part, provedWith] = [kept.part(), kept.hasKnown()];
  journal.close();
  const setup = await setUpRound(accepted, callingThread);
  const publicClient = await connect(config);
  await checkSettings(publicClient, config, keys);
  const outbox = commandOutbox(publicClient, config, keys);
  const done = await postOwnShare({
    ...{ shares: contract, setup, party: accepted.party, round, part, provedWith },
    session: sessionOf(publicClient, config, { account: keys.account, outbox, coordinator }),
    random: roundRandom(keys.random, { chainId: BigInt(config.chainId), coordinator, round }),
    readSealing: async () =>
      (await showReading(options, (progress) => sealingOf(setup.terms, setup, { paths, progress })))!,
    waiting: { pollMs: config.pollMs, signal: new AbortController().signal },
    patience: 0,
  });
  if (done === "no optimum")
    throw new InputError(
      "SharesNone",
      `the outcome of round ${round} is no optimum, so that there is nothing to share`,
    );
}
