// The keys of masks: for each node one that the three others share and it lacks. Each of the three
// sends the two others random bytes, the key is a hash of all, and every two compare digests of it:
// if a node told two others different things, these two would go on with different masks, and a
// message between the others would be wrong without a witness who knows.
//
// Who learns what: a node sees bytes of keys that it shares, and digests of those. A node that is
// among the three knows the key in any case. It can try many contributions, and choose among the
// keys that they give.
import { createHash } from "node:crypto";
import { ProtocolError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import { SEED_BYTES } from "../sharing/masks.ts";
import { type Links, NODES, type NodeIndex, others } from "./link.ts";

/**
 * `seeds` of ./party.ts: entry j is the key without node j; a node's own entry is empty. 2 rounds.
 * `random`: new at every start. Throws ProtocolError `SeedDiffers`, and what links throw.
 */
export async function agreeOnKeys(links: Links, node: NodeIndex, random: Random): Promise<Uint8Array[]> {
  const own = NODES.map(() => random.bytes(SEED_BYTES));
  /** The nodes without which this node and a peer share a key. */
  const lackingWith = (peer: NodeIndex) => others(node).filter((lacking) => lacking !== peer);
  const swap = async (bytesFor: (lacking: NodeIndex) => Uint8Array) => {
    for (const peer of others(node)) links[peer].send(new Uint8Array(Buffer.concat(lackingWith(peer).map(bytesFor))));
    const heard = new Map<NodeIndex, (lacking: NodeIndex) => Uint8Array>();
    for (const peer of others(node)) {
      const bytes = Uint8Array.from(await links[peer].receive(2 * SEED_BYTES));
      heard.set(peer, (lacking) => {
        const at = SEED_BYTES * lackingWith(peer).indexOf(lacking);
        return bytes.subarray(at, at + SEED_BYTES);
      });
    }
    return heard;
  };
  const contributions = await swap((lacking) => own[lacking]!);
  const keys = NODES.map((lacking) => {
    if (lacking === node) return new Uint8Array(0);
    const hash = createHash("sha256").update(`concordat/four-sharing/v1/key/${lacking}`);
    for (const from of others(lacking)) hash.update(from === node ? own[lacking]! : contributions.get(from)!(lacking));
    return new Uint8Array(hash.digest());
  });
  const digests = await swap((lacking) => digestOf(keys[lacking]!));
  for (const [peer, told] of digests)
    for (const lacking of lackingWith(peer))
      if (Buffer.compare(told(lacking), digestOf(keys[lacking]!)) !== 0)
        throw new ProtocolError(
          "SeedDiffers",
          `this node and node ${peer} have different keys without node ${lacking}: a node told the two different things: stop the round`,
        );
  return keys;
}

function digestOf(key: Uint8Array): Uint8Array {
  return createHash("sha256").update("concordat/four-sharing/v1/key/digest").update(key).digest();
}
