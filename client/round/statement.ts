// The statement that a certificate of a round is checked against.
import type { Hex } from "viem";
import type { Tolerances } from "../lp/exact/tolerances.ts";
import type { Decimals } from "../lp/model/normal.ts";
import type { RoundId } from "./id.ts";
import { paramsDigest, type RoundParams } from "./params.ts";
import type { Shape } from "./shape.ts";

/** Everything public about a round that a verifier takes from the chain. */
export interface Statement extends RoundId, Shape {
  readonly decimals: Decimals;
  readonly tolerances: Tolerances;
  /** keccak256 of the columns' upper bounds, one byte each. */
  readonly bounds: Hex;
  /** keccak256(abi.encode(params)) of the round as opened. */
  readonly paramsDigest: Hex;
  /** commitment_k per party. */
  readonly commitments: readonly Hex[];
}

/** The statement of a round, given all commitments in party order. */
export function statementOf(params: RoundParams, id: RoundId, commitments: readonly Hex[]): Statement {
  return {
    chainId: id.chainId,
    coordinator: id.coordinator,
    round: id.round,
    columns: params.columns,
    inequalities: params.inequalities,
    equalities: params.equalities,
    objectiveOwner: params.objectiveOwner,
    decimals: {
      coefficient: params.coefficientDecimals,
      solution: params.solutionDecimals,
      multiplier: params.multiplierDecimals,
    },
    tolerances: {
      residual: params.residualTolerance,
      dual: params.dualTolerance,
      gap: params.gapTolerance,
    },
    bounds: params.bounds,
    paramsDigest: paramsDigest(params),
    commitments,
  };
}
