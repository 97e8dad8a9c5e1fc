// Three nodes that keep to the protocol (client/crypto/sharing): the engine `mpc`.
import {
  INPUT_DIGESTS_BYTES,
  inputBytes,
  inputDigests,
  matchesDigests,
  shareInput,
} from "../../../crypto/sharing/input.ts";
import { type NodeIndex, neighbours, nextOf, previousOf } from "../../../crypto/sharing/link.ts";
import { ThreeNodes } from "../../../crypto/sharing/three-nodes.ts";
import { saltedMasks } from "../start.ts";
import type { NodeSet } from "./node-set.ts";
import { THREE_TRAITS } from "./traits.ts";

export const THREE: NodeSet = {
  ...THREE_TRAITS,
  digestsBytes: INPUT_DIGESTS_BYTES,
  deal: (values, random) => {
    const messages = shareInput(values, random);
    return { messages, digests: inputDigests(messages) };
  },
  inputBytes: (node, length) => inputBytes(node as NodeIndex, length),
  matchesDigests: (node, bytes, digests) => matchesDigests(node as NodeIndex, bytes, digests),
  join: async ({ links, secrets, salt, ...joining }) => {
    const node = joining.node as NodeIndex;
    const seedWith = (peer: NodeIndex) => saltedMasks(secrets[peer]!.masks, salt);
    const seeds = { next: seedWith(nextOf(node)), previous: seedWith(previousOf(node)) };
    const { epoch, meter, threads } = joining;
    return new ThreeNodes({ node, links: neighbours(node, links), seeds, epoch, meter, threads });
  },
};
