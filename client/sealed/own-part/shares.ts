// Replicated secret sharing among three nodes in the scalar field, of vectors: f = f_0 + f_1 + f_2,
// and node ν holds f_ν and f_(ν+1). After Araki et al. (CCS 2016). Products of two shared vectors
// are additive shares, one summand per node, without a message; sums of those with uniform
// summands of zero show nothing but their total.
import { GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import { Vector } from "../../crypto/curve/vector.ts";
import { type NodeIndex, nextOf, previousOf } from "../../crypto/sharing/link.ts";
import { SealedError } from "../../errors.ts";
import { createRandom, type Random } from "../../math/random.ts";
import { randomScalars, reduce } from "../field.ts";
import { combine, type Polynomial } from "../polynomial.ts";

/** f_0, f_1, f_2. */
export type Components = readonly [Polynomial, Polynomial, Polynomial];

/** f_ν, f_(ν+1). */
export type Pair<T> = readonly [own: T, next: T];

/** What a node holds. */
export type Held = Pair<Polynomial>;

export const NODE_INDICES = [0, 1, 2] as const;

export const SEED_BYTES = 32;

/** What f_0 and f_2 follow from: uniform bytes. */
export type ComponentSeeds = readonly [first: Uint8Array, last: Uint8Array];

export function drawSeeds(random: Random): ComponentSeeds {
  return [random.fork("component 0").bytes(SEED_BYTES), random.fork("component 2").bytes(SEED_BYTES)];
}

/** A component of so many coefficients, from its seed. */
export function expandSeed(seed: Uint8Array, length: number): bigint[] {
  return randomScalars(createRandom(seed), length);
}

/** Uniform components of a vector; the first and the last one follow from seeds. */
export function shareVector(f: Polynomial, seeds: ComponentSeeds): Components {
  const [first, last] = seeds.map((seed) => expandSeed(seed, f.length));
  return [first!, f.map((value, i) => reduce(value - first![i]! - last![i]!)), last!];
}

/** A node's two components. */
export function heldBy(node: NodeIndex, components: Components): Held {
  return [components[node], components[nextOf(node)]];
}

/** Applies a linear map to both components. */
export function mapHeld<From, To>([own, next]: Pair<From>, map: (f: From) => To): Pair<To> {
  return [map(own), map(next)];
}

/** Σ of shared vectors. */
export function sumHeld(all: readonly Held[]): Held {
  const sum = (which: 0 | 1) => combine(all.map((held) => [1n, held[which]] as const));
  return [sum(0), sum(1)];
}

/** What a node multiplies, entry by entry: the products add up to its summand of f·g. */
export function productsHeld([f, fNext]: Pair<Vector>, [g, gNext]: Pair<Vector>): [Vector, Vector][] {
  return [
    [f, g.plus(gNext)],
    [fNext, g],
  ];
}

/** A node's summand of f·g, entry by entry. */
export function multiplyHeld(f: Pair<Vector>, g: Pair<Vector>): Vector {
  return Vector.zero(f[0].length).plusProducts(productsHeld(f, g));
}

/** Seeds that node ν has in common with the node before it, and with the one after it. */
export interface NodeSeeds {
  readonly own: Random;
  readonly next: Random;
}

/** Seeds of all nodes, from one for each component. */
export function nodeSeeds(node: NodeIndex, random: Random): NodeSeeds {
  return { own: random.fork(`node ${node}`), next: random.fork(`node ${nextOf(node)}`) };
}

/** A node's summand of a vector of zeros, uniform for who lacks one of the seeds. */
export function zeroSummand({ own, next }: NodeSeeds, label: string, length: number): bigint[] {
  const [minus, plus] = [own, next].map((seed) => randomScalars(seed.fork(`zero ${label}`), length));
  return plus!.map((value, i) => reduce(value - minus![i]!));
}

/** A node's two components of a uniform vector that nobody knows. */
export function randomHeld({ own, next }: NodeSeeds, label: string, length: number): Held {
  const [first, second] = [own, next].map((seed) => randomScalars(seed.fork(`random ${label}`), length));
  return [first!, second!];
}

/**
 * The vector that three nodes open, from what each of them sent.
 * @throws SealedError SharesDiffer where the two copies of a component differ: one of two nodes
 *   departed.
 */
export function openHeld(sent: readonly Held[]): Polynomial {
  for (const node of NODE_INDICES) {
    const [, copy] = sent[previousOf(node)]!;
    const [own] = sent[node]!;
    if (own.length !== copy.length || own.some((value, i) => value !== copy[i]))
      throw new SealedError("SharesDiffer", `nodes ${previousOf(node)} and ${node} open different shares`);
  }
  const [[first], [second], [third]] = sent as [Held, Held, Held];
  return first.map((value, i) => (value + second[i]! + third[i]!) % GROUP_ORDER);
}
