// The structured reference string (docs/sealed.md, "Reference string"): its shape, its digest, and
// the check of a string from outside. Nothing here knows a trapdoor.
import { bn254 } from "@noble/curves/bn254.js";
import type { Hex } from "viem";
import { bytesToHex } from "viem/utils";
import { G1, pointsToAffine } from "../crypto/curve/bn254.ts";
import { msm } from "../crypto/curve/msm.ts";
import { taggedHash } from "../crypto/transcript.ts";
import { SealedError } from "../errors.ts";
import type { Random } from "../math/random.ts";
import { encodeWords } from "../math/words.ts";
import { LIMBS } from "./domain.ts";
import { randomScalars } from "./field.ts";
import { MASK_DEGREES } from "./matrix.ts";

export type G2 = typeof bn254.G2.Point.BASE;
export const G2 = bn254.G2.Point;

export interface Srs {
  /** R. */
  readonly size: number;
  /** [τ^i]₁ for i < 2D + 64. */
  readonly line: readonly G1[];
  /** [σ^i τ^j]₁ for i, j < R + 3. */
  readonly matrix: readonly (readonly G1[])[];
  /** [σ]₂ and [τ]₂. */
  readonly sigma: G2;
  readonly tau: G2;
}

/**
 * Numbers of points: of the τ-line, and of each side of the matrix.
 * @throws SealedError SrsShape unless the size is a power of two.
 */
export function srsLengths(size: number): { readonly line: number; readonly side: number } {
  if (!Number.isInteger(Math.log2(size)))
    throw new SealedError("SrsShape", `the size of a reference string is a power of two, not ${size}`);
  return { line: 2 * LIMBS * size + 64, side: size + MASK_DEGREES };
}

/** srsDigest of a string without points at infinity. */
export function srsDigest({ size, line, matrix, sigma, tau }: Srs): Hex {
  const first = pointsToAffine([...line, ...matrix.flat()]).flatMap(({ x, y }) => [x, y]);
  const second = [sigma, tau].map((point) => point.toAffine()).flatMap(({ x, y }) => [x.c1, x.c0, y.c1, y.c0]);
  const words = encodeWords([BigInt(size), ...first, ...second]);
  return taggedHash("concordat/sealed/srs/v1", bytesToHex(words));
}

/**
 * Checks that the points are a reference string of their size for some σ and τ. Takes pairings and
 * multi-scalar multiplications over all points. A false string passes with probability below 2^−250
 * over `random`.
 * @throws SealedError SrsShape, SrsPoint, SrsDegenerate, SrsInconsistent.
 */
export function checkSrs(srs: Srs, random: Random): void {
  const { size, line, matrix, sigma, tau } = srs;
  const lengths = srsLengths(size);
  if (line.length !== lengths.line || [matrix, ...matrix].some(({ length }) => length !== lengths.side))
    throw new SealedError("SrsShape", `a reference string of size ${size} has other numbers of points`);
  if (![...line, ...matrix.flat()].every(isInGroup) || ![sigma, tau].every(isInGroup) || !line[0]!.equals(G1.BASE))
    throw new SealedError("SrsPoint", "a point of the reference string is infinity, in no group, or not the generator");
  const limbSize = LIMBS * size;
  const sigmaLine = matrix.map((row) => row[0]!);
  if ([line[size]!, line[limbSize]!, sigmaLine[size]!].some((point) => point.equals(G1.BASE)))
    throw new SealedError("SrsDegenerate", "the trapdoor of the reference string lies in a domain");
  if (powersMeet(sigmaLine, line))
    throw new SealedError("SrsDegenerate", "one secret of the reference string is a power of the other");
  const tauSteps: Step[] = steps(line);
  for (const row of matrix) tauSteps.push(...steps(row));
  const sigmaSteps = matrix[0]!.flatMap((_, j) => steps(matrix.map((row) => row[j]!)));
  const holds =
    matrix[0]!.every((point, j) => point.equals(line[j]!)) &&
    stepsHold(tauSteps, tau, random) &&
    stepsHold(sigmaSteps, sigma, random);
  if (!holds) throw new SealedError("SrsInconsistent", "the points are not the powers of one pair of numbers");
}

/** Whether a point, of whatever coordinates, is finite, on its curve and of order r. */
function isInGroup(point: G1 | G2): boolean {
  if (point.is0()) return false;
  try {
    point.assertValidity();
    return true;
  } catch {
    return false;
  }
}

/** Whether σ^i = ±τ^j for any i, j ≥ 1 within the lines: then variables do not stay apart. */
function powersMeet(sigmaLine: readonly G1[], tauLine: readonly G1[]): boolean {
  const abscissas = (points: readonly G1[]) => pointsToAffine(points.slice(1)).map(({ x }) => x);
  const ofTau = new Set(abscissas(tauLine));
  return abscissas(sigmaLine).some((x) => ofTau.has(x));
}

/** Two points of which the second should be the first times a trapdoor. */
type Step = readonly [from: G1, to: G1];

function steps(points: readonly G1[]): Step[] {
  return points.slice(1).map((to, i) => [points[i]!, to]);
}

/** Whether every step multiplies by the secret of `second`, by one random combination. */
function stepsHold(all: readonly Step[], second: G2, random: Random): boolean {
  const weights = randomScalars(random, all.length);
  const sum = (side: 0 | 1) =>
    msm(
      all.map((step) => step[side]),
      weights,
    );
  return pairingProductIsOne([
    { g1: sum(1), g2: G2.BASE },
    { g1: sum(0).negate(), g2: second },
  ]);
}

/** Whether Π e(g1, g2) = 1; points at infinity in G1 count as factor 1. */
export function pairingProductIsOne(pairs: readonly { readonly g1: G1; readonly g2: G2 }[]): boolean {
  const finite = pairs.filter(({ g1 }) => !g1.is0());
  const { Fp12 } = bn254.fields;
  return finite.length === 0 || Fp12.eql(bn254.pairingBatch(finite), Fp12.ONE);
}
