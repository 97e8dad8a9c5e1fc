// The file of a ceremony (docs/sealed.md, "The file of a set-up"): a head with digests of the
// chunks of the body, so that damage is found at once and named by its place; then contributions
// and points.
import { createHash } from "node:crypto";
import { bytesToHex, keccak256, stringToHex } from "viem/utils";
import { type G1, pointFromAffine, pointsToAffine } from "../../crypto/curve/bn254.ts";
import { CryptoError, SetupFileError } from "../../errors.ts";
import { decodeWords, encodeWords, WORD_BYTES } from "../../math/words.ts";
import { G2, g2Words, srsLengths } from "../srs.ts";
import { type Ceremony, MAX_CONTRIBUTIONS } from "./ceremony.ts";
import { CONTRIBUTION_BYTES, decodeContribution, encodeContribution } from "./contribution.ts";

const MAGIC = keccak256(stringToHex("concordat/sealed/setup/v1"));
/** Bytes of the body under one digest. */
const CHUNK_BYTES = 1 << 16;
const POINT_BYTES = 2 * WORD_BYTES;
const SECOND_BYTES = 4 * WORD_BYTES;
/** Words before the digests: magic, R, number of contributions. */
const FIXED_WORDS = 3;

/** Sizes R of strings that a file may hold: a larger one would not fit this program's memory. */
export const SETUP_SIZES = { least: 16, most: 512 } as const;

export function isSetupSize(size: number): boolean {
  return Number.isInteger(Math.log2(size)) && size >= SETUP_SIZES.least && size <= SETUP_SIZES.most;
}

/** Where the parts of a file are, in bytes. */
interface Layout {
  readonly head: number;
  readonly chunks: number;
  readonly length: number;
}

function layoutOf(size: number, contributions: number): Layout {
  const { line, side } = srsLengths(size);
  const points = line + (side - 1) * side;
  const body = contributions * CONTRIBUTION_BYTES + 2 * SECOND_BYTES + points * POINT_BYTES;
  const chunks = Math.ceil(body / CHUNK_BYTES);
  const head = (FIXED_WORDS + chunks + 1) * WORD_BYTES;
  return { head, chunks, length: head + body };
}

/** Bytes of the largest file. */
export const MOST_SETUP_BYTES = layoutOf(SETUP_SIZES.most, MAX_CONTRIBUTIONS).length;

/** The bytes of a ceremony with at least one contribution. */
export function encodeCeremony({ srs, contributions }: Ceremony): Uint8Array {
  const first = pointsToAffine([...srs.line, ...srs.matrix.slice(1).flat()]).flatMap(({ x, y }) => [x, y]);
  const body = Buffer.concat([
    ...contributions.map(encodeContribution),
    encodeWords([...g2Words(srs.sigma), ...g2Words(srs.tau)]),
    encodeWords(first),
  ]);
  const { chunks } = layoutOf(srs.size, contributions.length);
  const digests = Array.from({ length: chunks }, (_, i) => chunkDigest(body, i));
  const fixed = encodeWords([BigInt(MAGIC), BigInt(srs.size), BigInt(contributions.length)]);
  const head = Buffer.concat([fixed, ...digests]);
  return Buffer.concat([head, sha256(head), body]);
}

function chunkDigest(body: Uint8Array, index: number): Buffer {
  return sha256(body.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES));
}

/** For accidents only, and native: the digests that matter are in the body. */
function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** Who made a set-up, without its points. */
export interface SetupSummary extends Pick<Ceremony, "contributions"> {
  /** R. */
  readonly size: number;
}

/**
 * Reads a file of at most MOST_SETUP_BYTES without its points.
 * @throws SetupFileError SetupFileInvalid for another kind of file, SetupFileLength and
 *   SetupFileDamaged, with the bytes that are missing, too many or wrong; SealedError
 *   SetupContributionInvalid.
 */
export function decodeSummary(bytes: Uint8Array): SetupSummary {
  const { size, count, layout } = readHead(bytes);
  const body = bytes.subarray(layout.head);
  for (let i = 0; i < layout.chunks; i++) {
    const from = layout.head + i * CHUNK_BYTES;
    if (!chunkDigest(body, i).equals(wordAt(bytes, FIXED_WORDS + i)))
      throw damaged([from, Math.min(from + CHUNK_BYTES, bytes.length)]);
  }
  const contributions = Array.from({ length: count }, (_, i) =>
    decodeContribution(body.subarray(i * CONTRIBUTION_BYTES, (i + 1) * CONTRIBUTION_BYTES), i),
  );
  return { size, contributions };
}

