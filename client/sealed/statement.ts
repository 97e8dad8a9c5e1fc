// What a sealed proof is checked against (docs/sealed.md, "Statement").
import type { Hex } from "viem";
import { isAddress, isHash } from "viem/utils";
import { SealedError } from "../errors.ts";
import type { Tolerances } from "../lp/exact/tolerances.ts";
import type { RoundId } from "../round/id.ts";
import { powerOfTen } from "../round/numbers.ts";
import type { Statement } from "../round/statement.ts";
import { KINDS, type Kind } from "../round/verdict.ts";
import { type Domain, domainOf } from "./domain.ts";
import { sealedLimits } from "./limits.ts";

/** The public side of a sealed round. */
export interface SealedStatement extends RoundId {
  readonly kind: Kind;
  /** R. */
  readonly size: number;
  /** n. */
  readonly columns: number;
  readonly parties: number;
  readonly objectiveOwner: number;
  /** δ and ω. */
  readonly decimals: { readonly solution: number; readonly multiplier: number };
  readonly tolerances: Tolerances;
  /** U per column, at scale 10^δ. */
  readonly bounds: readonly bigint[];
  /** commitment_k per party. */
  readonly commitments: readonly Hex[];
}

/** Largest R, and largest P·R: sums of P·R terms below 2^240 stay below r > 2^253. */
export const MAX_SIZE = 2 ** 13;
const MAX_DECIMALS = 24;

/** The least R for n columns and at most `rows` rows of a party (an equality counts twice). */
export function sizeFor(columns: number, rows: number): number {
  let size = 16;
  while (columns > size - 3 || rows > size - 2) size *= 2;
  return size;
}

/** What a sealed proof of a round claims, and what of the round is not in its parameters. */
export interface SealedClaim {
  readonly kind: Kind;
  /** R of the round's key. */
  readonly size: number;
  /** U per column, at scale 10^δ; `boundsDigest` of them is in the parameters. */
  readonly bounds: readonly bigint[];
}

/**
 * What a sealed proof is checked against, as the coordinator builds it from the parameters and
 * commitments that it stores.
 */
export function sealedStatementOf(
  { chainId, coordinator, round, columns, objectiveOwner, decimals, tolerances, commitments }: Statement,
  { kind, size, bounds }: SealedClaim,
): SealedStatement {
  const { solution, multiplier } = decimals;
  return {
    ...{ chainId, coordinator, round, kind, size, columns, objectiveOwner, bounds, tolerances, commitments },
    parties: commitments.length,
    decimals: { solution, multiplier },
  };
}

/** x_0 = 10^δ and u = 10^ω. */
export function scalesOf({ decimals }: Pick<SealedStatement, "decimals">): {
  readonly x0: bigint;
  readonly unit: bigint;
} {
  return { x0: powerOfTen(decimals.solution), unit: powerOfTen(decimals.multiplier) };
}

/**
 * Checks every range of docs/sealed.md, "Refusals", and that no sum wraps.
 * @throws SealedError StatementInvalid.
 */
export function checkStatement(statement: SealedStatement): Domain {
  const { kind, size, columns, parties, objectiveOwner, decimals, tolerances, bounds, commitments } = statement;
  const require = (holds: boolean, what: string) => {
    if (!holds) throw new SealedError("StatementInvalid", `${what} is outside the range of a sealed round`);
  };
  require([statement.chainId, statement.round].every((value) => value >= 0n && value >> 256n === 0n), "chain or round");
  require(isAddress(statement.coordinator, { strict: false }), "the coordinator's address");
  require(KINDS.includes(kind), "the kind");
  require(Number.isInteger(Math.log2(size)) && size >= 16 && size <= MAX_SIZE, "the size");
  require(isBelow(columns - 1, size - 3), "the number of columns");
  require(isBelow(parties - 1, MAX_SIZE), "the number of parties");
  require(isBelow(objectiveOwner, parties), "the owner of the objective");
  require(isBelow(decimals.solution, MAX_DECIMALS + 1), "the decimals of the solution");
  require(isBelow(decimals.multiplier, MAX_DECIMALS + 1), "the decimals of multipliers");
  const limits = sealedLimits(size);
  const fits = (value: bigint, limit: bigint) => value >= 0n && value < limit;
  require(fits(scalesOf(statement).x0, limits.bound), "10^δ");
  require(fits(tolerances.residual, limits.residual), "the residual tolerance");
  require(fits(tolerances.dual, limits.dual), "the dual tolerance");
  require(fits(tolerances.gap, limits.gap), "the gap tolerance");
  require(bounds.length === columns && bounds.every((bound) => fits(bound, limits.bound)), "an upper bound");
  require(parties * size <= MAX_SIZE, "the number of parties times the size");
  require(commitments.length === parties, "the number of commitments");
  require(commitments.every(isHash), "a commitment, of 32 bytes,");
  return domainOf(size);
}

function isBelow(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < limit;
}

/** g, what the sum of the kind comes to (docs/sealed.md, "Identities"). */
export function sumTarget({ kind, tolerances }: SealedStatement): bigint {
  return kind === "optimal" ? tolerances.gap : -1n;
}
