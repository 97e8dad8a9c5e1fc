// Three nodes (client/crypto/sharing): the engines `mpc`, for nodes that keep to the protocol, and
// `mpc/proven`, of which one may depart from it.
import { ProvingNode } from "../../../crypto/proven/node.ts";
import { THREE_HOLDING } from "../../../crypto/sharing/holding.ts";
import { type NodeIndex, neighbours, nextOf, previousOf } from "../../../crypto/sharing/link.ts";
import type { SharingOptions } from "../../../crypto/sharing/party.ts";
import { ThreeNodes } from "../../../crypto/sharing/three-nodes.ts";
import { saltedMasks } from "../start.ts";
import type { Joining, NodeSet } from "./node-set.ts";
import { PROVEN_TRAITS, THREE_TRAITS } from "./traits.ts";

function optionsOf({ links, secrets, salt, ...joining }: Joining): SharingOptions {
  const node = joining.node as NodeIndex;
  const seedWith = (peer: NodeIndex) => saltedMasks(secrets[peer]!.masks, salt);
  const seeds = { next: seedWith(nextOf(node)), previous: seedWith(previousOf(node)) };
  const { epoch, meter, threads } = joining;
  return { node, links: neighbours(node, links), seeds, epoch, meter, threads };
}

export const THREE: NodeSet = {
  ...THREE_TRAITS,
  holding: THREE_HOLDING,
  join: async (joining) => new ThreeNodes(optionsOf(joining)),
};

export const PROVEN: NodeSet = {
  ...THREE,
  ...PROVEN_TRAITS,
  prover: (joining) => new ProvingNode(optionsOf(joining)),
};
