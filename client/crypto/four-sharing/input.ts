// Shares of the values of an outside party, among four nodes. Works on bytes only.
//
// x1, x2 and x3 are streams expanded from three seeds, and x0 = v − x1 − x2 − x3 is the correction.
// Node 0 gets the three seeds; each other node gets the correction and the two seeds of the
// components that it holds. What any one node gets is uniform.
//
// Digests: as among three nodes (../sharing/input.ts), one for each component, so that all holders
// of a component have the same, and a party that deals them different ones is named. The correction
// is hashed with a salt that node 0, which lacks it, does not have.
import { createHash } from "node:crypto";
import { ProtocolError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import { decodeElements, ELEMENT_BYTES, encodeElements } from "../sharing/elements.ts";
import { expand } from "../sharing/input.ts";
import { SEED_BYTES } from "../sharing/masks.ts";
import { NODES, type NodeIndex, others } from "./link.ts";

const SALT_BYTES = 32;
const DIGEST_BYTES = 32;
/** Bytes of the digests of an input's four components. */
export const INPUT_DIGESTS_BYTES = 4 * DIGEST_BYTES;

/** Bytes that carry component j: salt and correction, or a seed. */
function partBytes(component: NodeIndex, length: number): number {
  return component === 0 ? SALT_BYTES + ELEMENT_BYTES * length : SEED_BYTES;
}

/** Bytes that `node` receives for `length` values. */
export function inputBytes(node: NodeIndex, length: number): number {
  return others(node).reduce<number>((sum, component) => sum + partBytes(component, length), 0);
}

/** An input as its party deals it. */
export interface DealtInput {
  /** Entry i is for node i. Secret. */
  readonly messages: readonly Uint8Array[];
  /** For everybody. */
  readonly digests: Uint8Array;
}

/** `values`: each in [−2^127, 2^127). */
export function shareInput(values: readonly bigint[], random: Random): DealtInput {
  const seeds = [1, 2, 3].map(() => random.bytes(SEED_BYTES));
  const salt = random.bytes(SALT_BYTES);
  const streams = seeds.map((seed) => decodeElements(expand(seed, values.length)));
  const correction = encodeElements(
    values.map((value, i) => streams.reduce((rest, stream) => BigInt.asIntN(128, rest - stream[i]!), value)),
  );
  const parts = [Buffer.concat([salt, correction]), ...seeds];
  return {
    messages: NODES.map((node) => new Uint8Array(Buffer.concat(parts.filter((_, component) => component !== node)))),
    digests: new Uint8Array(Buffer.concat(parts.map((part, component) => digestOf(component, part)))),
  };
}

/** The parts of a message, by component. */
function partsOf(node: NodeIndex, bytes: Uint8Array): readonly (readonly [component: NodeIndex, part: Uint8Array])[] {
  const length = (bytes.length - inputBytes(node, 0)) / ELEMENT_BYTES;
  let offset = 0;
  return others(node).map((component) => {
    offset += partBytes(component, length);
    return [component, bytes.subarray(offset - partBytes(component, length), offset)] as const;
  });
}

function digestOf(component: number, part: Uint8Array): Uint8Array {
  return createHash("sha256")
    .update("concordat/four-sharing/v1/input")
    .update(Uint8Array.of(component))
    .update(part)
    .digest();
}

/** Whether a message to `node` agrees with `digests`, which the sender gave to everybody. */
export function matchesDigests(node: NodeIndex, bytes: Uint8Array, digests: Uint8Array): boolean {
  return partsOf(node, bytes).every(([component, part]) => {
    const told = digests.subarray(component * DIGEST_BYTES, (component + 1) * DIGEST_BYTES);
    return Buffer.compare(digestOf(component, part), told) === 0;
  });
}

/**
 * A node's three components, in the order in which it holds them, of `length` values. Throws
 * ProtocolError `MessageLength`.
 */
export function receiveInput(node: NodeIndex, bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== inputBytes(node, length))
    throw new ProtocolError("MessageLength", `an input of ${bytes.length} bytes; ${inputBytes(node, length)} are due`);
  const values = new Map(
    partsOf(node, bytes).map(([component, part]) => [
      component,
      component === 0 ? part.subarray(SALT_BYTES) : expand(part, length),
    ]),
  );
  return new Uint8Array(Buffer.concat([1, 2, 3].map((step) => values.get(NODES[(node + step) % 4]!)!)));
}
