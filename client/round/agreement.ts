// From what the parties agreed on to the parameters that open a round.
import type { Address, Hex } from "viem";
import { keccak256, stringToHex } from "viem/utils";
import { boundsDigest } from "./bounds.ts";
import type { RoundParams } from "./params.ts";
import type { PublicRound } from "./public-round.ts";
import type { ScheduleEntry } from "./schedule.ts";

/** Seconds that a period of a round may have: what the contract takes. */
export const MIN_PERIOD = 600;
export const MAX_PERIOD = 180 * 86_400;

/** A tolerance is below 2^bits: what the contract takes. */
export const TOLERANCE_BITS = { residual: 95, dual: 143, gap: 160 } as const;

/** Seconds that each phase may take; `step` is renewed with every message. */
export interface Periods {
  readonly commit: number;
  readonly step: number;
  readonly settle: number;
}

/** What the parties agree on before a round is opened. */
export interface Agreement {
  readonly round: PublicRound;
  readonly accounts: readonly Address[];
  readonly engine: string;
  readonly schedule: readonly ScheduleEntry[];
  readonly periods: Periods;
  /** Wei. */
  readonly bond: bigint;
  /** Digest of the public terms: names and signs of the variables. */
  readonly terms: Hex;
}

/** Digest under which an engine's name stands on chain. */
export function engineDigest(name: string): Hex {
  return keccak256(stringToHex(name));
}

/** Parameters that open a round as agreed. */
export function roundParams(agreement: Agreement): RoundParams {
  const { round, periods } = agreement;
  const { tolerances } = round;
  return {
    parties: agreement.accounts,
    inequalities: round.inequalities,
    equalities: round.equalities,
    objectiveOwner: round.objectiveOwner,
    columns: round.columns,
    engine: engineDigest(agreement.engine),
    schedule: `0x${Buffer.from(agreement.schedule.map(({ from }) => from)).toString("hex")}`,
    coefficientDecimals: round.decimals.coefficient,
    solutionDecimals: round.decimals.solution,
    multiplierDecimals: round.decimals.multiplier,
    residualTolerance: tolerances.residual,
    dualTolerance: tolerances.dual,
    gapTolerance: tolerances.gap,
    bounds: boundsDigest(round.bounds),
    commitPeriod: periods.commit,
    stepPeriod: periods.step,
    settlePeriod: periods.settle,
    bond: agreement.bond,
    terms: agreement.terms,
  };
}
