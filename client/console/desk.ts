// What the console knows, kept up to date: the client's events as they come, journal and chain at
// each poll. Its pages see one state, however many there are and whenever they were opened.

import { coordinatorOf } from "../app/connect.ts";
import type { ClientEvent } from "../app/events.ts";
import { watch } from "../chain/watch/watch.ts";
import { readChain, readLocal, type Seen } from "../cli/commands/status.ts";
import { eventLine } from "../cli/event-line.ts";
import { follow, START } from "../cli/live/state.ts";
import { oneLine } from "../cli/print.ts";
import { ConcordatError } from "../errors.ts";
import type { HomeFolder } from "../home/home.ts";
import type { Keys } from "../home/keys.ts";
import { readJournal } from "../journal/own-journal.ts";
import { acceptedRounds } from "../journal/rounds.ts";
import { decodeTerms } from "../round/terms.ts";
import { attentionAfter, NOTHING } from "./attention.ts";
import { Drafts } from "./drafts.ts";
import { Shares } from "./shares.ts";
import { consoleState, type Known } from "./state.ts";
import type { ConsoleState, Report } from "./wire.ts";

/** Milliseconds between two polls, unless the settings poll the chain less often. */
const POLL_MS = 2_000;
/** Milliseconds for which changes are gathered before the pages hear of them. */
const GATHER_MS = 100;
/** Reports that are kept. */
const MAX_REPORTS = 200;

/** After these, journal or chain have something new. */
const NEWS: ReadonlySet<ClientEvent["type"]> = new Set([
  "started",
  "invitation",
  "round-started",
  "round-failed",
  "round-closed",
]);

export class Desk {
  readonly home: HomeFolder;
  readonly keys: Keys;
  readonly drafts: Drafts;
  readonly shares: Shares;
  readonly #runsClient: boolean;
  readonly #listeners = new Set<(state: ConsoleState) => void>();
  readonly #stop = new AbortController();
  readonly #polls;
  readonly #polling: Promise<void>;
  #read: Pick<Known, "local" | "bonds"> = { local: [], bonds: new Map() };
  #seen: Seen | null = null;
  #readTrouble: Known["readTrouble"] = null;
  #live = START;
  #attention = NOTHING;
  #reports: readonly Report[] = [];
  #gathering: NodeJS.Timeout | null = null;

  /** `runsClient`: events will come from a client in this process. */
  constructor(home: HomeFolder, keys: Keys, runsClient: boolean) {
    this.home = home;
    this.keys = keys;
    this.#runsClient = runsClient;
    this.drafts = new Drafts(home, keys);
    this.shares = new Shares(home, keys, {
      signal: this.#stop.signal,
      onPosted: (round) => this.hear({ type: "share-posted", round }),
    });
    const pollMs = Math.max(POLL_MS, home.config.pollMs);
    this.#polls = watch(() => this.#poll(), { pollMs, signal: this.#stop.signal });
    this.#polling = this.#run();
  }

  state(): ConsoleState {
    return consoleState({
      ...{ company: this.home.config.name, account: this.keys.account.address, runsClient: this.#runsClient },
      coordinator: coordinatorOf(this.home.config),
      ...{ ...this.#read, seen: this.#seen, readTrouble: this.#readTrouble },
      ...{
        live: this.#live,
        attention: this.#attention,
        reports: this.#reports,
        draftOf: (round) => this.drafts.of(round),
      },
    });
  }

  /** Calls `listener` after each change. Returns what ends that. */
  listen(listener: (state: ConsoleState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes an event of the client. */
  hear(event: ClientEvent, time = Math.floor(Date.now() / 1000)): void {
    this.#live = follow(this.#live, event);
    this.#attention = attentionAfter(this.#attention, event);
    const line = eventLine(event);
    if (line !== null) this.#reports = [{ time, line: oneLine(line, 1000) }, ...this.#reports].slice(0, MAX_REPORTS);
    if (NEWS.has(event.type)) this.#polls.wake();
    this.#tell();
  }

  /** After something was done that journal or drafts show. */
  refresh(): void {
    this.#polls.wake();
    this.#tell();
  }

  async close(): Promise<void> {
    this.#stop.abort(new ConcordatError("ClientStopped", "the console stops"));
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    await this.#polling;
  }

  async #run(): Promise<void> {
    try {
      for await (const _ of this.#polls) this.#tell();
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error;
    }
  }

  async #poll(): Promise<void> {
    const { config, paths } = this.home;
    try {
      const local = await readLocal({ paths });
      this.#read = { local, bonds: await this.#bonds() };
      this.#seen = await readChain({ config, paths }, local);
      this.#readTrouble = null;
    } catch (error) {
      if (!(error instanceof ConcordatError)) throw error;
      this.#readTrouble = { code: error.code, message: error.message };
    }
  }

  async #bonds(): Promise<ReadonlyMap<string, bigint>> {
    const journal = await readJournal(this.home.paths);
    try {
      return new Map(acceptedRounds(journal).map(({ key, terms }) => [key, decodeTerms(terms).bond]));
    } finally {
      journal.close();
    }
  }

  #tell(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null;
      const state = this.state();
      for (const listener of this.#listeners) listener(state);
    }, GATHER_MS);
  }
}
