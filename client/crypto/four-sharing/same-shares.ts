// Checks that every two nodes hold the same values of the components that both have, and that they
// came about by right messages: when shares leave the computation, as later comparisons do not look
// back, and when they are restored. Nodes compare SHA-256 digests of what both know, so nobody
// learns anything. Three rounds, 384 bytes.
import { createHash } from "node:crypto";
import { ProtocolError } from "../../errors.ts";
import type { Shares } from "../sharing/arena.ts";
import { ELEMENT_BYTES } from "../sharing/elements.ts";
import { NODES, others } from "./link.ts";
import type { Party } from "./party.ts";

const DIGEST_BYTES = 32;

/** Throws ProtocolError `SharesDiffer`, without naming a party. */
export async function requireSameShares(party: Party, x: Shares): Promise<void> {
  const { arena, node } = party;
  await party.confirm();
  const digests = NODES.map((j) =>
    j === node
      ? new Uint8Array(0)
      : createHash("sha256")
          .update(arena.bytes(party.component(x, j), ELEMENT_BYTES * x.length))
          .digest(),
  );
  /** Of the two components that a peer also holds. */
  const common = (peer: number) => Buffer.concat(digests.filter((_, j) => j !== peer));
  party.rounds(1);
  for (const peer of others(node)) party.send(peer, common(peer));
  for (const peer of others(node))
    if (Buffer.compare(await party.receive(peer, 2 * DIGEST_BYTES), common(peer)) !== 0)
      throw new ProtocolError("SharesDiffer", `this node and node ${peer} hold different shares`);
}
