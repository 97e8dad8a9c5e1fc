// What an engine is: pure party steps. No clock, no I/O, no hidden randomness: a run replays from its inputs, its seed and
// the messages received. Steps may be asynchronous (worker threads), but their result depends on their arguments only.
import type { Decimals, PartyRows } from "../lp/normal.ts";
import type { Random } from "../math/random.ts";

/** The public part of a round that engines need. */
export interface PublicRound {
  readonly parties: number;
  readonly columns: number;
  /** Per party. */
  readonly inequalities: readonly number[];
  readonly equalities: readonly number[];
  /** Index of the party that owns the objective. */
  readonly objectiveOwner: number;
  readonly decimals: Decimals;
  /** Largest residual |Mx + s − b| that the round accepts, at scale 10^(κ+δ). */
  readonly residualTolerance: bigint;
}

/** A message as the engine sees it; the room above adds round, digests and transport. */
export interface Message {
  /** Position in the engine's schedule. */
  readonly step: number;
  readonly from: number;
  /** Receiving party, or null for all others. */
  readonly to: number | null;
  readonly body: Uint8Array;
}

/** Who sends the message of a step, and who receives it (null: everyone else). Known before the round starts. */
export interface ScheduleEntry {
  readonly from: number;
  readonly to: number | null;
  /** What the message holds, in a few words for people. */
  readonly content: string;
  /** Part of the protocol that it belongs to, as costs and progress name it. */
  readonly phase: string;
}

/** What a party holds when the engine is done. Integers at the round's scales (docs/certificate.md). */
export type EngineOutcome =
  | { readonly kind: "optimal"; readonly x: readonly bigint[]; readonly multipliers: readonly bigint[] }
  | { readonly kind: "infeasible"; readonly multipliers: readonly bigint[] }
  | { readonly kind: "unbounded"; readonly x: readonly bigint[]; readonly ray: readonly bigint[] };

/** Result of one step: the new state and the messages it sends, in schedule order. */
export interface Step<State> {
  readonly state: State;
  readonly send: readonly Message[];
  /** This party's outcome once it has one: `multipliers` are those of its own rows, inequalities first. */
  readonly outcome: EngineOutcome | null;
}

export interface EngineInput {
  readonly party: number;
  readonly round: PublicRound;
  readonly rows: PartyRows;
  readonly random: Random;
}

/** A protocol between the parties of a round that finds an answer. It need not be trusted: the certificate decides. */
export interface Engine<State> {
  /** Name as in the round's parameters, e.g. "two-party/paillier". */
  readonly name: string;
  /** Sender and receiver of each step, known from the public round alone. Throws ProtocolError when the round does not suit the engine. */
  schedule(round: PublicRound): readonly ScheduleEntry[];
  start(input: EngineInput): Promise<Step<State>>;
  /** `message` is the next one addressed to this party in schedule order. Throws ProtocolError naming the sender at fault. */
  receive(state: State, message: Message): Promise<Step<State>>;
}
