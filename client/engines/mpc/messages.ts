// Bodies of the engine's messages: a party's first message to everybody (a node's key and its
// commitment to random numbers, digests of the shares that the party will deal, and the points of
// its commitments on chain); its input for a node, built by client/crypto/sharing/input.ts; and a
// node's closing, which tells everybody the outcome, or what all may know of it (what single
// parties learn: own-part.ts), and the points of what was dealt to it (input/points.ts).
import { encodePoints } from "../../certificate/commitment.ts";
import { type Affine, FIELD_MODULUS, isOnCurve } from "../../crypto/curve/bn254.ts";
import {
  type Component,
  digestsBytes,
  type InputCounts,
  inputBytes,
  matchesDigests,
  receiveInput,
} from "../../crypto/sharing/input.ts";
import { isPairKey, PAIR_KEY_BYTES } from "../../crypto/sharing/pair-secrets.ts";
import type { LinkDigests } from "../../crypto/sharing/recorded-links.ts";
import { ProtocolError } from "../../errors.ts";
import { INTEGER_LIMIT, VALUE_LIMIT } from "../../lp/model/normal.ts";
import { WORD_BYTES } from "../../math/words.ts";
import { TOTAL_BITS } from "../../round/numbers.ts";
import type { PublicRound } from "../../round/public-round.ts";
import { partyCount, rowCount } from "../../round/shape.ts";
import { KINDS } from "../../round/verdict.ts";
import { type BodyReader, concatBytes, encodeSigned, encodeUnsigned, readBody, widthOf } from "../codec.ts";
import { type CommitmentCounts, type Commitments, FEW_POINTS } from "../commitments/commitments.ts";
import { MAX_EPOCHS } from "./epochs.ts";
import { POINT_BYTES, pointsBytes } from "./input/points.ts";
import { inputCounts } from "./input/words.ts";
import { type NodeSet, peersOf } from "./nodes/node-set.ts";
import { type Answer, CAUSES } from "./outcome/answer.ts";
import { sharesBytes } from "./own-part.ts";
import { jointShape } from "./shape.ts";

/** Kinds of answer; a closing holds the position in this list. */
const ANSWER_KINDS = [...KINDS, "none", "above", "own part"] as const;
const DIGEST_BYTES = 32;
const UNSIGNED_BYTES = widthOf(INTEGER_LIMIT);
const SIGNED_BYTES = widthOf(2n * VALUE_LIMIT);
const TOTAL_LIMIT = 1n << BigInt(TOTAL_BITS);
const TOTAL_BYTES = widthOf(2n * TOTAL_LIMIT);

/** The end of a node's session, as it tells everybody. */
export interface NodeClosing {
  readonly answer: Answer;
  /** Of the messages exchanged with each other node (`peersOf`); both ends are compared. */
  readonly digests: NodeDigests;
  /**
   * The same for earlier epochs, as far as the node got in each. Kept but not compared, since the
   * two ends need not have got equally far.
   */
  readonly earlier: readonly NodeDigests[];
  /** Of the components of all inputs that the node holds (input/points.ts). */
  readonly points: Uint8Array;
}

/** What a node keeps of its session. */
export interface NodeResult extends NodeClosing {
  /** Secret: this node's components of what opens to single parties (own-part.ts). */
  readonly shares: Uint8Array;
}

export type NodeDigests = readonly LinkDigests[];

function linkDigestsBytes({ count }: NodeSet): number {
  return 2 * DIGEST_BYTES * (count - 1);
}

export function encodeDigests(digests: NodeDigests): Uint8Array {
  return concatBytes(digests.flatMap(({ sent, received }) => [sent, received]));
}

/**
 * Decodes null, an epoch of which nothing was kept, as zeros. Throws ProtocolError
 * `MessageLength`.
 */
export function decodeDigests(bytes: Uint8Array | null, nodes: NodeSet): NodeDigests {
  const size = linkDigestsBytes(nodes);
  const known = bytes ?? new Uint8Array(size);
  if (known.length !== size)
    throw new ProtocolError("MessageLength", `digests of ${known.length} bytes; ${size} are due`);
  const part = (index: number) => known.slice(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES);
  return peersOf(0, nodes.count).map((_, k) => ({ sent: part(2 * k), received: part(2 * k + 1) }));
}

