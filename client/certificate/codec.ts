// Blocks as bytes, and the digest of the proofs (docs/certificate.md, "Kinds and blocks"). Encoding
// refuses numbers that do not fit their field. Decoding checks the exact length and leaves ranges
// to the verifier, whose order of checks matters.
import type { Hex } from "viem";
import { encodeAbiParameters, isHex, keccak256 } from "viem/utils";
import type { Affine } from "../crypto/curve/bn254.ts";
import { CertificateError } from "../errors.ts";
import { decodeWords, encodeWords, packWord, WORD_BYTES } from "../math/words.ts";
import { requireMagnitude, requireUnsigned, VALUE_BITS, WIDE_BITS } from "../round/numbers.ts";
import type { Kind } from "../round/verdict.ts";
import type { BlockRange, ColumnRange, RowRange } from "./layout.ts";
import type { Proof, PublicOutcome } from "./types.ts";

/** Bits of the low number in a word of two: of a column value, and of a row value. */
const LOW_BITS = 160;
const NARROW_BITS = 96;

/** Public numbers of a column. A field that the kind does not use is 0. */
export interface ColumnValue {
  readonly x: bigint;
  readonly reducedCost: bigint;
  readonly ray: bigint;
}

/** Public numbers of a row. A field that the kind does not use is 0. */
export interface RowValue {
  readonly multiplier: bigint;
  readonly slack: bigint;
  readonly residual: bigint;
  readonly raySlack: bigint;
}

export interface ColumnBlock {
  /** Encoded values, as the statement digest absorbs them. */
  readonly valueBytes: Uint8Array;
  readonly values: readonly ColumnValue[];
  /** y of each generator. */
  readonly ys: readonly bigint[];
  /** Encoded responses, as the response digest absorbs them. */
  readonly responseBytes: Uint8Array;
  /** z[k][j] per party. */
  readonly responses: readonly (readonly bigint[])[];
}

export interface RowBlock {
  readonly pointBytes: Uint8Array;
  readonly points: readonly Affine[];
  readonly valueBytes: Uint8Array;
  readonly values: readonly RowValue[];
}

/**
 * Encodes the values of a column range.
 * @throws CertificateError NumberOutOfRange.
 */
export function encodeColumnValues(outcome: PublicOutcome, { from, count }: ColumnRange): Uint8Array {
  const words: bigint[] = [];
  for (let j = from; j < from + count; j++) {
    if (outcome.kind === "infeasible") {
      requireMagnitude(outcome.reducedCosts[j]!, WIDE_BITS, `reduced cost of column ${j + 1}`);
      words.push(outcome.reducedCosts[j]!);
      continue;
    }
    requireUnsigned(outcome.x[j]!, VALUE_BITS, `value of column ${j + 1}`);
    if (outcome.kind === "optimal")
      requireMagnitude(outcome.reducedCosts[j]!, WIDE_BITS, `reduced cost of column ${j + 1}`);
    else requireUnsigned(outcome.ray[j]!, VALUE_BITS, `ray of column ${j + 1}`);
    const low = outcome.kind === "optimal" ? outcome.reducedCosts[j]! : outcome.ray[j]!;
    words.push(packWord(outcome.x[j]!, low, LOW_BITS));
  }
  return encodeWords(words);
}

/**
 * Encodes the values of a row range.
 * @throws CertificateError NumberOutOfRange.
 */
export function encodeRowValues(outcome: PublicOutcome, { party, from, count }: RowRange): Uint8Array {
  const words: bigint[] = [];
  for (let i = from; i < from + count; i++) {
    const where = `row ${i} of party ${party}`;
    if (outcome.kind !== "unbounded") {
      requireMagnitude(outcome.multipliers[party]![i]!, VALUE_BITS, `multiplier of ${where}`);
      words.push(outcome.multipliers[party]![i]!);
    }
    if (outcome.kind === "infeasible") continue;
    requireUnsigned(outcome.slacks[party]![i]!, WIDE_BITS, `slack of ${where}`);
    requireMagnitude(outcome.residuals[party]![i]!, NARROW_BITS - 1, `residual of ${where}`);
    words.push(packWord(outcome.slacks[party]![i]!, outcome.residuals[party]![i]!, NARROW_BITS));
    if (outcome.kind === "unbounded") {
      requireUnsigned(outcome.raySlacks[party]![i]!, WIDE_BITS, `ray slack of ${where}`);
      words.push(outcome.raySlacks[party]![i]!);
    }
  }
  return encodeWords(words);
}

