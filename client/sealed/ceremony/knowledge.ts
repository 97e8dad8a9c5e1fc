// Proof that a contributor knows the factors between two pairs of points (docs/sealed.md,
// "Ceremony"): two Schnorr proofs (1991) under one challenge, made non-interactive with a hash. The
// base is the previous point, so that nobody can cancel what others contributed.
import type { Hex } from "viem";
import { type G1, GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import { toScalar } from "../../crypto/transcript.ts";
import type { PointPair, UnsignedContribution } from "./contribution.ts";
import type { Factors } from "./string.ts";

/** The points that the secret nonces of a proof commit to. */
export function commitNonces(base: PointPair, nonces: Factors): PointPair {
  return { sigma: base.sigma.multiply(nonces.sigma), tau: base.tau.multiply(nonces.tau) };
}

/** nonce + challenge·factor, for σ and τ. Each pair of nonces is used once. */
export function answer(nonces: Factors, challenge: Hex, factors: Factors): Factors {
  const e = toScalar(challenge);
  const of = (part: "sigma" | "tau") => (nonces[part] + e * factors[part]) % GROUP_ORDER;
  return { sigma: of("sigma"), tau: of("tau") };
}

/** Whether the contribution's maker knows its factors over the points `base` before it. */
export function provesKnowledge(
  base: PointPair,
  challenge: Hex,
  { points, nonces, answers }: Pick<UnsignedContribution, "points" | "nonces" | "answers">,
): boolean {
  const e = toScalar(challenge);
  const holds = (from: G1, to: G1, [nonce, given]: readonly [G1, bigint]) =>
    from.multiplyUnsafe(given).equals(nonce.add(to.multiplyUnsafe(e)));
  return (
    holds(base.sigma, points.sigma, [nonces.sigma, answers.sigma]) &&
    holds(base.tau, points.tau, [nonces.tau, answers.tau])
  );
}
