// The WebAssembly kernel of bn254: sums of points, and transforms and products of vectors over the
// scalars (source in kernel/, compiled by `npm run build`). An address is a byte offset into the
// memory of an instance. Variable-time: see sums.ts.
import { compileKernel, instantiate } from "../web-assembly.ts";
import { kernelWasm } from "./kernel-wasm.ts";

type Address = number;

/** Exports of kernel/index.ts; the files there say what each does. */
export interface CurveKernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  heapBase(): Address;
  pointBytes(): number;
  sumBytes(count: number): number;
  readPoints(target: Address, words: Address, count: number): void;
  sum(result: Address, points: Address, scalars: Address, count: number, work: Address): number;
  scale(vector: Address, length: number, factor: Address, base: Address): void;
  transformBytes(log: number): number;
  levelRoots(roots: Address, log: number, root: Address, shift: Address): void;
  transform(vector: Address, log: number, roots: Address, work: Address): void;
  add(target: Address, a: Address, negative: boolean, length: number): void;
  addMultiple(target: Address, a: Address, factor: Address, length: number): void;
  addProducts(target: Address, pairs: Address, count: number, length: number): void;
  windowSums(target: Address, a: Address, length: number, step: number, count: number, base: Address): void;
}

/** A fresh instance with its own memory. */
export function instantiateCurveKernel(): CurveKernel {
  return instantiate(compileKernel(kernelWasm)) as CurveKernel;
}
