// What the parties agree on, and the parameters of the contract that follow from it.
import type { Address, Hex } from "viem";
import { keccak256, stringToHex } from "viem/utils";
import { boundsDigest } from "./bounds.ts";
import type { RoundParams } from "./params.ts";
import type { PublicRound } from "./public-round.ts";
import { type ScheduledTurn, scheduleWords } from "./schedule.ts";

/** Shortest and longest period of a round that the contract accepts, in seconds. */
export const MIN_PERIOD = 600;
export const MAX_PERIOD = 180 * 86_400;

/** The contract accepts tolerances below 2^bits. */
export const TOLERANCE_BITS = { residual: 95, dual: 143, gap: 160 } as const;

/** Seconds that each phase may take. The period `exchange` starts again with every exchange. */
export interface Periods {
  readonly commit: number;
  readonly exchange: number;
  readonly settle: number;
}

/** What the parties agree on before a round is opened. */
export interface Agreement {
  readonly round: PublicRound;
  readonly accounts: readonly Address[];
  readonly engine: string;
  readonly schedule: readonly ScheduledTurn[];
  readonly periods: Periods;
  /** Wei. */
  readonly bond: bigint;
  /** Digest of the terms (client/round/terms.ts). */
  readonly terms: Hex;
  /** Digest of the verifying key of a sealed outcome; PUBLIC_OUTCOME for a public one. */
  readonly sealedKey: Hex;
}

/** The digest of an engine's name, as it is on chain. */
function engineDigest(name: string): Hex {
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
    schedule: scheduleWords(agreement.schedule),
    coefficientDecimals: round.decimals.coefficient,
    solutionDecimals: round.decimals.solution,
    multiplierDecimals: round.decimals.multiplier,
    residualTolerance: tolerances.residual,
    dualTolerance: tolerances.dual,
    gapTolerance: tolerances.gap,
    bounds: boundsDigest(round.bounds),
    commitPeriod: periods.commit,
    exchangePeriod: periods.exchange,
    settlePeriod: periods.settle,
    bond: agreement.bond,
    terms: agreement.terms,
    sealedKey: agreement.sealedKey,
  };
}