/** Encodes the values of a block, as the statement digest absorbs them. */
export function encodeValues(outcome: PublicOutcome, range: BlockRange): Uint8Array {
  return range.type === "columns" ? encodeColumnValues(outcome, range) : encodeRowValues(outcome, range);
}

/** Bytes of a column block of `count` columns. */
export function columnBlockLength(count: number, parties: number): number {
  return WORD_BYTES * count * (2 + parties);
}

/** Bytes of a row block of `count` rows. */
export function rowBlockLength(kind: Kind, count: number): number {
  return WORD_BYTES * count * (kind === "infeasible" ? 3 : 4);
}

function checkedBytes(block: Hex, length: number): Uint8Array {
  if (!isHex(block) || block.length !== 2 + 2 * length) {
    throw new CertificateError(
      "ShapeMismatch",
      `a block does not have the ${length} bytes that the shape of the round requires`,
    );
  }
  return new Uint8Array(Buffer.from(block.slice(2), "hex"));
}

/** @throws CertificateError ShapeMismatch for a wrong length. */
export function decodeColumnBlock(block: Hex, kind: Kind, count: number, parties: number): ColumnBlock {
  const bytes = checkedBytes(block, columnBlockLength(count, parties));
  const words = decodeWords(bytes);
  return {
    valueBytes: bytes.subarray(0, count * WORD_BYTES),
    values: words.slice(0, count).map((word) => columnValue(kind, word)),
    ys: words.slice(count, 2 * count),
    responseBytes: bytes.subarray(2 * count * WORD_BYTES),
    responses: Array.from({ length: parties }, (_, k) => words.slice((2 + k) * count, (3 + k) * count)),
  };
}

function columnValue(kind: Kind, word: bigint): ColumnValue {
  if (kind === "infeasible") return { x: 0n, ray: 0n, reducedCost: BigInt.asIntN(256, word) };
  const x = word >> BigInt(LOW_BITS);
  if (kind === "optimal") return { x, ray: 0n, reducedCost: BigInt.asIntN(LOW_BITS, word) };
  return { x, ray: BigInt.asUintN(LOW_BITS, word), reducedCost: 0n };
}

/** @throws CertificateError ShapeMismatch for a wrong length. */
export function decodeRowBlock(block: Hex, kind: Kind, count: number): RowBlock {
  const bytes = checkedBytes(block, rowBlockLength(kind, count));
  const words = decodeWords(bytes);
  const perRow = kind === "infeasible" ? 1 : 2;
  const valueAt = (i: number) => 2 * count + i * perRow;
  return {
    pointBytes: bytes.subarray(0, 2 * count * WORD_BYTES),
    points: Array.from({ length: count }, (_, i) => ({ x: words[2 * i]!, y: words[2 * i + 1]! })),
    valueBytes: bytes.subarray(2 * count * WORD_BYTES),
    values: Array.from({ length: count }, (_, i) =>
      rowValue(kind, words[valueAt(i)]!, words[valueAt(i) + perRow - 1]!),
    ),
  };
}

function rowValue(kind: Kind, first: bigint, last: bigint): RowValue {
  if (kind === "infeasible") return { multiplier: BigInt.asIntN(256, first), slack: 0n, residual: 0n, raySlack: 0n };
  const point = kind === "optimal" ? last : first;
  return {
    multiplier: kind === "optimal" ? BigInt.asIntN(256, first) : 0n,
    slack: point >> BigInt(NARROW_BITS),
    residual: BigInt.asIntN(NARROW_BITS, point),
    raySlack: kind === "unbounded" ? last : 0n,
  };
}

const PROOF_FIELDS = [
  { name: "ax", type: "uint256" },
  { name: "ay", type: "uint256" },
  { name: "a", type: "uint256" },
  { name: "aRay", type: "uint256" },
  { name: "z0", type: "uint256" },
  { name: "zh", type: "uint256" },
] as const;
const PROOFS = [{ name: "proofs", type: "tuple[]", components: PROOF_FIELDS }] as const;
/** keccak256(abi.encode(proofs)). */
export function proofsDigest(proofs: readonly Proof[]): Hex {
  return keccak256(encodeAbiParameters(PROOFS, [proofs]));
}

/** Whether `value` is a digest: 32 bytes. */
export function isDigest(value: Hex): boolean {
  return isHex(value) && value.length === 66;
}
