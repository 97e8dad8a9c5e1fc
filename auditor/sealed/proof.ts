// Reads a proof word by word, and draws its challenges (docs/sealed.md, "Transcript").
import { concat, dataSlice, isHexString, keccak256 } from "ethers";
import { absorb, wordBytes, wordsOf } from "../certificate/digests.ts";
import { type Affine, isPoint, ORDER } from "../certificate/group.ts";
import { SealedRefusal } from "../errors.ts";
import type { Step } from "./steps.ts";

const WORD_BYTES = 32;

export interface Proof {
  readonly points: ReadonlyMap<string, Affine>;
  readonly scalars: ReadonlyMap<string, bigint>;
}

const wordCount = ({ points, scalars }: Step): number => 2 * points.length + scalars.length;

/** Bytes of a proof. */
export function proofBytes(steps: readonly Step[]): number {
  return WORD_BYTES * steps.reduce((total, step) => total + wordCount(step), 0);
}

/** Throws SealedRefusal `ShapeMismatch`, or the first `PointInvalid` or `ScalarOutOfRange`. */
export function readProof(steps: readonly Step[], data: string): Proof {
  if (!isHexString(data, proofBytes(steps))) throw new SealedRefusal("ShapeMismatch");
  const words = wordsOf(data).values();
  const next = () => words.next().value!;
  const points = new Map<string, Affine>();
  const scalars = new Map<string, bigint>();
  for (const step of steps) {
    for (const name of step.points) {
      const point: Affine = [next(), next()];
      if (!isPoint(point)) throw new SealedRefusal("PointInvalid");
      points.set(name, point);
    }
    for (const name of step.scalars) {
      const scalar = next();
      if (scalar >= ORDER) throw new SealedRefusal("ScalarOutOfRange");
      scalars.set(name, scalar);
    }
  }
  return { points, scalars };
}

/** All challenges by name, for a proof of the length of its steps; `seed` is S. */
export function drawChallenges(seed: string, steps: readonly Step[], data: string): ReadonlyMap<string, bigint> {
  const challenges = new Map<string, bigint>();
  let state = seed;
  let from = 0;
  for (const step of steps) {
    const to = from + WORD_BYTES * wordCount(step);
    state = absorb(state, dataSlice(data, from, to));
    from = to;
    for (const [i, name] of step.challenges.entries())
      challenges.set(name, BigInt(keccak256(concat([state, wordBytes(BigInt(i))]))) % ORDER);
  }
  return challenges;
}
