// What verifiers of sealed proofs are given, as the client has it and as plain numbers and
// hexadecimal text, which is what the auditor reads.
import { bytesToHex } from "viem";
import type { Affine } from "../../auditor/certificate/group.ts";
import type {
  AffineG2,
  VerifyingKey as PlainKey,
  SealedStatement as PlainStatement,
  ReferenceString,
} from "../../auditor/sealed/types.ts";
import type { G1 } from "../../client/crypto/curve/bn254.ts";
import { KINDS } from "../../client/round/verdict.ts";
import type { G2, Srs } from "../../client/sealed/srs.ts";
import type { SealedStatement } from "../../client/sealed/statement.ts";
import type { VerifyingKey } from "../../client/sealed/verifying-key.ts";

/** What a verifier is given. */
export interface SealedInput {
  readonly statement: SealedStatement;
  readonly key: VerifyingKey;
  readonly proof: Uint8Array;
}

/** The same as plain data. */
export interface PlainInput {
  readonly statement: PlainStatement;
  readonly key: PlainKey;
  readonly proof: `0x${string}`;
}

/** A point of G2 in the order in which it is hashed. */
function plainG2(point: G2): AffineG2 {
  const { x, y } = point.toAffine();
  return [x.c1, x.c0, y.c1, y.c0];
}

/** Coordinates; (0, 0) for infinity. */
function plainPoint(point: G1): Affine {
  const { x, y } = point.toAffine();
  return [x, y];
}

/** A reference string as plain data. */
export function plainString({ size, line, matrix, sigma, tau }: Srs): ReferenceString {
  return {
    size,
    line: line.map(plainPoint),
    matrix: matrix.map((row) => row.map(plainPoint)),
    ...{ sigma: plainG2(sigma), tau: plainG2(tau) },
  };
}

/** A statement as plain data. */
export function plainStatement({ kind, decimals, tolerances, ...same }: SealedStatement): PlainStatement {
  const { chainId, coordinator, round, parties, objectiveOwner, size, columns, bounds, commitments } = same;
  return {
    ...{ chainId, coordinator, round, parties, objectiveOwner, size, columns, bounds, commitments },
    kind: KINDS.indexOf(kind),
    solutionDecimals: decimals.solution,
    multiplierDecimals: decimals.multiplier,
    residualTolerance: tolerances.residual,
    dualTolerance: tolerances.dual,
    gapTolerance: tolerances.gap,
  };
}

/** An input as plain data. */
export function plainForm({ statement, key, proof }: SealedInput): PlainInput {
  return {
    statement: plainStatement(statement),
    key: {
      ...{ size: key.size, srsDigest: key.srsDigest },
      ...{ sigma: plainG2(key.sigma), tau: plainG2(key.tau) },
      ...{ limbs: plainPoint(key.limbs), bounds: plainPoint(key.bounds), columns: plainPoint(key.columns) },
    },
    proof: bytesToHex(proof),
  };
}
