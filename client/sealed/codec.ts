// A proof as bytes: words in the order of its steps.
import { type G1, GROUP_ORDER, pointFromAffine } from "../crypto/curve/bn254.ts";
import { CryptoError, SealedError } from "../errors.ts";
import { decodeWords, WORD_BYTES } from "../math/words.ts";
import type { Step } from "./steps.ts";
import { type Named, stepWords } from "./transcript.ts";

/** The bytes of a proof that has every name of its steps. */
export function encodeProof(steps: readonly Step[], proof: Named): Uint8Array {
  return new Uint8Array(Buffer.concat(steps.map((step) => stepWords(step, proof))));
}

/** Bytes of a proof. */
export function proofLength(steps: readonly Step[]): number {
  return steps.reduce((sum, { points, scalars }) => sum + (2 * points.length + scalars.length) * WORD_BYTES, 0);
}

/**
 * Reads a proof word by word.
 * @throws SealedError ShapeMismatch, then PointInvalid or ScalarOutOfRange; the text names the
 *   first entry that is wrong.
 */
export function decodeProof(steps: readonly Step[], bytes: Uint8Array): Named {
  if (bytes.length !== proofLength(steps))
    throw new SealedError("ShapeMismatch", `a proof of this kind has ${proofLength(steps)} bytes, not ${bytes.length}`);
  const words = decodeWords(bytes);
  const points = new Map<string, G1>();
  const scalars = new Map<string, bigint>();
  let at = 0;
  for (const step of steps) {
    for (const name of step.points) points.set(name, readPoint(name, words[at++]!, words[at++]!));
    for (const name of step.scalars) {
      const value = words[at++]!;
      if (value >= GROUP_ORDER)
        throw new SealedError("ScalarOutOfRange", `scalar ${name} of the proof is not below the group's order`);
      scalars.set(name, value);
    }
  }
  return { points, scalars };
}

function readPoint(name: string, x: bigint, y: bigint): G1 {
  try {
    return pointFromAffine({ x, y });
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    throw new SealedError("PointInvalid", `point ${name} of the proof: ${error.message}`);
  }
}
