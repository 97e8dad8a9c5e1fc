// The nodes that compute: how many they are, and how they share numbers. All that differs between
// the engines `mpc`, `mpc/four` and `mpc/proven` is here (three.ts, four.ts), but for how the last
// ends (../certify); the method is one (../solve.ts).
import type { ProvingNode } from "../../../crypto/proven/node.ts";
import type { Holding } from "../../../crypto/sharing/holding.ts";
import type { KernelThreads } from "../../../crypto/sharing/kernel-threads.ts";
import type { NodeLinks } from "../../../crypto/sharing/link.ts";
import type { PairSecrets } from "../../../crypto/sharing/pair-secrets.ts";
import type { SharingMeter } from "../../../crypto/sharing/party.ts";
import type { Scheme } from "../../../crypto/sharing/scheme.ts";
import type { NodeTraits } from "./traits.ts";

/** What a node has when all have agreed on a start (../start.ts). */
export interface Joining {
  readonly node: number;
  readonly links: NodeLinks;
  /** Per node; null for this node itself. */
  readonly secrets: readonly (PairSecrets | null)[];
  /** This node's X25519 secret of the round. */
  readonly secret: Uint8Array;
  /** The start's. */
  readonly salt: Uint8Array;
  readonly epoch: number;
  readonly meter: SharingMeter;
  readonly threads: KernelThreads;
}

export interface NodeSet extends NodeTraits {
  /** How parties deal their inputs to the nodes (client/crypto/sharing/input.ts). */
  readonly holding: Holding;
  /** Throws what links throw, and ProtocolError `SeedDiffers`. */
  join(joining: Joining): Promise<Scheme>;
  /** Where the nodes prove an optimum before it opens: this node as it does. */
  readonly prover?: (joining: Joining) => ProvingNode;
}

/** The other nodes, from the next one on. */
export function peersOf(node: number, count: number): number[] {
  return Array.from({ length: count - 1 }, (_, k) => (node + 1 + k) % count);
}
