// The ranges of a sealed round, and the digests that bind a proof to it (docs/sealed.md,
// "Commitments" and "Statement").
import { concat, isHexString, keccak256 } from "ethers";
import { pointBytes, ROUND, type RoundKey, tagged, WORD } from "../certificate/digests.ts";
import type { Affine } from "../certificate/group.ts";
import { INFEASIBLE, OPTIMAL, UNBOUNDED } from "../certificate/types.ts";
import { SealedRefusal } from "../errors.ts";
import { domainOf } from "./domain.ts";
import { LARGEST_SIZE, multiplierScale, type SealedStatement, solutionScale, type VerifyingKey } from "./types.ts";

const MOST_DECIMALS = 24;

/** Throws SealedRefusal `StatementInvalid`. */
export function checkStatement(statement: SealedStatement): void {
  const { parties, size, columns, commitments } = statement;
  const bounds = statement.bounds ?? [];
  const shaped =
    [OPTIMAL, INFEASIBLE, UNBOUNDED].includes(statement.kind) &&
    isWithin(Math.log2(size), 4, Math.log2(LARGEST_SIZE)) &&
    isWithin(parties, 1, LARGEST_SIZE / size) &&
    isWithin(statement.objectiveOwner, 0, parties - 1) &&
    isWithin(columns, 1, size - 3) &&
    isWithin(statement.solutionDecimals, 0, MOST_DECIMALS) &&
    isWithin(statement.multiplierDecimals, 0, MOST_DECIMALS) &&
    (statement.bounds === null || bounds.length === columns) &&
    commitments.length === parties &&
    commitments.every((commitment) => isHexString(commitment, 32)) &&
    isHexString(statement.coordinator, 20);
  if (!shaped) throw new SealedRefusal("StatementInvalid");
  const { limbBits } = domainOf(size);
  const limited: readonly (readonly [value: bigint, bits: bigint])[] = [
    [statement.chainId, 256n],
    [statement.round, 256n],
    [solutionScale(statement), 6n * limbBits],
    [statement.residualTolerance, 5n * limbBits],
    [statement.dualTolerance, 5n * limbBits],
    [statement.gapTolerance, 14n * limbBits],
    ...bounds.map((bound) => [bound, 6n * limbBits] as const),
  ];
  if (limited.some(([value, bits]) => value < 0n || value >> bits !== 0n)) throw new SealedRefusal("StatementInvalid");
}

/** Whether a number is an integer from `least` to `most`. */
function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** Without a checksum, which is about the letters and not about the 20 bytes. */
const plainAddress = (address: string): string => address.toLowerCase();

/** S, of a statement that `checkStatement` accepts. */
export function statementDigest(statement: SealedStatement, key: VerifyingKey): string {
  const { chainId, coordinator, round, kind, parties, objectiveOwner, size, columns } = statement;
  const scales = [solutionScale(statement), multiplierScale(statement)];
  const tolerances = [statement.residualTolerance, statement.dualTolerance, statement.gapTolerance];
  const numbers = [kind, parties, objectiveOwner, size, columns, ...scales, ...tolerances];
  const vectors = keccak256(concat([key.limbs, key.bounds, key.columns].map(pointBytes)));
  return tagged(
    "concordat/sealed/statement/v1",
    [...ROUND, ...numbers.map(() => WORD), "bytes32", "bytes32", "bytes32"],
    [
      chainId,
      plainAddress(coordinator),
      round,
      ...numbers,
      key.srsDigest,
      vectors,
      keccak256(concat(statement.commitments)),
    ],
  );
}

/** The points behind commitment_k; `costs` is null but for the owner of the objective. */
export interface CommittedPoints {
  readonly matrix: Affine;
  readonly costs: Affine | null;
}

/** commitment_k. */
export function commitmentDigest(round: RoundKey, k: number, srsDigest: string, points: CommittedPoints): string {
  const { matrix, costs } = points;
  return tagged(
    "concordat/sealed/commitment/v1",
    [...ROUND, WORD, "bytes32", WORD, WORD, WORD, WORD],
    [round.chainId, plainAddress(round.coordinator), round.round, k, srsDigest, ...matrix, ...(costs ?? [0n, 0n])],
  );
}
