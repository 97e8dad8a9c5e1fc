// Turns the values of an outside party into shares, and shares into values. Works on bytes only: no
// kernel, no network.
//
// Input: x2 and x0 are streams expanded from two seeds, and x1 = v − x2 − x0 is the correction.
// Node 0 holds (x0, x1), node 1 (x1, x2), node 2 (x2, x0), so nodes 0 and 1 each get a seed and the
// correction, and node 2 gets both seeds. What any one node gets is uniform. Output: every node
// sends its two components. Two nodes hold each component, and their copies are compared.
//
// Digests: the party sends everybody a SHA-256 digest of each component, and each node checks its
// two components against them, so that a party that deals two nodes different components is found
// out and named by its own message. A digest tells a node nothing about a component that it lacks:
// seeds have 256 bits, and the correction, against which node 2 could otherwise test guesses of the
// values, is hashed with a salt that node 2 does not have.
import { createHash } from "node:crypto";
import { ProtocolError } from "../../errors.ts";
import { createRandom, type Random } from "../../math/random.ts";
import { decodeElements, ELEMENT_BYTES, encodeElements } from "./elements.ts";
import type { NodeIndex } from "./link.ts";
import { SEED_BYTES } from "./masks.ts";

const SALT_BYTES = 32;
const DIGEST_BYTES = 32;
/** Bytes of the digests of an input's three components. */
export const INPUT_DIGESTS_BYTES = 3 * DIGEST_BYTES;

/** Bytes that `node` receives for `length` values. */
export function inputBytes(node: NodeIndex, length: number): number {
  return node === 2 ? 2 * SEED_BYTES : SEED_BYTES + SALT_BYTES + ELEMENT_BYTES * length;
}

/**
 * Messages to nodes 0, 1 and 2 with shares of `values`, each in [−2^127, 2^127). The messages are
 * secret.
 */
export function shareInput(values: readonly bigint[], random: Random): readonly [Uint8Array, Uint8Array, Uint8Array] {
  const seeds = [random.bytes(SEED_BYTES), random.bytes(SEED_BYTES)] as const;
  const salt = random.bytes(SALT_BYTES);
  const [x0, x2] = seeds.map((seed) => decodeElements(expand(seed, values.length)));
  const correction = encodeElements(values.map((value, i) => BigInt.asIntN(128, value - x0![i]! - x2![i]!)));
  return [
    Buffer.concat([seeds[0], salt, correction]),
    Buffer.concat([seeds[1], salt, correction]),
    Buffer.concat([seeds[1], seeds[0]]),
  ].map((bytes) => new Uint8Array(bytes)) as [Uint8Array, Uint8Array, Uint8Array];
}

/** The parts of a message to `node` for its two components: x_node first, then x_(node+1). */
function partsOf(node: NodeIndex, bytes: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const [first, rest] = [bytes.subarray(0, SEED_BYTES), bytes.subarray(SEED_BYTES)];
  return node === 1 ? [rest, first] : [first, rest];
}

function digestOf(component: number, part: Uint8Array): Uint8Array {
  return createHash("sha256")
    .update("concordat/sharing/v1/input")
    .update(Uint8Array.of(component))
    .update(part)
    .digest();
}

/** Digests of components 0, 1 and 2 in the messages that `shareInput` returned. Public. */
export function inputDigests(messages: readonly [Uint8Array, Uint8Array, Uint8Array]): Uint8Array {
  const [[zero, one], [, two]] = [partsOf(0, messages[0]), partsOf(1, messages[1])];
  return new Uint8Array(Buffer.concat([zero, one, two].map((part, component) => digestOf(component, part))));
}

/**
 * Whether a message to `node` agrees with `digests` (INPUT_DIGESTS_BYTES bytes), which the sender
 * gave to everybody.
 */
export function matchesDigests(node: NodeIndex, bytes: Uint8Array, digests: Uint8Array): boolean {
  return partsOf(node, bytes).every((part, i) => {
    const component = (node + i) % 3;
    const told = digests.subarray(component * DIGEST_BYTES, (component + 1) * DIGEST_BYTES);
    return Buffer.compare(digestOf(component, part), told) === 0;
  });
}

/**
 * A node's two components, x_node before x_(node+1), of `length` values. Throws ProtocolError
 * `MessageLength`.
 */
export function receiveInput(node: NodeIndex, bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== inputBytes(node, length)) {
    throw new ProtocolError("MessageLength", `an input of ${bytes.length} bytes; ${inputBytes(node, length)} are due`);
  }
  const values = (part: Uint8Array) => (part.length === SEED_BYTES ? expand(part, length) : part.subarray(SALT_BYTES));
  return new Uint8Array(Buffer.concat(partsOf(node, bytes).map(values)));
}

/**
 * The signed values that the components of the three nodes add up to (entry i is node i's, as
 * `receiveInput` returns them). Throws ProtocolError `MessageLength` for an entry of another
 * length, and `SharesDiffer` when two nodes differ in a component that both hold; the latter names
 * the node that differs from both others, if one does.
 */
export function reconstruct(components: readonly [Uint8Array, Uint8Array, Uint8Array], length: number): bigint[] {
  const size = ELEMENT_BYTES * length;
  for (const [node, bytes] of components.entries()) {
    if (bytes.length === 2 * size) continue;
    throw new ProtocolError("MessageLength", `node ${node} sent ${bytes.length} bytes, not ${2 * size}`, node);
  }
  // Component i + 1 is the second one of node i and the first one of node i + 1.
  const differs = components.map(
    (bytes, i) => Buffer.compare(bytes.subarray(size), components[(i + 1) % 3]!.subarray(0, size)) !== 0,
  );
  if (differs.includes(true)) {
    const odd = differs.map((_, i) => i).filter((i) => differs[i] && differs[(i + 2) % 3]);
    const culprit = odd.length === 1 ? odd[0] : undefined;
    const pairs = differs.flatMap((is, i) => (is ? [`${i} and ${(i + 1) % 3}`] : []));
    const who =
      culprit === undefined
        ? `nodes ${pairs.join(", ")} contradict each other`
        : `node ${culprit} contradicts both others`;
    throw new ProtocolError("SharesDiffer", `${who} in their shares of the same numbers: stop the round`, culprit);
  }
  const [x0, x1, x2] = components.map((bytes) => decodeElements(bytes.subarray(0, size)));
  return x0!.map((value, i) => BigInt.asIntN(128, value + x1![i]! + x2![i]!));
}

/** A component of `length` values. */
export function expand(seed: Uint8Array, length: number): Uint8Array {
  return createRandom(seed)
    .fork("concordat/sharing/v1/input")
    .bytes(ELEMENT_BYTES * length);
}
