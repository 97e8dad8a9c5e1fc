// Commitments to polynomials: their values at the reference string's secret point, in the exponent.
import type { G1 } from "../crypto/curve/bn254.ts";
import { msm } from "../crypto/curve/msm.ts";
import type { Bivariate } from "./matrix.ts";
import type { Polynomial } from "./polynomial.ts";
import type { Srs } from "./srs.ts";

/** [f] for polynomials within the reference string's degrees. */
export interface Committer {
  /** [f(τ)]₁. */
  line(f: Polynomial): G1;
  /** [f(σ)]₁. */
  sigmaLine(f: Polynomial): G1;
  /** [f(σ, τ)]₁. */
  matrix(f: Bivariate): G1;
}

/** Commits with the points of a reference string. */
export function srsCommitter({ line, matrix }: Srs): Committer {
  const sigmaLine = matrix.map((row) => row[0]!);
  return {
    line: (f) => sum(line, f),
    sigmaLine: (f) => sum(sigmaLine, f),
    matrix: (f) =>
      sum(
        f.flatMap((row, i) => matrix[i]!.slice(0, row.length)),
        f.flat(),
      ),
  };
}

function sum(points: readonly G1[], coefficients: Polynomial): G1 {
  const used = [...coefficients.keys()].filter((i) => coefficients[i] !== 0n);
  return msm(
    used.map((i) => points[i]!),
    used.map((i) => coefficients[i]!),
  );
}
