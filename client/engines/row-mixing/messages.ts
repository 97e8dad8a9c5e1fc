// The three messages: what a party publishes, the answer to the published problem, and a party's
// consent to it.
//
// All parties hold the published problem, so its exact answer tells them nothing new; it is sent in
// full and can be checked in full.
import type { ExactOutcome } from "../../lp/exact/outcome.ts";
import { outcomeBits } from "../../lp/exact/size.ts";
import { INTEGER_LIMIT } from "../../lp/model/normal.ts";
import { bitLength } from "../../math/bits.ts";
import type { RationalVector } from "../../math/rational.ts";
import type { Kind } from "../../round/verdict.ts";
import { type BodyReader, concatBytes, encodeSigned, readBody, widthOf } from "../codec.ts";
import { encodeKind, readKind } from "../kind.ts";
import { encodeSized, readSized, sizedBytes } from "../sized.ts";
import type { Published } from "./mixing.ts";
import { MIX_LIMIT, type MixingShape, type PartyShape, productLimit, slackProductLimit } from "./shape.ts";

const COST_BYTES = widthOf(INTEGER_LIMIT) + 1;

/** Bytes of a signed integer of magnitude < limit. */
function signedWidth(limit: bigint): number {
  return widthOf(2n * limit);
}

/**
 * c (from the owner only) ‖ B_·i A_i ‖ B_·i b_i ‖ B_·i D_i, row by row; the last three only from a
 * party with rows.
 */
export function encodePublished(
  shape: MixingShape,
  party: PartyShape,
  { costs, matrix, rhs, slack }: Published,
): Uint8Array {
  const ofCosts = costs === null ? [] : [encodeSigned(costs, COST_BYTES)];
  if (party.rows === 0) return concatBytes(ofCosts);
  const width = signedWidth(productLimit(party));
  return concatBytes([
    ...ofCosts,
    encodeSigned(matrix.flat(), width),
    encodeSigned(rhs, width),
    encodeSigned(slack.flat(), signedWidth(slackProductLimit(shape))),
  ]);
}

export function publishedBytes(shape: MixingShape, party: PartyShape): number {
  const ofCosts = party.party === shape.owner ? shape.variables * COST_BYTES : 0;
  if (party.rows === 0) return ofCosts;
  const ofRows = (shape.variables + 1) * signedWidth(productLimit(party));
  return ofCosts + shape.rows * (ofRows + party.inequalities * signedWidth(slackProductLimit(shape)));
}

/** Bound on the bits of the integers in an exact answer to the published problem. */
function answerBits({ parties, rows, width, slackLimit }: MixingShape): number {
  const limits = [...parties.map(productLimit), MIX_LIMIT * slackLimit, INTEGER_LIMIT];
  const entryLimit = limits.reduce((most, limit) => (limit > most ? limit : most));
  return outcomeBits({ rows, columns: width, entryLimit });
}

function byRows(values: readonly bigint[], rows: number, columns: number): bigint[][] {
  return Array.from({ length: rows }, (_, i) => values.slice(i * columns, (i + 1) * columns));
}

/** Checks lengths and ranges; whether the numbers are products of anything cannot be checked. */
export function readPublished(shape: MixingShape, party: PartyShape, body: Uint8Array): Published {
  const { variables, rows: k } = shape;
  const reader = readBody(body, "published rows", party.party);
  const costs = party.party === shape.owner ? reader.signed(variables, COST_BYTES, INTEGER_LIMIT) : null;
  const read = (columns: number, limit: bigint): bigint[][] =>
    byRows(columns === 0 ? [] : reader.signed(k * columns, signedWidth(limit), limit), k, columns);
  const own = party.rows > 0;
  const matrix = own ? read(variables, productLimit(party)) : byRows(new Array(k * variables).fill(0n), k, variables);
  const rhs = own ? read(1, productLimit(party)).flat() : new Array<bigint>(k).fill(0n);
  const slack = read(party.inequalities, slackProductLimit(shape));
  reader.end();
  return { matrix, rhs, slack, costs };
}

