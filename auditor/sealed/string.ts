// The reference string: its digest, and the auditor's own check of it (docs/sealed.md, "Reference
// string").
import { concat, hexlify, id, keccak256 } from "ethers";
import { pointBytes, wordBytes } from "../certificate/digests.ts";
import { type Affine, combine, isPoint, toScalar } from "../certificate/group.ts";
import { SealedRefusal } from "../errors.ts";
import { GENERATOR, GENERATOR_G2, isPointG2, pairingIsOne } from "./pairing.ts";
import { type AffineG2, LIMBS, type ReferenceString } from "./types.ts";

/** Random bytes, from the operating system but in tests. */
export type RandomBytes = (length: number) => Uint8Array;

/** Bytes of a random number whose remainder modulo r is uniform but for 2^−250. */
const SCALAR_BYTES = 64;

/** srsDigest of a string whose points `checkString` accepts. */
export function stringDigest({ size, line, matrix, sigma, tau }: ReferenceString): string {
  const first = [...line, ...matrix.flat()].map(pointBytes);
  const second = [...sigma, ...tau].map(wordBytes);
  return keccak256(concat([id("concordat/sealed/srs/v1"), wordBytes(BigInt(size)), ...first, ...second]));
}

/**
 * Checks that the points are SRS(R) for some σ and τ. A false string passes with probability 1/r
 * over `random`.
 * @throws SealedRefusal SrsShape, SrsPoint, SrsDegenerate or SrsInconsistent, the first there is.
 */
export function checkString(string: ReferenceString, random: RandomBytes): void {
  const { size, line, matrix, sigma, tau } = string;
  const order = LIMBS * size;
  const side = size + 3;
  const shaped =
    Number.isInteger(Math.log2(size)) &&
    line.length === 2 * order + 64 &&
    [matrix, ...matrix].every(({ length }) => length === side);
  if (!shaped) throw new SealedRefusal("SrsShape");
  const points = [...line, ...matrix.flat()];
  if (!points.every(isPoint) || ![sigma, tau].every(isPointG2) || !equal(line[0]!, GENERATOR))
    throw new SealedRefusal("SrsPoint");
  if ([line[size]!, line[order]!, matrix[size]![0]!].some((point) => equal(point, GENERATOR)))
    throw new SealedRefusal("SrsDegenerate");
  // [σ^i]₁ = ±[τ^j]₁ have the same abscissa: such a string proves anything.
  const powersOfTau = new Set(line.slice(1).map(([x]) => x));
  if (matrix.slice(1).some(([point]) => powersOfTau.has(point![0]))) throw new SealedRefusal("SrsDegenerate");
  const sigmaSteps = matrix.slice(1).flatMap((row, i) => row.map((to, j): Step => [matrix[i]![j]!, to]));
  const holds =
    matrix[0]!.every((point, j) => equal(point, line[j]!)) &&
    stepsHold([line, ...matrix].flatMap(neighbours), tau, random) &&
    stepsHold(sigmaSteps, sigma, random);
  if (!holds) throw new SealedRefusal("SrsInconsistent");
}

/** Whether two points, or two points of G2, have the same coordinates. */
export function equal(a: readonly bigint[], b: readonly bigint[]): boolean {
  return a.every((coordinate, i) => coordinate === b[i]);
}

/** Two points of which the second should be σ or τ times the first. */
type Step = readonly [from: Affine, to: Affine];

const neighbours = (row: readonly Affine[]): Step[] => row.slice(1).map((to, i) => [row[i]!, to]);

/** Whether every step multiplies by the secret of `second`, by one random combination. */
function stepsHold(steps: readonly Step[], second: AffineG2, random: RandomBytes): boolean {
  const weights = steps.map(() => toScalar(BigInt(hexlify(random(SCALAR_BYTES)))));
  const side = (sign: bigint, which: 0 | 1) =>
    combine(steps.map((step, i) => [sign * weights[i]!, step[which]] as const));
  return pairingIsOne([
    [side(1n, 1), GENERATOR_G2],
    [side(-1n, 0), second],
  ]);
}
