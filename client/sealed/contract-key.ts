// A verifying key as the contracts take it (contracts/types/Sealed.sol), and the one word that a
// round stores of it (docs/sealed.md, "Statement").
import type { Hex } from "viem";
import { bytesToHex } from "viem/utils";
import { type G1, pointFromAffine, pointsToAffine } from "../crypto/curve/bn254.ts";
import { taggedHash } from "../crypto/transcript.ts";
import { SealedError } from "../errors.ts";
import { encodeWords } from "../math/words.ts";
import { G2, g2Words, isInGroup } from "./srs.ts";
import type { VerifyingKey } from "./verifying-key.ts";

/** Coordinates of a point in G1. */
interface ContractPoint {
  readonly x: bigint;
  readonly y: bigint;
}

/** Coordinates of a point in G2, in the order of EIP-197. */
interface ContractPointG2 {
  readonly xImaginary: bigint;
  readonly xReal: bigint;
  readonly yImaginary: bigint;
  readonly yReal: bigint;
}

/** The struct SealedKey. */
export interface ContractKey {
  readonly size: bigint;
  readonly srsDigest: Hex;
  readonly sigma: ContractPointG2;
  readonly tau: ContractPointG2;
  readonly limbs: ContractPoint;
  readonly bounds: ContractPoint;
  readonly columns: ContractPoint;
}

function contractPointG2(point: G2): ContractPointG2 {
  const [xImaginary, xReal, yImaginary, yReal] = g2Words(point) as [bigint, bigint, bigint, bigint];
  return { xImaginary, xReal, yImaginary, yReal };
}

/**
 * The key as an argument of `settleSealed`.
 * @throws CryptoError PointInvalid when a point is infinity.
 */
export function contractKey({ size, srsDigest, sigma, tau, ...points }: VerifyingKey): ContractKey {
  const [limbs, bounds, columns] = pointsToAffine([points.limbs, points.bounds, points.columns]);
  return {
    ...{ size: BigInt(size), srsDigest, sigma: contractPointG2(sigma), tau: contractPointG2(tau) },
    ...{ limbs: limbs!, bounds: bounds!, columns: columns! },
  };
}

/**
 * The key of an argument of `settleSealed`. Nothing says that it is the round's: compare its
 * digest.
 * @throws SealedError SrsPoint when a point is none of its group.
 */
export function keyOfContract({ size, srsDigest, sigma, tau, limbs, bounds, columns }: ContractKey): VerifyingKey {
  return {
    ...{ size: Number(size), srsDigest, sigma: pointG2(sigma), tau: pointG2(tau) },
    ...{ limbs: point(limbs), bounds: point(bounds), columns: point(columns) },
  };
}

function point(affine: ContractPoint): G1 {
  return inGroup(() => pointFromAffine(affine));
}

function pointG2({ xImaginary, xReal, yImaginary, yReal }: ContractPointG2): G2 {
  return inGroup(() => G2.fromAffine({ x: { c0: xReal, c1: xImaginary }, y: { c0: yReal, c1: yImaginary } }));
}

function inGroup<Point extends G1 | G2>(read: () => Point): Point {
  try {
    const found = read();
    if (isInGroup(found)) return found;
  } catch {
    // Coordinates of no point.
  }
  throw new SealedError("SrsPoint", "a point of the verifying key is infinity, or in no group");
}

/** `SealedDigests.key` of the contracts: a round's `sealedKey`. */
export function keyDigest(key: VerifyingKey): Hex {
  const points = pointsToAffine([key.limbs, key.bounds, key.columns]).flatMap(({ x, y }) => [x, y]);
  const words = [BigInt(key.size), BigInt(key.srsDigest), ...g2Words(key.sigma), ...g2Words(key.tau), ...points];
  return taggedHash("concordat/sealed/key/v1", bytesToHex(encodeWords(words)));
}
