// What one company brings to a round, and how the round ends for it.
import type { Hex } from "viem";
import type { ChainSession, Mined } from "../../chain/session.ts";
import type { Waiting } from "../../chain/watch/watch.ts";
import type { Engine } from "../../engines/engine.ts";
import type { ConcordatError } from "../../errors.ts";
import type { ProofMemory } from "../../journal/proof-memory.ts";
import type { RoundJournal } from "../../journal/round-journal.ts";
import type { OutcomeAdvice } from "../../lp/joint/advice.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import type { Random } from "../../math/random.ts";
import type { Channel } from "../../network/channel.ts";
import type { Agreement } from "../../round/agreement.ts";
import type { SealedParameters } from "../../sealed/parameters.ts";
import type { Sessions } from "./context.ts";
import type { PartyEvent } from "./events.ts";
import type { SettledResult } from "./settled.ts";

export interface PartyInput {
  readonly party: number;
  readonly rows: PartyRows;
  readonly engine: Engine<unknown>;
  /** What this company agreed to off chain; the round on chain must be exactly this. */
  readonly agreement: Agreement;
  readonly round: bigint;
  readonly session: ChainSession;
  readonly channel: Channel;
  readonly sessions: Sessions;
  readonly journal: RoundJournal;
  /** The same in every life of a client, so that a restarted run computes the same messages. */
  readonly random: Random;
  readonly waiting: Pick<Waiting, "pollMs" | "signal">;
  /** Continues although a search that takes seconds breaks the engine's disguise at this size. */
  readonly insist: boolean;
  readonly advice?: OutcomeAdvice;
  readonly onEvent: (event: PartyEvent) => void;
}

/** Callbacks of a caller that follows the round to its end, in the order of the calls. */
export interface Closing {
  /** The party has stopped, and has no turns left to refuse. */
  readonly onStopped: (error: ConcordatError) => void;
  /**
   * Stores the settled outcome permanently; after a reorganisation another outcome may replace it.
   */
  readonly keepOutcome: (result: SettledResult) => void;
  /** Deletes an outcome that the chain has reverted. */
  readonly dropOutcome: () => void;
  /** May be called more than once. */
  readonly writeFiles: () => Promise<void>;
}

/** What a party seals an outcome with. */
export interface Sealing extends SealedParameters {
  /** Of this round and this home alone. */
  readonly memory: ProofMemory;
}

export interface DriveInput extends PartyInput {
  /**
   * Follows the round to its end on chain; null: only until the outcome is known or no turns are
   * left to refuse.
   */
  readonly closing: Closing | null;
  /** Of a round whose outcome is sealed; null where it is public. */
  readonly sealing: Sealing | null;
  /** Digest of the parameters that the company accepted, if it did so in an earlier life. */
  readonly accepted?: Hex;
}

/** How a round has ended for a party. */
export interface Driven {
  /** Null when the round cannot be settled with this party. */
  readonly result: SettledResult | null;
  /** What stopped the party, in this life or an earlier one; null if nothing did. */
  readonly error: unknown;
  /** Null if the round was not followed to its end on chain. */
  readonly closed: Closed | null;
}

export interface Closed {
  readonly phase: "settled" | "expired";
  /** The withdrawal, if the coordinator owed this account anything. */
  readonly withdrawal: Mined | null;
}
