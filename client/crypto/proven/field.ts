// Numbers of the field Z_q, q the order of bn254's group, among three nodes: x = x0 + x1 + x2, and
// node i holds x_i and x_(i+1). Operations that a node does alone.
import { ProtocolError } from "../../errors.ts";
import { createRandom, randomBelow } from "../../math/random.ts";
import { GROUP_ORDER } from "../curve/bn254.ts";
import { NUMBER_BYTES } from "../curve/little-endian.ts";
import { Vector } from "../curve/vector.ts";
import type { MaskStream } from "../sharing/masks.ts";
import type { ProvingNode } from "./node.ts";

/** Node i has x_i as `first`, x_(i+1) as `second`. */
export interface FieldShares {
  readonly first: Vector;
  readonly second: Vector;
}

const WORDS = NUMBER_BYTES / 4;
const TOP_WORD = Number(GROUP_ORDER >> 224n);
const MASK = 0x3fffffff;

function isBelowOrder(numbers: Uint32Array, index: number): boolean {
  const top = numbers[WORDS * index + WORDS - 1]!;
  if (top !== TOP_WORD) return top < TOP_WORD;
  let value = 0n;
  for (let word = WORDS - 1; word >= 0; word--) value = (value << 32n) | BigInt(numbers[WORDS * index + word]!);
  return value < GROUP_ORDER;
}

/** Uniform numbers, by rejection. */
export function uniform(stream: MaskStream, count: number): Vector {
  const bytes = new Uint8Array(NUMBER_BYTES * count);
  const words = new Uint32Array(bytes.buffer);
  stream.fill(bytes);
  for (let i = 0; i < count; i++) {
    const top = WORDS * i + WORDS - 1;
    words[top]! &= MASK;
    while (!isBelowOrder(words, i)) {
      stream.fill(bytes.subarray(NUMBER_BYTES * i, NUMBER_BYTES * (i + 1)));
      words[top]! &= MASK;
    }
  }
  return new Vector(bytes);
}

/** What a node sent. Throws ProtocolError `NumberOutOfRange` unless each number is below q. */
export function received(bytes: Uint8Array, from: number): Vector {
  const words = new Uint32Array(bytes.slice().buffer);
  for (let i = 0; i < words.length / WORDS; i++)
    if (!isBelowOrder(words, i))
      throw new ProtocolError(
        "NumberOutOfRange",
        `node ${from} sent a number that is not below the group's order`,
        from,
      );
  return new Vector(bytes);
}

/** Uniform numbers from 32 bytes. */
export function numbersFrom(seed: Uint8Array, count: number): bigint[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => randomBelow(random, GROUP_ORDER));
}

/** A random vector that no node knows. */
export function randomShares({ streams }: ProvingNode, length: number): FieldShares {
  return { first: uniform(streams.previous, length), second: uniform(streams.next, length) };
}

export function each(x: FieldShares, change: (component: Vector) => Vector): FieldShares {
  return { first: change(x.first), second: change(x.second) };
}

export function zeros(length: number): FieldShares {
  return { first: Vector.zero(length), second: Vector.zero(length) };
}

export function plus(x: FieldShares, y: FieldShares): FieldShares {
  return { first: x.first.plus(y.first), second: x.second.plus(y.second) };
}

export function minus(x: FieldShares, y: FieldShares): FieldShares {
  return { first: x.first.minus(y.first), second: x.second.minus(y.second) };
}

/** x + factor·y, `factor` a public integer. */
export function plusMultiple(x: FieldShares, y: FieldShares, factor: bigint): FieldShares {
  return { first: x.first.plusMultiple(y.first, factor), second: x.second.plusMultiple(y.second, factor) };
}

export function negate(x: FieldShares): FieldShares {
  return minus(zeros(x.first.length), x);
}

export function multiple(x: FieldShares, factor: bigint): FieldShares {
  return plusMultiple(zeros(x.first.length), x, factor);
}

/** Component 0 carries public numbers. */
export function plusPublic({ node }: ProvingNode, x: FieldShares, values: Vector): FieldShares {
  if (node === 0) return { ...x, first: x.first.plus(values) };
  return node === 2 ? { ...x, second: x.second.plus(values) } : x;
}

/** The same number in all places. */
export function constant(length: number, value: bigint): Vector {
  return Vector.of([value]).repeated(length);
}

export function sliceOf(x: Vector, start: number, length: number): Vector {
  return new Vector(x.bytes.subarray(NUMBER_BYTES * start, NUMBER_BYTES * (start + length)));
}

export function slice(x: FieldShares, start: number, length: number): FieldShares {
  return each(x, (component) => sliceOf(component, start, length));
}

export function concatVectors(parts: readonly Vector[]): Vector {
  return new Vector(Uint8Array.from(Buffer.concat(parts.map(({ bytes }) => bytes))));
}

export function concat(parts: readonly FieldShares[]): FieldShares {
  return {
    first: concatVectors(parts.map(({ first }) => first)),
    second: concatVectors(parts.map(({ second }) => second)),
  };
}

/** Σ_j base^j·x_j, as one number; 0 of none. */
export function polynomial(x: Vector, base: bigint): Vector {
  return x.length === 0 ? Vector.zero(1) : sliceOf(x.windowSums(x.length, 1, base), 0, 1);
}

export function dot(x: Vector, y: Vector): Vector {
  return polynomial(x.times(y), 1n);
}

/** base^0, …, base^(length − 1). */
export function powersOf(base: bigint, length: number): Vector {
  let powers = Vector.of([1n]);
  for (let step = base; powers.length < length; step = (step * step) % GROUP_ORDER)
    powers = concatVectors([powers, Vector.zero(powers.length).plusMultiple(powers, step)]);
  return sliceOf(powers, 0, length);
}
