// The engines by name, as a round's parameters and the command line call them.
import type { WorkPool } from "../crypto/paillier/pool.ts";
import { InputError } from "../errors.ts";
import { highsSolver } from "../lp/solvers/highs.ts";
import type { Engine } from "./engine.ts";
import { liEngine } from "./li/engine.ts";
import { mangasarianEngine } from "./mangasarian/engine.ts";
import { multiPartyEngine } from "./multi-party/engine.ts";
import { decoyOt } from "./two-party/decoy-ot.ts";
import { twoPartyEngine } from "./two-party/engine.ts";
import { paillier } from "./two-party/paillier.ts";

const FACTORIES = {
  "two-party/paillier": (pool: WorkPool) => twoPartyEngine(paillier({ pool }), highsSolver),
  "two-party/decoy-ot": () => twoPartyEngine(decoyOt(), highsSolver),
  "multi-party/masked": (pool: WorkPool) => multiPartyEngine({ solver: highsSolver, pool }),
  "multi-party/plain": (pool: WorkPool) => multiPartyEngine({ ring: "plain", solver: highsSolver, pool }),
  mangasarian: () => mangasarianEngine(highsSolver),
  li: () => liEngine(highsSolver),
} as const;

export type EngineName = keyof typeof FACTORIES;

/** Names of all engines. */
export const ENGINE_NAMES = Object.keys(FACTORIES) as readonly EngineName[];

/** `pool` does the heavy arithmetic. Throws InputError "EngineUnknown". */
export function createEngine(name: string, pool: WorkPool): Engine<unknown> {
  const factory = FACTORIES[name as EngineName];
  if (factory === undefined) {
    throw new InputError("EngineUnknown", `there is no engine "${name}"; there are ${ENGINE_NAMES.join(", ")}`);
  }
  // An engine's state is its own affair: callers only hand it back.
  return factory(pool) as Engine<unknown>;
}
