// The structured reference string (docs/sealed.md, "Reference string"): its shape, its digest, and
// the check of a string from outside. Nothing here knows a trapdoor.
import { bn254 } from "@noble/curves/bn254.js";
import type { Hex } from "viem";
import { bytesToHex } from "viem/utils";
import { G1, GROUP_ORDER, pointsToAffine } from "../crypto/curve/bn254.ts";
import { taggedHash } from "../crypto/transcript.ts";
import { SealedError } from "../errors.ts";
import type { Random } from "../math/random.ts";
import { encodeWords } from "../math/words.ts";
import { LIMBS } from "./domain.ts";
import { powersFrom, randomScalars } from "./field.ts";
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
  const words = encodeWords([BigInt(size), ...first, ...g2Words(sigma), ...g2Words(tau)]);
  return taggedHash("concordat/sealed/srs/v1", bytesToHex(words));
}

/** x_im, x_re, y_im, y_re of a finite point. */
export function g2Words(point: G2): bigint[] {
  const { x, y } = point.toAffine();
  return [x.c1, x.c0, y.c1, y.c0];
}

/** Σ s_i·P_i over finite points, scalars in [0, r): `msm`, or threads that share the work. */
export type Sum = (points: readonly G1[], scalars: readonly bigint[]) => Promise<G1>;

/** How many points checkSrs sums, in all its sums together. */
export function pointsToSum(size: number): number {
  const { line, side } = srsLengths(size);
  return line + (side - 1) * side + 3 * side;
}

/**
 * Checks that the points are a reference string of their size for some σ and τ. Takes two pairing
 * checks, and sums over all points once. A false string passes with probability below 2^−230 over
 * `random`.
 * @throws SealedError SrsShape, SrsPoint, SrsDegenerate, SrsInconsistent.
 */
export async function checkSrs(srs: Srs, random: Random, sum: Sum): Promise<void> {
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
  const holds =
    matrix[0]!.every((point, j) => point.equals(line[j]!)) && stepsHold(await weightedSums(srs, random, sum), srs);
  if (!holds) throw new SealedError("SrsInconsistent", "the points are not the powers of one pair of numbers");
}

/** Whether a point, of whatever coordinates, is finite, on its curve and of order r. */
export function isInGroup(point: G1 | G2): boolean {
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
interface Step {
  readonly from: G1;
  readonly to: G1;
}

/**
 * All steps from a point to its neighbour, to the right by τ and down by σ, as one sum each. A
 * point in row i and column j of the matrix, whose row 0 is the τ-line, has the weight v^i·w^j. So
 * the sums over the points that are stepped from and to differ at the edges only.
 */
async function weightedSums({ line, matrix }: Srs, random: Random, sum: Sum): Promise<{ tau: Step; sigma: Step }> {
  const last = matrix.length - 1;
  const [v, w] = randomScalars(random, 2) as [bigint, bigint];
  const rowWeights = powersFrom(v, matrix.length);
  const weights = powersFrom(w, line.length);
  const columnWeights = weights.slice(0, matrix.length);
  const times = (factor: bigint, list: readonly bigint[]) => list.map((weight) => (factor * weight) % GROUP_ORDER);
  const rows = matrix.slice(1);
  const below = await sum(
    rows.flat(),
    rows.flatMap((_, i) => times(rowWeights[i + 1]!, columnWeights)),
  );
  const top = await sum(matrix[0]!, columnWeights);
  const beyond = await sum(line.slice(matrix.length), weights.slice(matrix.length));
  const firstColumn = await sum(
    matrix.map((row) => row[0]!),
    rowWeights,
  );
  const lastColumn = await sum(
    [line.at(-1)!, ...rows.map((row) => row[last]!)],
    [weights.at(-1)!, ...times(columnWeights[last]!, rowWeights.slice(1))],
  );
  const lastRow = await sum(matrix[last]!, times(rowWeights[last]!, columnWeights));
  const all = below.add(top).add(beyond);
  return {
    tau: { from: all.subtract(lastColumn).multiplyUnsafe(w), to: all.subtract(firstColumn) },
    sigma: { from: below.add(top).subtract(lastRow).multiplyUnsafe(v), to: below },
  };
}

function stepsHold(steps: { readonly tau: Step; readonly sigma: Step }, { sigma, tau }: Srs): boolean {
  return multipliesBy(steps.tau, tau) && multipliesBy(steps.sigma, sigma);
}

/** Whether `to` is `from` times the secret of `second`. */
function multipliesBy({ from, to }: Step, second: G2): boolean {
  return pairingProductIsOne([
    { g1: to, g2: G2.BASE },
    { g1: from.negate(), g2: second },
  ]);
}

/** Whether Π e(g1, g2) = 1; points at infinity in G1 count as factor 1. */
export function pairingProductIsOne(pairs: readonly { readonly g1: G1; readonly g2: G2 }[]): boolean {
  const finite = pairs.filter(({ g1 }) => !g1.is0());
  const { Fp12 } = bn254.fields;
  return finite.length === 0 || Fp12.eql(bn254.pairingBatch(finite), Fp12.ONE);
}
