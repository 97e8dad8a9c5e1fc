// Turns the numbers of an outside party into shares, among three nodes or four. Works on bytes
// only: no kernel, no network.
//
// Three sorts of numbers: integers, shared over the integers (integers.ts); words, shared modulo
// 2^128; and blindings, modulo the order of bn254. Every component but one is a stream, expanded
// from a seed; the last one, the correction, is the difference. Whoever holds a component gets its
// seed, or the correction with a salt. What any one node gets is uniform, but for integers of which
// it has the correction (integers.ts).
//
// Digests: the party sends everybody a SHA-256 digest of each component, and each node checks the
// components that it gets against them, so that a party that deals two nodes different components
// is found out and named by its own message. A digest tells a node nothing about a component that
// it lacks: seeds have 256 bits, and the correction, against which a node that lacks it could
// otherwise test guesses of the numbers, is hashed with a salt that this node does not have.
import { createHash } from "node:crypto";
import { ProtocolError } from "../../errors.ts";
import { mod } from "../../math/field.ts";
import { createRandom, type Random, randomBelow } from "../../math/random.ts";
import { GROUP_ORDER } from "../curve/bn254.ts";
import { fromLittleEndian, NUMBER_BYTES, toLittleEndian } from "../curve/little-endian.ts";
import { decodeElements, ELEMENT_BYTES, encodeElements } from "./elements.ts";
import type { Holding } from "./holding.ts";
import { DIFFERENCE_BYTES, decodeIntegers, encodeIntegers, narrow, UNIFORM_BYTES, widen } from "./integers.ts";
import { SEED_BYTES } from "./masks.ts";

const SALT_BYTES = 32;
const DIGEST_BYTES = 32;

/** The numbers of a party: integers in [−2^166, 2^166), words in [−2^127, 2^127), blindings. */
export interface Input {
  readonly integers: readonly bigint[];
  readonly words: readonly bigint[];
  readonly blindings: readonly bigint[];
}

/** How many numbers of each sort. */
export type InputCounts = { readonly [Sort in keyof Input]: number };

/** One component of an input, or the components that a node holds of it, one after the other. */
export interface Component {
  /** As integers.ts has them. */
  readonly integers: Uint8Array;
  /** As elements.ts has them. */
  readonly words: Uint8Array;
  /** 32 bytes each, little endian, below the order of the group. */
  readonly blindings: Uint8Array;
}

/** An input as its party deals it. */
export interface DealtInput {
  /** Entry i is for node i. Secret. */
  readonly messages: readonly Uint8Array[];
  /** For everybody: one for each component. */
  readonly digests: Uint8Array;
}

export function digestsBytes({ count }: Holding): number {
  return DIGEST_BYTES * count;
}

/** Bytes that carry a component: salt and correction, or a seed. */
function partBytes(holding: Holding, component: number, { integers, words, blindings }: InputCounts): number {
  if (component !== holding.correction) return SEED_BYTES;
  return SALT_BYTES + DIFFERENCE_BYTES * integers + ELEMENT_BYTES * words + NUMBER_BYTES * blindings;
}

/** Bytes that `node` receives. */
export function inputBytes(holding: Holding, node: number, counts: InputCounts): number {
  return holding.held(node).reduce((sum, component) => sum + partBytes(holding, component, counts), 0);
}

