// A link over a socket that the caller has authenticated and encrypted. A frame is a length (4
// bytes, little endian) and the message. The receiver knows each length beforehand: a frame of
// another length ends the link before its message is read.
import type { Duplex } from "node:stream";
import { checkMessageLength, type Link } from "../crypto/sharing/link.ts";
import { ProtocolError } from "../errors.ts";
import { WaitingBytes } from "./waiting-bytes.ts";

const HEADER_BYTES = 4;
const NO_MEMORY = Buffer.alloc(0);
/**
 * Maximum number of bytes that wait while nobody asks for them; then the socket is paused, and TCP
 * holds the peer back.
 */
const WAITING_BYTES = 1 << 20;

interface Reader {
  readonly length: number;
  readonly header: Uint8Array;
  readonly message: Uint8Array;
  /** Bytes of header and message so far. */
  filled: number;
  readonly resolve: (message: Uint8Array) => void;
  readonly reject: (reason: Error) => void;
}

export class SocketLink implements Link {
  readonly #socket: Duplex;
  readonly #peer: number;
  readonly #waiting = new WaitingBytes();
  // Large buffers are expensive to allocate, and to collect.
  /** Holds one message until the next one is asked for. */
  #buffer = new Uint8Array(0);
  /** For the next frame, if it is large enough: the largest that has been written. */
  #frame = NO_MEMORY;
  #reader: Reader | undefined;
  #failure: ProtocolError | undefined;

  constructor(socket: Duplex, peer: number) {
    this.#socket = socket;
    this.#peer = peer;
    socket.on("data", (chunk: Uint8Array) => this.#take(chunk));
    socket.on("error", (cause) => this.#fail(this.#lost(cause)));
    for (const event of ["end", "close"]) socket.on(event, () => this.#fail(this.#lost()));
    if (socket.destroyed) this.#fail(this.#lost());
  }

  send(bytes: Uint8Array): void {
    if (this.#failure !== undefined) return; // the next receive rejects
    const length = HEADER_BYTES + bytes.length;
    const memory = length <= this.#frame.length ? this.#frame : Buffer.allocUnsafeSlow(length);
    this.#frame = NO_MEMORY;
    memory.writeUInt32LE(bytes.length);
    memory.set(bytes, HEADER_BYTES);
    this.#socket.write(memory.subarray(0, length), () => {
      if (memory.length > this.#frame.length) this.#frame = memory;
    });
  }

  receive(length: number): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#reader = {
        length,
        header: new Uint8Array(HEADER_BYTES),
        message: this.#room(length),
        filled: 0,
        resolve,
        reject,
      };
      if (this.#waiting.length > 0) this.#waiting.drop(this.#read(this.#reader, this.#waiting.view()));
      if (this.#reader !== undefined && this.#failure !== undefined) this.#settle(this.#failure);
      if (this.#waiting.length < WAITING_BYTES) this.#socket.resume();
    });
  }

  #room(length: number): Uint8Array {
    if (length > this.#buffer.length) this.#buffer = new Uint8Array(length);
    return this.#buffer.subarray(0, length);
  }

  /** Ends the link in an orderly way: the peer still receives what was sent. */
  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #take(chunk: Uint8Array): void {
    // While there is a reader, no bytes wait.
    const used = this.#reader === undefined ? 0 : this.#read(this.#reader, chunk);
    if (used === chunk.length) return;
    this.#waiting.put(chunk.subarray(used));
    if (this.#waiting.length >= WAITING_BYTES) this.#socket.pause();
  }

  /** Copies to the reader the bytes that it still needs, and returns how many were used. */
  #read(reader: Reader, bytes: Uint8Array): number {
    let used = 0;
    if (reader.filled < HEADER_BYTES) {
      used = Math.min(HEADER_BYTES - reader.filled, bytes.length);
      reader.header.set(bytes.subarray(0, used), reader.filled);
      reader.filled += used;
      if (reader.filled < HEADER_BYTES) return used;
      const length = new DataView(reader.header.buffer).getUint32(0, true);
      try {
        checkMessageLength(length, reader.length, this.#peer);
      } catch (error) {
        this.#fail(error as ProtocolError);
        return bytes.length;
      }
    }
    const at = reader.filled - HEADER_BYTES;
    const count = Math.min(reader.length - at, bytes.length - used);
    reader.message.set(bytes.subarray(used, used + count), at);
    reader.filled += count;
    if (reader.filled === HEADER_BYTES + reader.length) this.#settle(reader.message);
    return used + count;
  }

  #settle(outcome: Uint8Array | ProtocolError): void {
    const reader = this.#reader;
    this.#reader = undefined;
    if (outcome instanceof ProtocolError) reader?.reject(outcome);
    else reader?.resolve(outcome);
  }

  #fail(failure: ProtocolError): void {
    this.#failure ??= failure;
    this.#socket.destroy();
    this.#settle(this.#failure);
  }

  #lost(cause?: Error): ProtocolError {
    const words = `the connection to node ${this.#peer} has ended`;
    return new ProtocolError("PeerLost", words, this.#peer, cause === undefined ? {} : { cause });
  }
}
