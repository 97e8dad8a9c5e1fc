// Bodies of engine messages: fixed widths, exact lengths, every number checked against its bound. A
// reader knows the sender of the message it reads, so every error names the sender.

import { CryptoError, ProtocolError } from "../errors.ts";
import { bitLength } from "../math/bits.ts";

/** Number of bytes that hold every integer in [0, limit). */
export function widthOf(limit: bigint): number {
  return Math.max(1, Math.ceil(bitLength(limit - 1n) / 8));
}

/** Big endian, `width` bytes each; values in [0, 256^width). */
export function encodeUnsigned(values: readonly bigint[], width: number): Uint8Array {
  return Buffer.from(values.map((value) => value.toString(16).padStart(2 * width, "0")).join(""), "hex");
}

/** Two's complement, big endian; values in [−256^width/2, 256^width/2). */
export function encodeSigned(values: readonly bigint[], width: number): Uint8Array {
  return encodeUnsigned(
    values.map((value) => BigInt.asUintN(8 * width, value)),
    width,
  );
}

/** The parts, concatenated in order. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** Reads one message from front to back. Every method throws ProtocolError naming the sender. */
export interface BodyReader {
  /** The next `length` bytes. */
  bytes(length: number): Uint8Array;
  /** The next `count` integers of `width` bytes, each in [0, limit). */
  unsigned(count: number, width: number, limit: bigint): bigint[];
  /** The next `count` integers of `width` bytes, each of magnitude < limit. */
  signed(count: number, width: number, limit: bigint): bigint[];
  /** The next `rows` × `columns` integers in [0, limit), row by row. */
  matrix(rows: number, columns: number, width: number, limit: bigint): bigint[][];
  /** Throws `MessageLength` unless the whole body has been read. */
  end(): void;
  /** A ProtocolError about this message. */
  error(code: string, message: string, options?: ErrorOptions): ProtocolError;
}

/** `what` names the message in errors; `from` is the party that sent it. */
export function readBody(body: Uint8Array, what: string, from: number): BodyReader {
  let offset = 0;
  const error = (code: string, message: string, options?: ErrorOptions) =>
    new ProtocolError(code, `party ${from}, ${what}: ${message}`, from, options);
  const bytes = (length: number): Uint8Array => {
    if (offset + length > body.length)
      throw error("MessageLength", `${body.length} bytes, at least ${offset + length} expected`);
    offset += length;
    return body.subarray(offset - length, offset);
  };
  const words = (count: number, width: number): bigint[] => {
    const part = bytes(count * width);
    const hex = Buffer.from(part.buffer, part.byteOffset, part.length).toString("hex");
    return Array.from({ length: count }, (_, i) => BigInt(`0x${hex.slice(2 * width * i, 2 * width * (i + 1))}`));
  };
  const within = (values: bigint[], low: bigint, limit: bigint): bigint[] => {
    const index = values.findIndex((value) => value < low || value >= limit);
    if (index >= 0) throw error("NumberOutOfRange", `number ${index} of a list of ${values.length} is out of range`);
    return values;
  };
  const unsigned = (count: number, width: number, limit: bigint) => within(words(count, width), 0n, limit);
  return {
    bytes,
    unsigned,
    signed: (count, width, limit) =>
      within(
        words(count, width).map((value) => BigInt.asIntN(8 * width, value)),
        1n - limit,
        limit,
      ),
    matrix: (rows, columns, width, limit) => {
      const values = unsigned(rows * columns, width, limit);
      return Array.from({ length: rows }, (_, i) => values.slice(i * columns, (i + 1) * columns));
    },
    end: () => {
      if (offset !== body.length) throw error("MessageLength", `${body.length} bytes, ${offset} expected`);
    },
    error,
  };
}

/**
 * A CryptoError about a message's content as a ProtocolError of the same code that names the
 * sender; any other thrown value unchanged.
 */
function blamed(reader: BodyReader, thrown: unknown): unknown {
  return thrown instanceof CryptoError ? reader.error(thrown.code, thrown.message, { cause: thrown }) : thrown;
}

/**
 * Runs a step on a message's content. A CryptoError about the content becomes a ProtocolError of
 * the same code that names the sender.
 */
export function blame<Result>(reader: BodyReader, run: () => Result): Result {
  try {
    return run();
  } catch (thrown) {
    throw blamed(reader, thrown);
  }
}

/** `blame` for an asynchronous step. */
export async function blameAsync<Result>(reader: BodyReader, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (thrown) {
    throw blamed(reader, thrown);
  }
}
