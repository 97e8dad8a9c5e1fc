// Parameters of a round, as the coordinator's `open` takes them (contracts/types/Round.sol, struct
// Params).
import type { Hex } from "viem";
import { encodeAbiParameters, keccak256 } from "viem/utils";

/** The `sealedKey` of a round whose outcome is public. */
export const PUBLIC_OUTCOME: Hex = `0x${"00".repeat(32)}`;

export interface RoundParams {
  /** Distinct accounts, 2..255. */
  readonly parties: readonly Hex[];
  readonly inequalities: readonly number[];
  readonly equalities: readonly number[];
  readonly objectiveOwner: number;
  readonly columns: number;
  /** Digest of the engine's name. */
  readonly engine: Hex;
  /** A word for each exchange: bit k is set when party k sends in it. */
  readonly schedule: Hex;
  readonly coefficientDecimals: number;
  readonly solutionDecimals: number;
  readonly multiplierDecimals: number;
  readonly residualTolerance: bigint;
  readonly dualTolerance: bigint;
  readonly gapTolerance: bigint;
  /** keccak256 of the columns' upper bounds, one byte each. */
  readonly bounds: Hex;
  /** Seconds. */
  readonly commitPeriod: number;
  readonly exchangePeriod: number;
  readonly settlePeriod: number;
  /** Wei. */
  readonly bond: bigint;
  /** Digest of the public terms that the parties agreed on off chain. */
  readonly terms: Hex;
  /** Digest of the verifying key of a sealed outcome (docs/sealed.md); else PUBLIC_OUTCOME. */
  readonly sealedKey: Hex;
}

const PARAMS = [
  {
    name: "params",
    type: "tuple",
    components: [
      { name: "parties", type: "address[]" },
      { name: "inequalities", type: "uint16[]" },
      { name: "equalities", type: "uint16[]" },
      { name: "objectiveOwner", type: "uint8" },
      { name: "columns", type: "uint16" },
      { name: "engine", type: "bytes32" },
      { name: "schedule", type: "bytes" },
      { name: "coefficientDecimals", type: "uint8" },
      { name: "solutionDecimals", type: "uint8" },
      { name: "multiplierDecimals", type: "uint8" },
      { name: "residualTolerance", type: "uint96" },
      { name: "dualTolerance", type: "uint160" },
      { name: "gapTolerance", type: "uint160" },
      { name: "bounds", type: "bytes32" },
      { name: "commitPeriod", type: "uint24" },
      { name: "exchangePeriod", type: "uint24" },
      { name: "settlePeriod", type: "uint24" },
      { name: "bond", type: "uint96" },
      { name: "terms", type: "bytes32" },
      { name: "sealedKey", type: "bytes32" },
    ],
  },
] as const;

/** keccak256(abi.encode(params)): part of every statement of the round. */
export function paramsDigest(params: RoundParams): Hex {
  return keccak256(encodeAbiParameters(PARAMS, [params]));
}
