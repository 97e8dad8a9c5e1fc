// Kernels compiled to WebAssembly, which are small enough to be compiled at once.

export const PAGE_BYTES = 65_536;
/** As many as a kernel can address: 4 GiB. */
export const MOST_PAGES = 65_536;

/** Memory that several threads have; it grows up to `MOST_PAGES`. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

/** Compiled; other threads can have it. */
export type KernelModule = object;

/**
 * The part of the global that this file uses; TypeScript declares it only in the browser's types.
 */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => KernelModule;
  readonly Instance: new (module: KernelModule, imports: object) => { readonly exports: unknown };
  readonly Memory: new (pages: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => SharedMemory;
};

const compiled = new Map<string, KernelModule>();

/** A module, base64, that is compiled once per process. */
export function compileKernel(wasm: string): KernelModule {
  const module = compiled.get(wasm) ?? new WebAssembly.Module(Buffer.from(wasm, "base64"));
  compiled.set(wasm, module);
  return module;
}

/** One page. */
export function createSharedMemory(): SharedMemory {
  return new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
}

/** The exports of a fresh instance, on `memory` if the kernel does not bring its own. */
export function instantiate(module: KernelModule, memory?: SharedMemory): unknown {
  return new WebAssembly.Instance(module, { env: { memory } }).exports;
}
