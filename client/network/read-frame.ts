// Reads one frame from a stream: never more bytes than announced, and never waiting longer than
// `idleMs` for the next byte.
import type { Stream } from "@libp2p/interface";
import { type ByteStream, byteStream } from "@libp2p/utils";
import { NetworkError } from "../errors.ts";

/** How the length of a frame follows from its first bytes. */
export interface FrameShape {
  readonly headBytes: number;
  /** Length of the whole frame, head included; throws when it is not acceptable. */
  readonly lengthOf: (head: Uint8Array) => number;
}

export interface FramePatience {
  /** Longest wait for a byte, in milliseconds. */
  readonly idleMs: number;
  readonly signal: AbortSignal;
}

/**
 * The one frame that the other side sends on this stream before it ends its side. Throws
 * NetworkError "FrameInvalid" when it sends more bytes than announced or ends inside the frame,
 * "StreamLost" when the stream is lost before that, "PeerSilent" after `idleMs` without a byte,
 * what `lengthOf` throws, or the signal's reason. Call it before closing the stream for writing.
 */
export async function readFrame(
  stream: Stream,
  { headBytes, lengthOf }: FrameShape,
  { idleMs, signal }: FramePatience,
): Promise<Uint8Array> {
  signal.throwIfAborted();
  const silent = new AbortController();
  const timer = setTimeout(
    () => silent.abort(new NetworkError("PeerSilent", `received nothing for ${idleMs} ms`)),
    idleMs,
  );
  const patience = AbortSignal.any([signal, silent.signal]);
  const source = byteStream(stream);
  // The bytes received: at first the head, then the whole frame. A list of pieces would take
  // hundreds of bytes for each piece, and the sender chooses how many there are.
  let frame = new Uint8Array(headBytes);
  let received = 0;
  let length: number | null = null;
  try {
    for (;;) {
      const chunk = await read(source, patience);
      if (chunk === null) break;
      timer.refresh();
      const ofHead = chunk.subarray(0, Math.max(0, headBytes - received));
      frame.set(ofHead, received);
      received += ofHead.length;
      if (received < headBytes) continue;
      if (length === null) {
        length = lengthOf(frame);
        const head = frame;
        frame = new Uint8Array(length);
        frame.set(head);
      }
      const rest = chunk.subarray(ofHead.length);
      if (received + rest.length > length)
        throw new NetworkError("FrameInvalid", `received more than the announced ${length} bytes`);
      frame.set(rest, received);
      received += rest.length;
    }
  } finally {
    clearTimeout(timer);
  }
  if (received === length) return frame;
  // A peer that shuts down ends its streams properly, so an empty stream is not a fault.
  const lost = received === 0 || stream.status === "reset" || stream.status === "aborted";
  throw new NetworkError(lost ? "StreamLost" : "FrameInvalid", `the peer ended the stream after ${received} bytes`);
}

/** The next bytes, null at the end. Throws the signal's reason, or NetworkError "StreamLost". */
async function read(source: ByteStream<Stream>, signal: AbortSignal): Promise<Uint8Array | null> {
  try {
    return (await source.read({ signal }))?.subarray() ?? null;
  } catch (cause) {
    signal.throwIfAborted();
    throw new NetworkError("StreamLost", "the stream was closed while reading", { cause });
  }
}
