// The view of a running client on a terminal: events come in, and the rounds are looked up on chain
// at each poll.
import { connectPublic, coordinatorOf } from "../../app/connect.ts";
import type { ClientEvent } from "../../app/events.ts";
import { localStatus, type RoundStatus, roundStatus } from "../../app/round-status.ts";
import { watch } from "../../chain/watch/watch.ts";
import type { HomeFolder } from "../../home/home.ts";
import { readJournal } from "../../journal/own-journal.ts";
import { acceptedRounds } from "../../journal/rounds.ts";
import { eventLine } from "../event-line.ts";
import { liveLines } from "./lines.ts";
import { Screen, type Terminal } from "./screen.ts";
import { follow, START } from "./state.ts";

/** Milliseconds between two polls, unless the settings poll the chain less often. */
const POLL_MS = 1_000;

export interface LiveView {
  onEvent(event: ClientEvent): void;
  /** Takes the view away; what was printed stays. */
  close(): Promise<void>;
}

/** Failures of a poll are left to the client, which polls the same chain and says so. */
export function startLive({ paths, config }: HomeFolder, terminal: Terminal): LiveView {
  const screen = new Screen(terminal);
  const stop = new AbortController();
  const reader = {
    ...{ publicClient: connectPublic(config), coordinator: coordinatorOf(config) },
    confirmations: config.confirmations,
  };
  let state = START;
  let statuses: readonly RoundStatus[] = [];
  let following: Promise<void> | null = null;
  const draw = () => {
    if (!stop.signal.aborted) screen.draw(liveLines(state, statuses, Math.floor(Date.now() / 1000)));
  };
  const poll = async (): Promise<void> => {
    const journal = await readJournal(paths);
    try {
      const played = acceptedRounds(journal).filter(({ key }) => state.rounds.has(key));
      statuses = await Promise.all(played.map((round) => roundStatus(localStatus(round, journal), reader)));
    } finally {
      journal.close();
    }
  };
  const polls = watch(() => poll().catch(() => undefined), {
    pollMs: Math.max(POLL_MS, config.pollMs),
    signal: stop.signal,
  });
  const run = async () => {
    try {
      for await (const _ of polls) draw();
    } catch {
      // Stopped.
    }
  };
  return {
    onEvent: (event) => {
      state = follow(state, event);
      const line = eventLine(event);
      if (line !== null) screen.print(line);
      if (event.type === "started") following ??= run();
      else if (following !== null) draw();
    },
    close: async () => {
      stop.abort(new Error("closed"));
      await following;
      screen.draw([]);
    },
  };
}
