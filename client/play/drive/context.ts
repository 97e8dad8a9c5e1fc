// Types shared by the modules that play a party's side of one round.

import type { ChainSession } from "../../chain/session.ts";
import type { Waiting } from "../../chain/watch/watch.ts";
import type { Session } from "../../engines/engine.ts";
import type { RoundJournal } from "../../journal/round-journal.ts";
import type { Channel } from "../../network/channel.ts";
import type { Agreement } from "../../round/agreement.ts";
import type { RoundId } from "../../round/id.ts";
import type { SessionProgress } from "./events.ts";

/** Runs sessions of an engine: within this process, or over the network with restarts. */
export interface Sessions {
  /**
   * Runs a session to its end, and restarts it as often as necessary. Throws what the
   * session throws, or the reason of the signal in `context.waiting`.
   */
  run<Result>(session: Session<Result>, context: SessionContext): Promise<Result>;
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
