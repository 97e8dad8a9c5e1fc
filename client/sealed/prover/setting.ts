// What the companies that make a proof together have in common.
import { GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import type { Committer } from "../committer.ts";
import type { Domain } from "../domain.ts";
import type { Identity } from "../identities.ts";
import { type Bivariate, sumOfRows } from "../matrix.ts";
import { type Polynomial, valuesOn } from "../polynomial.ts";
import type { SealedStatement } from "../statement.ts";
import type { PublicVectors } from "../verifying-key.ts";

/** What all companies of a proof share. */
export interface Setting {
  readonly statement: SealedStatement;
  readonly domain: Domain;
  readonly committer: Committer;
  readonly vectors: PublicVectors;
  readonly identities: readonly Identity[];
  /** What every company knows of the others' parts; docs/sealed.md, "Companies". */
  readonly agreed: Agreed;
}

/** Per party; both follow from the outcome and from the companies' summation of reduced costs. */
export interface Agreed {
  /** g_k: each part's share of the sum, mod r; together g. */
  readonly sums: readonly bigint[];
  /**
   * Y_k = A_kᵀw_k plus the values of S_k on H, mod r, of each party but the owner of the objective,
   * whose entry is empty: with it, all would have the costs. No entries for unbounded outcomes.
   */
  readonly parts: readonly (readonly bigint[])[];
}

/** Y_k, from the party's own matrix, multipliers and S_k. */
export function coveredPart(
  domain: Domain,
  matrix: Bivariate,
  multipliers: readonly bigint[],
  cover: Polynomial,
): bigint[] {
  const own = valuesOn(domain.size, sumOfRows(domain, matrix, multipliers));
  const covers = valuesOn(domain.size, cover);
  return own.map((value, j) => (value + covers[j]!) % GROUP_ORDER);
}
