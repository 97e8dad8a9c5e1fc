// Kernels compiled to WebAssembly, which are small enough to be compiled at once.

/**
 * The part of the global that this file uses; TypeScript declares it only in the browser's types.
 */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

const compiled = new Map<string, object>();

/** The exports of a fresh instance of a module, base64, that is compiled once per process. */
export function instantiate(wasm: string): unknown {
  const module = compiled.get(wasm) ?? new WebAssembly.Module(Buffer.from(wasm, "base64"));
  compiled.set(wasm, module);
  return new WebAssembly.Instance(module).exports;
}
