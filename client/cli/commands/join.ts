// `concordat join`: agrees to a round and runs the party client.

import { agreeToRound } from "../../app/agree.ts";
import { summaryOfKept } from "../../app/ceremony/home.ts";
import type { ClientEvent } from "../../app/events.ts";
import { createLog, type Level } from "../../app/observe/log.ts";
import { createMetrics, serveMetrics } from "../../app/observe/metrics.ts";
import { runClient } from "../../app/run-client.ts";
import { linesOf } from "../../app/said/english.ts";
import { sealedOutcomeTerms } from "../../app/seal/words.ts";
import { toleranceTerms } from "../../app/tolerances.ts";
import { HomeError, InputError, ProtocolError } from "../../errors.ts";
import type { Keys } from "../../home/keys.ts";
import { lockHome } from "../../home/lock.ts";
import { counted } from "../../math/counted.ts";
import { formatRoundKey, isRoundName, numberOf, parseRoundKey } from "../../round/round-key.ts";
import { type OpenPage, type PageWish, portOfPage, showPage } from "../desk-page.ts";
import { type GlobalOptions, type Home, openHome, openKeys } from "../home.ts";
import { startLive } from "../live/live.ts";
import { showReading } from "../live/stages.ts";
import { oneLine, plainSaid } from "../print.ts";
import { printRemarks } from "../remarks.ts";

export interface JoinOptions extends GlobalOptions, PageWish {
  readonly data?: string;
  readonly roundNumbers: boolean;
  readonly insist: boolean;
  readonly acceptTolerances: boolean;
  readonly acceptSetup: boolean;
  readonly once: boolean;
  readonly epochs: number;
  readonly log: Level;
}

/**
 * With a round, by number or file: agrees to it; if a client runs on this home already, that one
 * takes it up. Then runs the client until it is stopped, or with `once` until no round is open,
 * with a page where one is wanted. Throws ProtocolError with `once`: "SettledOtherwise" when the
 * chain settled another outcome than this client had proved, else "RoundsFailed" when a round
 * failed.
 */
export async function join(round: string | undefined, options: JoinOptions, openPage: OpenPage): Promise<void> {
  if (round === undefined) refuseTermsOptions(options);
  const home = await openHome(options);
  const port = portOfPage(options, isForPeople(home));
  const keys = await openKeys(home, options);
  let first: string | null = null;
  if (round !== undefined) {
    const canAsk = port !== null && !options.once;
    first = numberOf(await (canAsk ? agreeOrAsk : agreeTo)(round, keys, home, options));
    if (isRunning(home)) {
      home.printer.result({ taken: true }, () => ["The client that already runs on this home takes the round up."]);
      return;
    }
  }
  // Where another client runs, this one is turned away before anybody follows a link.
  const page =
    port === null || isRunning(home)
      ? null
      : await showPage(() => openPage(home, keys, { port, runsClient: true, first }), options, isForPeople(home));
  try {
    await run(home, keys, { ...options, ...(page === null ? {} : { onEvent: page.hear }) });
  } finally {
    await page?.close();
  }
}

/** Agrees, or leaves a round whose file of rows was not named to the page, which asks for it. */
async function agreeOrAsk(round: string, keys: Keys, home: Home, options: JoinOptions): Promise<string> {
  try {
    return await agreeTo(round, keys, home, options);
  } catch (error) {
    // The page has the terms of rounds that it knows by number, and not those of a file.
    if (!(error instanceof InputError) || error.code !== "DataMissing" || !isRoundName(round)) throw error;
    if (isRunning(home)) throw error;
    if (isForPeople(home))
      process.stdout.write(
        "Nothing is agreed to yet: load this company's rows on the page, and accept or decline there.\n",
      );
    return formatRoundKey(parseRoundKey(round, home.config.coordinator));
  }
}

