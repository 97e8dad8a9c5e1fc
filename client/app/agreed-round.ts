// What follows from a round's terms alone.
import { callingThread, type WorkPool } from "../crypto/paillier/pool.ts";
import type { Engine } from "../engines/engine.ts";
import { createEngine } from "../engines/engines.ts";
import type { PublicProgram } from "../lp/joint/program.ts";
import { roundSchedule } from "../play/settle/schedule.ts";
import type { Agreement } from "../round/agreement.ts";
import { agreementOf, type Terms } from "../round/terms.ts";

export interface AgreedRound {
  readonly program: PublicProgram;
  readonly agreement: Agreement;
  readonly engine: Engine<unknown>;
}

/** Throws what createEngine, roundSchedule and agreementOf find wrong. */
export function agreedRound(terms: Terms, pool: WorkPool = callingThread): AgreedRound {
  const engine = createEngine(terms.engine, pool);
  return { ...agreementOf(terms, (round) => roundSchedule(engine, round, terms.sealed?.size ?? null).turns), engine };
}
