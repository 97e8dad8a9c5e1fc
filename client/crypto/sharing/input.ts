// Values of an outside party as shares, and shares as the party's values: bytes only, no kernel, no network.
//
// Input: x2 and x0 are streams of two seeds, x1 = v − x2 − x0 is the correction. Node 0 holds (x0, x1), node 1 (x1, x2), node 2 (x2, x0),
// so nodes 0 and 1 get a seed and the correction, node 2 the two seeds. Each alone is uniform. Output: every node gives its two
// components, each of which two nodes have: they are compared.
//
// A party that gives two nodes different components is found out by agree.ts.
import { ProtocolError } from "../../errors.ts";
import { createRandom, type Random } from "../../math/random.ts";
import { decodeElements, ELEMENT_BYTES, encodeElements } from "./elements.ts";
import type { NodeIndex } from "./link.ts";
import { SEED_BYTES } from "./masks.ts";

/** Bytes that node gets for `length` values. */
export function inputBytes(node: NodeIndex, length: number): number {
  return node === 2 ? 2 * SEED_BYTES : SEED_BYTES + ELEMENT_BYTES * length;
}

/** Messages to nodes 0, 1 and 2 with shares of `values`, each in [−2^127, 2^127). The messages are secret. */
export function shareInput(values: readonly bigint[], random: Random): readonly [Uint8Array, Uint8Array, Uint8Array] {
  const seeds = [random.bytes(SEED_BYTES), random.bytes(SEED_BYTES)] as const;
  const [x0, x2] = seeds.map((seed) => decodeElements(expand(seed, values.length)));
  const correction = encodeElements(values.map((value, i) => BigInt.asIntN(128, value - x0![i]! - x2![i]!)));
  return [
    Buffer.concat([seeds[0], correction]),
    Buffer.concat([seeds[1], correction]),
    Buffer.concat([seeds[1], seeds[0]]),
  ].map((bytes) => new Uint8Array(bytes)) as [Uint8Array, Uint8Array, Uint8Array];
}

/** A node's two components, x_node before x_(node+1), of `length` values. Throws ProtocolError `MessageLength`. */
export function receiveInput(node: NodeIndex, bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== inputBytes(node, length)) {
    throw new ProtocolError("MessageLength", `an input of ${bytes.length} bytes; ${inputBytes(node, length)} are due`);
  }
  const seed = expand(bytes.subarray(0, SEED_BYTES), length);
  const rest = bytes.subarray(SEED_BYTES);
  if (node === 0) return new Uint8Array(Buffer.concat([seed, rest]));
  if (node === 1) return new Uint8Array(Buffer.concat([rest, seed]));
  return new Uint8Array(Buffer.concat([seed, expand(rest, length)]));
}

/**
 * The signed values that the three nodes' components share (each as `receiveInput` gives them; entry i is node i's). Throws ProtocolError
 * `SharesDiffer` when two nodes differ in a component both have, with the index of the node that differs from both others, if one does.
 */
export function reconstruct(components: readonly [Uint8Array, Uint8Array, Uint8Array], length: number): bigint[] {
  const size = ELEMENT_BYTES * length;
  for (const [node, bytes] of components.entries()) {
    if (bytes.length === 2 * size) continue;
    throw new ProtocolError("MessageLength", `node ${node} gave ${bytes.length} bytes, not ${2 * size}`, node);
  }
  // Component i + 1 is the second of node i and the first of node i + 1.
  const differs = components.map(
    (bytes, i) => Buffer.compare(bytes.subarray(size), components[(i + 1) % 3]!.subarray(0, size)) !== 0,
  );
  if (differs.includes(true)) {
    const odd = differs.map((_, i) => i).filter((i) => differs[i] && differs[(i + 2) % 3]);
    const culprit = odd.length === 1 ? odd[0] : undefined;
    throw new ProtocolError("SharesDiffer", "the nodes' shares of the outcome contradict each other", culprit);
  }
  const [x0, x1, x2] = components.map((bytes) => decodeElements(bytes.subarray(0, size)));
  return x0!.map((value, i) => BigInt.asIntN(128, value + x1![i]! + x2![i]!));
}

function expand(seed: Uint8Array, length: number): Uint8Array {
  return createRandom(seed)
    .fork("concordat/sharing/v1/input")
    .bytes(ELEMENT_BYTES * length);
}
