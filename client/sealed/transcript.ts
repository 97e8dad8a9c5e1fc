// The Fiat–Shamir transcript of a sealed proof (docs/sealed.md, "Transcript").
import type { Hex } from "viem";
import { type G1, pointsToAffine } from "../crypto/curve/bn254.ts";
import { absorb, toScalar } from "../crypto/transcript.ts";
import { encodeWords } from "../math/words.ts";
import type { Step } from "./steps.ts";

/** Points and scalars by name: a proof, one step of it, or a company's part of a step. */
export interface Named {
  readonly points: ReadonlyMap<string, G1>;
  readonly scalars: ReadonlyMap<string, bigint>;
}

/**
 * The words of a step: its points, x then y, then its scalars; `all` has every name of the step.
 * Throws CryptoError `PointInvalid` on infinity.
 */
export function stepWords(step: Step, { points, scalars }: Named): Uint8Array {
  const affine = pointsToAffine(step.points.map((name) => points.get(name)!));
  return encodeWords([...affine.flatMap(({ x, y }) => [x, y]), ...step.scalars.map((name) => scalars.get(name)!)]);
}

/** The transcript so far, and the challenges drawn from it. */
export class Transcript {
  readonly challenges = new Map<string, bigint>();
  #state: Hex;

  /** `seed`: S, the digest of the statement. */
  constructor(seed: Hex) {
    this.#state = seed;
  }

  /** T_s, after the steps so far. */
  get state(): Hex {
    return this.#state;
  }

  /** Adds a whole step and draws the challenges that follow it. */
  add(step: Step, all: Named): void {
    this.#state = absorb(this.#state, stepWords(step, all));
    for (const [i, name] of step.challenges.entries())
      this.challenges.set(name, toScalar(absorb(this.#state, encodeWords([BigInt(i)]))));
  }
}
