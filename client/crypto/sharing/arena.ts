// Memory of one node: a stack in the kernel's linear memory that grows as needed. For temporary
// memory, a caller takes a mark before it allocates and releases the mark afterwards. Handles are
// addresses; those allocated after a mark are invalid once it is released.
import { CryptoError } from "../../errors.ts";
import { createSharedMemory, MOST_PAGES, PAGE_BYTES } from "../web-assembly.ts";
import { ELEMENT_BYTES } from "./elements.ts";
import { instantiateKernel, type Kernel } from "./kernel.ts";
import { type Call, type KernelThreads, oneThread } from "./kernel-threads.ts";

/**
 * Integers mod 2^128, as the components of each that this node holds. Of three nodes, node i has
 * x_i at `a` and x_(i+1) at `b`; of four, x_(i+1), x_(i+2) and x_(i+3) at `a`, `b` and `c`.
 */
export interface Shares {
  readonly a: number;
  readonly b: number;
  readonly c?: number;
  readonly length: number;
}

/**
 * This node's addends of integers mod 2^128: its part of a product before the product is reshared
 * or truncated. Among three nodes one vector of addends; among four, three vectors in a row.
 */
export interface Addends {
  readonly at: number;
  readonly length: number;
}

/** A place in the stack. */
export type Mark = number;

/** Addresses of the components, in order. */
export function componentsOf({ a, b, c }: Shares): readonly number[] {
  return c === undefined ? [a, b] : [a, b, c];
}

/** View of `length` elements from `start`; the caller has checked the range. */
export function viewOf({ a, b, c }: Shares, start: number, length: number): Shares {
  const shift = ELEMENT_BYTES * start;
  return { a: a + shift, b: b + shift, ...(c === undefined ? {} : { c: c + shift }), length };
}

export class Arena {
  readonly kernel: Kernel;
  readonly #memory = createSharedMemory();
  readonly #components: 2 | 3;
  readonly #threads: KernelThreads;
  #top: number;
  #buffer: Uint8Array;

  /** `components`: how many of each number the node holds. */
  constructor(components: 2 | 3, threads: KernelThreads = oneThread) {
    this.kernel = instantiateKernel(this.#memory);
    this.#components = components;
    this.#threads = threads;
    this.#top = (this.kernel.heapBase() + 15) & ~15;
    this.#buffer = new Uint8Array(this.#memory.buffer);
  }

  mark(): Mark {
    return this.#top;
  }

  release(mark: Mark): void {
    if (mark > this.#top) throw new CryptoError("ArenaMark", "a mark was released twice, or after an earlier one");
    this.#top = mark;
  }

  /** Address of `bytes` newly allocated, uninitialised bytes, aligned to 16. */
  allocate(bytes: number): number {
    const at = this.#top;
    const end = at + 16 * Math.ceil(bytes / 16);
    if (end > this.#buffer.length) this.#grow(end);
    this.#top = end;
    return at;
  }

  /** To `end` and by half of what there is, or to the last page. */
  #grow(end: number): void {
    const have = this.#buffer.length / PAGE_BYTES;
    const missing = Math.ceil(end / PAGE_BYTES) - have;
    if (have + missing > MOST_PAGES)
      throw new CryptoError("SharesLength", "a node's numbers need more memory than the 4 GiB that it can address");
    this.#memory.grow(Math.min(MOST_PAGES - have, missing + (have >>> 1)));
    this.#buffer = new Uint8Array(this.#memory.buffer);
  }

  /**
   * Runs a function of the kernel on consecutive ranges of `length` rows or columns, each range in
   * a thread of its own if there are many `multiplications`. `call` may allocate.
   */
  inParts(length: number, multiplications: number, call: (from: number, count: number) => Call): void {
    const parts = Math.min(length, this.#threads.partsOf(multiplications));
    const bounds = Array.from({ length: parts + 1 }, (_, k) => Math.floor((length * k) / parts));
    const [first, ...rest] = bounds.slice(1).map((to, k) => call(bounds[k]!, to - bounds[k]!));
    if (first !== undefined) this.#threads.run(this.kernel, this.#memory, [first, ...rest]);
  }

  elements(length: number): number {
    return this.allocate(ELEMENT_BYTES * length);
  }

  shares(length: number): Shares {
    const both = { a: this.elements(length), b: this.elements(length), length };
    return this.#components === 2 ? both : { ...both, c: this.elements(length) };
  }

  addends(length: number): Addends {
    return { at: this.elements(length), length };
  }

  /** View of memory, which later allocations leave as it is. */
  bytes(at: number, length: number): Uint8Array {
    return this.#buffer.subarray(at, at + length);
  }

  /** The same bytes as words. */
  words(at: number, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, at, length / Uint32Array.BYTES_PER_ELEMENT);
  }

  write(at: number, bytes: Uint8Array): void {
    this.#buffer.set(bytes, at);
  }

  /** target ⊕= bytes, both where `allocate` put them: up to the next 16 bytes of each. */
  xorBytes(target: number, bytes: number, length: number): void {
    this.kernel.xor(target, target, bytes, Math.ceil(length / ELEMENT_BYTES));
  }

  /** Address of the numbers as u32 words. */
  indices(values: ArrayLike<number>): number {
    const at = this.allocate(4 * values.length);
    this.words(at, 4 * values.length).set(values);
    return at;
  }
}
