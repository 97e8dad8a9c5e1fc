// What the companies that make a proof together have in common.
import type { Hex } from "viem";
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
  /** Of the reference string that the committer has. */
  readonly srsDigest: Hex;
  readonly vectors: PublicVectors;
  readonly identities: readonly Identity[];
  /** What every company knows of the others' parts; docs/sealed.md, "Companies". */
  readonly agreed: Agreed;
  /** Absent where all companies know the outcome: the owner of the objective keeps all columns. */
  readonly split?: Split;
}

/** Whose columns are whose where companies know their own part only (docs/sealed-own-part.md). */
export interface Split {
  /** By column, 0..R − 1: the party that makes its part. */
  readonly keepers: readonly number[];
  /** By column, 0..R − 1: the parties that know its number, in order. */
  readonly names: readonly (readonly number[])[];
  /** Per party. */
  readonly kept: readonly KeptColumns[];
}

/** Polynomials that are public: of the columns that a party keeps, 0 at all others. */
export interface KeptColumns {
  /** 1_k, on H. */
  readonly columns: Polynomial;
  /** 1′_k, on K. */
  readonly limbs: Polynomial;
  /** U_k. */
  readonly bounds: Polynomial;
}

/** What decides who makes the part of a column. */
export interface Keeping {
  readonly statement: Pick<SealedStatement, "size" | "objectiveOwner">;
  readonly split?: Pick<Split, "keepers">;
}

/** Whether a party makes the part of a column. */
export function keeps({ statement, split }: Keeping, party: number, column: number): boolean {
  return party === (split === undefined ? statement.objectiveOwner : split.keepers[column]);
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
