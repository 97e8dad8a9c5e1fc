// The three messages of a settlement, each to all other parties, as bytes of known length. Every
// decoding error names the sender.
import type { DualPart } from "../../certificate/dual.ts";
import type { PartyProof, RowPoints } from "../../certificate/types.ts";
import { type Affine, GROUP_ORDER, isOnCurve } from "../../crypto/curve/bn254.ts";
import { concatBytes, readBody } from "../../engines/codec.ts";
import { VALUE_LIMIT } from "../../lp/model/normal.ts";
import { encodeWords, WORD_BYTES } from "../../math/words.ts";
import { TOTAL_BITS, WIDE_BITS } from "../../round/numbers.ts";
import { rowCount } from "../../round/shape.ts";
import type { Statement } from "../../round/statement.ts";
import { KINDS, type Kind } from "../../round/verdict.ts";

/** X25519 public key. */
export const KEY_BYTES = 32;
const DIGEST_BYTES = 32;
const WORD = 1n << 256n;
const WIDE = 1n << BigInt(WIDE_BITS);
const TOTAL = 1n << BigInt(TOTAL_BITS);

/** What the lengths of messages depend on. */
export type RoundCounts = Pick<Statement, "columns" | "inequalities" | "equalities" | "objectiveOwner">;

/** A party's first message: a key for the masks, and which outcome of the engine it holds. */
export interface Hello {
  readonly key: Uint8Array;
  readonly kind: Kind;
  /** keccak256 of the answer that all parties must hold alike: x̂ and the ray. */
  readonly answerDigest: Uint8Array;
}

/**
 * What a party tells all others once all hold the same outcome. All of it becomes public with the
 * settlement.
 */
export interface Share {
  readonly points: RowPoints;
  /** Per row; empty where the kind of outcome has none. */
  readonly multipliers: readonly bigint[];
  readonly slacks: readonly bigint[];
  readonly residuals: readonly bigint[];
  readonly raySlacks: readonly bigint[];
  /** f̂ and cᵀray, from the objective's owner; else 0. */
  readonly objective: bigint;
  readonly objectiveAlongRay: bigint;
  /** Masked parts of ẑ, bᵀŵ and ρ; null when unbounded. */
  readonly dual: DualPart | null;
}

/** Length of each of the three messages; for a share, the maximum over the kinds of outcome. */
export function settlementBytes(
  { columns, inequalities, equalities, objectiveOwner }: RoundCounts,
  from: number,
): readonly [hello: number, share: number, proof: number] {
  const rows = inequalities[from]! + equalities[from]!;
  const points = 2 * (from === objectiveOwner ? rows + 1 : rows);
  const lists = Math.max(...Object.values(ROW_LISTS).map(({ length }) => length)) * rows;
  return [KEY_BYTES + 1 + DIGEST_BYTES, WORD_BYTES * (points + lists + 2 + columns + 2), WORD_BYTES * (6 + columns)];
}

export function encodeHello({ key, kind, answerDigest }: Hello): Uint8Array {
  return concatBytes([key, Uint8Array.of(KINDS.indexOf(kind)), answerDigest]);
}

/** Throws ProtocolError `MessageLength` or `UnknownKind`, naming the sender. */
export function decodeHello(body: Uint8Array, from: number): Hello {
  const reader = readBody(body, "key and kind of the outcome", from);
  const key = reader.bytes(KEY_BYTES);
  const kind = KINDS[reader.bytes(1)[0]!];
  const answerDigest = reader.bytes(DIGEST_BYTES);
  reader.end();
  if (kind === undefined) throw reader.error("UnknownKind", "the outcome is of no known kind");
  return { key, kind, answerDigest };
}

type RowList = "multipliers" | "slacks" | "residuals" | "raySlacks";

/** Row lists that each kind carries, in the order of the message. */
const ROW_LISTS: Readonly<Record<Kind, readonly RowList[]>> = {
  optimal: ["multipliers", "slacks", "residuals"],
  infeasible: ["multipliers"],
  unbounded: ["slacks", "residuals", "raySlacks"],
};

