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
import { listed } from "./report/counted.ts";
import { sealedReason } from "./report/sealed-reasons.ts";
import { DUAL_VALUE } from "./sealed/disclosure/claims.ts";
import type { SealedProof } from "./sealed/disclosure/steps.ts";
import { verifyClaims } from "./sealed/disclosure/verify.ts";

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
    checks.add("skipped", "shares", "NoOptimumToShare", "There is no accepted sealed optimum, so there are no shares.");
    return null;
  }
  const code = { name: "contract for shares", address: contract, immutables: [view.coordinator] };
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
      "Nobody has had the contract for shares accept the round's proof: there are no shares.",
      "The contract for shares has shares of the round without a proof to check them against.",
    ]);
    return nobody;
  }
  if (proof !== keccak256(accepted.proof)) {
    checks.add(
      "unknown",
      "shares",
      "SharesOfOtherProof",
      "The contract for shares accepted another proof of the same statement than the one that settled the round, which takes the consent of all companies: its shares were not checked.",
    );
    return nobody;
  }
  const isSame = stored.every((share, k) => {
    const own = posted.filter(({ party }) => party === BigInt(k));
    return share === null ? own.length === 0 : own.length === 1 && own[0]!.share === share;
  });
  checks.expect(isSame && posted.every(({ party }) => party < BigInt(stored.length)), "shares", "SharesAsEvents", [
    "The shares in storage are exactly those that the contract announced, one for each party at most.",
    "The shares in storage are not those that the contract announced.",
  ]);
  const proven = stored.map((share, k) => {
    const own = posted.find(({ party }) => party === BigInt(k));
    return share !== null && own !== undefined && isProven({ party: k, share, proof: own.proof }, accepted, checks)
      ? share
      : null;
  });
  const missing = stored.flatMap((share, k) => (share === null ? [k] : []));
  const there = proven.flatMap((share, k) => (share === null ? [] : [k]));
  if (there.length > 0)
    checks.add(
      "passed",
      "shares",
      "SharesProven",
      `Proven: the shares of ${listed("party", there, "parties")} are minus the sums of right-hand sides times multipliers over their committed rows, with the multipliers of the proof that settled the round.`,
    );
  if (missing.length > 0)
    checks.add(
      "skipped",
      "shares",
      "SharesMissing",
      `Missing: the share of ${listed("party", missing, "parties")}, so that the sum of all shares is not known. The round is settled all the same.`,
    );
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
    checks.add(
      "failed",
      "shares",
      "ShareNotProven",
      `The share of party ${party} is not proven, although the contract recorded it: ${sealedReason(error)}.`,
    );
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
  const lower = least === null ? "" : ` and at least ${least}`;
  checks.add(
    "passed",
    "shares",
    "SharesAddUp",
    `Proven by all shares together: the objective at the sealed plan, as minimised, is at most ${most}${lower}, in units of the last place of certificates' gaps.`,
  );
  return { least, most };
}
