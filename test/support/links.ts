// What nodes have of the links among them. No effect on import.
import { type NodeIndex, nextOf, previousOf } from "../../client/crypto/sharing/link.ts";
import { seeded } from "./sharing.ts";

/** The secret of each pair among `count` nodes: entry i is what node i has, per node. */
export function linkSecrets(byte: number, count = 3): (Uint8Array | null)[][] {
  const random = seeded(byte);
  const secrets: (Uint8Array | null)[][] = Array.from({ length: count }, () => Array(count).fill(null));
  for (let node = 0; node < count; node++)
    for (let peer = 0; peer < node; peer++) secrets[node]![peer] = secrets[peer]![node] = random.bytes(32);
  return secrets;
}

/** What one of three nodes has of its neighbours, links for instance, as a session has it. */
export function perNode<T>(node: NodeIndex, { next, previous }: { readonly next: T; readonly previous: T }) {
  const all: (T | null)[] = [null, null, null];
  all[nextOf(node)] = next;
  all[previousOf(node)] = previous;
  return all;
}
