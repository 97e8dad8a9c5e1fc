// Links that remember what went over them as digests, so that the two ends of each can compare:
// SHA-256 of the messages one way, each after its length in 4 bytes, little endian.
import { createHash, type Hash } from "node:crypto";
import type { Link, Links } from "./link.ts";

/** Digests (32 bytes) of what went one way and the other, so far. */
export interface LinkDigests {
  readonly sent: Uint8Array;
  readonly received: Uint8Array;
}

export interface RecordedLinks extends Links {
  digests(): { readonly next: LinkDigests; readonly previous: LinkDigests };
}

export function recordLinks(links: Links): RecordedLinks {
  const [next, previous] = [record(links.next), record(links.previous)];
  return { next, previous, digests: () => ({ next: next.digests(), previous: previous.digests() }) };
}

function record(link: Link): Link & { digests(): LinkDigests } {
  const sent = createHash("sha256");
  const received = createHash("sha256");
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
    digests: () => ({ sent: digestOf(sent), received: digestOf(received) }),
  };
}

function absorb(hash: Hash, bytes: Uint8Array): void {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  hash.update(length).update(bytes);
}

function digestOf(hash: Hash): Uint8Array {
  return new Uint8Array(hash.copy().digest());
}
