// The three messages of a settlement, to all others, as bytes of fixed length. Every reader error names the sender.
import type { DualPart } from "../../certificate/dual.ts";
import {
  KINDS,
  type Kind,
  type PartyProof,
  type RowPoints,
  rowCount,
  type Statement,
} from "../../certificate/types.ts";
import { type Affine, GROUP_ORDER, isOnCurve } from "../../crypto/bn254.ts";
import { INTEGER_LIMIT } from "../../lp/normal.ts";
import { encodeWords, WORD_BYTES } from "../../math/words.ts";
import { concatBytes, readBody } from "../codec.ts";

/** X25519 public key. */
export const KEY_BYTES = 32;
const WORD = 1n << 256n;
const WIDE = 1n << 160n;

/** What a party tells all others once it has the engine's outcome. All of it becomes public with the settlement. */
export interface Share {
  readonly kind: Kind;
  /** keccak256 of the answer that all parties must hold alike: x̂ and the ray. */
  readonly answerDigest: Uint8Array;
  readonly points: RowPoints;
  /** Per row, empty where the kind has none. */
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

/** Row lists that each kind carries, in the order of the message. */
function rowLists(kind: Kind): readonly ("multipliers" | "slacks" | "residuals" | "raySlacks")[] {
  if (kind === "infeasible") return ["multipliers"];
  return kind === "optimal" ? ["multipliers", "slacks", "residuals"] : ["slacks", "residuals", "raySlacks"];
}

export function encodeShare(share: Share): Uint8Array {
  const { rows, objective } = share.points;
  const points = objective === null ? rows : [...rows, objective];
  return concatBytes([
    Uint8Array.of(KINDS.indexOf(share.kind)),
    share.answerDigest,
    encodeWords([
      ...points.flatMap(({ x, y }) => [x, y]),
      ...rowLists(share.kind).flatMap((list) => share[list]),
      share.objective,
      share.objectiveAlongRay,
      ...(share.dual === null ? [] : [...share.dual.reducedCosts, share.dual.dual, share.dual.rho]),
    ]),
  ]);
}

/** Throws ProtocolError `MessageLength`, `NumberOutOfRange`, `UnknownKind` or `PointInvalid`, naming the sender. */
export function decodeShare(body: Uint8Array, statement: Statement, from: number): Share {
  const reader = readBody(body, "share of the outcome", from);
  const kind = KINDS[reader.bytes(1)[0]!];
  if (kind === undefined) throw reader.error("UnknownKind", "the outcome is of no known kind");
  const answerDigest = reader.bytes(32);
  const count = rowCount(statement, from);
  const point = (): Affine => {
    const [x, y] = reader.unsigned(2, WORD_BYTES, WORD);
    const affine = { x: x!, y: y! };
    if (!isOnCurve(affine)) throw reader.error("PointInvalid", "a commitment is not a point of the group");
    return affine;
  };
  const rows = Array.from({ length: count }, point);
  const objective = from === statement.objectiveOwner ? point() : null;
  const lists = {
    multipliers: [] as bigint[],
    slacks: [] as bigint[],
    residuals: [] as bigint[],
    raySlacks: [] as bigint[],
  };
  for (const list of rowLists(kind)) {
    lists[list] = reader.signed(count, WORD_BYTES, list === "multipliers" ? INTEGER_LIMIT : WIDE);
  }
  const [value, alongRay] = reader.signed(2, WORD_BYTES, WIDE);
  const dual =
    kind === "unbounded"
      ? null
      : {
          reducedCosts: reader.unsigned(statement.columns, WORD_BYTES, WORD),
          dual: reader.unsigned(1, WORD_BYTES, WORD)[0]!,
          rho: reader.unsigned(1, WORD_BYTES, GROUP_ORDER)[0]!,
        };
  reader.end();
  return {
    kind,
    answerDigest,
    points: { rows, objective },
    ...lists,
    objective: value!,
    objectiveAlongRay: alongRay!,
    dual,
  };
}

/** An infeasible outcome has no primal proofs: its message is empty. */
export function encodeProof(proof: PartyProof | null): Uint8Array {
  if (proof === null) return new Uint8Array(0);
  const { ax, ay, a, aRay, z0, zh } = proof.proof;
  return encodeWords([ax, ay, a, aRay, z0, zh, ...proof.responses]);
}

/** Throws ProtocolError `MessageLength`, `NumberOutOfRange` or `PointInvalid`, naming the sender. */
export function decodeProof(body: Uint8Array, kind: Kind, columns: number, from: number): PartyProof | null {
  const reader = readBody(body, "primal proof", from);
  if (kind === "infeasible") {
    reader.end();
    return null;
  }
  const [ax, ay] = reader.unsigned(2, WORD_BYTES, WORD);
  const [a, aRay, z0, zh] = reader.unsigned(4, WORD_BYTES, GROUP_ORDER);
  const responses = reader.unsigned(columns, WORD_BYTES, GROUP_ORDER);
  reader.end();
  if (!isOnCurve({ x: ax!, y: ay! }))
    throw reader.error("PointInvalid", "the proof's first message is not a point of the group");
  return { proof: { ax: ax!, ay: ay!, a: a!, aRay: aRay!, z0: z0!, zh: zh! }, responses };
}
