// Checks that every two nodes hold the same values of the component that both have: when shares are
// restored from a checkpoint, and before anything is opened. They compare SHA-256 digests, from
// which nobody learns anything: a node receives only digests of components that it holds itself.
// One round, 64 bytes.
import { createHash } from "node:crypto";
import { ProtocolError } from "../../errors.ts";
import type { Shares } from "./arena.ts";
import { ELEMENT_BYTES } from "./elements.ts";
import type { Party } from "./party.ts";

const DIGEST_BYTES = 32;

/**
 * Throws ProtocolError `SharesDiffer`, without naming a party: the neighbour may be at fault, or
 * the third node, which may have sent the two of them different things.
 */
export async function requireSameShares(party: Party, x: Shares): Promise<void> {
  const { arena } = party;
  const mark = arena.mark();
  const digests = [x.a, x.b].map((at) => {
    const digest = arena.allocate(DIGEST_BYTES);
    arena.write(
      digest,
      createHash("sha256")
        .update(arena.bytes(at, ELEMENT_BYTES * x.length))
        .digest(),
    );
    return digest;
  });
  const [first, second] = digests as [number, number];
  party.rounds(1);
  party.send("previous", [[first, DIGEST_BYTES]]);
  party.send("next", [[second, DIGEST_BYTES]]);
  const theirs = arena.allocate(DIGEST_BYTES);
  for (const [neighbour, own] of [
    ["next", second],
    ["previous", first],
  ] as const) {
    await party.receive(neighbour, [[theirs, DIGEST_BYTES]]);
    if (Buffer.compare(arena.bytes(theirs, DIGEST_BYTES), arena.bytes(own, DIGEST_BYTES)) !== 0) {
      throw new ProtocolError("SharesDiffer", `this node and node ${party.indexOf(neighbour)} hold different shares`);
    }
  }
  arena.release(mark);
}
