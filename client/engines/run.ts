// Runs all parties of an engine in one process, exchange by exchange, with their sessions in
// parallel, and returns the transcript. All messages of an exchange are there before the first of
// them is delivered, so a run shows that they do not depend on each other. For tests, demos and
// benches. Between companies every message goes over a channel and its digest is posted on chain.
import { commitRows } from "../certificate/commit.ts";
import { partyCommitment } from "../certificate/commitment.ts";
import { connectNodes, type LocalNode } from "../crypto/sharing/link.ts";
import { ProtocolError } from "../errors.ts";
import type { PartyRows } from "../lp/model/normal.ts";
import type { Random } from "../math/random.ts";
import type { RoundId } from "../round/id.ts";
import type { PublicRound } from "../round/public-round.ts";
import { exchangesOf } from "../round/schedule.ts";
import type { Commitments } from "./commitments/commitments.ts";
import { RowCommitments } from "./commitments/rows.ts";
import type { AnyOutcome, EngineOutcome, Message, Progress, Protocol, SessionIo } from "./engine.ts";

export interface RunInput {
  readonly rows: PartyRows;
  readonly random: Random;
}

/** `Outcome`: what the round opens, own parts or all. */
export interface Run<Outcome extends AnyOutcome = EngineOutcome> {
  readonly transcript: readonly Message[];
  /** Per party. */
  readonly outcomes: readonly Outcome[];
}

/** Sessions within the process: links in memory and no restarts, so a constant nonce is enough. */
export function sessionsInProcess(): SessionIo {
  let nodes: readonly LocalNode[] | undefined;
  return {
    ...{ epoch: 0, nonce: new Uint8Array(32), checkpoints: [], earlier: [], result: null },
    connect: async ({ node, secrets }) => {
      nodes ??= connectNodes(secrets.length);
      return nodes[node]!.links;
    },
    save: async () => {},
    saveOpening: async () => {},
    trace: async () => {},
    keep: async () => {},
  };
}

/** The id of a round that is on no chain. */
export const NOWHERE: RoundId = { chainId: 0n, coordinator: `0x${"00".repeat(20)}`, round: 1n };

/** Per party, what all of them commit to within the process, once one of them asks. */
export function commitTogether(round: PublicRound, inputs: readonly RunInput[]): (() => Commitments)[] {
  let made: readonly Commitments[] | undefined;
  const commit = (): Commitments[] => {
    const committed = inputs.map(({ rows, random }) => commitRows(rows, random.fork("commit")));
    const commitments = committed.map(({ points }, party) => partyCommitment(NOWHERE, round.columns, party, points));
    return committed.map((own) => new RowCommitments({ ...round, ...NOWHERE, commitments }, own));
  };
  return inputs.map((_, party) => () => {
    made ??= commit();
    return made[party]!;
  });
}

export interface RunOptions {
  /** Sees each message before its exchange is delivered and may change it (tests, progress). */
  readonly deliver?: (message: Message) => Message;
  /** Serves the sessions of all parties. */
  readonly sessions?: SessionIo;
}

/**
 * Throws what the engine throws (from sessions, the first failure), and ProtocolError
 * `ScheduleBroken` when a party does not send what the schedule says.
 */
export async function runEngine<State, Outcome extends AnyOutcome = EngineOutcome>(
  engine: Protocol<State>,
  round: PublicRound,
  inputs: readonly RunInput[],
  { deliver = (message) => message, sessions = sessionsInProcess() }: RunOptions = {},
): Promise<Run<Outcome>> {
  const schedule = engine.schedule(round);
  const outbox: Message[][] = inputs.map(() => []);
  const states: State[] = [];
  const outcomes: (AnyOutcome | null)[] = inputs.map(() => null);
  const running = new Map<number, Promise<Progress<State>>>();
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {}); // `settle` below reports it
  const accept = (party: number, progress: Progress<State>) => {
    states[party] = progress.state;
    outbox[party]!.push(...progress.send);
    outcomes[party] = progress.outcome ?? outcomes[party]!;
    if (progress.session === undefined) return;
    const session = progress.session.run(sessions);
    session.catch(failed.reject);
    running.set(party, session);
  };
  const settle = async (party: number): Promise<void> => {
    const session = running.get(party);
    if (session === undefined) return;
    running.delete(party);
    accept(party, await Promise.race([session, failed.promise])); // after a failure, the other nodes of the session may never finish
  };
  const committed = commitTogether(round, inputs);
  for (const [party, input] of inputs.entries())
    accept(party, await engine.start({ party, round, ...input, commitments: committed[party]! }));

  const take = async (position: number): Promise<Message> => {
    const { from } = schedule[position]!;
    if (outbox[from]!.length === 0) await settle(from);
    const sent = outbox[from]!.shift();
    if (sent === undefined || sent.position !== position || sent.from !== from)
      throw new ProtocolError(
        "ScheduleBroken",
        `party ${from} did not send its message at position ${position} of the schedule`,
        from,
      );
    return sent;
  };
  const transcript: Message[] = [];
  for (const positions of exchangesOf(schedule)) {
    const sent: Message[] = [];
    for (const position of positions) sent.push(await take(position));
    for (const message of sent.map(deliver)) {
      transcript.push(message);
      const { from, to } = message;
      const receivers = to === null ? inputs.map((_, party) => party).filter((party) => party !== from) : [to];
      for (const party of receivers) {
        await settle(party);
        accept(party, await engine.receive(states[party]!, message));
      }
    }
  }
  const missing = outcomes.indexOf(null);
  if (missing >= 0 || outbox.some((messages) => messages.length > 0))
    throw new ProtocolError(
      "ScheduleBroken",
      "the schedule has ended, but a party has not finished",
      missing < 0 ? undefined : missing,
    );
  return { transcript, outcomes: outcomes as Outcome[] };
}
