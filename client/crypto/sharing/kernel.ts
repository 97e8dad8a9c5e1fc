// The WebAssembly kernel (source in kernel/, compiled by `npm run build`). Each node has its own
// memory, and an instance on it in each thread (kernel-threads.ts). An address is a byte offset
// into that memory; a vector is contiguous, 16 bytes per element.
import { compileKernel, instantiate, type KernelModule, type SharedMemory } from "../web-assembly.ts";
import { kernelWasm } from "./kernel-wasm.ts";

type Address = number;

/** Exports of kernel/index.ts; the files there say what each does. */
export interface Kernel {
  heapBase(): Address;
  add(target: Address, x: Address, y: Address, length: number): void;
  subtract(target: Address, x: Address, y: Address, length: number): void;
  xor(target: Address, x: Address, y: Address, length: number): void;
  addConstant(target: Address, x: Address, low: bigint, high: bigint, length: number): void;
  scale(target: Address, x: Address, low: bigint, high: bigint, length: number): void;
  prefixSums(target: Address, x: Address, length: number): void;
  gather(target: Address, x: Address, indices: Address, length: number): void;
  scatter(target: Address, x: Address, indices: Address, length: number): void;
  pick(target: Address, x: Address, rows: number, rowStep: number, count: number, step: number): void;
  put(target: Address, x: Address, rows: number, rowStep: number, count: number, step: number): void;
  product(z: Address, xa: Address, xb: Address, ya: Address, yb: Address, length: number): void;
  outer(z: Address, ca: Address, cb: Address, rows: number, ra: Address, rb: Address, columns: number): void;
  matrixVector(z: Address, ma: Address, mb: Address, rows: number, columns: number, va: Address, vb: Address): void;
  vectorMatrix(
    z: Address,
    va: Address,
    vb: Address,
    rows: number,
    ma: Address,
    mb: Address,
    columns: number,
    width: number,
  ): void;
  columnTerms(terms: Address, x: Address, y: Address, inner: number, columns: number): void;
  digitsOf(out: Address, x: Address, inner: number, columns: number): void;
  digitsBytes(inner: number, columns: number): number;
  multiply(
    z: Address,
    xa: Address,
    xb: Address,
    rows: number,
    inner: number,
    v: Address,
    s: Address,
    terms: Address,
    columns: number,
    room: Address,
  ): void;
  roomBytes(inner: number): number;
  weigh(target: Address, x: Address, weights: Address, columns: number, rows: number): void;
  truncateDeal(
    quotient: Address,
    tag: Address,
    z2: Address,
    mask: Address,
    tagMask: Address,
    bits: number,
    bytes: number,
    length: number,
  ): void;
  truncateTags(out: Address, c: Address, tag: Address, mask: Address, bytes: number, length: number): void;
  truncateClose(
    y1: Address,
    c: Address,
    mine: Address,
    theirs: Address,
    low: bigint,
    high: bigint,
    bits: number,
    bytes: number,
    length: number,
  ): void;
  subtractTags(y: Address, tag: Address, bits: number, bytes: number, length: number): void;
  unaryDigits(out: Address, x: Address, length: number): void;
  signLanes(
    out: Address,
    digits: Address,
    x: Address,
    coins: Address,
    random: Address,
    constant: number,
    length: number,
  ): void;
  termLanes(
    out: Address,
    terms: Address,
    count: number,
    coins: Address,
    random: Address,
    constant: number,
    length: number,
  ): void;
  findZeros(out: Address, first: Address, second: Address, lanes: number, length: number): void;
  xorTopBits(out: Address, x: Address, length: number): void;
  choose(out: Address, bits: Address, words: Address, width: number, length: number): void;
  negateWhere(words: Address, bits: Address, width: number, length: number): void;
  encodeDigits(code: Address, numbers: Address, unary: 0 | 1, length: number): void;
  multiplyDigits(out: Address, equal: Address, least: Address, constant: 0 | 1, length: number): void;
  firstPlaces(generate: Address, pass: Address, products: Address, equal: Address, length: number): void;
  multiplyPlaces(
    out: Address,
    firstGenerate: Address,
    firstPass: Address,
    secondGenerate: Address,
    secondPass: Address,
    left: number,
    square: 0 | 1,
    length: number,
  ): void;
  nextPlaces(generate: Address, pass: Address, products: Address, left: number, length: number): void;
  signBits(out: Address, equal: Address, least: Address, generate: Address, length: number): void;
  maskNumbers(component: Address, difference: Address, value: Address, mask: Address, length: number): void;
  maskBits(component: Address, difference: Address, value: Address, mask: Address, length: number): void;
  takeLow(out: Address, x: Address, bytes: number, length: number): void;
  addLow(component: Address, x: Address, bytes: number, length: number): void;
}

export function kernelModule(): KernelModule {
  return compileKernel(kernelWasm);
}

/** A fresh instance on this memory. */
export function instantiateKernel(memory: SharedMemory): Kernel {
  return instantiate(kernelModule(), memory) as Kernel;
}