/**
 * Reads the whole file. That the ceremony is right, `checkCeremony` says.
 * @throws SealedError as decodeSummary does; SetupFileError SrsPoint with the bytes of a point that
 *   is none.
 */
export function decodeCeremony(bytes: Uint8Array): Ceremony {
  const { size, contributions } = decodeSummary(bytes);
  const secondAt = layoutOf(size, contributions.length).head + contributions.length * CONTRIBUTION_BYTES;
  const [sigma, tau] = [0, 1].map((i) => readG2(bytes, secondAt + i * SECOND_BYTES)) as [G2, G2];
  const points = readPoints(bytes, secondAt + 2 * SECOND_BYTES);
  const { line, side } = srsLengths(size);
  const row = (i: number) => points.slice(line + i * side, line + (i + 1) * side);
  const matrix = [points.slice(0, side), ...Array.from({ length: side - 1 }, (_, i) => row(i))];
  return { srs: { size, line: points.slice(0, line), matrix, sigma, tau }, contributions };
}

function wordAt(bytes: Uint8Array, index: number): Uint8Array {
  return bytes.subarray(index * WORD_BYTES, (index + 1) * WORD_BYTES);
}

function readHead(bytes: Uint8Array): { readonly size: number; readonly count: number; readonly layout: Layout } {
  const least = FIXED_WORDS * WORD_BYTES;
  if (bytes.length < least)
    throw new SetupFileError(
      "SetupFileInvalid",
      `not the file of a set-up, or cut short: bytes ${bytes.length} to ${least - 1}, with which it begins, are missing`,
      [bytes.length, least],
    );
  if (bytesToHex(wordAt(bytes, 0)) !== MAGIC)
    throw new SetupFileError(
      "SetupFileInvalid",
      `not the file of a set-up, or one of another version: bytes 0 to ${WORD_BYTES - 1} are not those with which it begins`,
      [0, WORD_BYTES],
    );
  const [size, count] = [1, 2].map((i) => Number(BigInt(bytesToHex(wordAt(bytes, i))))) as [number, number];
  if (!isSetupSize(size) || count < 1 || count > MAX_CONTRIBUTIONS)
    throw damaged([WORD_BYTES, FIXED_WORDS * WORD_BYTES]);
  const layout = layoutOf(size, count);
  if (bytes.length !== layout.length) {
    const [from, to] = [Math.min(bytes.length, layout.length), Math.max(bytes.length, layout.length)];
    const what = bytes.length < layout.length ? "missing" : "too many";
    throw new SetupFileError(
      "SetupFileLength",
      `a set-up of size ${size} with ${count} contributions has ${layout.length} bytes, not ${bytes.length}: ` +
        `bytes ${from} to ${to - 1} are ${what}, get the file again`,
      [from, to],
    );
  }
  const end = layout.head - WORD_BYTES;
  if (!sha256(bytes.subarray(0, end)).equals(bytes.subarray(end, layout.head))) throw damaged([0, layout.head]);
  return { size, count, layout };
}

function damaged([from, to]: readonly [number, number]): SetupFileError {
  const text = `bytes ${from} to ${to - 1} of the file are damaged: get the file again`;
  return new SetupFileError("SetupFileDamaged", text, [from, to]);
}

function noPoint(from: number, length: number): SetupFileError {
  const text = `bytes ${from} to ${from + length - 1} of the file are no point of its group: do not use this set-up`;
  return new SetupFileError("SrsPoint", text, [from, from + length]);
}

/** A finite point of the group of order r on the twist. */
function readG2(bytes: Uint8Array, from: number): G2 {
  const [xi, xr, yi, yr] = decodeWords(bytes.subarray(from, from + SECOND_BYTES)) as [bigint, bigint, bigint, bigint];
  try {
    const point = G2.fromAffine({ x: { c0: xr, c1: xi }, y: { c0: yr, c1: yi } });
    point.assertValidity();
    if (!point.is0()) return point;
  } catch {
    // Coordinates out of range, not on the curve, or outside the group: refused like infinity.
  }
  throw noPoint(from, SECOND_BYTES);
}

function readPoints(bytes: Uint8Array, from: number): G1[] {
  const words = decodeWords(bytes.subarray(from));
  return Array.from({ length: words.length / 2 }, (_, i) => {
    try {
      return pointFromAffine({ x: words[2 * i]!, y: words[2 * i + 1]! });
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
      throw noPoint(from + i * POINT_BYTES, POINT_BYTES);
    }
  });
}
