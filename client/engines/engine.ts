// What an engine is: pure party steps. No clock, no I/O, no hidden randomness: a run replays from
// its inputs, its seed and the messages received. Steps may be asynchronous (worker threads), but
// their result depends on their arguments only.
import type { Links, NodeIndex } from "../crypto/sharing/link.ts";
import type { AnswerGrid } from "../lp/joint/scales.ts";
import type { PartyRows } from "../lp/model/normal.ts";
import type { Random } from "../math/random.ts";
import type { PublicRound } from "../round/public-round.ts";
import type { ScheduleEntry } from "../round/schedule.ts";
import type { Leakage, NameOf } from "./leakage.ts";

/** A message as the engine sees it; the room above adds round, digests and transport. */
export interface Message {
  /** Position in the engine's schedule. */
  readonly step: number;
  readonly from: number;
  /** Receiving party, or null for all others. */
  readonly to: number | null;
  readonly body: Uint8Array;
}

/**
 * What a party holds when the engine is done. Integers at the round's scales (docs/certificate.md).
 */
export type EngineOutcome =
  | { readonly kind: "optimal"; readonly x: readonly bigint[]; readonly multipliers: readonly bigint[] }
  | { readonly kind: "infeasible"; readonly multipliers: readonly bigint[] }
  | { readonly kind: "unbounded"; readonly x: readonly bigint[]; readonly ray: readonly bigint[] };

/**
 * What a session needs to find its two peers: this party's place among the three, and what names
 * and protects their links.
 */
export interface SessionPeers {
  /** Nodes are the parties of the same index. */
  readonly node: NodeIndex;
  /** 32 public bytes that tell the session, the same at all nodes. */
  readonly context: Uint8Array;
  /**
   * 32 secret bytes in common with the next and with the previous node, to authenticate and encrypt
   * their link with.
   */
  readonly next: Uint8Array;
  readonly previous: Uint8Array;
}

/** What a session needs of whoever runs it. */
export interface SessionIo {
  /**
   * 0, and one more each time that the session is started again; the same at all nodes, never used
   * before.
   */
  readonly epoch: number;
  /** 32 bytes drawn afresh for this start, so that masks do not repeat even if an epoch does. */
  readonly nonce: Uint8Array;
  /** What `save` was given before this start, the newest first; the last two are enough. Secret. */
  readonly checkpoints: readonly Uint8Array[];
  /** Per earlier epoch, the oldest first, what `trace` was given last; null where it was not. */
  readonly earlier: readonly (Uint8Array | null)[];
  /**
   * What `keep` was given before, once all nodes have kept theirs: then there is nothing left to
   * play.
   */
  readonly result: Uint8Array | null;
  connect(peers: SessionPeers): Promise<Links>;
  save(checkpoint: Uint8Array): Promise<void>;
  /**
   * Keeps digests of what went over the links in this epoch so far, in the place of earlier ones.
   * Public.
   */
  trace(digests: Uint8Array): Promise<void>;
  /**
   * Keeps the session's result for good; the node tells the others over its links when it is done.
   */
  keep(result: Uint8Array): Promise<void>;
}

/**
 * A part of the protocol that some parties play among themselves over links of their own, message
 * by message, off the schedule. It may be started again, with the next epoch, when a peer was lost;
 * its result depends on the state and on what comes over the links.
 */
export type Session<State> = (io: SessionIo) => Promise<Step<State>>;

/** Result of one step: the new state and the messages it sends, in schedule order. */
export interface Step<State> {
  readonly state: State;
  readonly send: readonly Message[];
  /**
   * This party's outcome once it has one: `multipliers` are those of its own rows, inequalities
   * first.
   */
  readonly outcome: EngineOutcome | null;
  /**
   * Runs once all of `send` is on its way, and before the next message to this party: its result
   * has the next one to send.
   */
  readonly session?: Session<State>;
}

export interface EngineInput {
  readonly party: number;
  readonly round: PublicRound;
  readonly rows: PartyRows;
  readonly random: Random;
}

/** The messages and steps of a protocol between the parties of a round. */
export interface Protocol<State> {
  /** Name as in the round's parameters, e.g. "two-party/paillier". */
  readonly name: string;
  /** The finest grids that it can round to, where the certificate takes finer ones. */
  readonly grid?: AnswerGrid;
  /**
   * Sender and receiver of each step, known from the public round alone. Throws ProtocolError when
   * the round does not suit the engine.
   */
  schedule(round: PublicRound): readonly ScheduleEntry[];
  /**
   * Throws InputError for rows that the engine cannot take, before their owner commits to them;
   * `start` refuses them, too.
   */
  check?(rows: PartyRows): void;
  start(input: EngineInput): Promise<Step<State>>;
  /**
   * `message` is the next one addressed to this party in schedule order. Throws ProtocolError
   * naming the sender at fault.
   */
  receive(state: State, message: Message): Promise<Step<State>>;
}

/**
 * A protocol that finds an answer, and what it gives away. It need not be trusted: the certificate
 * decides.
 */
export interface Engine<State> extends Protocol<State> {
  /**
   * What leaks at these sizes; `nameOf` names the parties. Throws ProtocolError `RoundUnsuitable`
   * when the engine does not take the round.
   */
  leakage(round: PublicRound, nameOf: NameOf): Leakage;
}