export function shareInput(holding: Holding, input: Input, random: Random): DealtInput {
  const nodes = Array.from({ length: holding.count }, (_, index) => index);
  const seeds = nodes.map(() => random.bytes(SEED_BYTES));
  const salt = random.bytes(SALT_BYTES);
  const counts = { integers: input.integers.length, words: input.words.length, blindings: input.blindings.length };
  const streams = seeds.filter((_, component) => component !== holding.correction).map((seed) => expand(seed, counts));
  const rest = (values: readonly bigint[], components: readonly (readonly bigint[])[]) =>
    values.map((value, i) => components.reduce((left, component) => left - component[i]!, value));
  const integers = rest(
    input.integers,
    streams.map((stream) => decodeIntegers(stream.integers)),
  );
  const words = rest(
    input.words,
    streams.map((stream) => decodeElements(stream.words)),
  ).map((value) => BigInt.asIntN(8 * ELEMENT_BYTES, value));
  const blindings = rest(
    input.blindings,
    streams.map((stream) => fromLittleEndian(stream.blindings)),
  ).map((value) => mod(value, GROUP_ORDER));
  const correction = Buffer.concat([
    salt,
    narrow(encodeIntegers(integers), DIFFERENCE_BYTES),
    encodeElements(words),
    toLittleEndian(blindings),
  ]);
  const parts = seeds.with(holding.correction, correction);
  return {
    messages: nodes.map(
      (node) => new Uint8Array(Buffer.concat(holding.held(node).map((component) => parts[component]!))),
    ),
    digests: new Uint8Array(Buffer.concat(parts.map((part, component) => digestOf(holding, component, part)))),
  };
}

/** The parts of a message, by component, in the order in which the node holds them. */
function partsOf(holding: Holding, node: number, bytes: Uint8Array): (readonly [component: number, Uint8Array])[] {
  const held = holding.held(node);
  const seeds = SEED_BYTES * held.filter((component) => component !== holding.correction).length;
  let offset = 0;
  return held.map((component) => {
    const length = component === holding.correction ? bytes.length - seeds : SEED_BYTES;
    offset += length;
    return [component, bytes.subarray(offset - length, offset)] as const;
  });
}

function digestOf({ count }: Holding, component: number, part: Uint8Array): Uint8Array {
  return createHash("sha256")
    .update("concordat/sharing/v2/input")
    .update(Uint8Array.of(count, component))
    .update(part)
    .digest();
}

/** Whether a message to `node` agrees with `digests`, which the sender gave to everybody. */
export function matchesDigests(holding: Holding, node: number, bytes: Uint8Array, digests: Uint8Array): boolean {
  return partsOf(holding, node, bytes).every(([component, part]) => {
    const told = digests.subarray(component * DIGEST_BYTES, (component + 1) * DIGEST_BYTES);
    return Buffer.compare(digestOf(holding, component, part), told) === 0;
  });
}

/**
 * A node's components, in the order in which it holds them. Throws ProtocolError `MessageLength`,
 * and `NumberOutOfRange` for a blinding that is not below the order of the group.
 */
export function receiveInput(
  holding: Holding,
  node: number,
  bytes: Uint8Array,
  counts: InputCounts,
): readonly Component[] {
  const due = inputBytes(holding, node, counts);
  if (bytes.length !== due)
    throw new ProtocolError("MessageLength", `an input of ${bytes.length} bytes; ${due} are due`);
  return partsOf(holding, node, bytes).map(([component, part]) =>
    component === holding.correction ? readCorrection(part, counts) : expand(part, counts),
  );
}

function readCorrection(part: Uint8Array, { integers, words }: InputCounts): Component {
  const wordsAt = SALT_BYTES + DIFFERENCE_BYTES * integers;
  const blindingsAt = wordsAt + ELEMENT_BYTES * words;
  const blindings = Uint8Array.from(part.subarray(blindingsAt));
  if (fromLittleEndian(blindings).some((blinding) => blinding >= GROUP_ORDER))
    throw new ProtocolError("NumberOutOfRange", "an input has a blinding that is not below the order of the group");
  return {
    integers: widen(part.subarray(SALT_BYTES, wordsAt), DIFFERENCE_BYTES, true),
    words: Uint8Array.from(part.subarray(wordsAt, blindingsAt)),
    blindings,
  };
}

function expand(seed: Uint8Array, { integers, words, blindings }: InputCounts): Component {
  const random = createRandom(seed).fork("concordat/sharing/v2/input");
  const uniform = random.fork("blindings");
  return {
    integers: widen(random.fork("integers").bytes(UNIFORM_BYTES * integers), UNIFORM_BYTES, false),
    words: random.fork("words").bytes(ELEMENT_BYTES * words),
    blindings: toLittleEndian(Array.from({ length: blindings }, () => randomBelow(uniform, GROUP_ORDER))),
  };
}
