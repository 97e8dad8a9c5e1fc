// A company's own part of an optimum (PublicRound.ownParts): which numbers it learns, and how it
// puts them together. Every node sends it both components of each, and everybody the rest of its
// closing; two nodes hold each component, so a node that sends another one contradicts one of the
// others. outcome/own-parts.ts says why the components show nothing else, engine.ts who learns
// what.
//
// Salt: everybody gets a digest of what a node sends each party (docs/wire.md). A node has two of
// the three components of all numbers, and the third would follow from a guess of the number, so
// that the digest would confirm the guess. 32 bytes that only sender and receiver have prevent it.
import { ELEMENT_BYTES } from "../../crypto/sharing/elements.ts";
import { reconstruct } from "../../crypto/sharing/reconstruct.ts";
import { ProtocolError } from "../../errors.ts";
import { INTEGER_LIMIT, VALUE_LIMIT } from "../../lp/model/normal.ts";
import { magnitude } from "../../math/field.ts";
import { names, type PublicRound } from "../../round/public-round.ts";
import { concatBytes, readBody } from "../codec.ts";
import type { OwnPartOutcome } from "../engine.ts";
import { jointShape, rowsOf } from "./shape.ts";

/** Bytes of a node's two components of a number. */
const PAIR_BYTES = 2 * ELEMENT_BYTES;
export const SALT_BYTES = 32;
/** Largest exponent of a power of ten that an answer "above" can tell. */
const EXPONENT_LIMIT = 256n;

/** What a node holds of all companies' parts: components of numbers by column, then by row. */
export function sharesBytes(round: PublicRound): number {
  if (round.ownParts === undefined) return 0;
  const { rows, columns } = jointShape(round);
  return PAIR_BYTES * (columns + rows);
}

/** Columns and rows of which a party learns the numbers. */
function placesOf(round: PublicRound, party: number): { readonly columns: number[]; readonly rows: number[] } {
  const all = Array.from({ length: round.columns }, (_, column) => column);
  return { columns: all.filter((column) => names(round, party, column)), rows: rowsOf(round, party) };
}

/** How many numbers a party learns where each learns its own part. */
export function partSize(round: PublicRound, party: number): number {
  const { columns, rows } = placesOf(round, party);
  return columns.length + rows.length;
}

/** Length of what each node sends a party of its part. */
export function partBytes(round: PublicRound, party: number): number {
  return SALT_BYTES + PAIR_BYTES * partSize(round, party);
}

/**
 * A party's part of what a node holds (`sharesBytes`): all first components, then all second ones.
 */
export function partOf(shares: Uint8Array, round: PublicRound, party: number): Uint8Array {
  const { columns, rows } = placesOf(round, party);
  const places = [...columns, ...rows.map((row) => round.columns + row)];
  const half = shares.length / 2;
  return concatBytes(
    [0, half].flatMap((from) =>
      places.map((place) => shares.subarray(from + ELEMENT_BYTES * place, from + ELEMENT_BYTES * (place + 1))),
    ),
  );
}

/** `salt`: 32 bytes that the node has drawn for this receiver. */
export function encodePart(part: Uint8Array, salt: Uint8Array): Uint8Array {
  return concatBytes([salt, part]);
}

/** What `partOf` returned at the sender. Throws ProtocolError naming it. */
export function decodePart(body: Uint8Array, round: PublicRound, party: number, from: number): Uint8Array {
  const reader = readBody(body, "shares of the receiver's part", from);
  reader.bytes(SALT_BYTES);
  const part = Uint8Array.from(reader.bytes(PAIR_BYTES * partSize(round, party)));
  reader.end();
  return part;
}

/** A party's own numbers. */
interface Own {
  /** Null in columns that it does not name. */
  readonly byColumn: readonly (bigint | null)[];
  readonly byRow: readonly bigint[];
}

/**
 * Throws ProtocolError `SharesDiffer`, naming the node that differs from both others if there is
 * one.
 */
function read(parts: readonly Uint8Array[], round: PublicRound, party: number): Own {
  const { columns, rows } = placesOf(round, party);
  const count = columns.length + rows.length;
  const values = count === 0 ? [] : reconstruct(parts as readonly [Uint8Array, Uint8Array, Uint8Array], count);
  const byColumn = new Map(columns.map((column, k) => [column, values[k]!]));
  return {
    byColumn: Array.from({ length: round.columns }, (_, column) => byColumn.get(column) ?? null),
    byRow: values.slice(columns.length),
  };
}

function requireRange(fits: boolean): void {
  if (fits) return;
  const text =
    "a number of this company's own part of the outcome is out of range: a node has changed it, and nobody can be named; stop the round";
  throw new ProtocolError("NumberOutOfRange", text);
}

const within = (value: bigint | null, limit: bigint): boolean => value === null || (value >= 0n && value < limit);

/**
 * A party's own part of an optimum. `parts`: `partOf` each node's shares, in order of node; those
 * of a party that learns no number are not read. Throws ProtocolError `NumberOutOfRange`, and
 * `SharesDiffer` where two nodes contradict each other.
 */
export function ownPartOf(
  parts: readonly Uint8Array[],
  value: bigint | null,
  round: PublicRound,
  party: number,
): OwnPartOutcome {
  const { byColumn, byRow } = read(parts, round, party);
  const inequalities = round.inequalities[party]!;
  requireRange(byColumn.every((x) => within(x, INTEGER_LIMIT)));
  requireRange(byRow.every((w, i) => magnitude(w) < VALUE_LIMIT && (i >= inequalities || w >= 0n)));
  return { kind: "own part", of: "optimal", x: byColumn, multipliers: byRow, value };
}

/**
 * How far above its bounds a point is in the columns that a party names, null in others: exponents
 * as in `Answer`. Throws as `ownPartOf` does.
 */
export function ownExponents(
  parts: readonly Uint8Array[],
  round: PublicRound,
  party: number,
): readonly (bigint | null)[] {
  const { byColumn } = read(parts, round, party);
  requireRange(byColumn.every((exponent) => within(exponent, EXPONENT_LIMIT)));
  return byColumn;
}
