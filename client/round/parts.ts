// The messages of a turn as one sequence of bytes, its parts (docs/wire.md). Every receiver gets
// the bodies of its own messages, and the digests of the others, so that it can check the one
// digest that is on chain for all of them.
import type { Hex } from "viem";
import { bytesToHex, concat, keccak256 } from "viem/utils";
import { keccakInSlices } from "../crypto/slow-hash.ts";
import { ProtocolError } from "../errors.ts";

/** A message, or the keccak256 of its body. */
export type Part = Uint8Array | Hex;

const DIGEST_BYTES = 32;
const TAG = { digest: 0, body: 1 } as const;
/** Bytes before a body. */
export const PART_HEAD = 1 + 4;
export const WITHHELD_BYTES = 1 + DIGEST_BYTES;
/** More than any engine sends in a turn; a bound on parts, since empty ones take 5 bytes each. */
export const MAX_PARTS = 4096;

function invalid(what: string): ProtocolError {
  return new ProtocolError("EnvelopeInvalid", `the envelope is malformed: ${what}`);
}

/** For each part: 0 and its digest, or 1, its length in 4 bytes (big endian) and its body. */
export function encodeParts(parts: readonly Part[]): Uint8Array {
  return Buffer.concat(
    parts.flatMap((part) => {
      if (typeof part === "string") return [Uint8Array.of(TAG.digest), Buffer.from(part.slice(2), "hex")];
      const head = Buffer.alloc(PART_HEAD);
      head.writeUInt8(TAG.body, 0);
      head.writeUInt32BE(part.length, 1);
      return [head, part];
    }),
  );
}

/**
 * Decodes exactly what `encodeParts` produces. Bodies are views of `bytes`.
 * @throws ProtocolError EnvelopeInvalid.
 */
export function decodeParts(bytes: Uint8Array): Part[] {
  const parts: Part[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; ) {
    const [tag, head] = bytes[at] === TAG.body ? [TAG.body, PART_HEAD] : [bytes[at], 1];
    if (tag !== TAG.body && tag !== TAG.digest) throw invalid("a part is neither a message nor a digest");
    const start = at + head;
    if (start > bytes.length) throw invalid("it ends within a part");
    const end = start + (tag === TAG.body ? view.getUint32(at + 1) : DIGEST_BYTES);
    if (end > bytes.length) throw invalid("it ends within a part");
    if (parts.length === MAX_PARTS) throw invalid(`it has more than ${MAX_PARTS} parts`);
    parts.push(tag === TAG.body ? bytes.subarray(start, end) : bytesToHex(bytes.subarray(start, end)));
    at = end;
  }
  return parts;
}

/** keccak256 of the digests of all parts, one behind the other. */
export function partsDigest(parts: readonly Part[]): Hex {
  return keccak256(concat(parts.map((part) => (typeof part === "string" ? part : keccak256(part)))));
}

/** The same, without blocking the event loop for long. */
export async function slowPartsDigest(parts: readonly Part[]): Promise<Hex> {
  const digests: Hex[] = [];
  for (const part of parts) digests.push(typeof part === "string" ? part : await keccakInSlices(part));
  return keccak256(concat(digests));
}
