// Links that keep digests of what went over them, so that the two ends of each can compare: for
// each direction, SHA-256 of the messages, each preceded by its length in 4 bytes, little endian.
import type { Link } from "./link.ts";
import { RunningHash } from "./running-hash.ts";

/** Digests (32 bytes each) of what was sent and received so far. */
export interface LinkDigests {
  readonly sent: Uint8Array;
  readonly received: Uint8Array;
}

export interface RecordedLink extends Link {
  digests(): LinkDigests;
}

export function recordLink(link: Link): RecordedLink {
  const sent = new RunningHash();
  const received = new RunningHash();
  return {
    send: (bytes) => {
      absorb(sent, bytes);
      link.send(bytes);
    },
    receive: async (length) => {
      const bytes = await link.receive(length);
      absorb(received, bytes);
      return bytes;
    },
    digests: () => ({ sent: sent.digest(), received: received.digest() }),
  };
}

function absorb(hash: RunningHash, bytes: Uint8Array): void {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  hash.update(length);
  hash.update(bytes);
}
