// Secure summation with pairwise masks. Each pair of parties derives a mask from a secret that only
// the two share. One adds it and the other subtracts it, so the masks cancel in the sum, and a
// single vector looks uniform to anyone who lacks one of its party's secrets.
//
// Everybody learns the sum. A coalition that holds all secrets of a party also learns that party's
// vector: p − 1 of p parties always can, because they subtract their own vectors from the sum. With
// two parties, the masks therefore protect nothing from the other party; they only hide the parts
// from third parties who see the messages. Nothing here detects a wrong summand. The certificate
// does, since the sums must satisfy the dual equation.
import { hkdfSync } from "node:crypto";
import { GROUP_ORDER } from "../crypto/curve/bn254.ts";
import { CryptoError, ProtocolError } from "../errors.ts";
import { mod, sum } from "../math/field.ts";
import { createRandom, randomBelow } from "../math/random.ts";
import type { DualPart } from "./dual.ts";

/** Integers are summed modulo 2^256 and read back as signed; their sums stay below 2^250. */
const INTEGER_MODULUS = 1n << 256n;

export interface PairwiseSecrets {
  /** Index of the party that holds these secrets. */
  readonly party: number;
  /** The 32 secret bytes shared with each other party, by index; null at the party's own index. */
  readonly secrets: readonly (Uint8Array | null)[];
  /**
   * Identifies the sum (chain, coordinator, round, step). Use each label for one vector only: two
   * vectors under the same masks reveal their difference.
   */
  readonly label: string;
}

/**
 * Adds the masks of all pairs to `values`, modulo `modulus`.
 * @throws CryptoError SecretLength.
 */
function maskVector(values: readonly bigint[], modulus: bigint, purpose: string, pairs: PairwiseSecrets): bigint[] {
  const masked = [...values];
  for (const [peer, secret] of pairs.secrets.entries()) {
    if (peer === pairs.party) continue;
    if (secret?.length !== 32)
      throw new CryptoError("SecretLength", `the secret shared with party ${peer} must have 32 bytes`);
    // The pair is part of the name, so that a peer that copies another party's key cannot make the
    // masks of two pairs cancel.
    const pair = `${Math.min(pairs.party, peer)}-${Math.max(pairs.party, peer)}`;
    const info = `concordat/summation/v1/${purpose}/${pair}/${pairs.label}`;
    const stream = createRandom(new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(0), info, 32)));
    const sign = pairs.party < peer ? 1n : -1n;
    for (let j = 0; j < masked.length; j++) masked[j]! += sign * randomBelow(stream, modulus);
  }
  return masked.map((value) => mod(value, modulus));
}

/**
 * A party's masked dual part, which is safe to send to all parties: integers in [0, 2^256), rho in
 * Z_r.
 * @throws CryptoError SecretLength.
 */
export function maskDualPart(part: DualPart, pairs: PairwiseSecrets): DualPart {
  const integers = maskVector([...part.reducedCosts, part.dual], INTEGER_MODULUS, "integers", pairs);
  const [rho] = maskVector([part.rho], GROUP_ORDER, "rho", pairs);
  return { reducedCosts: integers.slice(0, -1), dual: integers.at(-1)!, rho: rho! };
}

/**
 * The sum of the parties' dual parts, from the masked parts of all parties in party order.
 * @throws ProtocolError MaskedPartInvalid, naming the party whose part has a wrong length or a
 *   number out of range.
 */
export function sumMaskedDualParts(parts: readonly DualPart[], columns: number): DualPart {
  for (const [party, part] of parts.entries()) {
    const integers = [...part.reducedCosts, part.dual];
    const inRange = integers.every((value) => value >= 0n && value < INTEGER_MODULUS);
    if (integers.length !== columns + 1 || !inRange || part.rho < 0n || part.rho >= GROUP_ORDER) {
      throw new ProtocolError(
        "MaskedPartInvalid",
        `the masked sums of party ${party} have a wrong length or range`,
        party,
      );
    }
  }
  const signedSum = (values: readonly bigint[]) => BigInt.asIntN(256, sum(values));
  return {
    reducedCosts: Array.from({ length: columns }, (_, j) => signedSum(parts.map((part) => part.reducedCosts[j]!))),
    dual: signedSum(parts.map((part) => part.dual)),
    rho: mod(sum(parts.map((part) => part.rho)), GROUP_ORDER),
  };
}
