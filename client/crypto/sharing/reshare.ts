// Turns addends into replicated shares. Node i masks its addend with a sharing of zero and sends it
// to node i − 1: one round, 16 bytes per element and node. Araki, Furukawa, Lindell, Nof, Ohara,
// "High-throughput semi-honest secure three-party computation with an honest majority" (CCS 2016),
// section 2.
//
// Who plays: three nodes, all alike. A node sees the next node's masked addend, which is uniform to
// it since the two other nodes share a mask that it does not know. Not protected: two nodes
// together know everything; a node that departs from the protocol changes the result.
import type { Addends, Shares } from "./arena.ts";
import { ELEMENT_BYTES } from "./elements.ts";
import { type Part, type Party, split } from "./party.ts";

/** Shares that lack what the next node sends. */
export interface Resharing {
  readonly results: readonly Shares[];
  /** What goes to the previous node, and where what comes from the next one belongs. */
  readonly send: readonly Part[];
  readonly receive: readonly Part[];
}

/** Without its message, which may be part of another one. */
export function beginReshare({ arena, masks }: Party, products: readonly Addends[]): Resharing {
  const lengths = products.map(({ length }) => length);
  const length = lengths.reduce((sum, count) => sum + count, 0);
  const bytes = ELEMENT_BYTES * length;
  const result = arena.shares(length);
  // The memory of the second component holds masks until that component arrives.
  masks.next.fill(arena.bytes(result.b, bytes));
  let offset = 0;
  for (const { at, length: count } of products) {
    arena.kernel.add(result.a + offset, result.b + offset, at, count);
    offset += ELEMENT_BYTES * count;
  }
  masks.previous.fill(arena.bytes(result.b, bytes));
  arena.kernel.subtract(result.a, result.a, result.b, length);
  return { results: split(result, lengths), send: [[result.a, bytes]], receive: [[result.b, bytes]] };
}

/** Exact. All products in one message. */
export async function reshare(party: Party, products: readonly Addends[]): Promise<readonly Shares[]> {
  const { results, send, receive } = beginReshare(party, products);
  party.rounds(1);
  party.send("previous", send);
  await party.receive("next", receive);
  return results;
}
