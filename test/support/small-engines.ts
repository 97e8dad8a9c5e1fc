// Every engine with keys and counts so small that a run takes no time: for tests of what is around it. Does nothing on import.

import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import type { Engine } from "../../client/protocol/engine.ts";
import { createEngine, type EngineName } from "../../client/protocol/engines.ts";
import { multiPartyEngine } from "../../client/protocol/multi-party/engine.ts";
import { decoyOt } from "../../client/protocol/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../client/protocol/two-party/engine.ts";
import { paillier } from "../../client/protocol/two-party/paillier.ts";

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
      return multiPartyEngine({ ring: "plain", solver: highsSolver, ...SHORT }) as Engine<unknown>;
    default:
      return createEngine(name, callingThread);
  }
}
