// Every engine with keys and counts so small that a run takes no time: for tests of what is around
// it. Does nothing on import.
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { multiPartyEngine } from "../../client/engines/multi-party/engine.ts";
import type { EngineName } from "../../client/engines/names.ts";
import { decoyOt } from "../../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../client/engines/two-party/engine.ts";
import { paillier } from "../../client/engines/two-party/paillier.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";

const KEY_BITS = 512;
const SHORT = { keyBits: KEY_BITS, minimumBits: KEY_BITS };

export function smallEngine(name: EngineName): Engine<unknown> {
  switch (name) {
    case "two-party/paillier":
      return twoPartyEngine(paillier(SHORT), highsSolver) as Engine<unknown>;
    case "two-party/decoy-ot":
      return twoPartyEngine(decoyOt({ choices: 2, shares: 4 }), highsSolver) as Engine<unknown>;
    case "multi-party/masked":
      return multiPartyEngine({ solver: highsSolver, ...SHORT }) as Engine<unknown>;
    case "multi-party/plain":
      return multiPartyEngine({ variant: "plain", solver: highsSolver, ...SHORT }) as Engine<unknown>;
    default:
      return createEngine(name, callingThread);
  }
}
