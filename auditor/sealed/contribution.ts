// One contribution to a set-up: its bytes, its digest, the proof that its maker knew its factors,
// and its signature (docs/sealed.md, "Ceremony").
import { concat, getAddress, hexlify, id, keccak256, recoverAddress, TypedDataEncoder, toBeHex } from "ethers";
import { wordBytes, wordsOf } from "../certificate/digests.ts";
import { type Affine, combine, isPoint, ORDER } from "../certificate/group.ts";
import { SealedRefusal } from "../errors.ts";
import { equal } from "./string.ts";

export const CONTRIBUTION_BYTES = 512;

/** Points that belong to σ and to τ. */
export interface PointPair {
  readonly sigma: Affine;
  readonly tau: Affine;
}

export interface Contribution {
  /** C_m. */
  readonly digest: string;
  /** C_{m−1} as stated. */
  readonly previous: string;
  readonly account: string;
  /** srsDigest of the string it made. */
  readonly string: string;
  /** [σ_m]₁ and [τ_m]₁. */
  readonly points: PointPair;
  /** k_σ[σ_{m−1}]₁ and k_τ[τ_{m−1}]₁. */
  readonly nonces: PointPair;
  readonly answers: { readonly sigma: bigint; readonly tau: bigint };
  /** r ‖ s ‖ v. */
  readonly signature: string;
}

/** Words that the digest covers: all but answers and signature. */
const STATED_WORDS = 11;

/** Throws SealedRefusal `SetupContributionInvalid`. */
export function readContribution(bytes: Uint8Array): Contribution {
  const words = wordsOf(hexlify(bytes));
  const word = (at: number) => words[at]!;
  const point = (at: number): Affine => [word(at), word(at + 1)];
  const points = { sigma: point(3), tau: point(5) };
  const nonces = { sigma: point(7), tau: point(9) };
  const isFormed =
    word(1) >> 160n === 0n &&
    [points.sigma, points.tau, nonces.sigma, nonces.tau].every(isPoint) &&
    word(11) < ORDER &&
    word(12) < ORDER &&
    (word(15) === 27n || word(15) === 28n);
  if (!isFormed) throw new SealedRefusal("SetupContributionInvalid");
  const stated = words.slice(0, STATED_WORDS).map(wordBytes);
  return {
    digest: keccak256(concat([id("concordat/sealed/contribution/v1"), ...stated])),
    previous: wordBytes(word(0)),
    account: getAddress(toBeHex(word(1), 20)),
    string: wordBytes(word(2)),
    points,
    nonces,
    answers: { sigma: word(11), tau: word(12) },
    signature: concat([wordBytes(word(13)), wordBytes(word(14)), toBeHex(word(15))]),
  };
}

/** Whether its maker knew the factors between the points `before` and its own. */
export function provesFactors({ digest, points, nonces, answers }: Contribution, before: PointPair): boolean {
  return (["sigma", "tau"] as const).every((part) => {
    const answered = combine([[answers[part], before[part]]]);
    const stated = combine([
      [1n, nonces[part]],
      [BigInt(digest), points[part]],
    ]);
    return answered !== null && stated !== null && equal(answered, stated);
  });
}

const TYPES = {
  Contribution: [
    { name: "size", type: "uint256" },
    { name: "contribution", type: "bytes32" },
  ],
};

/** Whether its account's key signed it. */
export function isSignedContribution({ account, digest, signature }: Contribution, size: number): boolean {
  const domain = { name: "Concordat set-up", version: "1" };
  const hash = TypedDataEncoder.hash(domain, TYPES, { size, contribution: digest });
  try {
    return recoverAddress(hash, signature) === account;
  } catch {
    return false;
  }
}
