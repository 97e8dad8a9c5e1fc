// `concordat disclose`: what this company chooses to show an auditor or a bank: rows of a round
// with a public outcome, or single numbers of a sealed outcome. All else stays hidden.
import { connect } from "../../app/connect.ts";
import { type Discloser, discloseRows } from "../../app/disclose/public.ts";
import { discloseNumbers } from "../../app/disclose/sealed.ts";
import { namedWishes, type Wanted } from "../../app/disclose/wishes.ts";
import { requireAgreed } from "../../app/not-agreed.ts";
import { sealingOf } from "../../app/seal/load.ts";
import { type RoundSetup, setUpRound } from "../../app/setup.ts";
import { callingThread } from "../../crypto/paillier/pool.ts";
import { InputError } from "../../errors.ts";
import type { Keys } from "../../home/keys.ts";
import { openOwnJournal } from "../../journal/own-journal.ts";
import { roundJournal } from "../../journal/round-journal.ts";
import { findRound } from "../../journal/rounds.ts";
import { roundRandom } from "../../play/drive/life.ts";
import { formatRoundKey, parseRoundKey, type RoundKey } from "../../round/round-key.ts";
import { numberLines, plainNumbers, rowLines } from "../disclose-lines.ts";
import { type GlobalOptions, type Home, openHome, openKeys } from "../home.ts";
import { showReading } from "../live/stages.ts";
import { writeUserFile } from "../write-file.ts";

export interface DiscloseOptions extends GlobalOptions, Wanted {
  readonly out: string;
}

/** What the home has of the round. */
interface OwnRound extends Discloser {
  readonly home: DisclosingHome["home"];
  readonly setup: Omit<RoundSetup, "sealing">;
  /** What is kept of the proof of a sealed outcome. */
  readonly part: Uint8Array | null;
  /** Whether the journal has what only a company knows that made the proof with others. */
  readonly provedWith: boolean;
}

/**
 * Throws InputError "RoundUnknown", "OptionInvalid" for options that this kind of round or outcome
 * has no use for, "FileUnwritable" for `out`, and as `discloseRows`, `namedWishes`,
 * `discloseNumbers` and `sealingOf` do.
 */
export async function disclose(name: string, options: DiscloseOptions): Promise<void> {
  const home = await openHome(options);
  const at = parseRoundKey(name, home.config.coordinator);
  const keys = await openKeys(home, options);
  const { text, shown, lines } = await makeDisclosure({ home, keys, at, options }, options);
  await writeUserFile(options.out, text, 0o600);
  home.printer.result({ file: options.out, ...shown }, () => lines(options.out));
}

/** Whose disclosure of which round. */
export interface DisclosingHome {
  readonly home: Pick<Home, "paths" | "config">;
  readonly keys: Keys;
  readonly at: RoundKey;
  /** Of the command; says where progress is shown. */
  readonly options: Pick<GlobalOptions, "json">;
}

export interface Disclosure {
  /** The content of the file. */
  readonly text: string;
  /** What it shows, for programs. */
  readonly shown: object;
  /** What it shows and what not, for people; `file` is its name. */
  readonly lines: (file: string) => string[];
}

/** Writes nothing. Throws as `disclose` does. */
export async function makeDisclosure({ home, keys, at, options }: DisclosingHome, wanted: Wanted): Promise<Disclosure> {
  const key = formatRoundKey(at);
  const journal = await openOwnJournal(home.paths, keys);
  requireAgreed(journal, key);
  const accepted = findRound(journal, key)!;
  const kept = roundJournal(journal, key);
  const [part, provedWith] = [kept.part(), kept.hasKnown()];
  journal.close();
  const id = { chainId: BigInt(home.config.chainId), coordinator: at.coordinator, round: at.round };
  const random = roundRandom(keys.random, id);
  const own = {
    home,
    id,
    party: accepted.party,
    random,
    setup: await setUpRound(accepted, callingThread),
    part,
    provedWith,
  };
  return own.setup.terms.sealed === null ? ofRows(own, wanted) : ofNumbers(own, wanted, options);
}

function ofRows(own: OwnRound, wanted: Wanted): Disclosure {
  const { variable, dualValue } = wanted;
  if (variable.length > 0 || dualValue) {
    const text =
      "the outcome of this round is public, and so are its variables and dual values: disclose rows or costs";
    throw new InputError("OptionInvalid", text, { field: variable.length > 0 ? "--variable" : "--dual-value" });
  }
  const disclosure = discloseRows(own.setup, own, wanted);
  const shown = { rows: disclosure.rows.length, objective: disclosure.objective !== null };
  return {
    text: `${JSON.stringify(disclosure, null, 1)}\n`,
    shown,
    lines: (file) => rowLines(file, shown, disclosure.points.length),
  };
}

async function ofNumbers(
  { home, setup, id, ...own }: OwnRound,
  wanted: Wanted,
  options: DisclosingHome["options"],
): Promise<Disclosure> {
  const { terms, agreement } = setup;
  const wishes = namedWishes(setup, wanted);
  const { confirmations, preferFinalized = false } = home.config;
  const publicClient = await connect(home.config);
  const reader = { publicClient, coordinator: id.coordinator, confirmations, preferFinalized };
  const readSealing = async () =>
    (await showReading(options, (progress) => sealingOf(terms, setup, { paths: home.paths, progress })))!;
  const disclosed = await discloseNumbers({ ...own, setup, round: id.round, reader, readSealing }, wishes);
  const { decimals } = agreement.round;
  return {
    text: disclosed.text,
    shown: { kind: disclosed.kind, numbers: plainNumbers(disclosed, decimals) },
    lines: (file) => numberLines(file, disclosed, decimals),
  };
}
