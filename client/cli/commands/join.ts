// `concordat join`: agrees to a round and runs the party client.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { createLog, type Level } from "../../app/observe/log.ts";
import { createMetrics, serveMetrics } from "../../app/observe/metrics.ts";
import { runClient } from "../../app/run-client.ts";
import { setUpRound } from "../../app/setup.ts";
import { checkCoordinator } from "../../chain/coordinator/check-contract.ts";
import { readParams, readState } from "../../chain/coordinator/read.ts";
import { callingThread } from "../../crypto/paillier/pool.ts";
import { ChainError, HomeError, InputError, ProtocolError } from "../../errors.ts";
import type { Keys } from "../../home/keys.ts";
import { lockHome } from "../../home/lock.ts";
import { openJournal } from "../../journal/journal.ts";
import { acceptRound, findRound } from "../../journal/rounds.ts";
import { journalKey } from "../../journal/seal.ts";
import { readProgram } from "../../lp/readers/read.ts";
import { checkSize } from "../../play/drive/check-round.ts";
import { roundParams } from "../../round/agreement.ts";
import { paramsDigest } from "../../round/params.ts";
import { formatRoundKey, parseRoundKey } from "../../round/round-key.ts";
import { encodeTerms, type TermsParty } from "../../round/terms.ts";
import { eventLine } from "../event-line.ts";
import { connect, coordinatorOf, type GlobalOptions, type Home, openHome, openKeys } from "../home.ts";
import { printRemarks } from "../remarks.ts";
import { readRoundFile } from "../round-file.ts";
import { requireUsual, toleranceLines } from "../tolerances.ts";

export interface JoinOptions extends GlobalOptions {
  readonly data?: string;
  readonly round: boolean;
  readonly insist: boolean;
  readonly acceptTolerances: boolean;
  readonly once: boolean;
  readonly epochs: number;
  readonly log: Level;
}

/**
 * With a round's file: agrees to it; if a client runs on this home already, that one takes it up. Then runs the client until it is
 * stopped, or with `once` until no round is open. Throws ProtocolError with `once`: "SettledOtherwise" when the chain settled another outcome
 * than this client had proved, else "RoundsFailed" when a round failed.
 */
export async function join(file: string | undefined, options: JoinOptions): Promise<void> {
  const home = await openHome(options);
  const keys = await openKeys(home, options);
  if (file !== undefined) {
    await agreeTo(file, keys, home, options);
    if (isRunning(home)) {
      home.printer.result({ taken: true }, () => ["The client that runs on this home takes the round up."]);
      return;
    }
  } else if (options.data !== undefined) {
    throw new InputError("OptionInvalid", "--data goes with the file of a round", { field: "--data" });
  }
  await run(home, keys, options);
}

async function run(home: Home, keys: Keys, options: JoinOptions): Promise<void> {
  const { paths, config } = home;
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort(new Error(signal)));
  const metrics = createMetrics();
  const server = config.metrics === null ? null : await serveMetrics(metrics, config.metrics);
  const people = process.stdout.isTTY && !home.printer.json;
  const log = createLog(config.name, options.log, process.stdout);
  let failed = 0;
  let otherwise = 0;
  try {
    await runClient({
      ...{ paths, config, keys, once: options.once, epochs: options.epochs, signal: stop.signal },
      onEvent: (event) => {
        metrics.count(event);
        if (event.type === "round-failed") failed++;
        if (event.type === "round" && event.event.type === "settled-otherwise") otherwise++;
        if (!people) return log.write(event);
        const line = eventLine(event);
        if (line !== null) process.stdout.write(`${line}\n`);
      },
    });
  } finally {
    await server?.close();
  }
  if (otherwise > 0 && options.once) {
    throw new ProtocolError(
      "SettledOtherwise",
      `${otherwise} round(s) settled with another outcome than this client had proved: \`concordat status\` says which`,
    );
  }
  if (failed > 0 && options.once) {
    throw new ProtocolError("RoundsFailed", `${failed} round(s) failed: \`concordat status\` says why`);
  }
}

