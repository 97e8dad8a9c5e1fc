// Digests and challenges (docs/certificate.md, "Digests and challenges"): the Fiat–Shamir
// transcript of a certificate.
import type { Hex } from "viem";
import { encodeAbiParameters, parseAbiParameters } from "viem/utils";
import type { Affine } from "../crypto/curve/bn254.ts";
import { absorb, taggedHash, toScalar } from "../crypto/transcript.ts";
import { encodeWords } from "../math/words.ts";
import { partyCount } from "../round/shape.ts";
import type { Statement } from "../round/statement.ts";
import { KINDS } from "../round/verdict.ts";
import { encodeValues, proofsDigest } from "./codec.ts";
import { commitmentsDigest } from "./commitment.ts";
import { blockRanges, columnRanges } from "./layout.ts";
import type { PartyProof, Proof, PublicOutcome } from "./types.ts";

/** The public numbers of a header that the statement digest binds. */
export interface HeaderNumbers {
  readonly kind: number;
  readonly objective: bigint;
  readonly dual: bigint;
  readonly rho: bigint;
  readonly cx: bigint;
  readonly cy: bigint;
}

/** Header numbers of an outcome. `objectivePoint` is R_c, the committed objective row. */
export function headerNumbers(outcome: PublicOutcome, objectivePoint: Affine): HeaderNumbers {
  return {
    kind: KINDS.indexOf(outcome.kind),
    objective: outcome.kind === "infeasible" ? 0n : outcome.objective,
    dual: outcome.dual,
    rho: outcome.kind === "unbounded" ? 0n : outcome.rho,
    cx: objectivePoint.x,
    cy: objectivePoint.y,
  };
}

const STATEMENT = parseAbiParameters(
  "uint256, address, uint256, uint256, bytes32, bytes32, int256, int256, uint256, uint256, uint256",
);

/** S_0. */
export function statementSeed(statement: Statement, numbers: HeaderNumbers): Hex {
  return taggedHash(
    "concordat/statement/v1",
    encodeAbiParameters(STATEMENT, [
      statement.chainId,
      statement.coordinator,
      statement.round,
      BigInt(numbers.kind),
      statement.paramsDigest,
      commitmentsDigest(statement.commitments),
      numbers.objective,
      numbers.dual,
      numbers.rho,
      numbers.cx,
      numbers.cy,
    ]),
  );
}

/**
 * S, the digest of the whole public statement.
 * @throws CertificateError NumberOutOfRange when a value does not fit its field.
 */
export function statementDigest(statement: Statement, outcome: PublicOutcome, objectivePoint: Affine): Hex {
  const seed = statementSeed(statement, headerNumbers(outcome, objectivePoint));
  return blockRanges(statement).reduce((digest, range) => absorb(digest, encodeValues(outcome, range)), seed);
}

/** α, whose powers weigh a party's rows. */
export function rowChallenge(statementHash: Hex): bigint {
  return toScalar(taggedHash("concordat/alpha/v1", statementHash));
}

const CHALLENGE = parseAbiParameters("bytes32, uint256, uint256, uint256, uint256, uint256");

/** e_k: the challenge to a party's first message (A, a, aRay). */
export function proofChallenge(
  statementHash: Hex,
  party: number,
  { ax, ay, a, aRay }: Pick<Proof, "ax" | "ay" | "a" | "aRay">,
): bigint {
  return toScalar(
    taggedHash(
      "concordat/challenge/v1",
      encodeAbiParameters(CHALLENGE, [statementHash, BigInt(party), ax, ay, a, aRay]),
    ),
  );
}

const RESPONSE = parseAbiParameters("bytes32, bytes32");

/** Z_0. */
export function responseSeed(statementHash: Hex, proofs: readonly Proof[]): Hex {
  return taggedHash("concordat/response/v1", encodeAbiParameters(RESPONSE, [statementHash, proofsDigest(proofs)]));
}

/** Responses of a column block, party by party. */
export function encodeResponses(proofs: readonly PartyProof[], from: number, count: number): Uint8Array {
  return encodeWords(proofs.flatMap(({ responses }) => responses.slice(from, from + count)));
}

/** Z, the digest of all proofs. */
export function responseDigest(statement: Statement, statementHash: Hex, proofs: readonly PartyProof[]): Hex {
  const seed = responseSeed(
    statementHash,
    proofs.map(({ proof }) => proof),
  );
  return columnRanges(statement).reduce(
    (digest, { from, count }) => absorb(digest, encodeResponses(proofs, from, count)),
    seed,
  );
}

const WEIGHT = parseAbiParameters("bytes32, uint256");

/** γ_0..γ_P: weights of the parties' group equations and of the dual equation. */
export function equationWeights(statement: Statement, responseHash: Hex): bigint[] {
  return Array.from({ length: partyCount(statement) + 1 }, (_, k) =>
    toScalar(taggedHash("concordat/weight/v1", encodeAbiParameters(WEIGHT, [responseHash, BigInt(k)]))),
  );
}
