// Four nodes, of which one may depart from the protocol (client/crypto/four-sharing): the engine
// `mpc/four`. Before anything opens, and before a checkpoint is stored, every node has found all
// messages so far right, or the run has ended; so what a node can make of it is what engine.ts says
// of `mpc/four`.
//
// Keys of masks: at every start each node draws its contributions from its secret of the round and
// the start's salt, into which every node has put fresh bytes, so that no mask is used twice.
import { hkdfSync } from "node:crypto";
import { FourNodes } from "../../../crypto/four-sharing/four-nodes.ts";
import { agreeOnKeys } from "../../../crypto/four-sharing/keys.ts";
import { linksByNode, type NodeIndex } from "../../../crypto/four-sharing/link.ts";
import { FOUR_HOLDING } from "../../../crypto/sharing/holding.ts";
import { SEED_BYTES } from "../../../crypto/sharing/masks.ts";
import { createRandom, type Random } from "../../../math/random.ts";
import type { NodeSet } from "./node-set.ts";
import { FOUR_TRAITS } from "./traits.ts";

/** What a node puts into keys of masks in one start; nobody else knows it before it sends it. */
function contributions(secret: Uint8Array, salt: Uint8Array): Random {
  return createRandom(new Uint8Array(hkdfSync("sha256", secret, salt, "concordat/mpc/four/v1/keys", SEED_BYTES)));
}

export const FOUR: NodeSet = {
  ...FOUR_TRAITS,
  holding: FOUR_HOLDING,
  join: async ({ secret, salt, epoch, meter, threads, ...joining }) => {
    const node = joining.node as NodeIndex;
    const links = linksByNode(joining.links);
    const seeds = await agreeOnKeys(links, node, contributions(secret, salt));
    return new FourNodes({ node, links, seeds, epoch, meter, threads });
  },
};
