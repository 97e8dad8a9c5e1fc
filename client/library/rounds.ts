// Opens and joins rounds on a chain, as the commands `open` and `join` do. The company's home
// folder (made by `concordat init`) holds settings, keys and journal, so a process may end at any
// moment and the next one resumes.
import { agreeToRound } from "../app/agree.ts";
import type { CompanyOutcome } from "../app/company-outcome.ts";
import { type PlainEvent, plainEvent } from "../app/observe/plain-event.ts";
import { openTerms } from "../app/open-round.ts";
import { keptOutcome } from "../app/round-files.ts";
import { runClient } from "../app/run-client.ts";
import type { SealedCompanyOutcome } from "../app/sealed-outcome.ts";
import { readSpec } from "../app/spec.ts";
import { DEFAULT_EPOCHS } from "../engines/mpc/epochs.ts";
import { ProtocolError } from "../errors.ts";
import { openHomeFolder } from "../home/home.ts";
import { readKeys } from "../home/keys.ts";
import { openOwnJournal } from "../journal/own-journal.ts";
import { readFaultNote } from "../journal/round-journal.ts";
import { checkArguments, JOIN_OPTIONS, OPEN_OPTIONS } from "./arguments.ts";

/** A company's home folder and its password. */
export interface HomeOptions {
  /** The company's home folder; by default CONCORDAT_HOME, or else ~/.concordat. */
  readonly home?: string;
  /** Password of its keystores. */
  readonly password: string;
}

/** Options of `openRound`. */
export interface OpenOptions extends HomeOptions {
  /** The spec file (docs/operations.md, "Open a round"). */
  readonly spec: string;
  /**
   * Path of the file for the companies, which must not exist yet; by default `round-<number>.json`
   * in the current folder.
   */
  readonly out?: string;
}

/** A round that is open, and the file with which companies join it. */
export interface OpenedRound {
  /** `<coordinator>/<number>`. */
  readonly round: string;
  /** The file to send to every company. */
  readonly file: string;
  /** Hash of the transaction that opened the round. */
  readonly transaction: string;
}

/** See `openRound` of client/index.ts. */
export async function openRound(options: OpenOptions): Promise<OpenedRound> {
  checkArguments("openRound", OPEN_OPTIONS, options);
  const { home, password, spec, out } = options;
  const { paths, config } = await openHomeFolder(home);
  const keys = () => readKeys(paths, config, password);
  const terms = await readSpec(spec, { paths, progress: () => undefined }, config.shares);
  const { key, file, hash } = await openTerms(terms, { paths, config, keys, out });
  return { round: key, file, transaction: hash };
}

/** Options of `joinRound`. */
export interface JoinOptions extends HomeOptions {
  /**
   * Path of the file that the opener of the round sent; or the number of a round whose terms the
   * home has, since a running client fetched them.
   */
  readonly file: string;
  /** Path of the company's program; omitted for a helper. */
  readonly data?: string;
  /** Rounds numbers with more decimals than the round has, instead of refusing them. */
  readonly roundNumbers?: boolean;
  /** Agrees to a round even if its engine hides too little at this size. */
  readonly insist?: boolean;
  /** Agrees to tolerances even if they are wider than usual. */
  readonly acceptTolerances?: boolean;
  /**
   * Agrees to a sealed outcome even if this company has not contributed to its set-up, and so
   * trusts that one of those who have was honest.
   */
  readonly acceptSetup?: boolean;
  /** Stops the client; the round continues when the client is started again. */
  readonly signal?: AbortSignal;
  /** Called with every event; events contain nothing secret. */
  readonly onEvent?: (event: PlainEvent) => void;
}

/** See `joinRound` of client/index.ts. */
export async function joinRound(options: JoinOptions): Promise<CompanyOutcome | SealedCompanyOutcome | null> {
  checkArguments("joinRound", JOIN_OPTIONS, options);
  options.signal?.throwIfAborted();
  const { password, file, data, onEvent = () => undefined } = options;
  const { paths, config } = await openHomeFolder(options.home);
  const keys = await readKeys(paths, config, password);
  const { key } = await agreeToRound({
    ...{ paths, config, keys, round: file, data },
    rounding: options.roundNumbers === true ? "nearest" : "exact",
    insist: options.insist === true,
    acceptTolerances: options.acceptTolerances === true,
    acceptSetup: options.acceptSetup === true,
    onRead: () => undefined,
    progress: () => undefined,
  });
  const signal = options.signal ?? new AbortController().signal;
  await runClient({
    ...{ paths, config, keys, epochs: DEFAULT_EPOCHS, once: true, signal },
    onEvent: (event) => onEvent(plainEvent(event)),
  });
  signal.throwIfAborted();
  const journal = await openOwnJournal(paths, keys);
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
