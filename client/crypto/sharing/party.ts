// One of the three nodes while it computes: memory, masks in common with each neighbour, links, and
// what the run costs.
import { CryptoError } from "../../errors.ts";
import { Arena, type Shares } from "./arena.ts";
import { ELEMENT_BYTES } from "./elements.ts";
import { type Links, type NodeIndex, nextOf, previousOf } from "./link.ts";
import { MaskStream } from "./masks.ts";

/** Hears what a node spends; a message counts where it is sent. */
export interface SharingMeter {
  add(phase: string, counted: "rounds" | "messages" | "bytes", amount: number): void;
}

export interface SharingOptions {
  readonly node: NodeIndex;
  readonly links: Links;
  /** 32 secret bytes in common with the next and with the previous node. */
  readonly seeds: { readonly next: Uint8Array; readonly previous: Uint8Array };
  /**
   * 0 for a fresh session, one more at each restart from a checkpoint; equal at all nodes. No mask
   * is used in two epochs.
   */
  readonly epoch: number;
  readonly meter?: SharingMeter;
}

/** Addresses and lengths in bytes that make up one message, in this order. */
type Parts = readonly (readonly [at: number, length: number])[];

export class Party {
  readonly node: NodeIndex;
  readonly arena = new Arena();
  readonly masks: { readonly next: MaskStream; readonly previous: MaskStream };
  readonly #links: Links;
  readonly #meter: SharingMeter | undefined;
  phase = "";

  constructor(options: SharingOptions) {
    const { node, links, seeds, epoch, meter } = options;
    this.node = node;
    this.#links = links;
    this.#meter = meter;
    this.masks = {
      next: new MaskStream(seeds.next, epoch, `${node}-${nextOf(node)}`),
      previous: new MaskStream(seeds.previous, epoch, `${previousOf(node)}-${node}`),
    };
  }

  /** Counts rounds of the protocol that begins. */
  rounds(count: number): void {
    this.#meter?.add(this.phase, "rounds", count);
  }

  send(to: keyof Links, parts: Parts): void {
    const length = parts.reduce((sum, [, bytes]) => sum + bytes, 0);
    if (length === 0) return;
    const message = new Uint8Array(length);
    let offset = 0;
    for (const [at, bytes] of parts) {
      message.set(this.arena.bytes(at, bytes), offset);
      offset += bytes;
    }
    this.#meter?.add(this.phase, "messages", 1);
    this.#meter?.add(this.phase, "bytes", length);
    this.#links[to].send(message);
  }

  /** The next message of a neighbour into memory, cut into parts. */
  async receive(from: keyof Links, parts: Parts): Promise<void> {
    const length = parts.reduce((sum, [, bytes]) => sum + bytes, 0);
    if (length === 0) return;
    const message = await this.#links[from].receive(length);
    let offset = 0;
    for (const [at, bytes] of parts) {
      this.arena.write(at, message.subarray(offset, offset + bytes));
      offset += bytes;
    }
  }

  /** Index of a neighbour, to name it. */
  indexOf(neighbour: keyof Links): NodeIndex {
    return neighbour === "next" ? nextOf(this.node) : previousOf(this.node);
  }
}

/** Throws CryptoError `SharesLength`. */
export function checkLength(actual: number, expected: number): void {
  if (actual !== expected) throw new CryptoError("SharesLength", `${actual} elements where ${expected} are needed`);
}

/** Consecutive parts of a vector, views with these lengths. */
export function split(whole: Shares, lengths: readonly number[]): Shares[] {
  let offset = 0;
  return lengths.map((length) => {
    const shift = ELEMENT_BYTES * offset;
    offset += length;
    return { a: whole.a + shift, b: whole.b + shift, length };
  });
}
