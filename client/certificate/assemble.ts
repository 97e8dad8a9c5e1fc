// From the parties' parts to what is sent to the contract.
import { bytesToHex, concat, type Hex } from "viem";
import { generators } from "../crypto/generators.ts";
import { CertificateError } from "../errors.ts";
import { encodeWords } from "../math/words.ts";
import { encodeColumnValues, encodeRowValues } from "./codec.ts";
import { encodePoints } from "./commit.ts";
import { type BlockRange, blockRanges } from "./layout.ts";
import { encodeResponses, headerNumbers, responseDigest, statementDigest } from "./statement.ts";
import {
  type Certificate,
  type PartyProof,
  type PublicOutcome,
  partyCount,
  type RowPoints,
  rowCount,
  type Shape,
  type Statement,
} from "./types.ts";

/**
 * The certificate of an outcome. `points` and `proofs` are in party order; no proofs when infeasible. Does not verify: see
 * verify.ts. Throws CertificateError `ShapeMismatch` when a part is missing or has a wrong size, `NumberOutOfRange` when a
 * value does not fit its field.
 */
export function assembleCertificate(
  statement: Statement,
  outcome: PublicOutcome,
  points: readonly RowPoints[],
  proofs: readonly PartyProof[],
): Certificate {
  checkShape(statement, outcome, points, proofs);
  const objectivePoint = points[statement.objectiveOwner]!.objective!;
  const set = generators(statement.columns);
  const digest = statementDigest(statement, outcome, objectivePoint);
  const header = {
    ...headerNumbers(outcome, objectivePoint),
    counters: set.counters,
    y0: set.rhs.affine.y,
    yh: set.blinding.affine.y,
    statementDigest: digest,
    responseDigest: responseDigest(statement, digest, proofs),
    proofs: proofs.map(({ proof }) => proof),
  };
  const encode = (range: BlockRange): Hex => {
    const { from, count } = range;
    if (range.type === "rows") {
      const own = points[range.party]!.rows.slice(from, from + count);
      return concat([bytesToHex(encodePoints(own)), bytesToHex(encodeRowValues(outcome, range))]);
    }
    const ys = set.columns.slice(from, from + count).map(({ affine }) => affine.y);
    return concat([
      bytesToHex(encodeColumnValues(outcome, range)),
      bytesToHex(encodeWords(ys)),
      bytesToHex(encodeResponses(proofs, from, count)),
    ]);
  };
  return { header, blocks: blockRanges(statement).map(encode) };
}

function checkShape(
  statement: Statement,
  outcome: PublicOutcome,
  points: readonly RowPoints[],
  proofs: readonly PartyProof[],
): void {
  const parties = partyCount(statement);
  const perColumn = [
    ...proofs.map(({ responses }) => responses),
    ...(outcome.kind === "infeasible" ? [] : [outcome.x]),
    ...(outcome.kind === "unbounded" ? [outcome.ray] : [outcome.reducedCosts]),
  ];
  const perRow = [
    points.map(({ rows }) => rows),
    ...(outcome.kind === "unbounded" ? [outcome.raySlacks] : [outcome.multipliers]),
    ...(outcome.kind === "infeasible" ? [] : [outcome.slacks, outcome.residuals]),
  ];
  const fits =
    proofs.length === (outcome.kind === "infeasible" ? 0 : parties) &&
    perColumn.every((values) => values.length === statement.columns) &&
    perRow.every((of) => of.length === parties && of.every((values, k) => values.length === rowCount(statement, k))) &&
    points.every(({ objective }, k) => (objective !== null) === (k === statement.objectiveOwner));
  if (!fits) throw new CertificateError("ShapeMismatch", "a part of the certificate is missing or has a wrong size");
}

// Gas, rounded up from measurements of the contract: an item costs a scalar multiplication, an addition and its calldata; a
// response at least the floor price of its calldata (EIP-7623: 40 gas a byte).
const GAS_PER_ITEM = 9_000n;
const GAS_PER_RESPONSE = 1_300n;

/** An upper estimate of the gas that a block costs. */
export function blockGas(shape: Shape, range: BlockRange): bigint {
  const perItem = GAS_PER_ITEM + (range.type === "columns" ? GAS_PER_RESPONSE * BigInt(partyCount(shape)) : 0n);
  return perItem * BigInt(range.count);
}

/**
 * Consecutive groups of blocks, one per transaction, each estimated below `gasBudget` (what a transaction may use, less its
 * constant part: header, storage). A block above the budget by itself travels alone.
 */
export function splitForTransactions(shape: Shape, blocks: readonly Hex[], gasBudget: bigint): Hex[][] {
  const ranges = blockRanges(shape);
  const groups: Hex[][] = [];
  let used = gasBudget;
  for (const [index, block] of blocks.entries()) {
    const gas = blockGas(shape, ranges[index]!);
    if (used + gas > gasBudget) {
      groups.push([]);
      used = 0n;
    }
    groups.at(-1)!.push(block);
    used += gas;
  }
  return groups;
}
