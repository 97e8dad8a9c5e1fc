// Checks the public shares of a sealed optimum: that each is proven by the proof that settled the
// round, that the contract stores what was proven, and what the sum says of the objective
// (docs/shares.md).
import { keccak256 } from "ethers";
import { OPTIMAL } from "./certificate/types.ts";
import { checkCode, type ExpectedCode } from "./chain/code.ts";
import type { History } from "./chain/history.ts";
import { readShares, type SharesRecord } from "./chain/shares.ts";
import type { ChainView } from "./chain/view.ts";
import { SealedRefusal } from "./errors.ts";
import type { Checks } from "./report/check.ts";
import { sealedReason } from "./report/reasons.ts";
import { DUAL_VALUE } from "./sealed/disclosure/claims.ts";
import type { SealedProof } from "./sealed/disclosure/steps.ts";
import { verifyClaims } from "./sealed/disclosure/verify.ts";
import { phrase } from "./words/english.ts";

export interface SharesReport {
  /** Address of the contract. */
  readonly contract: string;
  /** Per party, at scale 10^(κ+ω): minus its dual value; null where none is proven. */
  readonly shares: readonly (bigint | null)[];
  /**
   * Bounds of the objective at the sealed plan, as minimised, at scale 10^(κ+δ+ω), from the sum of
   * all shares; null while one is missing. The lower one needs the upper bounds of the round's
   * terms.
   */
  readonly objective: { readonly least: bigint | null; readonly most: bigint } | null;
}

export interface SharesGiven {
  readonly contract: string;
  readonly expectedCode: ExpectedCode | undefined;
  /** The proof that settled the round; null where it was not accepted. */
  readonly accepted: SealedProof | null;
  /** U per column; null without the terms. */
  readonly bounds: readonly bigint[] | null;
}

/** Null where there is nothing that shares could be checked against. */
export async function checkShares(
  view: ChainView,
  history: History,
  { contract, expectedCode, accepted, bounds }: SharesGiven,
  checks: Checks,
): Promise<SharesReport | null> {
  if (accepted === null || accepted.statement.kind !== OPTIMAL) {
    checks.add("skipped", "shares", "NoOptimumToShare", phrase("NoOptimumToShare"));
    return null;
  }
  const code = { name: "contract for shares" as const, address: contract, immutables: [view.coordinator] };
  await checkCode(view, code, expectedCode, checks);
  if ((await view.code(contract)) === "0x") return null;
  const { round } = history.key;
  const parties = accepted.statement.parties;
  const first = history.settled!.block.number;
  const record = await readShares(view, { address: contract, round, parties, first });
  const shares = provenShares(record, accepted, checks);
  return { contract, shares, objective: objectiveOf(shares, accepted, bounds, checks) };
}

function provenShares(record: SharesRecord, accepted: SealedProof, checks: Checks): (bigint | null)[] {
  const { proof, posted, stored } = record;
  const nobody = stored.map(() => null);
  if (proof === null) {
    checks.expect(stored.every((share) => share === null) && posted.length === 0, "shares", "SharesNotAdopted", [
      phrase("SharesNotAdopted"),
      phrase("SharesWithoutProof"),
    ]);
    return nobody;
  }
  if (proof !== keccak256(accepted.proof)) {
    checks.add("unknown", "shares", "SharesOfOtherProof", phrase("SharesOfOtherProof"));
    return nobody;
  }
  const isSame = stored.every((share, k) => {
    const own = posted.filter(({ party }) => party === BigInt(k));
    return share === null ? own.length === 0 : own.length === 1 && own[0]!.share === share;
  });
  checks.expect(isSame && posted.every(({ party }) => party < BigInt(stored.length)), "shares", "SharesAsEvents", [
    phrase("SharesAsEvents"),
    phrase("SharesNotAsEvents"),
  ]);
  const proven = stored.map((share, k) => {
    const own = posted.find(({ party }) => party === BigInt(k));
    return share !== null && own !== undefined && isProven({ party: k, share, proof: own.proof }, accepted, checks)
      ? share
      : null;
  });
  const missing = stored.flatMap((share, k) => (share === null ? [k] : []));
  const there = proven.flatMap((share, k) => (share === null ? [] : [k]));
  if (there.length > 0) checks.add("passed", "shares", "SharesProven", phrase("SharesProven", { parties: there }));
  if (missing.length > 0)
    checks.add("skipped", "shares", "SharesMissing", phrase("SharesMissing", { parties: missing }));
  return proven;
}

interface Share {
  readonly party: number;
  readonly share: bigint;
  readonly proof: string;
}

function isProven({ party, share, proof }: Share, accepted: SealedProof, checks: Checks): boolean {
  try {
    verifyClaims(accepted, { party, claims: [{ type: DUAL_VALUE, index: 0, values: [-share] }], proof });
    return true;
  } catch (error) {
    if (!(error instanceof SealedRefusal)) throw error;
    const said = phrase("ShareNotProven", { party, reason: sealedReason(error) });
    checks.add("failed", "shares", "ShareNotProven", said);
    return false;
  }
}

/** −τ_gap − τ_dual Σ U ≤ u·cᵀx − 10^δ·Σ shares ≤ τ_gap. */
function objectiveOf(
  shares: readonly (bigint | null)[],
  { statement }: SealedProof,
  bounds: readonly bigint[] | null,
  checks: Checks,
): SharesReport["objective"] {
  if (shares.includes(null)) return null;
  const { solutionDecimals, gapTolerance, dualTolerance } = statement;
  const value = 10n ** BigInt(solutionDecimals) * shares.reduce<bigint>((sum, share) => sum + share!, 0n);
  const most = value + gapTolerance;
  const reach = bounds?.reduce((sum, bound) => sum + bound, 0n);
  const least = reach === undefined ? null : value - gapTolerance - dualTolerance * reach;
  const said = least === null ? phrase("SharesAddUpTo", { most }) : phrase("SharesAddUp", { most, least });
  checks.add("passed", "shares", "SharesAddUp", said);
  return { least, most };
}
