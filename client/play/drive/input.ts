// What one company brings to a round, and what comes of it.
import type { Hex } from "viem";
import type { ChainSession, Mined } from "../../chain/session.ts";
import type { Waiting } from "../../chain/watch/watch.ts";
import type { Engine } from "../../engines/engine.ts";
import type { ConcordatError } from "../../errors.ts";
import type { RoundJournal } from "../../journal/round-journal.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import type { Decimal } from "../../math/decimal.ts";
import type { Random } from "../../math/random.ts";
import type { Channel } from "../../network/channel.ts";
import type { Agreement } from "../../round/agreement.ts";
import type { Sessions } from "./context.ts";
import type { PartyEvent } from "./events.ts";
import type { PartyResult } from "./settled.ts";

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
  /** The same in every life of a client: a run that starts again repeats itself. */
  readonly random: Random;
  readonly waiting: Pick<Waiting, "pollMs" | "signal">;
  /** Goes on although a search of seconds undoes the engine's disguise at this size. */
  readonly insist: boolean;
  /**
   * Who should do what when the outcome needs `value`, in the user's units, of column 0..n−1: more
   * than its upper bound.
   */
  readonly boundAdvice?: (column: number, value: Decimal) => string;
  readonly onEvent: (event: PartyEvent) => void;
}

/** What whoever sees the round to its end does along the way, in this order. */
export interface Closing {
  /** The party has stopped, and nothing is left to refuse. */
  readonly onStopped: (error: ConcordatError) => void;
  /**
   * Keeps what the chain has settled, for good; a reorganisation may bring another outcome in its
   * place.
   */
  readonly keepOutcome: (result: PartyResult) => void;
  /** Forgets an outcome that the chain has taken back. */
  readonly dropOutcome: () => void;
  /** May be called again. */
  readonly writeFiles: () => Promise<void>;
}

export interface DriveInput extends PartyInput {
  /**
   * Sees the round to its end on chain; null: only until its outcome is known or nothing is left to
   * refuse.
   */
  readonly closing: Closing | null;
  /**
   * Digest of the parameters that the company accepted, where it accepted them in an earlier life.
   */
  readonly accepted?: Hex;
}

/** How a round has ended for a party. */
export interface Driven {
  /** Null when the round cannot be settled with this party. */
  readonly result: PartyResult | null;
  /** What stopped it, in this life or an earlier one; null where nothing did. */
  readonly error: unknown;
  /** Null where it was not seen to its end on chain. */
  readonly closed: Closed | null;
}

export interface Closed {
  readonly phase: "settled" | "expired";
  /** The withdrawal, if the coordinator owed this account anything. */
  readonly withdrawal: Mined | null;
}
