// What follows from a round's terms alone.
import { callingThread, type WorkPool } from "../crypto/paillier/pool.ts";
import type { Engine } from "../engines/engine.ts";
import { createEngine } from "../engines/engines.ts";
import type { PublicProgram } from "../lp/joint/program.ts";
import { roundSchedule } from "../play/settle/schedule.ts";
import type { Agreement } from "../round/agreement.ts";
import { unsuitableByName } from "../round/name-parties.ts";
import { agreementOf, type Terms } from "../round/terms.ts";
import { requirePlayable } from "./seal/own-parts.ts";

export interface AgreedRound {
  readonly program: PublicProgram;
  readonly agreement: Agreement;
  readonly engine: Engine<unknown>;
}

/**
 * Throws what createEngine, roundSchedule and agreementOf find wrong; a ProtocolError
 * "RoundUnsuitable" has the companies' names.
 */
export function agreedRound(terms: Terms, pool: WorkPool = callingThread): AgreedRound {
  try {
    return roundOf(terms, pool);
  } catch (error) {
    throw unsuitableByName(
      error,
      terms.parties.map(({ name }) => name),
    );
  }
}

function roundOf(terms: Terms, pool: WorkPool): AgreedRound {
  requirePlayable(terms);
  const engine = createEngine(terms.engine, pool);
  return { ...agreementOf(terms, (round) => roundSchedule(engine, round, terms.sealed?.size ?? null).turns), engine };
}
