// Request and response of the message protocol, byte by byte (docs/wire.md). Fixed lengths, exact
// checks, no I/O.
import { NetworkError } from "../errors.ts";
import { ENVELOPE_HEAD } from "../round/envelope.ts";
import { decodeExchangeId, EXCHANGE_ID_BYTES, type ExchangeId, encodeExchangeId } from "../round/exchange-id.ts";

/** One protocol, one version: a change of these bytes gets a new name. */
export const MESSAGE_PROTOCOL = "/concordat/message/2";

/**
 * How a peer answers; the position is the byte on the wire. Only "here" is followed by an envelope.
 */
export const STATUSES = ["here", "not-yet", "not-for-you", "unknown-round", "busy"] as const;
export type Status = (typeof STATUSES)[number];
export type Refusal = Exclude<Status, "here">;

const VERSION = 2;
/** version 1 | message asked for 88 */
export const REQUEST_BYTES = 1 + EXCHANGE_ID_BYTES;
/** version 1 | status 1 | length of the envelope 4 */
export const RESPONSE_HEAD = 6;

function invalid(what: string): NetworkError {
  return new NetworkError("FrameInvalid", `the peer does not speak ${MESSAGE_PROTOCOL}: ${what}`);
}

/** Throws ConcordatError "NumberOutOfRange" when a number does not fit its field. */
export function encodeRequest(id: ExchangeId): Uint8Array {
  return Uint8Array.of(VERSION, ...encodeExchangeId(id));
}

/** Throws NetworkError "FrameInvalid". */
export function decodeRequest(bytes: Uint8Array): ExchangeId {
  if (bytes.length !== REQUEST_BYTES) throw invalid(`a request has ${REQUEST_BYTES} bytes, not ${bytes.length}`);
  if (bytes[0] !== VERSION) throw invalid(`version ${bytes[0]}`);
  return decodeExchangeId(bytes.subarray(1));
}

/** The envelope, or the reason why there is none. */
export function encodeResponse(answer: Uint8Array | Refusal): Uint8Array {
  const [status, envelope] = typeof answer === "string" ? [answer, new Uint8Array(0)] : ["here" as const, answer];
  const bytes = Buffer.alloc(RESPONSE_HEAD + envelope.length);
  bytes.writeUInt8(VERSION, 0);
  bytes.writeUInt8(STATUSES.indexOf(status), 1);
  bytes.writeUInt32BE(envelope.length, 2);
  bytes.set(envelope, RESPONSE_HEAD);
  return bytes;
}

/**
 * Length of the whole response, from its first RESPONSE_HEAD bytes. Throws NetworkError
 * "FrameInvalid", or "FrameTooLong" when the envelope exceeds `maxBytes`: then none of it needs to
 * be read.
 */
export function responseLength(head: Uint8Array, maxBytes: number): number {
  const [version, status] = head;
  const length = Buffer.from(head.buffer, head.byteOffset, head.length).readUInt32BE(2);
  if (version !== VERSION) throw invalid(`version ${version}`);
  if (STATUSES[status!] === undefined) throw invalid(`status ${status}`);
  if (STATUSES[status!] !== "here" && length !== 0) throw invalid("bytes after a refusal");
  if (STATUSES[status!] === "here" && length < ENVELOPE_HEAD) throw invalid(`an envelope of ${length} bytes`);
  if (length > maxBytes) {
    throw new NetworkError("FrameTooLong", `the peer announces ${length} bytes where at most ${maxBytes} are expected`);
  }
  return RESPONSE_HEAD + length;
}

/** Decodes a response that has the length given by `responseLength`. */
export function decodeResponse(bytes: Uint8Array): Uint8Array | Refusal {
  const status = STATUSES[bytes[1]!]!;
  return status === "here" ? bytes.subarray(RESPONSE_HEAD) : status;
}
