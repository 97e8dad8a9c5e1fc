// What the parts of a party's side of one round share.

import type { ChainSession } from "../../chain/session.ts";
import type { Waiting } from "../../chain/watch/watch.ts";
import type { Session, Step } from "../../engines/engine.ts";
import type { RoundJournal } from "../../journal/round-journal.ts";
import type { Channel } from "../../network/channel.ts";
import type { Agreement } from "../../round/agreement.ts";
import type { RoundId } from "../../round/id.ts";
import type { SessionProgress } from "./events.ts";

/** Who runs a session of an engine: within this process, or over the network with restarts. */
export interface Sessions {
  /**
   * Runs it to its step, started again as often as need be. Throws what the session throws, or why
   * the waiting's signal has ended it.
   */
  run<State>(session: Session<State>, context: SessionContext): Promise<Step<State>>;
}

export interface RoundContext {
  readonly party: number;
  readonly id: RoundId;
  readonly agreement: Agreement;
  readonly session: ChainSession;
  readonly channel: Channel;
  readonly journal: RoundJournal;
  readonly waiting: Waiting;
}

export interface SessionContext extends Omit<RoundContext, "channel"> {
  readonly onSession: (progress: SessionProgress) => void;
}
