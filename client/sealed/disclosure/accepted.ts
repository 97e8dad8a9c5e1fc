// The sealed proof that something is disclosed from.
import type { G1 } from "../../crypto/curve/bn254.ts";
import { decodeProof } from "../codec.ts";
import { sealedDigest } from "../digests.ts";
import type { SealedStatement } from "../statement.ts";
import { stepsOf } from "../steps.ts";
import { Transcript } from "../transcript.ts";
import type { VerifyingKey } from "../verifying-key.ts";

/** A sealed proof that was accepted, with what it was checked against. */
export interface AcceptedProof {
  readonly statement: SealedStatement;
  readonly key: VerifyingKey;
  readonly proof: Uint8Array;
}

/** Of a sealed proof, its points by name, and its ε. */
export interface SealedPoints {
  readonly points: ReadonlyMap<string, G1>;
  readonly epsilon: bigint;
}

export function readSealed({ statement, key, proof }: AcceptedProof): SealedPoints {
  const steps = stepsOf(statement.kind, statement.parties);
  const { points, scalars } = decodeProof(steps, proof);
  const transcript = new Transcript(sealedDigest(statement, key));
  for (const step of steps) transcript.add(step, { points, scalars });
  return { points, epsilon: transcript.challenges.get("epsilon")! };
}