function encodeRational({ numerators, denominator }: RationalVector): Uint8Array {
  return encodeSized([denominator, ...numerators]);
}

function readRational(reader: BodyReader, count: number): RationalVector {
  const [denominator, ...numerators] = readSized(reader, count + 1);
  if (denominator! < 1n) throw reader.error("NumberOutOfRange", "a denominator is not positive");
  return { numerators, denominator: denominator! };
}

/**
 * Kind, then X̂ and ŷ; or the Farkas vectors (a byte says whether there is an interior one); or X̂
 * and the ray.
 */
export function encodeAnswer(answer: ExactOutcome): Uint8Array {
  const kind = encodeKind(answer.kind);
  if (answer.kind === "optimal") return concatBytes([kind, encodeRational(answer.x), encodeRational(answer.duals)]);
  if (answer.kind === "unbounded") return concatBytes([kind, encodeRational(answer.x), encodeSized(answer.ray)]);
  const interior = answer.interior === null ? [Uint8Array.of(0)] : [Uint8Array.of(1), encodeSized(answer.interior)];
  return concatBytes([kind, encodeSized(answer.duals), ...interior]);
}

/** Length of the longest answer. */
export function answerBytes(shape: MixingShape): number {
  const bits = answerBits(shape);
  const vector = (count: number) => sizedBytes(count, bits);
  const { rows, width } = shape;
  return 1 + vector(width + 1) + Math.max(vector(rows + 1), vector(width), 1 + 2 * vector(rows) - vector(width + 1));
}

/** Checks the shape; answer.ts checks the content. */
export function readAnswer(shape: MixingShape, reader: BodyReader): ExactOutcome {
  const kind = readKind(reader);
  const read = (): ExactOutcome => {
    if (kind === "infeasible") {
      const duals = readSized(reader, shape.rows);
      const [more] = reader.unsigned(1, 1, 2n);
      return { kind, duals, interior: more === 1n ? readSized(reader, shape.rows) : null };
    }
    const x = readRational(reader, shape.width);
    return kind === "optimal"
      ? { kind, x, duals: readRational(reader, shape.rows) }
      : { kind, x, ray: readSized(reader, shape.width) };
  };
  const answer = read();
  reader.end();
  return answer;
}

/**
 * Divisor and size of one party's multipliers in a proof of infeasibility, or of all parties'
 * together.
 */
export interface FarkasScale {
  /** Greatest common divisor of the exact ones; 0 when all are 0. */
  readonly divisor: bigint;
  /** Largest magnitude of the exact ones. */
  readonly largest: bigint;
  /** Largest magnitude of the interior ones; 0 when there are none. */
  readonly interior: bigint;
}

/** The kind and, if infeasible, the scale of this party's multipliers. */
export function encodeConsent(kind: Kind, scale: FarkasScale | null): Uint8Array {
  const numbers = scale === null ? [] : [encodeSized([scale.divisor, scale.largest, scale.interior])];
  return concatBytes([encodeKind(kind), ...numbers]);
}

/**
 * Length of the longest consent; a multiplier is a sum of `rows` products of a dual and an entry of
 * B.
 */
export function consentBytes(shape: MixingShape): number {
  return 1 + sizedBytes(3, answerBits(shape) + bitLength(BigInt(shape.rows) * MIX_LIMIT));
}

/** Null unless infeasible. Throws ProtocolError `ConsentWrong`. */
export function readConsent(kind: Kind, from: number, body: Uint8Array): FarkasScale | null {
  const reader = readBody(body, "consent", from);
  if (readKind(reader) !== kind)
    throw reader.error("ConsentWrong", `it is for another kind of answer; the answer is ${kind}`);
  if (kind !== "infeasible") {
    reader.end();
    return null;
  }
  const [divisor, largest, interior] = readSized(reader, 3) as [bigint, bigint, bigint];
  reader.end();
  const divides = divisor === 0n ? largest === 0n : divisor > 0n && largest >= divisor && largest % divisor === 0n;
  if (!divides || interior < 0n)
    throw reader.error("ConsentWrong", "its multipliers cannot have this divisor and size");
  return { divisor, largest, interior };
}
