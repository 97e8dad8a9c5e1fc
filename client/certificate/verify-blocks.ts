// Column and row blocks of a certificate (docs/certificate.md, "Refusals", 2): range checks item by
// item, and the contribution of each item to digests, linear forms, sums and the one multi-scalar
// multiplication.
import type { Hex } from "viem";
import { type Affine, GROUP_ORDER, isOnCurve } from "../crypto/curve/bn254.ts";
import { absorb } from "../crypto/transcript.ts";
import { CertificateError } from "../errors.ts";
import { dot, magnitude, mod, powers } from "../math/field.ts";
import { boundOf, MAX_BOUND_BYTE } from "../round/bounds.ts";
import { powerOfTen, requireMagnitude, requireUnsigned, VALUE_BITS, WIDE_BITS } from "../round/numbers.ts";
import { partyCount, rowCount } from "../round/shape.ts";
import type { Statement } from "../round/statement.ts";
import type { Kind } from "../round/verdict.ts";
import { type ColumnValue, decodeColumnBlock, decodeRowBlock, type RowValue } from "./codec.ts";
import type { ColumnRange, RowRange } from "./layout.ts";
import { addColumn, addRow, type Totals } from "./totals.ts";
import { checkGenerator } from "./verify-header.ts";

/** Challenges and weights, derived from the digests that the header declares. */
export interface Challenges {
  readonly alpha: bigint;
  /** e_k. */
  readonly e: readonly bigint[];
  /** γ_0..γ_P; 0 for an equation that the kind does not have. */
  readonly weights: readonly bigint[];
}

/** State of the verifier between blocks. */
export interface Progress {
  readonly statement: Statement;
  readonly kind: Kind;
  readonly counters: Uint8Array;
  readonly bounds: Uint8Array;
  readonly totals: Totals;
  readonly challenges: Challenges;
  statementHash: Hex;
  responseHash: Hex;
  /**
   * Left side minus right side of form 1 (`forms`) and form 2 (`rayForms`) per party; both must end
   * at 0 mod r.
   */
  readonly forms: bigint[];
  readonly rayForms: bigint[];
  /** Terms of the multi-scalar multiplication; scalars are mod r. */
  readonly points: Affine[];
  readonly scalars: bigint[];
}

export function addTerm(progress: Progress, point: Affine, scalar: bigint): void {
  progress.points.push(point);
  progress.scalars.push(mod(scalar, GROUP_ORDER));
}

/** γ_P, the weight of the dual equation. */
export function dualWeight({ challenges }: Progress): bigint {
  return challenges.weights.at(-1)!;
}

/** @throws CertificateError with the first reason to refuse the block. */
export function absorbColumns(progress: Progress, range: ColumnRange, data: Hex): void {
  const { kind, challenges, statement } = progress;
  const block = decodeColumnBlock(data, kind, range.count, partyCount(statement));
  for (let i = 0; i < range.count; i++) {
    const column = range.from + i + 1;
    const value = block.values[i]!;
    const bound = checkColumn(progress, value, column);
    const point = checkGenerator(column, progress.counters[column]!, block.ys[i]!);
    const responses = block.responses.map((own) => own[i]!);
    if (responses.some((z) => z >= GROUP_ORDER)) {
      throw new CertificateError("ScalarOutOfRange", `a response for column ${column} is not below r`);
    }
    for (const [k, z] of responses.entries()) {
      progress.forms[k]! += z * value.x;
      progress.rayForms[k]! += z * value.ray;
    }
    addColumn(progress.totals, value, bound);
    const combined = dot(challenges.weights.slice(0, -1), responses);
    addTerm(progress, point, combined - dualWeight(progress) * value.reducedCost);
  }
  progress.statementHash = absorb(progress.statementHash, block.valueBytes);
  progress.responseHash = absorb(progress.responseHash, block.responseBytes);
}

