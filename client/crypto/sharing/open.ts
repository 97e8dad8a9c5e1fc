// Opens shared values to all three nodes. Each node lacks one component, which both others hold; it
// receives the component from both and compares, so that one faulty node cannot make another read a
// wrong value. Before that, every two nodes compare digests of the component that they have in
// common: a node that has made the two others hold different values must not read both, as their
// difference reveals a secret (choose.ts). Two rounds; each node sends 32 bytes per element and
// 64 more.
import { ProtocolError } from "../../errors.ts";
import type { Shares } from "./arena.ts";
import { decodeElements, ELEMENT_BYTES } from "./elements.ts";
import type { Party } from "./party.ts";
import { requireSameShares } from "./same-shares.ts";

/**
 * Signed values in [−2^127, 2^127). Throws ProtocolError `SharesDiffer`: one of the two other nodes
 * is at fault, by a wrong share or by telling two nodes different things.
 */
export async function open(party: Party, x: Shares): Promise<bigint[]> {
  const { arena } = party;
  await requireSameShares(party, x);
  const bytes = ELEMENT_BYTES * x.length;
  const mark = arena.mark();
  const [fromNext, fromPrevious] = [arena.elements(x.length), arena.elements(x.length)];
  party.rounds(1);
  party.send("next", [[x.a, bytes]]);
  party.send("previous", [[x.b, bytes]]);
  await party.receive("next", [[fromNext, bytes]]);
  await party.receive("previous", [[fromPrevious, bytes]]);
  if (Buffer.compare(arena.bytes(fromNext, bytes), arena.bytes(fromPrevious, bytes)) !== 0) {
    const pair = `${party.indexOf("next")} and ${party.indexOf("previous")}`;
    throw new ProtocolError("SharesDiffer", `nodes ${pair} sent different shares of the same value`);
  }
  arena.kernel.add(fromNext, fromNext, x.a, x.length);
  arena.kernel.add(fromNext, fromNext, x.b, x.length);
  const values = decodeElements(arena.bytes(fromNext, bytes));
  arena.release(mark);
  return values;
}
