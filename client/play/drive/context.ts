// What the parts of a party's side of one round share.
import type { Hex } from "viem";
import type { Waiting } from "../../chain/coordinator/read.ts";
import type { ChainSession, Mined } from "../../chain/session.ts";
import type { Session, Step } from "../../engines/engine.ts";
import type { RoundJournal } from "../../journal/round-journal.ts";
import type { Channel } from "../../network/channel.ts";
import type { Agreement } from "../../round/agreement.ts";
import type { RoundId } from "../../round/id.ts";

/** A message that went over a channel and whose digest stands on chain. */
export interface PostedMessage {
  readonly step: number;
  readonly from: number;
  readonly to: number | null;
  /** Length of the body. */
  readonly bytes: number;
  readonly digest: Hex;
}

/** Where a session among nodes stands: begun in an epoch, with a checkpoint in the journal, with its result there; or without an epoch left. */
export interface SessionProgress {
  readonly epoch: number;
  readonly point: "begun" | "checkpoint" | "kept" | "spent";
}

/** Who runs a session of an engine: within this process, or over the network with restarts. */
export interface Sessions {
  /** Runs it to its step, started again as often as need be. Throws what the session throws, or the waiting's signal's reason. */
  run<State>(session: Session<State>, context: RoundContext): Promise<Step<State>>;
}

export interface RoundContext {
  readonly party: number;
  readonly id: RoundId;
  readonly agreement: Agreement;
  readonly session: ChainSession;
  readonly channel: Channel;
  readonly sessions: Sessions;
  readonly journal: RoundJournal;
  readonly waiting: Waiting;
  /** This party's commitment. */
  readonly commitment: Hex;
  readonly onCommitted: (transaction: Mined) => void;
  readonly onJournalled: (step: number) => void;
  readonly onPosted: (step: number, transaction: Mined) => void;
  readonly onMessage: (message: PostedMessage) => void;
  readonly onSession: (progress: SessionProgress) => void;
}
