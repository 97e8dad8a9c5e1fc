// Opening and joining rounds on a chain, as the commands `open` and `join` do: the company's home
// folder (made by `concordat init`) holds settings, keys and journal, so that a process may end at
// any moment and the next one goes on.
import { agreeToRound } from "../app/agree.ts";
import type { CompanyOutcome } from "../app/company-outcome.ts";
import { type PlainEvent, plainEvent } from "../app/observe/plain-event.ts";
import { openFromSpec } from "../app/open-round.ts";
import { keptOutcome } from "../app/round-files.ts";
import { runClient } from "../app/run-client.ts";
import { DEFAULT_EPOCHS } from "../engines/mpc/epochs.ts";
import { ProtocolError } from "../errors.ts";
import { openHomeFolder } from "../home/home.ts";
import { readKeys } from "../home/keys.ts";
import { openJournal } from "../journal/journal.ts";
import { readFaultNote } from "../journal/round-journal.ts";
import { journalKey } from "../journal/seal.ts";
import { checkArguments, JOIN_OPTIONS, OPEN_OPTIONS } from "./arguments.ts";

/** A company's home folder, and what opens it. */
export interface HomeOptions {
  /** The company's folder; CONCORDAT_HOME, or ~/.concordat, unless given. */
  readonly home?: string;
  /** Of its keystores. */
  readonly password: string;
}

/** For `openRound`. */
export interface OpenOptions extends HomeOptions {
  /** The spec file (docs/operations.md, "Open a round"). */
  readonly spec: string;
  /**
   * Where the file for the companies goes, which must be new; `round-<number>.json` in the current
   * folder unless given.
   */
  readonly out?: string;
}

/** A round that is open, and how others come to it. */
export interface OpenedRound {
  /** `<coordinator>/<number>`. */
  readonly round: string;
  /** The file to send to every company. */
  readonly file: string;
  /** Hash of the transaction. */
  readonly transaction: string;
}

/** See `openRound` of client/index.ts. */
export async function openRound(options: OpenOptions): Promise<OpenedRound> {
  checkArguments("openRound", OPEN_OPTIONS, options);
  const { home, password, spec, out } = options;
  const { paths, config } = await openHomeFolder(home);
  const keys = () => readKeys(paths, config, password);
  const { key, file, hash } = await openFromSpec({ paths, config, keys, spec, out });
  return { round: key, file, transaction: hash };
}

/** For `joinRound`. */
export interface JoinOptions extends HomeOptions {
  /** The file that the opener of the round sent. */
  readonly file: string;
  /** The company's rows; none for a party that only helps to compute. */
  readonly data?: string;
  /** Rounds numbers with more decimals than the round has, instead of refusing them. */
  readonly roundNumbers?: boolean;
  /** Agrees to a round whose engine hides too little at its size. */
  readonly insist?: boolean;
  /** Agrees to tolerances that are wider than usual. */
  readonly acceptTolerances?: boolean;
  /** Stops the client; the round goes on in its next life. */
  readonly signal?: AbortSignal;
  /** Hears what happens; nothing in it is secret. */
  readonly onEvent?: (event: PlainEvent) => void;
}

/** See `joinRound` of client/index.ts. */
export async function joinRound(options: JoinOptions): Promise<CompanyOutcome | null> {
  checkArguments("joinRound", JOIN_OPTIONS, options);
  options.signal?.throwIfAborted();
  const { password, file, data, onEvent = () => undefined } = options;
  const { paths, config } = await openHomeFolder(options.home);
  const keys = await readKeys(paths, config, password);
  const { key } = await agreeToRound({
    ...{ paths, config, keys, file, data },
    rounding: options.roundNumbers === true ? "nearest" : "exact",
    insist: options.insist === true,
    acceptTolerances: options.acceptTolerances === true,
    onRead: () => undefined,
  });
  const signal = options.signal ?? new AbortController().signal;
  await runClient({
    ...{ paths, config, keys, epochs: DEFAULT_EPOCHS, once: true, signal },
    onEvent: (event) => onEvent(plainEvent(event)),
  });
  signal.throwIfAborted();
  const journal = openJournal(paths.journal, journalKey(keys.random));
  try {
    const outcome = keptOutcome(journal, key);
    if (outcome !== null) return outcome;
    const fault = readFaultNote(journal, key);
    if (fault !== null) throw new ProtocolError(fault.code, fault.message, fault.party ?? undefined);
    return null;
  } finally {
    journal.close();
  }
}
