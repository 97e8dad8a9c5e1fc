// Three nodes that keep to the protocol (client/crypto/sharing): the engine `mpc`.
import { THREE_HOLDING } from "../../../crypto/sharing/holding.ts";
import { type NodeIndex, neighbours, nextOf, previousOf } from "../../../crypto/sharing/link.ts";
import { ThreeNodes } from "../../../crypto/sharing/three-nodes.ts";
import { saltedMasks } from "../start.ts";
import type { NodeSet } from "./node-set.ts";
import { THREE_TRAITS } from "./traits.ts";

export const THREE: NodeSet = {
  ...THREE_TRAITS,
  holding: THREE_HOLDING,
  join: async ({ links, secrets, salt, ...joining }) => {
    const node = joining.node as NodeIndex;
    const seedWith = (peer: NodeIndex) => saltedMasks(secrets[peer]!.masks, salt);
    const seeds = { next: seedWith(nextOf(node)), previous: seedWith(previousOf(node)) };
    const { epoch, meter, threads } = joining;
    return new ThreeNodes({ node, links: neighbours(node, links), seeds, epoch, meter, threads });
  },
};
