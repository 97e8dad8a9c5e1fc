// Vectors over the scalars Z_r in the form of the WebAssembly kernel: arithmetic entry by entry
// without a JavaScript integer in between. Variable-time.
import { ConcordatError } from "../../errors.ts";
import { mod } from "../../math/field.ts";
import { GROUP_ORDER } from "./bn254.ts";
import { instantiateCurveKernel } from "./kernel.ts";
import { fromLittleEndian, NUMBER_BYTES, toLittleEndian } from "./little-endian.ts";
import { KernelMemory } from "./memory.ts";

const kernel = instantiateCurveKernel();
const memory = new KernelMemory(kernel);
const start = memory.allocate(0);
/** Of one vector in the kernel's memory, where several are multiplied. */
const BLOCK_BYTES = 1024 * NUMBER_BYTES;

/**
 * Operations on several vectors throw ConcordatError LengthsDiffer unless they are of one length.
 */
export class Vector {
  /** Numbers in [0, r), 32 bytes each, little endian; not to be changed. */
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Of any integers, modulo r. */
  static of(values: readonly bigint[]): Vector {
    return new Vector(toLittleEndian(values.map(reduced)));
  }

  static zero(length: number): Vector {
    return new Vector(new Uint8Array(NUMBER_BYTES * length));
  }

  get length(): number {
    return this.bytes.length / NUMBER_BYTES;
  }

  /** In [0, r). */
  toNumbers(): bigint[] {
    return fromLittleEndian(this.bytes);
  }

  plus(b: Vector): Vector {
    return this.#changed([b], (own, other) => kernel.add(own, other, false, this.length));
  }

  minus(b: Vector): Vector {
    return this.#changed([b], (own, other) => kernel.add(own, other, true, this.length));
  }

  /** Plus Σ a_i·b_i in entry i, over all pairs of a and b. */
  plusProducts(pairs: readonly (readonly [a: Vector, b: Vector])[]): Vector {
    const vectors = pairs.flat();
    this.#requireSameLength(vectors);
    const out = this.bytes.slice();
    // Some at a time, so that all are in the processor's cache.
    for (let from = 0; from < out.length; from += BLOCK_BYTES) {
      const block = out.subarray(from, from + BLOCK_BYTES);
      const place = (i: number) => start + i * block.length;
      memory.reserve(place(1 + vectors.length));
      memory.write(start, block);
      for (const [i, { bytes }] of vectors.entries())
        memory.write(place(1 + i), bytes.subarray(from, from + block.length));
      kernel.addProducts(start, place(1), pairs.length, block.length / NUMBER_BYTES);
      block.set(memory.read(start, block.length));
    }
    return new Vector(out);
  }

  /** Plus factor·a_i in entry i; `factor` is any integer. */
  plusMultiple(a: Vector, factor: bigint): Vector {
    return this.#changed([a], (own, other, free) => {
      writeNumber(free, factor);
      kernel.addMultiple(own, other, free, this.length);
    });
  }

  /** a_i·b_i in entry i. */
  times(b: Vector): Vector {
    return Vector.zero(this.length).plusProducts([[this, b]]);
  }

  /**
   * Σ_(j < count) base^j·(entry i + j·step) in entry i, indices modulo the length; `base` is any
   * integer.
   */
  windowSums(count: number, step: number, base: bigint): Vector {
    return Vector.zero(this.length).#changed([this], (sums, own, free) => {
      writeNumber(free, base);
      kernel.windowSums(sums, own, this.length, step, count, free);
    });
  }

  /** With zeros behind it, up to a length. */
  padded(length: number): Vector {
    const bytes = new Uint8Array(NUMBER_BYTES * length);
    bytes.set(this.bytes);
    return new Vector(bytes);
  }

  /** All entries, and again, `times` times. */
  repeated(times: number): Vector {
    const bytes = new Uint8Array(times * this.bytes.length);
    for (let at = 0; at < bytes.length; at += this.bytes.length) bytes.set(this.bytes, at);
    return new Vector(bytes);
  }

  /** Entry i is entry i + by, modulo the length. */
  rotated(by: number): Vector {
    const at = NUMBER_BYTES * (by % this.length);
    const bytes = new Uint8Array(this.bytes.length);
    bytes.set(this.bytes.subarray(at));
    bytes.set(this.bytes.subarray(0, at), this.bytes.length - at);
    return new Vector(bytes);
  }

  /**
   * What a change in the kernel's memory makes of this vector, given its address and the others'.
   */
  #changed(others: readonly Vector[], change: (own: number, second: number, third: number) => void): Vector {
    this.#requireSameLength(others);
    const size = this.bytes.length;
    const place = (i: number) => start + i * size;
    memory.reserve(place(1 + others.length));
    for (const [i, { bytes }] of [this, ...others].entries()) memory.write(place(i), bytes);
    change(place(0), place(1), place(2));
    return new Vector(memory.read(start, size));
  }

  #requireSameLength(others: readonly Vector[]): void {
    if (others.some(({ length }) => length !== this.length))
      throw new ConcordatError("LengthsDiffer", "vectors of different lengths are added or multiplied");
  }
}

function writeNumber(at: number, value: bigint): void {
  memory.reserve(at + NUMBER_BYTES);
  memory.write(at, toLittleEndian([reduced(value)]));
}

/** Most values are in [0, r) already. */
function reduced(value: bigint): bigint {
  return value >= 0n && value < GROUP_ORDER ? value : mod(value, GROUP_ORDER);
}
