// Messages between a node and its two neighbours, and digests of them.
import { createHash } from "node:crypto";
import { ProtocolError } from "../../errors.ts";
import type { Links } from "../sharing/link.ts";
import type { NodeLines } from "./node.ts";

export type Neighbour = keyof Links;
/** One of something for each neighbour. */
export type ByNeighbour<T> = Readonly<Record<Neighbour, T>>;

export const DIGEST_BYTES = 32;
export const NEIGHBOURS = ["next", "previous"] as const;

export function otherThan(neighbour: Neighbour): Neighbour {
  return neighbour === "next" ? "previous" : "next";
}

export function differ(node: NodeLines): ProtocolError {
  const pair = NEIGHBOURS.map((neighbour) => node.indexOf(neighbour)).join(" and ");
  return new ProtocolError("SharesDiffer", `nodes ${pair} sent different shares of the same value`);
}

export function digestOf(parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

export function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

/** Sends to both neighbours, and returns what both sent. */
export async function exchange(
  node: NodeLines,
  messages: ByNeighbour<Uint8Array>,
): Promise<Record<Neighbour, Uint8Array>> {
  node.round();
  for (const neighbour of NEIGHBOURS) node.send(neighbour, messages[neighbour]);
  return {
    next: await node.receive("next", messages.previous.length),
    previous: await node.receive("previous", messages.next.length),
  };
}
