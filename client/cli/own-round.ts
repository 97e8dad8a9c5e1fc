// What this home has of a round of which its company shows something: a disclosure, or its share.
import type { Discloser } from "../app/disclose/public.ts";
import type { SealedInput } from "../app/disclose/sealed.ts";
import { requireAgreed } from "../app/not-agreed.ts";
import { sealingOf } from "../app/seal/load.ts";
import { type RoundSetup, setUpRound } from "../app/setup.ts";
import { callingThread } from "../crypto/paillier/pool.ts";
import type { HomeFolder } from "../home/home.ts";
import type { Keys } from "../home/keys.ts";
import type { Journal } from "../journal/journal.ts";
import { openOwnJournal } from "../journal/own-journal.ts";
import { roundJournal } from "../journal/round-journal.ts";
import { findRound } from "../journal/rounds.ts";
import { roundRandom } from "../play/drive/life.ts";
import { formatRoundKey, type RoundKey } from "../round/round-key.ts";
import type { GlobalOptions } from "./home.ts";
import { showReading } from "./live/stages.ts";

/** A round of this home. */
export interface RoundAtHome {
  readonly home: HomeFolder;
  readonly keys: Keys;
  readonly at: RoundKey;
  /** Of the command; says where progress is shown. */
  readonly options: Pick<GlobalOptions, "json">;
}

export interface OwnRound extends Discloser, Omit<SealedInput, "round" | "reader"> {
  readonly setup: Omit<RoundSetup, "sealing">;
}

/** Throws InputError "RoundUnknown", and as openOwnJournal and setUpRound do. */
export async function readOwnRound({ home: { paths, config }, keys, at, options }: RoundAtHome): Promise<OwnRound> {
  const { accepted, ...kept } = keptOf(await openOwnJournal(paths, keys), formatRoundKey(at));
  const id = { chainId: BigInt(config.chainId), coordinator: at.coordinator, round: at.round };
  const setup = await setUpRound(accepted, callingThread);
  return {
    ...{ id, party: accepted.party, random: roundRandom(keys.random, id), setup, ...kept },
    readSealing: async () =>
      (await showReading(options, (progress) => sealingOf(setup.terms, setup, { paths, progress })))!,
  };
}

/** Closes the journal. */
function keptOf(journal: Journal, key: string) {
  try {
    requireAgreed(journal, key);
    const kept = roundJournal(journal, key);
    return { accepted: findRound(journal, key)!, part: kept.part(), provedWith: kept.hasKnown() };
  } finally {
    journal.close();
  }
}