/** Checks a column's numbers, and returns its upper bound. */
function checkColumn({ kind, statement, bounds }: Progress, value: ColumnValue, column: number): bigint {
  const byte = bounds[column - 1]!;
  if (byte > MAX_BOUND_BYTE)
    throw new CertificateError("NumberOutOfRange", `the upper bound of column ${column} is out of range`);
  requireUnsigned(value.ray, VALUE_BITS, `the ray of column ${column}`);
  if (value.reducedCost >= 0n) requireUnsigned(value.reducedCost, WIDE_BITS, `the reduced cost of column ${column}`);
  const bound = boundOf(byte);
  if (value.x > bound) {
    throw new CertificateError("BoundExceeded", `the value of column ${column} exceeds its upper bound`, column);
  }
  if (value.reducedCost < (kind === "optimal" ? -statement.tolerances.dual : 0n)) {
    throw new CertificateError(
      "ReducedCostNegative",
      `the reduced cost of column ${column} is below its lower limit`,
      column,
    );
  }
  return bound;
}

/**
 * Returns the encoded points, for the commitment.
 * @throws CertificateError with the first reason to refuse the block.
 */
export function absorbRows(progress: Progress, range: RowRange, data: Hex): Uint8Array {
  const { kind, challenges, statement } = progress;
  const { party } = range;
  const block = decodeRowBlock(data, kind, range.count);
  const alphas = powers(challenges.alpha, range.from + range.count, GROUP_ORDER);
  for (let i = 0; i < range.count; i++) {
    const row = range.from + i;
    const value = block.values[i]!;
    const isEquality = row >= statement.inequalities[party]!;
    checkRow(progress, value, isEquality, `row ${row} of party ${party}`);
    const point = block.points[i]!;
    if (!isOnCurve(point)) {
      throw new CertificateError(
        "PointInvalid",
        `the commitment of row ${row} of party ${party} is not a canonical point`,
      );
    }
    const weight = mod(challenges.e[party]! * alphas[row]!, GROUP_ORDER);
    progress.forms[party]! -= weight * (value.residual - value.slack);
    progress.rayForms[party]! += weight * value.raySlack;
    addRow(progress.totals, value);
    addTerm(progress, point, dualWeight(progress) * value.multiplier - challenges.weights[party]! * weight);
  }
  progress.statementHash = absorb(progress.statementHash, block.valueBytes);
  return block.pointBytes;
}

function checkRow(progress: Progress, value: RowValue, isEquality: boolean, where: string): void {
  requireMagnitude(value.multiplier, VALUE_BITS, `the multiplier of ${where}`);
  if (value.multiplier < 0n && !isEquality) {
    throw new CertificateError("MultiplierNegative", `the multiplier of inequality ${where} is negative`);
  }
  requireUnsigned(value.slack, WIDE_BITS, `the slack of ${where}`);
  requireUnsigned(value.raySlack, WIDE_BITS, `the ray slack of ${where}`);
  if (isEquality && (value.slack !== 0n || value.raySlack !== 0n)) {
    throw new CertificateError("SlackInvalid", `equality ${where} has a non-zero slack`);
  }
  if (magnitude(value.residual) > progress.statement.tolerances.residual) {
    throw new CertificateError("ResidualTooLarge", `the residual of ${where} exceeds the round's tolerance`);
  }
}

/** Adds the objective row R_c, which follows the owner's last row. */
export function absorbObjective(progress: Progress, point: Affine, objective: bigint, dual: bigint): void {
  const { challenges, statement } = progress;
  const owner = statement.objectiveOwner;
  const alphas = powers(challenges.alpha, rowCount(statement, owner) + 1, GROUP_ORDER);
  const weight = mod(challenges.e[owner]! * alphas.at(-1)!, GROUP_ORDER);
  progress.forms[owner]! -= weight * objective;
  progress.rayForms[owner]! -= progress.kind === "unbounded" ? weight * dual : 0n;
  const scale = powerOfTen(statement.decimals.multiplier);
  const inDual = progress.kind === "optimal" ? dualWeight(progress) * scale : 0n;
  addTerm(progress, point, inDual - challenges.weights[owner]! * weight);
}
