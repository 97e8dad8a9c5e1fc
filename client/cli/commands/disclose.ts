// `concordat disclose`: what this company chooses to show an auditor or a bank: rows of a round
// with a public outcome, or single numbers of a sealed outcome. All else stays hidden.
import { connect } from "../../app/connect.ts";
import { discloseRows } from "../../app/disclose/public.ts";
import { discloseNumbers } from "../../app/disclose/sealed.ts";
import { namedWishes, type Wanted } from "../../app/disclose/wishes.ts";
import { InputError } from "../../errors.ts";
import type { Config } from "../../home/config.ts";
import { parseRoundKey } from "../../round/round-key.ts";
import { numberLines, plainNumbers, rowLines } from "../disclose-lines.ts";
import { type GlobalOptions, openHome, openKeys } from "../home.ts";
import { type OwnRound, type RoundAtHome, readOwnRound } from "../own-round.ts";
import { writeUserFile } from "../write-file.ts";

export interface DiscloseOptions extends GlobalOptions, Wanted {
  readonly out: string;
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

export interface Disclosure {
  /** The content of the file. */
  readonly text: string;
  /** What it shows, for programs. */
  readonly shown: object;
  /** What it shows and what not, for people; `file` is its name. */
  readonly lines: (file: string) => string[];
}

/** Writes nothing. Throws as `disclose` does. */
export async function makeDisclosure(round: RoundAtHome, wanted: Wanted): Promise<Disclosure> {
  const own = await readOwnRound(round);
  return own.setup.terms.sealed === null ? ofRows(own, wanted) : ofNumbers(own, wanted, round.home.config);
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

async function ofNumbers(own: OwnRound, wanted: Wanted, config: Config): Promise<Disclosure> {
  const { setup, id } = own;
  const wishes = namedWishes(setup, wanted);
  const { confirmations, preferFinalized = false } = config;
  const publicClient = await connect(config);
  const reader = { publicClient, coordinator: id.coordinator, confirmations, preferFinalized };
  const disclosed = await discloseNumbers({ ...own, round: id.round, reader }, wishes);
  const { decimals } = setup.agreement.round;
  return {
    text: disclosed.text,
    shown: { kind: disclosed.kind, numbers: plainNumbers(disclosed, decimals) },
    lines: (file) => numberLines(file, disclosed, decimals),
  };
}
