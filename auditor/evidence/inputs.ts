// What parties tell everybody of their inputs with the engines that share them among nodes
// (docs/wire.md, "Inputs of `mpc` and `mpc/four`").
import { id } from "ethers";
import type { Params } from "../chain/params.ts";

/** Nodes, the component that is dealt as a correction, and the components of a node. */
export interface Nodes {
  readonly count: number;
  readonly correction: number;
  readonly held: (node: number) => readonly number[];
}

const THREE: Nodes = { count: 3, correction: 1, held: (node) => [node, (node + 1) % 3] };
const FOUR: Nodes = { count: 4, correction: 0, held: (node) => [1, 2, 3].map((step) => (node + step) % 4) };
const ENGINES: ReadonlyMap<string, Nodes> = new Map([
  [id("mpc"), THREE],
  [id("mpc/four"), FOUR],
  [id("mpc/proven"), THREE],
]);

export const DIGEST_BYTES = 32;
/** A node's key and its commitment to random numbers. */
const KEYS_BYTES = 64;

/** Null for an engine that has no nodes. */
export function nodesOf({ engine }: Params): Nodes | null {
  return ENGINES.get(engine) ?? null;
}

/** What a party tells everybody in the first exchange. */
export interface FirstMessage {
  /** One for each component of its input. */
  readonly digests: Uint8Array;
  /** All that follows: the points that it committed to. */
  readonly points: Uint8Array;
}

/** Null if the message is too short for its digests. */
export function readFirstMessage({ count }: Nodes, party: number, body: Uint8Array): FirstMessage | null {
  const start = party < count ? KEYS_BYTES : 0;
  const end = start + DIGEST_BYTES * count;
  return body.length < end ? null : { digests: body.subarray(start, end), points: body.subarray(end) };
}
