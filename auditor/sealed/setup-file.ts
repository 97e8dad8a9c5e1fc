// Reads the file of a set-up (docs/sealed.md, "The file of a set-up"): contributions and the points
// of the string they led to. What they say is checked elsewhere.
import { concat, hexlify, id, sha256 } from "ethers";
import { wordsOf } from "../certificate/digests.ts";
import type { Affine } from "../certificate/group.ts";
import { SealedRefusal } from "../errors.ts";
import { CONTRIBUTION_BYTES, type Contribution, readContribution } from "./contribution.ts";
import { type AffineG2, LIMBS, type ReferenceString } from "./types.ts";

const WORD_BYTES = 32;
const CHUNK_BYTES = 65_536;
const POINT_BYTES = 64;
const SECOND_BYTES = 128;
/** Magic, R and the number of contributions. */
const FIXED_BYTES = 3 * WORD_BYTES;
const MOST_CONTRIBUTIONS = 255n;
const [LEAST_SIZE, MOST_SIZE] = [16n, 512n];

/** A string, and who made it. */
export interface SetupFile {
  readonly string: ReferenceString;
  readonly contributions: readonly Contribution[];
}

/**
 * Reads the bytes of a file.
 * @throws SealedRefusal SetupFileInvalid, SetupFileDamaged, SetupFileLength or
 *   SetupContributionInvalid.
 */
export function readSetup(bytes: Uint8Array): SetupFile {
  const { size, count } = checkHead(bytes);
  const { head, line, side } = layoutOf(size, count);
  const body = bytes.subarray(head);
  const contributions = Array.from({ length: count }, (_, m) =>
    readContribution(body.subarray(m * CONTRIBUTION_BYTES, (m + 1) * CONTRIBUTION_BYTES)),
  );
  const second = count * CONTRIBUTION_BYTES;
  const words = wordsOf(hexlify(body.subarray(second)));
  const [sigma, tau] = [0, 4].map((at) => words.slice(at, at + 4)) as unknown as [AffineG2, AffineG2];
  const points = Array.from(
    { length: (words.length - 8) / 2 },
    (_, i): Affine => [words[8 + 2 * i]!, words[9 + 2 * i]!],
  );
  const rows = Array.from({ length: side - 1 }, (_, i) => points.slice(line + i * side, line + (i + 1) * side));
  const string = { size, line: points.slice(0, line), matrix: [points.slice(0, side), ...rows], sigma, tau };
  return { string, contributions };
}

/** Bytes of the head and of the whole file; points of the τ-line, and of a row of the matrix. */
function layoutOf(size: number, count: number) {
  const line = 2 * LIMBS * size + 64;
  const side = size + 3;
  const body = count * CONTRIBUTION_BYTES + 2 * SECOND_BYTES + POINT_BYTES * (line + (side - 1) * side);
  const head = FIXED_BYTES + WORD_BYTES * (Math.ceil(body / CHUNK_BYTES) + 1);
  return { head, length: head + body, line, side };
}

/** The refusals of the head, in the page's order. */
function checkHead(bytes: Uint8Array): { readonly size: number; readonly count: number } {
  if (bytes.length < FIXED_BYTES || hexlify(bytes.subarray(0, WORD_BYTES)) !== id("concordat/sealed/setup/v1"))
    throw new SealedRefusal("SetupFileInvalid");
  const [size, count] = wordsOf(hexlify(bytes.subarray(WORD_BYTES, FIXED_BYTES))) as [bigint, bigint];
  const isSize = size >= LEAST_SIZE && size <= MOST_SIZE && (size & (size - 1n)) === 0n;
  if (!isSize || count < 1n || count > MOST_CONTRIBUTIONS) throw new SealedRefusal("SetupFileDamaged");
  const { head, length } = layoutOf(Number(size), Number(count));
  if (bytes.length !== length) throw new SealedRefusal("SetupFileLength");
  const isWhole = sha256(bytes.subarray(0, head - WORD_BYTES)) === hexlify(bytes.subarray(head - WORD_BYTES, head));
  const body = bytes.subarray(head);
  const chunks = Array.from({ length: Math.ceil(body.length / CHUNK_BYTES) }, (_, i) =>
    sha256(body.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)),
  );
  if (!isWhole || concat(chunks) !== hexlify(bytes.subarray(FIXED_BYTES, head - WORD_BYTES)))
    throw new SealedRefusal("SetupFileDamaged");
  return { size: Number(size), count: Number(count) };
}
