// Commitments to polynomials: their values at the reference string's secret point, in the exponent.
import type { G1 } from "../crypto/curve/bn254.ts";
import { fixedBaseMsm } from "../crypto/curve/fixed-base.ts";
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

/** Commits with the points of a reference string, which are converted once. */
export function srsCommitter({ line, matrix }: Srs): Committer {
  const side = matrix.length;
  const [onLine, onSigmaLine, onMatrix] = [line, matrix.map((row) => row[0]!), matrix.flat()].map(fixedBaseMsm);
  return {
    line: onLine!,
    sigmaLine: onSigmaLine!,
    matrix: (f) => onMatrix!(f.flatMap((row) => [...row, ...new Array<bigint>(side - row.length).fill(0n)])),
  };
}
