// The interface of an engine: pure party steps. No clock, no I/O, no hidden randomness: a run
// replays from its inputs, its seed and the messages received. Steps may be asynchronous (worker
// threads), but their result depends on their arguments only.
import type { NodeLinks } from "../crypto/sharing/link.ts";
import type { AnswerGrid } from "../lp/joint/scales.ts";
import type { PartyRows } from "../lp/model/normal.ts";
import type { Random } from "../math/random.ts";
import type { PublicRound } from "../round/public-round.ts";
import type { ScheduleEntry } from "../round/schedule.ts";
import type { NameOf } from "../said.ts";
import type { Commitments } from "./commitments/commitments.ts";
import type { Leakage } from "./leakage.ts";

/** A message as the engine sees it; the caller adds round, digests and transport. */
export interface Message {
  /** Position in the round's schedule: the engine's messages first, then the settlement's. */
  readonly position: number;
  readonly from: number;
  /** Receiving party, or null for all others. */
  readonly to: number | null;
  readonly body: Uint8Array;
}

/**
 * A party's result when the engine has finished. Integers at the round's scales
 * (docs/certificate.md).
 */
export type EngineOutcome =
  | { readonly kind: "optimal"; readonly x: readonly bigint[]; readonly multipliers: readonly bigint[] }
  | { readonly kind: "infeasible"; readonly multipliers: readonly bigint[] }
  | { readonly kind: "unbounded"; readonly x: readonly bigint[]; readonly ray: readonly bigint[] };

/** What a company learns where each learns its own part only (docs/sealed-own-part.md). */
export interface OwnPartOutcome {
  readonly kind: "own part";
  /** The kind of the whole outcome. */
  readonly of: "optimal";
  /** Per column; null where the company's file does not name the variable. */
  readonly x: readonly (bigint | null)[];
  /** Of its own rows, inequalities first. */
  readonly multipliers: readonly bigint[];
  /** f̂, where all learn it; else null. */
  readonly value: bigint | null;
}

export type AnyOutcome = EngineOutcome | OwnPartOutcome;

/** What a session needs to reach the other nodes. */
export interface SessionPeers {
  /** A node has the index of its party. */
  readonly node: number;
  /** 32 public bytes that identify the session, the same at all nodes. */
  readonly context: Uint8Array;
  /** Per node, the 32 secret bytes that protect the link to it; null for this node itself. */
  readonly secrets: readonly (Uint8Array | null)[];
}

/** What a session needs from its caller. */
export interface SessionIo {
  /** 0 at the first start, one more at each restart; the same at all nodes, never used before. */
  readonly epoch: number;
  /** 32 bytes drawn afresh for this start, so that masks do not repeat even if an epoch does. */
  readonly nonce: Uint8Array;
  /**
   * What was given to `save` and `saveOpening` before this start, newest first; the last two are
   * enough. Secret.
   */
  readonly checkpoints: readonly Uint8Array[];
  /**
   * For each earlier epoch, oldest first: the last digests given to `trace`, or null if there were
   * none.
   */
  readonly earlier: readonly (Uint8Array | null)[];
  /**
   * The result given to `keep` before, once all nodes have kept theirs; then nothing is left to
   * compute. Otherwise null.
   */
  readonly result: Uint8Array | null;
  connect(peers: SessionPeers): Promise<NodeLinks>;
  /** Stores a checkpoint; `bits`: how many bits have opened, by which nodes learn of secrets. */
  save(checkpoint: Uint8Array, bits: number): Promise<void>;
  /** Stores what the outcome opens from, in place of a checkpoint, before anything of it opens. */
  saveOpening(opening: Uint8Array): Promise<void>;
  /**
   * Stores digests of everything sent and received over the links in this epoch so far; each call
   * replaces the one before. Public.
   */
  trace(digests: Uint8Array): Promise<void>;
  /**
   * Stores the session's result permanently. Secret: where each party learns its own part of the
   * outcome only, the results of two nodes show all of it. Afterwards the node tells the others
   * over its links.
   */
  keep(result: Uint8Array): Promise<void>;
}

/**
 * A part of the protocol that some parties run among themselves over their own links, message by
 * message, outside the schedule. It may be restarted with the next epoch when a peer was lost. Its
 * result depends on the state and on what arrives over the links.
 */
export interface Session<Result> {
  /** How many parties run it: the first ones. */
  readonly nodes: number;
  run(io: SessionIo): Promise<Result>;
}

/** What a step of a party leads to: its new state and the messages it sends, in schedule order. */
export interface Progress<State> {
  readonly state: State;
  readonly send: readonly Message[];
  /**
   * This party's outcome, or null until there is one. `multipliers` are those of its own rows,
   * inequalities first.
   */
  readonly outcome: AnyOutcome | null;
  /**
   * Runs after all of `send` has been sent and before the next message to this party is taken. Its
   * result contains the party's next messages.
   */
  readonly session?: Session<Progress<State>>;
}

export interface EngineInput {
  readonly party: number;
  readonly round: PublicRound;
  readonly rows: PartyRows;
  readonly random: Random;
  /** What the parties committed to on chain. */
  readonly commitments: () => Commitments;
}

/** What a company checks before it commits: its own rows, and what is public of the costs. */
export interface OwnRows {
  readonly rows: PartyRows;
  /** How errors name a row, inequalities first. */
  readonly nameOf: (row: number) => string;
  /** A bound on the magnitude of all costs, at scale 10^κ. */
  readonly largestCost: bigint;
}

/** The messages and steps of a protocol between the parties of a round. */
export interface Protocol<State> {
  /** Name as in the round's parameters, e.g. "two-party/paillier". */
  readonly name: string;
  /**
   * Limits of the grids that the engine can round to, where they are narrower than the
   * certificate's.
   */
  readonly grid?: AnswerGrid;
  /**
   * Sender, receiver and exchange of each message, known from the public round alone. Throws
   * ProtocolError if the round does not suit the engine.
   */
  schedule(round: PublicRound): readonly ScheduleEntry[];
  /**
   * Throws InputError for rows that the engine cannot take, so that their owner learns it before
   * committing to them.
   */
  check?(own: OwnRows): void;
  start(input: EngineInput): Promise<Progress<State>>;
  /**
   * `message` is the next one addressed to this party in schedule order. Throws ProtocolError
   * naming the sender at fault.
   */
  receive(state: State, message: Message): Promise<Progress<State>>;
}

/**
 * A protocol that finds an answer, with a statement of what it leaks. It need not be trusted: the
 * certificate decides.
 */
export interface Engine<State> extends Protocol<State> {
  /**
   * What leaks at these sizes; `nameOf` names the parties. Throws ProtocolError `RoundUnsuitable`
   * if the engine cannot play the round.
   */
  leakage(round: PublicRound, nameOf: NameOf): Leakage;
}
