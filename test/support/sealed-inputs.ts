// What verifiers of sealed proofs are given, as the client has it and as plain numbers and
// hexadecimal text.
import { bytesToHex, type Hex } from "viem";
import type { G1 } from "../../client/crypto/curve/bn254.ts";
import { KINDS } from "../../client/round/verdict.ts";
import type { G2 } from "../../client/sealed/srs.ts";
import type { SealedStatement } from "../../client/sealed/statement.ts";
import type { VerifyingKey } from "../../client/sealed/verifying-key.ts";

/** What a verifier is given. */
export interface SealedInput {
  readonly statement: SealedStatement;
  readonly key: VerifyingKey;
  readonly proof: Uint8Array;
}

type Affine = readonly [x: bigint, y: bigint];
type AffineG2 = readonly [bigint, bigint, bigint, bigint];

interface PlainStatement extends Omit<SealedStatement, "kind" | "decimals" | "tolerances"> {
  readonly kind: number;
  readonly solutionDecimals: number;
  readonly multiplierDecimals: number;
  readonly residualTolerance: bigint;
  readonly dualTolerance: bigint;
  readonly gapTolerance: bigint;
}

interface PlainKey {
  readonly size: number;
  readonly srsDigest: Hex;
  readonly sigma: AffineG2;
  readonly tau: AffineG2;
  readonly limbs: Affine;
  readonly bounds: Affine;
  readonly columns: Affine;
}

/** The same as plain data. */
export interface PlainInput {
  readonly statement: PlainStatement;
  readonly key: PlainKey;
  readonly proof: Hex;
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

/** A statement as plain data. */
export function plainStatement({ kind, decimals, tolerances, ...same }: SealedStatement): PlainStatement {
  return {
    ...same,
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
      ...{ size: key.size, srsDigest: key.srsDigest, sigma: plainG2(key.sigma), tau: plainG2(key.tau) },
      ...{ limbs: plainPoint(key.limbs), bounds: plainPoint(key.bounds), columns: plainPoint(key.columns) },
    },
    proof: bytesToHex(proof),
  };
}
