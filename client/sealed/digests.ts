// Digests of sealed rounds: the statement's, and a party's commitment (docs/sealed.md).
import type { Hex } from "viem";
import { encodeAbiParameters, keccak256, parseAbiParameters } from "viem/utils";
import { commitmentsDigest, encodePoints } from "../certificate/commitment.ts";
import { type G1, pointsToAffine } from "../crypto/curve/bn254.ts";
import { taggedHash } from "../crypto/transcript.ts";
import { SealedError } from "../errors.ts";
import type { RoundId } from "../round/id.ts";
import { KINDS } from "../round/verdict.ts";
import { type SealedStatement, scalesOf } from "./statement.ts";
import type { VerifyingKey } from "./verifying-key.ts";

const STATEMENT = parseAbiParameters(
  "uint256, address, uint256, uint256, uint256, uint256, uint256, uint256, uint256, uint256, uint256, uint256, uint256, bytes32, bytes32, bytes32",
);

/** The coordinator's 20 bytes: the case of letters says nothing, nor does a checksum in it. */
function addressOf({ coordinator }: RoundId): Hex {
  return `0x${coordinator.slice(2).toLowerCase()}`;
}

/** S. */
export function sealedDigest(statement: SealedStatement, key: VerifyingKey): Hex {
  const { x0, unit } = scalesOf(statement);
  return taggedHash(
    "concordat/sealed/statement/v1",
    encodeAbiParameters(STATEMENT, [
      statement.chainId,
      addressOf(statement),
      statement.round,
      BigInt(KINDS.indexOf(statement.kind)),
      BigInt(statement.parties),
      BigInt(statement.objectiveOwner),
      BigInt(statement.size),
      BigInt(statement.columns),
      x0,
      unit,
      statement.tolerances.residual,
      statement.tolerances.dual,
      statement.tolerances.gap,
      key.srsDigest,
      keccak256(encodePoints(pointsToAffine([key.limbs, key.bounds, key.columns]))),
      commitmentsDigest(statement.commitments),
    ]),
  );
}

const COMMITMENT = parseAbiParameters(
  "uint256, address, uint256, uint256, bytes32, uint256, uint256, uint256, uint256",
);

/** The points behind a party's commitment; `costs` for the owner of the objective only. */
export interface CommittedPoints {
  readonly matrix: G1;
  readonly costs: G1 | null;
}

/** commitment_k, which a party posts before any message of an engine. */
export function sealedCommitment(id: RoundId, party: number, srsDigest: Hex, { matrix, costs }: CommittedPoints): Hex {
  const [a, c] = pointsToAffine(costs === null ? [matrix] : [matrix, costs]);
  return taggedHash(
    "concordat/sealed/commitment/v1",
    encodeAbiParameters(COMMITMENT, [
      id.chainId,
      addressOf(id),
      id.round,
      BigInt(party),
      srsDigest,
      a!.x,
      a!.y,
      c?.x ?? 0n,
      c?.y ?? 0n,
    ]),
  );
}

/**
 * Checks that the points of step 0, by name, are those that the parties committed to.
 * @throws SealedError CommitmentMismatch, with the first party whose points are others.
 */
export function checkCommitments(statement: SealedStatement, srsDigest: Hex, points: ReadonlyMap<string, G1>): void {
  for (const party of statement.commitments.keys()) {
    if (!isCommitted(statement, srsDigest, points, party))
      throw new SealedError("CommitmentMismatch", `the points are not those that party ${party} committed to`, party);
  }
}

/** Whether a party's points of step 0 are there and those that it committed to. */
export function isCommitted(
  statement: SealedStatement,
  srsDigest: Hex,
  points: ReadonlyMap<string, G1>,
  party: number,
): boolean {
  const [matrix, costs] = [points.get(`A/${party}`), party === statement.objectiveOwner ? points.get("c") : null];
  if (matrix === undefined || costs === undefined || matrix.is0() || costs?.is0()) return false;
  const commitment = sealedCommitment(statement, party, srsDigest, { matrix, costs });
  return commitment === statement.commitments[party]!.toLowerCase();
}
