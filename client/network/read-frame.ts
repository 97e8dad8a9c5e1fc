// Reading one frame from a stream: never more than announced, and never waiting longer than told for the next byte.
import type { Stream } from "@libp2p/interface";
import { NetworkError } from "../errors.ts";

/** How a frame tells its length: from its first bytes. */
export interface FrameShape {
  readonly headBytes: number;
  /** Length of the whole frame, head included; throws when it is not acceptable. */
  readonly lengthOf: (head: Uint8Array) => number;
}

export interface FramePatience {
  /** Milliseconds without a byte. */
  readonly idleMs: number;
  readonly signal: AbortSignal;
}

/**
 * The one frame that the other side sends on this stream before it ends its side. Throws NetworkError "FrameInvalid" when it sends more
 * bytes than announced or ends inside the frame, "StreamLost" when the stream goes before that, "PeerSilent" after `idleMs` without a
 * byte, what `lengthOf` throws, or the signal's reason. Call it before closing the stream for writing.
 */
export function readFrame(stream: Stream, shape: FrameShape, { idleMs, signal }: FramePatience): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  // What has come: the head, and from then on the frame. A list of pieces would take hundreds of bytes for each, and the sender chooses how many.
  let frame = new Uint8Array(shape.headBytes);
  let received = 0;
  let length: number | null = null;

  const silent = () => reject(new NetworkError("PeerSilent", `no byte for ${idleMs} ms`));
  const timer = setTimeout(silent, idleMs);
  const take = (chunk: Uint8Array) => {
    let rest = chunk;
    if (length === null) {
      rest = chunk.subarray(shape.headBytes - received);
      frame.set(chunk.subarray(0, shape.headBytes - received), received);
      received += chunk.length - rest.length;
      if (received < shape.headBytes) return;
      length = shape.lengthOf(frame);
      const head = frame;
      frame = new Uint8Array(length);
      frame.set(head);
    }
    if (received + rest.length > length) {
      throw new NetworkError("FrameInvalid", `more than the ${length} bytes announced`);
    }
    frame.set(rest, received);
    received += rest.length;
  };
  const onMessage = ({ data }: { readonly data: { subarray(): Uint8Array } }) => {
    const chunk = data.subarray();
    if (chunk.length > 0) timer.refresh();
    try {
      take(chunk);
    } catch (error) {
      reject(error);
      return;
    }
    endIfEnded();
  };
  const onEnd = () => {
    if (received === length) {
      resolve(frame);
      return;
    }
    // A peer that shuts down ends its streams properly, so an empty one is no fault.
    const code = received === 0 ? "StreamLost" : "FrameInvalid";
    reject(new NetworkError(code, `the other side ended after ${received} bytes`));
  };
  // The stream says so once only, and may have done so to whoever negotiated the protocol, who read ahead and put back what it read.
  const endIfEnded = () => {
    if (stream.readableEnded && stream.readBufferLength === 0) onEnd();
  };
  const onClose = () => reject(new NetworkError("StreamLost", `the stream was closed after ${received} bytes`));
  const onAbort = () => reject(signal.reason);

  stream.addEventListener("message", onMessage);
  stream.addEventListener("end", onEnd);
  stream.addEventListener("close", onClose);
  signal.addEventListener("abort", onAbort);
  if (signal.aborted) onAbort();
  endIfEnded();
  if (stream.status !== "open" && stream.status !== "closing") onClose();
  return promise.finally(() => {
    clearTimeout(timer);
    stream.removeEventListener("message", onMessage);
    stream.removeEventListener("end", onEnd);
    stream.removeEventListener("close", onClose);
    signal.removeEventListener("abort", onAbort);
  });
}
