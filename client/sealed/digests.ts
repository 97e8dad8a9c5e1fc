// Digests of sealed rounds: the statement's, and a party's commitment (docs/sealed.md).
import type { Hex } from "viem";
import { encodeAbiParameters, keccak256, parseAbiParameters } from "viem/utils";
import { commitmentsDigest, encodePoints } from "../certificate/commitment.ts";
import { type G1, pointsToAffine } from "../crypto/curve/bn254.ts";
import { taggedHash } from "../crypto/transcript.ts";
import type { RoundId } from "../round/id.ts";
import { KINDS } from "../round/verdict.ts";
import { type SealedStatement, scalesOf } from "./statement.ts";
import type { VerifyingKey } from "./verifying-key.ts";

const STATEMENT = parseAbiParameters(
  "uint256, address, uint256, uint256, uint256, uint256, uint256, uint256, uint256, uint256, uint256, uint256, uint256, bytes32, bytes32, bytes32",
);

/** S. */
export function sealedDigest(statement: SealedStatement, key: VerifyingKey): Hex {
  const { x0, unit } = scalesOf(statement);
  return taggedHash(
    "concordat/sealed/statement/v1",
    encodeAbiParameters(STATEMENT, [
      statement.chainId,
      statement.coordinator,
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
      id.coordinator,
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
