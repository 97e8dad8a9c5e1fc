// What a verifier needs of the reference string, and the commitments to public vectors.
import type { Hex } from "viem";
import type { G1 } from "../crypto/curve/bn254.ts";
import type { Committer } from "./committer.ts";
import { type Domain, domainOf, onColumns } from "./domain.ts";
import { interpolate, type Polynomial } from "./polynomial.ts";
import { type G2, type Srs, srsDigest } from "./srs.ts";
import { type SealedStatement, scalesOf } from "./statement.ts";

export interface VerifyingKey {
  /** R. */
  readonly size: number;
  readonly srsDigest: Hex;
  readonly sigma: G2;
  readonly tau: G2;
  /** [N], [U], [J]. */
  readonly limbs: G1;
  readonly bounds: G1;
  readonly columns: G1;
}

/** What the public vectors follow from. */
export type PublicSide = Pick<SealedStatement, "size" | "decimals" | "bounds">;

/** The public vectors as polynomials: N on K, U and J on H. */
export interface PublicVectors {
  readonly N: Polynomial;
  readonly U: Polynomial;
  readonly J: Polynomial;
}

/** N's values on K: every limb, then the largest one again. */
export function limbTable({ limbSize, limbBits }: Domain): bigint[] {
  return Array.from({ length: limbSize }, (_, i) => BigInt(Math.min(i, 2 ** limbBits - 1)));
}

/** @throws SealedError MatrixTooLarge for more than R − 1 bounds. */
export function publicVectors(statement: PublicSide): PublicVectors {
  const { size, bounds } = statement;
  const ones = bounds.map(() => 1n);
  return {
    N: interpolate(limbTable(domainOf(size))),
    U: interpolate(onColumns(size, scalesOf(statement).x0, bounds)),
    J: interpolate(onColumns(size, 0n, ones)),
  };
}

/** The key of a statement whose size is the reference string's. */
export function verifyingKey(srs: Srs, committer: Committer, statement: PublicSide): VerifyingKey {
  const { N, U, J } = publicVectors(statement);
  return {
    size: srs.size,
    srsDigest: srsDigest(srs),
    sigma: srs.sigma,
    tau: srs.tau,
    limbs: committer.line(N),
    bounds: committer.line(U),
    columns: committer.line(J),
  };
}
