// Many sums over the same points: committing to rows and to polynomials. Variable-time: see
// sums.ts.
import { mod } from "../../math/field.ts";
import { G1, GROUP_ORDER, pointFromAffine, pointsToAffine } from "./bn254.ts";
import { fromLittleEndian, toLittleEndian } from "./little-endian.ts";
import { PointSums } from "./sums.ts";

/**
 * Σ s_i·P_i over fixed finite points, which are converted once. Scalars are any integers, at most
 * one per point; those left out count as 0. The time of a scalar grows with the length of its
 * representative modulo r of least magnitude.
 * @throws ConcordatError LengthsDiffer for more scalars than points.
 */
export function fixedBaseMsm(points: readonly G1[]): (scalars: readonly bigint[]) => G1 {
  const sums = new PointSums(toLittleEndian(pointsToAffine(points).flatMap(({ x, y }) => [x, y])));
  return (scalars) => {
    const affine = sums.sum(toLittleEndian(scalars.map((scalar) => mod(scalar, GROUP_ORDER))));
    if (affine === null) return G1.ZERO;
    const [x, y] = fromLittleEndian(affine) as [bigint, bigint];
    return pointFromAffine({ x, y });
  };
}
