// Opens shared values to all four nodes, after every node has found that all messages so far were
// right (party.ts). Each node lacks one component; one node sends it, and another a digest of it.
// Three rounds; each node sends 16 bytes per element and 224 more.
import { createHash } from "node:crypto";
import { ProtocolError } from "../../errors.ts";
import type { Shares } from "../sharing/arena.ts";
import { decodeElements, ELEMENT_BYTES } from "../sharing/elements.ts";
import { NODES, type NodeIndex } from "./link.ts";
import type { Party } from "./party.ts";

const DIGEST_BYTES = 32;

function digestOf(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update("concordat/four-sharing/v1/opened").update(bytes).digest();
}

const senderTo = (node: NodeIndex): NodeIndex => NODES[(node + 1) % 4]!;
const witnessTo = (node: NodeIndex): NodeIndex => NODES[(node + 2) % 4]!;

/** Signed values in [−2^127, 2^127). Throws ProtocolError `SharesDiffer`. */
export async function open(party: Party, x: Shares): Promise<bigint[]> {
  const { arena, node } = party;
  await party.confirm();
  const size = ELEMENT_BYTES * x.length;
  party.rounds(1);
  for (const to of NODES) {
    if (to === node) continue;
    const component = arena.bytes(party.component(x, to), size);
    if (node === senderTo(to)) party.send(to, component);
    if (node === witnessTo(to)) party.send(to, digestOf(component));
  }
  const component = Uint8Array.from(await party.receive(senderTo(node), size));
  const told = await party.receive(witnessTo(node), DIGEST_BYTES);
  if (Buffer.compare(told, digestOf(component)) !== 0)
    throw new ProtocolError(
      "SharesDiffer",
      `nodes ${senderTo(node)} and ${witnessTo(node)} sent different shares of the same value: stop the round`,
    );
  const mark = arena.mark();
  const sum = arena.elements(x.length);
  arena.write(sum, component);
  for (const own of [x.a, x.b, x.c!]) arena.kernel.add(sum, sum, own, x.length);
  const values = decodeElements(arena.bytes(sum, size));
  arena.release(mark);
  return values;
}
