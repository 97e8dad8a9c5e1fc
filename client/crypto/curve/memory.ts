// The memory of an instance of the kernel: consecutive addresses from the first one that is free.
import { PAGE_BYTES } from "../web-assembly.ts";
import type { CurveKernel } from "./kernel.ts";

const ALIGNMENT = 16;

export class KernelMemory {
  readonly #kernel: CurveKernel;
  #top: number;

  constructor(kernel: CurveKernel) {
    this.#kernel = kernel;
    this.#top = kernel.heapBase();
  }

  /** Address of so many bytes, a multiple of 16. */
  allocate(bytes: number): number {
    const at = Math.ceil(this.#top / ALIGNMENT) * ALIGNMENT;
    this.#top = at + bytes;
    this.reserve(this.#top);
    return at;
  }

  /** Makes all addresses below `end` usable. */
  reserve(end: number): void {
    const missing = end - this.#kernel.memory.buffer.byteLength;
    if (missing > 0) this.#kernel.memory.grow(Math.ceil(missing / PAGE_BYTES));
  }

  write(at: number, bytes: Uint8Array): void {
    new Uint8Array(this.#kernel.memory.buffer).set(bytes, at);
  }

  /** A copy. */
  read(at: number, bytes: number): Uint8Array {
    return new Uint8Array(this.#kernel.memory.buffer).slice(at, at + bytes);
  }
}
