// What the chain settles of a sealed outcome, and what a company knows of it besides.
import type { Hex } from "viem";
import { objectiveValue } from "../../certificate/outcome.ts";
import type { EngineOutcome, OwnPartOutcome } from "../../engines/engine.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import type { Kind } from "../../round/verdict.ts";
import { sealedDigest } from "../../sealed/digests.ts";
import type { SealedStatement } from "../../sealed/statement.ts";
import type { VerifyingKey } from "../../sealed/verifying-key.ts";

/** All that is public. */
export interface SealedCertificate {
  readonly kind: Kind;
  /** S, in lower case. */
  readonly statementDigest: Hex;
  readonly proof: Uint8Array;
}

/** A company's own knowledge of the outcome, at the round's scales. */
export type OwnOutcome = WholeOutcome | PartOfOutcome;

/** Where all companies learn the outcome. */
export interface WholeOutcome {
  readonly outcome: EngineOutcome;
  /** f̂ = cᵀx̂ and ẑ per column, for the owner of an optimum's objective; null for the others. */
  readonly costs: { readonly objective: bigint; readonly reducedCosts: readonly bigint[] } | null;
}

/** Where each learns its own part only. Null is what it does not know, which may be any number. */
export interface PartOfOutcome {
  readonly outcome: OwnPartOutcome;
  /** f̂, for the owner of the objective, or for all. */
  readonly objective: bigint | null;
  /** ẑ of the columns that it keeps. */
  readonly reducedCosts: readonly (bigint | null)[];
}

/** What a company holds at the end. */
export interface SealedSettlement {
  readonly sealed: SealedCertificate;
  /** Null for a company that took no part in the proof that was settled. */
  readonly own: OwnOutcome | null;
}

/** The certificate of a proof that verifies. */
export function sealedCertificate(statement: SealedStatement, key: VerifyingKey, proof: Uint8Array): SealedCertificate {
  return { kind: statement.kind, statementDigest: sealedDigest(statement, key).toLowerCase() as Hex, proof };
}

/**
 * What a company knows of the outcome that its engine reported; `reducedCosts` are the owner's, of
 * an optimum.
 */
export function ownOutcome(
  outcome: EngineOutcome,
  { objective }: PartyRows,
  reducedCosts: readonly bigint[] | null,
): WholeOutcome {
  if (objective === null || outcome.kind !== "optimal" || reducedCosts === null) return { outcome, costs: null };
  return { outcome, costs: { objective: objectiveValue(objective, outcome.x), reducedCosts } };
}
