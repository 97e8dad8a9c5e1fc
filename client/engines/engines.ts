// Creates engines by name.
import type { WorkPool } from "../crypto/paillier/pool.ts";
import { InputError } from "../errors.ts";
import { highsSolver } from "../lp/solvers/highs.ts";
import { type CostMeter, noMeter } from "./cost-meter.ts";
import type { Engine } from "./engine.ts";
import { mpcEngine } from "./mpc/engine.ts";
import { FOUR } from "./mpc/nodes/four.ts";
import { PROVEN, THREE } from "./mpc/nodes/three.ts";
import { multiPartyEngine } from "./multi-party/engine.ts";
import { ENGINE_NAMES, type EngineName } from "./names.ts";
import { liEngine } from "./row-mixing/li.ts";
import { mangasarianEngine } from "./row-mixing/mangasarian.ts";
import type { SideState } from "./side.ts";
import { DECOYS, decoyOt } from "./two-party/decoy-ot.ts";
import { twoPartyEngine } from "./two-party/engine.ts";
import { paillier } from "./two-party/paillier.ts";

const FACTORIES = {
  mpc: ({ threads }, meter) => mpcEngine({ meter, threads }),
  "mpc/four": ({ threads }, meter) => mpcEngine({ nodes: FOUR, meter, threads }),
  "mpc/proven": ({ threads }, meter) => mpcEngine({ nodes: PROVEN, meter, threads }),
  "two-party/paillier": (pool, meter) => twoPartyEngine(paillier({ pool, meter }), highsSolver),
  "two-party/decoy-ot": (_, meter) => twoPartyEngine(decoyOt(DECOYS, meter), highsSolver),
  "multi-party/masked": (pool, meter) => multiPartyEngine({ solver: highsSolver, pool, meter }),
  "multi-party/plain": (pool, meter) => multiPartyEngine({ variant: "plain", solver: highsSolver, pool, meter }),
  mangasarian: (_, meter) => mangasarianEngine(highsSolver, meter),
  li: (_, meter) => liEngine(highsSolver, meter),
} as const satisfies Readonly<Record<EngineName, (pool: WorkPool, meter: CostMeter) => Engine<SideState>>>;

/**
 * `pool` does the heavy arithmetic, or says how many threads may do it; `meter` counts the
 * operations of all parties in this process. Throws InputError `EngineUnknown`.
 */
export function createEngine(name: string, pool: WorkPool, meter: CostMeter = noMeter): Engine<unknown> {
  // The name may be any string: "constructor", for one, is a member of every object but no engine.
  if (!Object.hasOwn(FACTORIES, name))
    throw new InputError("EngineUnknown", `there is no engine "${name}"; there are ${ENGINE_NAMES.join(", ")}`);
  const factory = FACTORIES[name as EngineName];
  // The state is opaque to callers: they only pass it back.
  return factory(pool, meter) as Engine<unknown>;
}

/**
 * How many parties, the first ones, compute for all; null for an engine in which nobody does.
 * `engine`: any text.
 */
export function nodesOf(engine: string): number | null {
  return [THREE, FOUR, PROVEN].find((nodes) => nodes.engine === engine)?.count ?? null;
}

/**
 * The engine to use unless there is a reason for another: `mpc/four`, which needs four parties,
 * `mpc`, which needs three, or else `two-party/paillier`.
 */
export function recommendedEngine(parties: number): EngineName {
  if (parties >= FOUR.count) return "mpc/four";
  return parties >= THREE.count ? "mpc" : "two-party/paillier";
}
