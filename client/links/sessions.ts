// Runs the sessions of an engine within this process (over the network: network-sessions.ts).
import { untilAborted } from "../chain/watch/watch.ts";
import { connectNodes, type LocalNode } from "../crypto/sharing/link.ts";
import { createRandom } from "../math/random.ts";
import type { Sessions } from "../play/drive/context.ts";

/**
 * For the parties of one round in one process, for tests and the demo: when one party's session
 * fails, the others lose their peer.
 */
export function sessionsInProcess(): Sessions {
  let nodes: readonly LocalNode[] | undefined;
  return {
    run: async (session, { party, waiting }) => {
      nodes ??= connectNodes(session.nodes);
      const { links, end } = nodes[party]!;
      try {
        const step = session.run({
          ...{ epoch: 0, nonce: createRandom().bytes(32), checkpoints: [], earlier: [], result: null },
          connect: async () => links,
          save: async () => undefined,
          saveOpening: async () => undefined,
          trace: async () => undefined,
          keep: async () => undefined,
        });
        return await Promise.race([step, untilAborted(waiting.signal)]);
      } catch (error) {
        end();
        throw error;
      }
    },
  };
}
