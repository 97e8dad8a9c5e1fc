// The kind of an outcome as one byte of a message.
import { KINDS, type Kind } from "../round/verdict.ts";
import type { BodyReader } from "./codec.ts";

const KIND_BYTES = 1;

export function encodeKind(kind: Kind): Uint8Array {
  return Uint8Array.of(KINDS.indexOf(kind));
}

/** Throws ProtocolError `NumberOutOfRange` naming the sender. */
export function readKind(reader: BodyReader): Kind {
  const [kind] = reader.unsigned(1, KIND_BYTES, BigInt(KINDS.length));
  return KINDS[Number(kind)]!;
}
