// The three messages of a settlement, to all others, as bytes of known length. Every reader error
// names the sender.
import { hexToBytes, keccak256 } from "viem/utils";
import type { DualPart } from "../../certificate/dual.ts";
import type { PartyProof, RowPoints } from "../../certificate/types.ts";
import { type Affine, GROUP_ORDER, isOnCurve } from "../../crypto/curve/bn254.ts";
import { type BodyReader, concatBytes, readBody } from "../../engines/codec.ts";
import type { EngineOutcome } from "../../engines/engine.ts";
import { encodeKind, readKind } from "../../engines/kind.ts";
import { VALUE_LIMIT } from "../../lp/model/normal.ts";
import { encodeWords, WORD_BYTES } from "../../math/words.ts";
import { TOTAL_BITS, WIDE_BITS } from "../../round/numbers.ts";
import { rowCount } from "../../round/shape.ts";
import type { Statement } from "../../round/statement.ts";
import type { Kind } from "../../round/verdict.ts";

/** X25519 public key. */
export const KEY_BYTES = 32;
const DIGEST_BYTES = 32;
const WORD = 1n << 256n;
const WIDE = 1n << BigInt(WIDE_BITS);
const TOTAL = 1n << BigInt(TOTAL_BITS);

/** What the lengths of messages depend on. */
export type RoundCounts = Pick<Statement, "columns" | "inequalities" | "equalities" | "objectiveOwner">;

/**
 * What a party tells all others of its outcome. All of it becomes public with the
 * settlement.
 */
export interface Share extends RowLists {
  readonly points: RowPoints;
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
): readonly [key: number, share: number, proof: number] {
  const rows = inequalities[from]! + equalities[from]!;
  const points = 2 * (from === objectiveOwner ? rows + 1 : rows);
  const lists = Math.max(...Object.values(ROW_LISTS).map(({ length }) => length)) * rows;
  const share = 1 + DIGEST_BYTES + WORD_BYTES * (points + lists + 2 + columns + 2);
  return [KEY_BYTES, share, WORD_BYTES * (6 + columns)];
}

/** Throws ProtocolError `MessageLength`, naming the sender. */
export function decodeKey(body: Uint8Array, from: number): Uint8Array {
  const reader = readBody(body, "key for the masks", from);
  const key = reader.bytes(KEY_BYTES);
  reader.end();
  return key;
}

/** keccak256 of x̂, and of the ray after it: what all parties must hold alike. */
export function answerDigest(outcome: EngineOutcome): Uint8Array {
  const answer =
    outcome.kind === "infeasible" ? [] : outcome.kind === "optimal" ? outcome.x : [...outcome.x, ...outcome.ray];
  return hexToBytes(keccak256(encodeWords(answer)));
}

/** Numbers that a party tells of each of its rows; empty where the kind of outcome has none. */
export interface RowLists {
  readonly multipliers: readonly bigint[];
  readonly slacks: readonly bigint[];
  readonly residuals: readonly bigint[];
  readonly raySlacks: readonly bigint[];
}

/** Row lists that each kind carries, in the order of the message. */
const ROW_LISTS: Readonly<Record<Kind, readonly (keyof RowLists)[]>> = {
  optimal: ["multipliers", "slacks", "residuals"],
  infeasible: ["multipliers"],
  unbounded: ["slacks", "residuals", "raySlacks"],
};

/** The kind of `outcome`, its `answerDigest`, and the share. */
export function encodeShare(share: Share, outcome: EngineOutcome): Uint8Array {
  const { kind } = outcome;
  const { rows, objective } = share.points;
  const points = objective === null ? rows : [...rows, objective];
  const numbers = encodeWords([
    ...points.flatMap(({ x, y }) => [x, y]),
    ...ROW_LISTS[kind].flatMap((list) => share[list]),
    share.objective,
    share.objectiveAlongRay,
    ...(share.dual === null ? [] : [...share.dual.reducedCosts, share.dual.dual, share.dual.rho]),
  ]);
  return concatBytes([encodeKind(kind), answerDigest(outcome), numbers]);
}

/**
 * The share of a party that holds `outcome`, too. Throws ProtocolError `OutcomeDiffers`,
 * `MessageLength`, `NumberOutOfRange`, `PointInvalid` or `ShareInvalid`, naming the sender.
 */
export function decodeShare(body: Uint8Array, outcome: EngineOutcome, statement: Statement, from: number): Share {
  const { kind } = outcome;
  const reader = readBody(body, "share of the outcome", from);
  requireSameAnswer(reader, outcome);
  const count = rowCount(statement, from);
  const point = (): Affine => {
    const [x, y] = reader.unsigned(2, WORD_BYTES, WORD);
    const affine = { x: x!, y: y! };
    if (!isOnCurve(affine)) throw reader.error("PointInvalid", "a commitment is not a point of the group");
    return affine;
  };
  const rows = Array.from({ length: count }, point);
  const objective = from === statement.objectiveOwner ? point() : null;
  const lists = readRowLists(reader, kind, statement, from);
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
  return { points: { rows, objective }, ...lists, objective: value!, objectiveAlongRay: alongRay!, dual };
}

/** Throws ProtocolError `OutcomeDiffers` unless the sender holds the same answer as we do. */
export function requireSameAnswer(reader: BodyReader, outcome: EngineOutcome): void {
  if (readKind(reader) !== outcome.kind || !Buffer.from(reader.bytes(DIGEST_BYTES)).equals(answerDigest(outcome)))
    throw reader.error("OutcomeDiffers", "it holds another outcome of the engine than we do: stop the round");
}

/** The row lists of a kind. Throws ProtocolError `ShareInvalid` and those of the reader. */
function readRowLists(
  reader: BodyReader,
  kind: Kind,
  { inequalities, equalities, tolerances }: Pick<Statement, "inequalities" | "equalities" | "tolerances">,
  from: number,
): RowLists {
  const [signed, free] = [inequalities[from]!, equalities[from]!];
  const limits: Readonly<Record<Exclude<keyof RowLists, "multipliers">, bigint>> = {
    slacks: WIDE,
    residuals: tolerances.residual + 1n,
    raySlacks: WIDE,
  };
  const lists: Record<keyof RowLists, bigint[]> = { multipliers: [], slacks: [], residuals: [], raySlacks: [] };
  for (const list of ROW_LISTS[kind])
    lists[list] =
      list === "multipliers"
        ? readMultipliers(reader, { inequalities, equalities }, from)
        : reader.signed(signed + free, WORD_BYTES, limits[list]);
  for (const list of ["slacks", "raySlacks"] as const) {
    if (lists[list].some((slack, i) => slack < 0n || (i >= signed && slack !== 0n))) {
      throw reader.error("ShareInvalid", "a slack is negative, or an equality row has one");
    }
  }
  return lists;
}

/** A multiplier per row. Throws ProtocolError `ShareInvalid` and those of the reader. */
export function readMultipliers(
  reader: BodyReader,
  { inequalities, equalities }: Pick<Statement, "inequalities" | "equalities">,
  from: number,
): bigint[] {
  const [signed, free] = [inequalities[from]!, equalities[from]!];
  const multipliers = reader.signed(signed + free, WORD_BYTES, VALUE_LIMIT);
  if (multipliers.slice(0, signed).some((multiplier) => multiplier < 0n)) {
    throw reader.error("ShareInvalid", "the multiplier of an inequality row is negative");
  }
  return multipliers;
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
