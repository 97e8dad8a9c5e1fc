// One of the three nodes while it computes: its memory, the masks that it shares with each
// neighbour, its links, and a meter of the run's cost.
import { CryptoError } from "../../errors.ts";
import { Arena, type Shares, viewOf } from "./arena.ts";
import type { KernelThreads } from "./kernel-threads.ts";
import { type Links, type NodeIndex, nextOf, previousOf } from "./link.ts";
import { MaskStream } from "./masks.ts";

/** Counts what a node spends; a message is counted by its sender. */
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
  /** By default the calling one only. */
  readonly threads?: KernelThreads;
}

/** Address and length in bytes of a part of a message. */
export type Part = readonly [at: number, length: number];

export class Party {
  readonly node: NodeIndex;
  readonly arena: Arena;
  readonly masks: { readonly next: MaskStream; readonly previous: MaskStream };
  readonly #links: Links;
  readonly #meter: SharingMeter | undefined;
  /** How many sign tests each node has compared. */
  readonly #compared: [number, number, number] = [0, 0, 0];
  /** Room for a message: large buffers are expensive to allocate, and to collect. */
  #room = new Uint8Array(0);
  phase = "";

  constructor(options: SharingOptions) {
    const { node, links, seeds, epoch, meter, threads } = options;
    this.arena = new Arena(2, threads);
    this.node = node;
    this.#links = links;
    this.#meter = meter;
    this.masks = {
      next: new MaskStream(seeds.next, epoch, `${node}-${nextOf(node)}`),
      previous: new MaskStream(seeds.previous, epoch, `${previousOf(node)}-${node}`),
    };
  }

  /** Counts the rounds of a protocol when it begins. */
  rounds(count: number): void {
    this.#meter?.add(this.phase, "rounds", count);
  }

  /**
   * The node that has compared least so far in sign tests (negative.ts), where the comparer sends
   * more than the others. Numbers of tests are public, so all nodes agree.
   */
  leastBusy(): NodeIndex {
    return this.#compared.indexOf(Math.min(...this.#compared)) as NodeIndex;
  }

  countTests(comparer: NodeIndex, tests: number): void {
    this.#compared[comparer] += tests;
  }

  send(to: keyof Links, parts: readonly Part[]): void {
    const length = parts.reduce((sum, [, bytes]) => sum + bytes, 0);
    if (length === 0) return;
    if (length > this.#room.length) this.#room = new Uint8Array(length);
    const message = this.#room.subarray(0, length);
    let offset = 0;
    for (const [at, bytes] of parts) {
      message.set(this.arena.bytes(at, bytes), offset);
      offset += bytes;
    }
    this.#meter?.add(this.phase, "messages", 1);
    this.#meter?.add(this.phase, "bytes", length);
    this.#links[to].send(message);
  }

  /** Receives the next message of a neighbour and writes its parts into memory. */
  async receive(from: keyof Links, parts: readonly Part[]): Promise<void> {
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

/** Views of consecutive parts of a vector, with these lengths. */
export function split(whole: Shares, lengths: readonly number[]): Shares[] {
  let offset = 0;
  return lengths.map((length) => {
    offset += length;
    return viewOf(whole, offset - length, length);
  });
}