/** Throws InputError "OptionInvalid" for an option that says how to agree to a round. */
function refuseTermsOptions({ data, roundNumbers, acceptTolerances, acceptSetup, insist }: JoinOptions): void {
  const options = {
    ...{ "--data": data !== undefined, "--round-numbers": roundNumbers },
    ...{ "--accept-tolerances": acceptTolerances, "--accept-setup": acceptSetup, "--insist": insist },
  };
  const given = Object.entries(options).find(([, isGiven]) => isGiven);
  if (given === undefined) return;
  throw new InputError("OptionInvalid", "says how to agree to a round: name the round, too", { field: given[0] });
}

/** What a client is run with, and who sees its events besides terminal and log. */
export interface RunOptions extends Pick<JoinOptions, "once" | "epochs" | "log"> {
  readonly onEvent?: (event: ClientEvent) => void;
}

/** Throws as `join` does without a round. */
export async function run(home: Home, keys: Keys, options: RunOptions): Promise<void> {
  const { paths, config } = home;
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort(new Error(signal)));
  const metrics = createMetrics();
  const server = config.metrics === null ? null : await serveMetrics(metrics, config.metrics);
  const live = isForPeople(home) ? startLive(home, process.stdout) : null;
  const log = createLog(config.name, options.log, process.stdout);
  let failed = 0;
  let otherwise = 0;
  try {
    await runClient({
      ...{ paths, config, keys, once: options.once, epochs: options.epochs, signal: stop.signal },
      onEvent: (event) => {
        metrics.count(event);
        options.onEvent?.(event);
        if (event.type === "round-failed") failed++;
        if (event.type === "round" && event.event.type === "settled-otherwise") otherwise++;
        if (live === null) log.write(event);
        else live.onEvent(event);
      },
    });
  } finally {
    await live?.close();
    await server?.close();
  }
  if (otherwise > 0 && options.once) {
    throw new ProtocolError(
      "SettledOtherwise",
      `${counted(otherwise, "round")} settled with a different outcome from the one this client had proved: \`concordat status\` says which`,
    );
  }
  if (failed > 0 && options.once) {
    throw new ProtocolError("RoundsFailed", `${counted(failed, "round")} failed: \`concordat status\` says why`);
  }
}

/** Whether somebody sits at a terminal and reads; services get lines of JSON. */
function isForPeople({ printer }: Home): boolean {
  return process.stdout.isTTY && !printer.json;
}

/** Whether a client runs on this home. */
export function isRunning({ paths }: Pick<Home, "paths">): boolean {
  try {
    lockHome(paths.lock).release();
    return false;
  } catch (error) {
    if (error instanceof HomeError && error.code === "HomeInUse") return true;
    throw error;
  }
}

/** Agrees, and says what leaks. Returns the round's name. */
async function agreeTo(round: string, keys: Keys, home: Home, options: JoinOptions): Promise<string> {
  const { key, party, terms, program, agreement, engine, isNew } = await showReading(options, (progress) =>
    agreeToRound({
      ...{ paths: home.paths, config: home.config, keys, round, data: options.data, progress },
      rounding: options.roundNumbers ? "nearest" : "exact",
      insist: options.insist,
      acceptTolerances: options.acceptTolerances,
      acceptSetup: options.acceptSetup,
      onRead: printRemarks,
    }),
  );
  if (!isForPeople(home)) return key;
  const { sealed } = terms;
  const kept = sealed === null ? null : await summaryOfKept(home.paths, sealed.setup);
  const outcome = sealed === null ? [] : sealedOutcomeTerms(sealed, { ...terms, program }, kept);
  const { advice, findings } = engine.leakage(agreement.round, (other) => terms.parties[other]!.name);
  const lines = [
    `${isNew ? "Agreed to" : "Already in"} round ${key}: ${oneLine(terms.title)}, as ${oneLine(terms.parties[party]!.name)}`,
    ...linesOf(toleranceTerms(terms, program)),
    ...linesOf(outcome.map((said) => plainSaid(said))).map((line) => oneLine(line, 500)),
    `What a curious party could find out at these sizes (${advice}):`,
    ...findings.map((finding) => `  ${oneLine(finding, 500)}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return key;
}
