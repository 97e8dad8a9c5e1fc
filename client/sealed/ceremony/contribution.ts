// One company's part in a ceremony, as everybody sees it, and its bytes (docs/sealed.md,
// "Ceremony").
import type { Address, Hex } from "viem";
import { bytesToHex, getAddress, hexToBigInt, toHex } from "viem/utils";
import { type G1, GROUP_ORDER, pointFromAffine, pointsToAffine } from "../../crypto/curve/bn254.ts";
import { taggedHash } from "../../crypto/transcript.ts";
import { CryptoError, SealedError } from "../../errors.ts";
import { decodeWords, encodeWords, isUnsigned, WORD_BYTES } from "../../math/words.ts";

/** Points that belong to σ and to τ. */
export interface PointPair {
  readonly sigma: G1;
  readonly tau: G1;
}

/** A contribution before it is signed. */
export interface UnsignedContribution {
  /** Who signs it. */
  readonly account: Address;
  /** Digest of the contribution before; of the start, which says R, for the first. */
  readonly previous: Hex;
  /** srsDigest of the string that it leads to. */
  readonly string: Hex;
  /** [σ]₁ and [τ]₁ of that string. */
  readonly points: PointPair;
  /** Commitments of the proof that the contributor knows its factors. */
  readonly nonces: PointPair;
  /** Its answers, in [0, r). */
  readonly answers: { readonly sigma: bigint; readonly tau: bigint };
}

export interface Contribution extends UnsignedContribution {
  /** r ‖ s ‖ v, 65 bytes. */
  readonly signature: Hex;
}

const WORDS = 16;
/** Bytes of a contribution. */
export const CONTRIBUTION_BYTES = WORDS * WORD_BYTES;
const ACCOUNT_BITS = 160;

/**
 * A contribution's digest. It is also the challenge of its proof, so it covers everything but
 * answers and signature.
 */
export function contributionDigest(contribution: Omit<UnsignedContribution, "answers">): Hex {
  return taggedHash("concordat/sealed/contribution/v1", bytesToHex(encodeWords(statementWords(contribution))));
}

function statementWords({
  account,
  previous,
  string,
  points,
  nonces,
}: Omit<UnsignedContribution, "answers">): bigint[] {
  const affine = pointsToAffine([points.sigma, points.tau, nonces.sigma, nonces.tau]);
  return [...[previous, account, string].map((value) => hexToBigInt(value)), ...affine.flatMap(({ x, y }) => [x, y])];
}

export function encodeContribution(contribution: Contribution): Uint8Array {
  const { answers, signature } = contribution;
  const parts = [signature.slice(2, 66), signature.slice(66, 130), signature.slice(130)];
  return encodeWords([
    ...statementWords(contribution),
    ...[answers.sigma, answers.tau],
    ...parts.map((part) => BigInt(`0x${part}`)),
  ]);
}

/**
 * Reads the contribution of 0-based `index`; checks the form of its entries, not what they say.
 * @throws SealedError SetupContributionInvalid naming the contribution, counted from 1.
 */
export function decodeContribution(bytes: Uint8Array, index: number): Contribution {
  const words = decodeWords(bytes);
  const word = (at: number) => words[at]!;
  const hash = (at: number) => toHex(word(at), { size: WORD_BYTES });
  const check = (valid: boolean, what: string) => {
    if (!valid) throw malformed(index, what);
  };
  const point = (at: number) => {
    try {
      return pointFromAffine({ x: word(at), y: word(at + 1) });
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
      throw malformed(index, `words ${at} and ${at + 1} are no point of the curve`);
    }
  };
  check(isUnsigned(word(1), ACCOUNT_BITS), "its account is no address");
  check(word(11) < GROUP_ORDER && word(12) < GROUP_ORDER, "an answer is not below the group's order");
  check(word(15) === 27n || word(15) === 28n, "the last word of its signature is neither 27 nor 28");
  return {
    previous: hash(0),
    account: getAddress(toHex(word(1), { size: ACCOUNT_BITS / 8 })),
    string: hash(2),
    points: { sigma: point(3), tau: point(5) },
    nonces: { sigma: point(7), tau: point(9) },
    answers: { sigma: word(11), tau: word(12) },
    signature: `${hash(13)}${hash(14).slice(2)}${word(15).toString(16)}`,
  };
}

function malformed(index: number, what: string): SealedError {
  return new SealedError("SetupContributionInvalid", `contribution ${index + 1}: ${what}; get the file again`);
}
