// A node whose messages a test sees, and may change, on their way out. No effect on import.
import type { Link, NodeLinks } from "../../../client/crypto/sharing/link.ts";

/**
 * The links, over which goes what `change` makes of each message to node `to`. If it throws, so
 * does `send`.
 */
export function sendingThrough(links: NodeLinks, change: (bytes: Uint8Array, to: number) => Uint8Array): NodeLinks {
  return links.map(
    (link, to): Link | null =>
      link && {
        send: (bytes) => link.send(change(bytes, to)),
        receive: (length) => link.receive(length),
      },
  );
}
