// What two nodes of a proof draw alike, from the secret of their pair: summands of zero, and the
// factors under which inner products open (docs/sealed-own-part.md, "Check").
import { hkdfSync } from "node:crypto";
import { type NodeIndex, nextOf, previousOf } from "../../../crypto/sharing/link.ts";
import { createRandom, type Random } from "../../../math/random.ts";
import { encodeWords } from "../../../math/words.ts";
import { type NodeSeeds, SEED_BYTES } from "../../../sealed/own-part/shares.ts";

/**
 * `secrets`: by party, of pairs; `beta`, which all messages before determine, makes the draws those
 * of one dealing.
 */
export function nodeSeedsOf(node: NodeIndex, secrets: ReadonlyMap<number, Uint8Array>, beta: bigint): NodeSeeds {
  const seed = (other: NodeIndex): Random => {
    const info = `concordat/sealed/own-part/v1/nodes/${Math.min(node, other)}/${Math.max(node, other)}`;
    return createRandom(new Uint8Array(hkdfSync("sha256", secrets.get(other)!, encodeWords([beta]), info, SEED_BYTES)));
  };
  return { own: seed(previousOf(node)), next: seed(nextOf(node)) };
}