/** What a party tells everybody before it deals its input. */
export interface Prelude {
  /** A node's public key; empty for a party that is no node. */
  readonly key: Uint8Array;
  /** What a node commits to its contribution to the seed by (start.ts); empty for the others. */
  readonly commitment: Uint8Array;
  /** Digests of the components of the party's input. */
  readonly digests: Uint8Array;
  /** What the party committed to on chain. */
  readonly points: readonly Affine[];
}

export function encodePrelude({ key, commitment, digests, points }: Prelude): Uint8Array {
  return concatBytes([key, commitment, digests, encodePoints(points)]);
}

/** Length of the longest first message, whatever kind of commitments the round has. */
export function preludeBytes(round: PublicRound, from: number, { count, holding }: NodeSet): number {
  const { points } = mostOf(round, from);
  return (from < count ? PAIR_KEY_BYTES + DIGEST_BYTES : 0) + digestsBytes(holding) + POINT_BYTES * points;
}

/**
 * Throws ProtocolError naming the sender; `KeyInvalid` for a key that gives no shared secret,
 * `CommitmentMismatch` for points other than those on chain.
 */
export function decodePrelude(body: Uint8Array, from: number, nodes: NodeSet, commitments: Commitments): Prelude {
  const reader = readBody(body, "first message", from);
  const key = Uint8Array.from(reader.bytes(from < nodes.count ? PAIR_KEY_BYTES : 0));
  const commitment = Uint8Array.from(reader.bytes(from < nodes.count ? DIGEST_BYTES : 0));
  const digests = Uint8Array.from(reader.bytes(digestsBytes(nodes.holding)));
  const points = Array.from({ length: commitments.counts(from).points }, () => readPoint(reader));
  reader.end();
  if (from < nodes.count && !isPairKey(key))
    throw new ProtocolError("KeyInvalid", `party ${from} sent a key that gives no shared secret`, from);
  if (!commitments.isCommitted(from, points))
    throw new ProtocolError("CommitmentMismatch", `the points of party ${from} are not those it committed to`, from);
  return { key, commitment, digests, points };
}

function readPoint(reader: BodyReader): Affine {
  const [x, y] = reader.unsigned(2, WORD_BYTES, FIELD_MODULUS);
  const point = { x: x!, y: y! };
  if (!isOnCurve(point)) throw reader.error("PointInvalid", "a commitment is not a point of the group");
  return point;
}

/** Who deals an input to which node. */
export interface Dealing {
  readonly from: number;
  readonly node: number;
  readonly nodes: NodeSet;
}

/** Length of the longest message that deals an input, whatever kind of commitments there are. */
export function dealtBytes(round: PublicRound, { from, node, nodes }: Dealing): number {
  return inputBytes(nodes.holding, node, inputCounts(round, from, mostOf(round, from).blindings));
}

/** The most that a party can have, with commitments to rows or to matrices. */
function mostOf(round: PublicRound, from: number): CommitmentCounts {
  const owns = from === round.objectiveOwner;
  const rows = rowCount(round, from) + (owns ? 1 : 0);
  const few = FEW_POINTS[owns ? "owner" : "others"];
  return { blindings: Math.max(rows, few.blindings), points: Math.max(rows, few.points) };
}

/**
 * The components that a party dealt to a node. Throws ProtocolError naming the sender;
 * `InputMisdealt` for shares that do not match the digests that the party announced.
 */
export function decodeInput(
  body: Uint8Array,
  counts: InputCounts,
  { digests }: Prelude,
  { from, node, nodes }: Dealing,
): readonly Component[] {
  const reader = readBody(body, "input", from);
  const bytes = Uint8Array.from(reader.bytes(inputBytes(nodes.holding, node, counts)));
  reader.end();
  if (!matchesDigests(nodes.holding, node, bytes, digests))
    throw new ProtocolError(
      "InputMisdealt",
      `party ${from} dealt shares that do not match the digests it announced`,
      from,
    );
  try {
    return receiveInput(nodes.holding, node, bytes, counts);
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause;
    throw reader.error(cause.code, cause.message, { cause });
  }
}

