// The network as a node sees it: a link to each of the two other nodes. The nodes form a ring, 0 →
// 1 → 2 → 0.
import { ProtocolError } from "../../errors.ts";

export type NodeIndex = 0 | 1 | 2;

/**
 * One message per round and peer, in order. Whoever provides a link authenticates and encrypts it.
 */
export interface Link {
  /** Sends a copy of the bytes; does not wait. */
  send(bytes: Uint8Array): void;
  /**
   * The next message, of exactly `length` bytes, which are valid until the next `receive`. Rejects
   * with ProtocolError `MessageLength` or `PeerLost`, naming the node.
   */
  receive(length: number): Promise<Uint8Array>;
}

export interface Links {
  /** To node i + 1 mod 3. */
  readonly next: Link;
  /** To node i − 1 mod 3. */
  readonly previous: Link;
}

export function nextOf(node: NodeIndex): NodeIndex {
  return ((node + 1) % 3) as NodeIndex;
}

export function previousOf(node: NodeIndex): NodeIndex {
  return ((node + 2) % 3) as NodeIndex;
}

/** A node's links, by index of the node at the other end; its own entry alone is null. */
export type NodeLinks = readonly (Link | null)[];

export function neighbours(node: NodeIndex, links: NodeLinks): Links {
  return { next: links[nextOf(node)]!, previous: links[previousOf(node)]! };
}

/** Throws ProtocolError `MessageLength`. */
export function checkMessageLength(actual: number, expected: number, peer: number): void {
  if (actual !== expected) {
    throw new ProtocolError("MessageLength", `node ${peer} sent ${actual} bytes, not ${expected}`, peer);
  }
}

/** Messages on their way from one node to another in the same process. */
class Queue {
  readonly #from: number;
  readonly #arrived: Uint8Array[] = [];
  #waiting: PromiseWithResolvers<Uint8Array> | undefined;
  #ended = false;

  constructor(from: number) {
    this.#from = from;
  }

  put(bytes: Uint8Array): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#arrived.push(bytes);
    else waiting.resolve(bytes);
  }

  /** No message follows those that have arrived. */
  end(): void {
    this.#ended = true;
    this.#waiting?.reject(this.#lost());
  }

  async take(): Promise<Uint8Array> {
    const arrived = this.#arrived.shift();
    if (arrived !== undefined) return arrived;
    if (this.#ended) throw this.#lost();
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }

  #lost(): ProtocolError {
    return new ProtocolError("PeerLost", `node ${this.#from} has stopped`, this.#from);
  }
}

function linkOf(outgoing: Queue, incoming: Queue, peer: number): Link {
  return {
    send: (bytes) => outgoing.put(Uint8Array.from(bytes)),
    receive: async (length) => {
      const bytes = await incoming.take();
      checkMessageLength(bytes.length, length, peer);
      return bytes;
    },
  };
}

/** A node's links to two others in the same process. */
export interface LocalLinks extends Links {
  /**
   * Stops the node: `receive` at both other nodes rejects with `PeerLost` once they have taken what
   * it sent before.
   */
  end(): void;
}

/** What a node has of the network within a process. */
export interface LocalNode {
  readonly links: NodeLinks;
  /** As in `LocalLinks`. */
  end(): void;
}

/** Every node linked to every other in one process. */
export function connectNodes(count: number): LocalNode[] {
  const queues = Array.from({ length: count }, (_, from) => Array.from({ length: count }, () => new Queue(from)));
  return queues.map((own, node) => ({
    links: own.map((outgoing, peer) => (peer === node ? null : linkOf(outgoing, queues[peer]![node]!, peer))),
    end: () => {
      for (const queue of own) queue.end();
    },
  }));
}

/** The links of three nodes in one process, for tests and the demo; entry i is node i's. */
export function connectLinks(): readonly [LocalLinks, LocalLinks, LocalLinks] {
  const nodes = connectNodes(3);
  const linksOf = (node: NodeIndex): LocalLinks => {
    const { links, end } = nodes[node]!;
    return { ...neighbours(node, links), end };
  };
  return [linksOf(0), linksOf(1), linksOf(2)];
}
