// Links of a node that departs from the protocol in one message, and of one that is watched. No
// effect on import.
import type { Link, Links, NodeIndex } from "../../../client/crypto/sharing/link.ts";

/** A message that a node sends: its number among its own, and to whom. */
export interface Sent {
  readonly from: NodeIndex;
  readonly to: keyof Links;
  readonly index: number;
  readonly bytes: Uint8Array;
}

/**
 * What becomes of each message, for `ProvingOptions.change`: other bytes, or null if it is never
 * sent.
 */
export function sending(change: (sent: Sent) => Uint8Array | null): (node: NodeIndex, links: Links) => Links {
  return (from, links) => {
    let index = 0;
    const wrap = (to: keyof Links): Link => ({
      send: (bytes) => {
        const changed = change({ from, to, index: index++, bytes });
        if (changed !== null) links[to].send(changed);
      },
      receive: (length) => links[to].receive(length),
    });
    return { next: wrap("next"), previous: wrap("previous") };
  };
}

/** The same bytes but for one bit. */
export function withBit(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[bit >> 3]! ^= 1 << (bit & 7);
  return changed;
}