/** The company's file; nothing for a party that only helps to compute. */
async function readData(
  { name, announcement }: TermsParty,
  file: string | undefined,
): Promise<{ readonly data: Uint8Array; readonly dataName: string }> {
  const { variables, inequalities, equalities, sense } = announcement;
  const helps = variables.length === 0 && inequalities + equalities === 0 && sense === null;
  if (helps !== (file === undefined)) {
    const text = helps ? `${name} only helps to compute in this round and has no rows` : "name this company's rows";
    throw new InputError(helps ? "OptionInvalid" : "DataMissing", text, { field: "--data" });
  }
  if (file === undefined) return { data: new Uint8Array(0), dataName: name };
  printRemarks(await readProgram(file));
  return { data: await readFile(file), dataName: basename(file) };
}

function isRunning({ paths }: Home): boolean {
  try {
    lockHome(paths.lock).release();
    return false;
  } catch (error) {
    if (error instanceof HomeError && error.code === "HomeInUse") return true;
    throw error;
  }
}

/** Nobody can join a round that has begun or is over. */
async function checkOpen(reader: Parameters<typeof readState>[0], round: bigint): Promise<void> {
  const { state, now } = await readState(reader, round);
  if (state.phase === "committing" && now <= state.deadline) return;
  const why = state.phase === "committing" ? "its time to commit is over" : `it is ${state.phase}`;
  throw new ChainError("RoundClosed", `round ${round} takes no commitments any more: ${why}; open a new one`);
}

/** Checks terms, chain and the company's file against each other, says what leaks, and journals the agreement. */
async function agreeTo(file: string, keys: Keys, home: Home, options: JoinOptions): Promise<void> {
  const { round: name, terms } = await readRoundFile(file);
  const account = keys.account.address;
  const key = parseRoundKey(name, coordinatorOf(home.config));
  if (key.coordinator !== coordinatorOf(home.config)) {
    throw new InputError("RoundElsewhere", "is of another coordinator than the one in this home's settings", { file });
  }
  const party = terms.parties.findIndex((other) => other.account.toLowerCase() === account.toLowerCase());
  if (party < 0) throw new InputError("NotParty", `does not name this company's account ${account}`, { file });
  const { leastPeriod } = home.config;
  for (const [period, seconds] of Object.entries(terms.periods)) {
    if (seconds >= leastPeriod) continue;
    const text =
      `gives ${seconds} s to ${period}, and this home's settings ask for ${leastPeriod} s at least (leastPeriod in config.json): ` +
      "who can keep transactions out of blocks for so long takes the bonds of others";
    throw new InputError("PeriodTooShort", text, { file });
  }
  const data = await readData(terms.parties[party]!, options.data);
  const accepted = {
    key: formatRoundKey(key),
    terms: encodeTerms(terms),
    party,
    ...data,
    rounding: options.round ? ("nearest" as const) : ("exact" as const),
    insist: options.insist,
    acceptedAt: Math.floor(Date.now() / 1000),
  };
  const { agreement, program, engine } = setUpRound(accepted, callingThread);
  if (!options.acceptTolerances)
    requireUsual(
      terms,
      program,
      [],
      "Have the round opened with that, or agree to it as it is with --accept-tolerances",
    );
  if (!options.insist) checkSize(engine, agreement.round);
  const digest = paramsDigest(roundParams(agreement));
  const reader = { publicClient: await connect(home), coordinator: key.coordinator, confirmations: 0 };
  await checkCoordinator(reader);
  if (paramsDigest(await readParams(reader, key.round)) !== digest) {
    throw new ProtocolError("RoundDiffers", `round ${name} on chain has other terms than ${file}: ask who opened it`);
  }
  const journal = openJournal(home.paths.journal, journalKey(keys.random));
  if (findRound(journal, accepted.key) === null) await checkOpen(reader, key.round);
  const isNew = acceptRound(journal, { ...accepted, paramsDigest: digest });
  journal.close();
  if (home.printer.json || !process.stdout.isTTY) return;
  const { advice, findings } = engine.leakage(agreement.round, (other) => terms.parties[other]!.name);
  const lines = [
    `${isNew ? "Agreed to" : "Already in"} round ${accepted.key}: ${terms.title}, as ${terms.parties[party]!.name}`,
    ...toleranceLines(terms, program),
    `What a curious party could find out at these sizes (${advice}):`,
    ...findings.map((finding) => `  ${finding}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