export function encodeShare(share: Share, kind: Kind): Uint8Array {
  const { rows, objective } = share.points;
  const points = objective === null ? rows : [...rows, objective];
  return encodeWords([
    ...points.flatMap(({ x, y }) => [x, y]),
    ...ROW_LISTS[kind].flatMap((list) => share[list]),
    share.objective,
    share.objectiveAlongRay,
    ...(share.dual === null ? [] : [...share.dual.reducedCosts, share.dual.dual, share.dual.rho]),
  ]);
}

/**
 * Throws ProtocolError `MessageLength`, `NumberOutOfRange`, `PointInvalid` or `ShareInvalid`,
 * naming the sender.
 */
export function decodeShare(body: Uint8Array, kind: Kind, statement: Statement, from: number): Share {
  const reader = readBody(body, "share of the outcome", from);
  const count = rowCount(statement, from);
  const point = (): Affine => {
    const [x, y] = reader.unsigned(2, WORD_BYTES, WORD);
    const affine = { x: x!, y: y! };
    if (!isOnCurve(affine)) throw reader.error("PointInvalid", "a commitment is not a point of the group");
    return affine;
  };
  const rows = Array.from({ length: count }, point);
  const objective = from === statement.objectiveOwner ? point() : null;
  const limits: Readonly<Record<RowList, bigint>> = {
    multipliers: VALUE_LIMIT,
    slacks: WIDE,
    residuals: statement.tolerances.residual + 1n,
    raySlacks: WIDE,
  };
  const lists: Record<RowList, bigint[]> = { multipliers: [], slacks: [], residuals: [], raySlacks: [] };
  for (const list of ROW_LISTS[kind]) lists[list] = reader.signed(count, WORD_BYTES, limits[list]);
  const [value, alongRay] = reader.signed(2, WORD_BYTES, TOTAL);
  const dual =
    kind === "unbounded"
      ? null
      : {
          reducedCosts: reader.unsigned(statement.columns, WORD_BYTES, WORD),
          dual: reader.unsigned(1, WORD_BYTES, WORD)[0]!,
          rho: reader.unsigned(1, WORD_BYTES, GROUP_ORDER)[0]!,
        };
  reader.end();
  const inequalities = statement.inequalities[from]!;
  for (const list of ["slacks", "raySlacks"] as const) {
    if (lists[list].some((slack, i) => slack < 0n || (i >= inequalities && slack !== 0n))) {
      throw reader.error("ShareInvalid", "a slack is negative, or an equality row has one");
    }
  }
  if (lists.multipliers.slice(0, inequalities).some((multiplier) => multiplier < 0n)) {
    throw reader.error("ShareInvalid", "the multiplier of an inequality row is negative");
  }
  return { points: { rows, objective }, ...lists, objective: value!, objectiveAlongRay: alongRay!, dual };
}

export function encodeProof({ proof: { ax, ay, a, aRay, z0, zh }, responses }: PartyProof): Uint8Array {
  return encodeWords([ax, ay, a, aRay, z0, zh, ...responses]);
}

/**
 * Throws ProtocolError `MessageLength`, `NumberOutOfRange`, `PointInvalid` or `ProofInvalid`,
 * naming the sender.
 */
export function decodeProof(body: Uint8Array, kind: Kind, columns: number, from: number): PartyProof {
  const reader = readBody(body, "proof", from);
  const [ax, ay] = reader.unsigned(2, WORD_BYTES, WORD);
  const [a, aRay, z0, zh] = reader.unsigned(4, WORD_BYTES, GROUP_ORDER);
  const responses = reader.unsigned(columns, WORD_BYTES, GROUP_ORDER);
  reader.end();
  if (!isOnCurve({ x: ax!, y: ay! }))
    throw reader.error("PointInvalid", "the proof's first message is not a point of the group");
  if ((kind === "infeasible" && a !== 0n) || (kind !== "unbounded" && aRay !== 0n))
    throw reader.error(
      "ProofInvalid",
      "the proof has a value for a linear form that this kind of outcome does not have",
    );
  return { proof: { ax: ax!, ay: ay!, a: a!, aRay: aRay!, z0: z0!, zh: zh! }, responses };
}
