// Threads that compute parts of a node's large products, each with an instance of the kernel on the
// node's memory. The result is the same however many there are. A thread sees the node's shares.
import { extname } from "node:path";
import { CryptoError } from "../../errors.ts";
import { SecondThread } from "../second-thread.ts";
import type { KernelModule, SharedMemory } from "../web-assembly.ts";
import { type Kernel, kernelModule } from "./kernel.ts";

/** A function of the kernel that may run in another thread, and its arguments. */
export type Call = readonly ["matrixVector" | "vectorMatrix" | "multiply", ...(readonly number[])];

/** What a thread begins with. */
export interface KernelThreadData {
  readonly module: KernelModule;
  readonly memory: SharedMemory;
}

/** Multiplications from which on a product is cut: to hand over a part takes half a millisecond. */
const LARGE = 2 ** 19;
/** Far longer than a part of any product takes. */
const PATIENCE_MS = 60_000;
/** TypeScript in a checkout, JavaScript in the package. */
const WORKER = new URL(`./kernel-worker${extname(import.meta.filename)}`, import.meta.url);

export interface KernelThreadsOptions {
  readonly worker?: URL;
  readonly patienceMs?: number;
}

/** The threads of one node. */
export class KernelThreads {
  readonly #count: number;
  readonly #worker: URL;
  readonly #patienceMs: number;
  #others: { readonly memory: SharedMemory; readonly threads: readonly SecondThread<Call, boolean>[] } | undefined;

  /** `count`: threads, the calling one included; the others start with the first large product. */
  constructor(count: number, { worker = WORKER, patienceMs = PATIENCE_MS }: KernelThreadsOptions = {}) {
    this.#count = count;
    this.#worker = worker;
    this.#patienceMs = patienceMs;
  }

  /** Into how many parts to cut a product. */
  partsOf(multiplications: number): number {
    return multiplications < LARGE ? 1 : this.#count;
  }

  /**
   * Runs calls, none of which reads what another writes. A thread that has not loaded, or is gone,
   * leaves its part to the calling one. Throws CryptoError `ThreadLost`; `SharesRange` for another
   * memory than that of the first product.
   */
  run(kernel: Kernel, memory: SharedMemory, [first, ...rest]: readonly [Call, ...Call[]]): void {
    const others = rest.length > 0 ? this.#startedOn(memory) : [];
    const asked = rest.map((call, k) => others[k]!.ask(call));
    for (const call of [first, ...rest.filter((_, k) => asked[k] === null)]) runCall(kernel, call);
    for (const answer of asked)
      if (answer !== null && answer() !== true)
        throw new CryptoError("ThreadLost", "a thread of this node did not finish its part of a product");
  }

  /** Afterwards nothing runs in other threads. */
  async end(): Promise<void> {
    await Promise.all((this.#others?.threads ?? []).map((thread) => thread.end()));
    this.#others = undefined;
  }

  #startedOn(memory: SharedMemory): readonly SecondThread<Call, boolean>[] {
    this.#others ??= { memory, threads: this.#start({ module: kernelModule(), memory }) };
    if (this.#others.memory !== memory)
      throw new CryptoError("SharesRange", "the threads of one node were given the memory of another");
    return this.#others.threads;
  }

  #start(data: KernelThreadData): SecondThread<Call, boolean>[] {
    return Array.from(
      { length: this.#count - 1 },
      () => new SecondThread<Call, boolean>(this.#worker, this.#patienceMs, data),
    );
  }
}

export const oneThread = new KernelThreads(1);

export function runCall(kernel: Kernel, [name, ...args]: Call): void {
  (kernel[name] as (...args: readonly number[]) => void)(...args);
}