export function encodeClosing({ answer, digests, earlier, points }: NodeClosing): Uint8Array {
  const [kind, epochs] = [ANSWER_KINDS.indexOf(answer.kind), earlier.length].map((value) =>
    encodeUnsigned([BigInt(value)], 1),
  );
  return concatBytes([kind!, epochs!, ...[...earlier, digests].map(encodeDigests), points, ...encodeAnswer(answer)]);
}

function encodeAnswer(answer: Answer): Uint8Array[] {
  if (answer.kind === "none") return [encodeUnsigned([BigInt(CAUSES.indexOf(answer.cause))], 1)];
  if (answer.kind === "above") return answer.exponents === null ? [] : [encodeUnsigned(answer.exponents, 1)];
  if (answer.kind === "own part") return answer.value === null ? [] : [encodeSigned([answer.value], TOTAL_BYTES)];
  const multipliers = answer.kind === "unbounded" ? [] : answer.multipliers;
  const columns = [
    ...(answer.kind === "infeasible" ? [] : answer.x),
    ...(answer.kind === "unbounded" ? answer.ray : []),
  ];
  return [encodeUnsigned(columns, UNSIGNED_BYTES), encodeSigned(multipliers, SIGNED_BYTES)];
}

/** Length of the longest closing, after the greatest number of epochs. */
export function closingBytes(round: PublicRound, nodes: NodeSet): number {
  const { rows, columns } = jointShape(round);
  const vector = columns * UNSIGNED_BYTES;
  const multipliers = rows * SIGNED_BYTES;
  const whole = Math.max(multipliers, vector + Math.max(vector, multipliers));
  const told = 2 + MAX_EPOCHS * linkDigestsBytes(nodes) + pointsBytes(nodes.components, partyCount(round));
  return told + (round.ownParts === undefined ? whole : TOTAL_BYTES);
}

/** Throws ProtocolError naming the sender. */
export function decodeClosing(body: Uint8Array, round: PublicRound, from: number, nodes: NodeSet): NodeClosing {
  const { rows, columns } = jointShape(round);
  const reader = readBody(body, "closing", from);
  const { ownParts } = round;
  const kind = ANSWER_KINDS[Number(reader.unsigned(1, 1, BigInt(ANSWER_KINDS.length))[0]!)]!;
  const epochs = Number(reader.unsigned(1, 1, BigInt(MAX_EPOCHS))[0]!);
  const readDigests = () => decodeDigests(reader.bytes(linkDigestsBytes(nodes)), nodes);
  const earlier = Array.from({ length: epochs }, readDigests);
  const digests = readDigests();
  const points = Uint8Array.from(reader.bytes(pointsBytes(nodes.components, partyCount(round))));
  const vector = () => reader.unsigned(columns, UNSIGNED_BYTES, INTEGER_LIMIT);
  const multipliers = () => reader.signed(rows, SIGNED_BYTES, VALUE_LIMIT);
  const read = (): Answer => {
    if (kind === "none") return { kind, cause: CAUSES[Number(reader.unsigned(1, 1, BigInt(CAUSES.length))[0]!)]! };
    if (kind === "above") return { kind, exponents: ownParts === undefined ? reader.unsigned(columns, 1, 256n) : null };
    if ((kind === "own part") !== (ownParts !== undefined))
      throw reader.error("NumberOutOfRange", "an outcome that opens to other parties than the round agreed");
    if (kind === "own part")
      return { kind, value: ownParts?.value === "all" ? reader.signed(1, TOTAL_BYTES, TOTAL_LIMIT)[0]! : null };
    if (kind === "infeasible") return { kind, multipliers: multipliers() };
    const x = vector();
    return kind === "unbounded" ? { kind, x, ray: vector() } : { kind, x, multipliers: multipliers() };
  };
  const answer = read();
  reader.end();
  return { answer, digests, earlier, points };
}

export function encodeResult({ shares, ...closing }: NodeResult): Uint8Array {
  return concatBytes([shares, encodeClosing(closing)]);
}

/** What `encodeResult` made at this node. */
export function decodeResult(bytes: Uint8Array, round: PublicRound, node: number, nodes: NodeSet): NodeResult {
  const length = sharesBytes(round);
  return { shares: bytes.slice(0, length), ...decodeClosing(bytes.subarray(length), round, node, nodes) };
}
