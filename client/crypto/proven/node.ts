// One of three nodes as it proves: its links, and the streams of random bytes that it has in common
// with each neighbour. They are other streams than those of the run that is proven.

import { type Links, type NodeIndex, nextOf, previousOf } from "../sharing/link.ts";
import { MaskStream } from "../sharing/masks.ts";
import type { SharingOptions } from "../sharing/party.ts";

/** The label under which the meter counts. */
const PHASE = "proof";

/** A node's links, counted. */
export class NodeLines {
  readonly node: NodeIndex;
  readonly #links: Links;
  readonly #meter: SharingOptions["meter"];

  constructor({ node, links, meter }: Pick<SharingOptions, "node" | "links" | "meter">) {
    this.node = node;
    this.#links = links;
    this.#meter = meter;
  }

  indexOf(neighbour: keyof Links): NodeIndex {
    return neighbour === "next" ? nextOf(this.node) : previousOf(this.node);
  }

  /** Counts a round of the protocol when it begins. */
  round(): void {
    this.#meter?.add(PHASE, "rounds", 1);
  }

  send(to: keyof Links, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#meter?.add(PHASE, "messages", 1);
    this.#meter?.add(PHASE, "bytes", bytes.length);
    this.#links[to].send(bytes);
  }

  /** A copy of a neighbour's next message, of exactly `length` bytes. Throws what links throw. */
  async receive(from: keyof Links, length: number): Promise<Uint8Array> {
    return length === 0 ? new Uint8Array(0) : Uint8Array.from(await this.#links[from].receive(length));
  }
}

export class ProvingNode extends NodeLines {
  readonly streams: { readonly next: MaskStream; readonly previous: MaskStream };

  constructor(options: SharingOptions) {
    super(options);
    const { node, seeds, epoch } = options;
    this.streams = {
      next: new MaskStream(seeds.next, epoch, `proof/${node}-${nextOf(node)}`),
      previous: new MaskStream(seeds.previous, epoch, `proof/${previousOf(node)}-${node}`),
    };
  }
}
