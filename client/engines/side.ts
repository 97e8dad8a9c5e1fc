// One party's side of a protocol between two messages, as a value: what it sends now and how it
// handles the next message. Also the engine built from such sides. Sides are pure: `receive` may be
// called again with another message, and its result depends on its arguments only. Randomness is
// therefore forked by name and never read from a stream that advances.
import { ProtocolError } from "../errors.ts";
import type { PublicRound } from "../round/public-round.ts";
import type { ScheduleEntry } from "../round/schedule.ts";
import { type CostMeter, countMessages, noMeter } from "./cost-meter.ts";
import type { AnyOutcome, EngineInput, Message, Progress, Protocol, Session } from "./engine.ts";
import { checkEngineInput } from "./input.ts";

/**
 * `receive` takes the body of the next message to this party. It is null when a session comes
 * first, and when the protocol is over for this party; then `result` is present.
 */
export type Side<Result> =
  | {
      readonly send: readonly Uint8Array[];
      readonly receive: (body: Uint8Array) => Promise<Side<Result>>;
      readonly session?: never;
    }
  | {
      readonly send: readonly Uint8Array[];
      readonly receive: null;
      readonly session: Session<Side<Result>>;
    }
  | { readonly send: readonly Uint8Array[]; readonly receive: null; readonly session?: never; readonly result: Result };

export function done<Result>(send: readonly Uint8Array[], result: Result): Side<Result> {
  return { send, receive: null, result };
}

/** Runs `first`, then the side that `next` makes of its result. */
export async function chain<First, Second>(
  first: Side<First>,
  next: (result: First) => Promise<Side<Second>>,
): Promise<Side<Second>> {
  if (first.session !== undefined) {
    const { send, session } = first;
    return { send, receive: null, session: { ...session, run: async (io) => chain(await session.run(io), next) } };
  }
  if (first.receive === null) {
    const second = await next(first.result);
    return { ...second, send: [...first.send, ...second.send] };
  }
  const { send, receive } = first;
  return { send, receive: async (body) => chain(await receive(body), next) };
}

/** `side`, which sends `first` before its own messages. */
export function saying<Result>(first: readonly Uint8Array[], side: Side<Result>): Side<Result> {
  return { ...side, send: [...first, ...side.send] };
}

/** Takes one message from each of `senders`, in order. */
export function hear<Item>(
  senders: readonly number[],
  read: (body: Uint8Array, sender: number) => Item | Promise<Item>,
  heard: readonly Item[] = [],
): Side<readonly Item[]> {
  const sender = senders[heard.length];
  if (sender === undefined) return done([], heard);
  return { send: [], receive: async (body) => hear(senders, read, [...heard, await read(body, sender)]) };
}

/** State of an engine built from sides: the party's position in the schedule. */
export interface SideState {
  readonly party: number;
  readonly schedule: readonly ScheduleEntry[];
  /** Messages sent and received so far. */
  readonly sent: number;
  readonly received: number;
  readonly side: Side<AnyOutcome>;
}

/**
 * A party's messages of an exchange follow from what it received in the exchanges before: once only
 * messages of exchange e are to come, all of its own up to e must have been sent. Throws
 * ProtocolError `ScheduleBroken` naming the party.
 */
function checkSent({ schedule, party, sent, received }: SideState): void {
  const due = positionsFrom(schedule, party)[sent];
  const next = positionsTo(schedule, party)[received];
  if (due === undefined || (next !== undefined && schedule[due]!.exchange > schedule[next]!.exchange)) return;
  throw new ProtocolError(
    "ScheduleBroken",
    `party ${party} does not send its message at position ${due} of the schedule in time`,
    party,
  );
}

function positionsFrom(schedule: readonly ScheduleEntry[], party: number): number[] {
  return schedule.flatMap(({ from }, position) => (from === party ? [position] : []));
}

function positionsTo(schedule: readonly ScheduleEntry[], party: number): number[] {
  return schedule.flatMap(({ from, to }, position) =>
    from !== party && (to === null || to === party) ? [position] : [],
  );
}

function progressOf(state: SideState, meter: CostMeter): Progress<SideState> {
  const { schedule, party, sent, side } = state;
  const positions = positionsFrom(schedule, party);
  const send: Message[] = side.send.map((body, i) => {
    const position = positions[sent + i];
    if (position === undefined)
      throw new ProtocolError("ScheduleBroken", `party ${party} sent more messages than its schedule has`, party);
    const { from, to } = schedule[position]!;
    return { position, from, to, body };
  });
  countMessages(meter, send, schedule);
  const next = { ...state, sent: sent + send.length };
  if (side.session === undefined) {
    checkSent(next);
    return { state: next, send, outcome: side.receive === null ? side.result : null };
  }
  const { session } = side;
  const run: Session<Progress<SideState>>["run"] = async (io) =>
    progressOf({ ...next, side: await session.run(io) }, meter);
  return { state: next, send, outcome: null, session: { ...session, run } };
}

export interface Sides {
  readonly name: string;
  readonly schedule: (round: PublicRound) => readonly ScheduleEntry[];
  /** The side of `input.party`. */
  readonly start: (input: EngineInput) => Promise<Side<AnyOutcome>>;
  /** Counts the messages that the parties send. */
  readonly meter?: CostMeter;
  /** Whether it can open to each party its own part of the outcome only. */
  readonly opensOwnParts?: boolean;
}

/** The protocol in which each party plays the side that `start` returns for it. */
export function protocolOfSides(sides: Sides): Protocol<SideState> {
  const { name, start, meter = noMeter, opensOwnParts = false } = sides;
  const schedule = (round: PublicRound): readonly ScheduleEntry[] => {
    if (round.ownParts === undefined || opensOwnParts) return sides.schedule(round);
    throw new ProtocolError(
      "RoundUnsuitable",
      `${name} opens the whole outcome to all parties, and in this round each learns its own part only: choose mpc`,
    );
  };
  return {
    name,
    schedule,
    start: async (input) => {
      const entries = schedule(input.round);
      checkEngineInput(input);
      return progressOf(
        { party: input.party, schedule: entries, sent: 0, received: 0, side: await start(input) },
        meter,
      );
    },
    receive: async (state, message) => {
      const { schedule: entries, party, received, side } = state;
      const expected = positionsTo(entries, party)[received];
      if (side.receive === null || expected === undefined)
        throw new ProtocolError(
          "MessageUnexpected",
          `party ${message.from} sends a message after the last one of the schedule`,
          message.from,
        );
      if (message.position !== expected || message.from !== entries[expected]!.from)
        throw new ProtocolError(
          "MessageUnexpected",
          `party ${message.from} sends its message at position ${message.position} of the schedule; that of party ${entries[expected]!.from} at position ${expected} is due`,
          message.from,
        );
      return progressOf({ ...state, received: received + 1, side: await side.receive(message.body) }, meter);
    },
  };
}
