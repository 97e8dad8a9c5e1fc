// Sums over points in the WebAssembly kernel. Variable-time: timing and memory access depend on the
// scalars, secret ones included, so do not run it where an attacker can time a party.
import { type CurveKernel, instantiateCurveKernel } from "./kernel.ts";

/** Bytes of a scalar, and of a point's coordinates x ‖ y, each little endian. */
export const SCALAR_BYTES = 32;
export const AFFINE_BYTES = 64;

const PAGE_BYTES = 65_536;

/** Finite points of the curve, in memory of their own, for many sums. */
export class PointSums {
  readonly #kernel: CurveKernel = instantiateCurveKernel();
  readonly #points: number;
  readonly #scalars: number;
  readonly #result: number;
  readonly #work: number;

  /** `points`: x ‖ y of each, coordinates below p of points on the curve, which is not checked. */
  constructor(points: Uint8Array) {
    const kernel = this.#kernel;
    const count = points.length / AFFINE_BYTES;
    const allocate = allocator(kernel);
    this.#result = allocate(AFFINE_BYTES);
    this.#points = allocate(count * kernel.pointBytes());
    this.#scalars = allocate(count * SCALAR_BYTES);
    this.#work = allocate(Math.max(kernel.workBytes(count), points.length));
    new Uint8Array(kernel.memory.buffer).set(points, this.#work);
    kernel.readPoints(this.#points, this.#work, count);
  }

  /** x ‖ y of Σ s_i·P_i over as many points as there are scalars, all below r; null for infinity. */
  sum(scalars: Uint8Array): Uint8Array | null {
    const memory = new Uint8Array(this.#kernel.memory.buffer);
    memory.set(scalars, this.#scalars);
    const count = scalars.length / SCALAR_BYTES;
    const finite = this.#kernel.sum(this.#result, this.#points, this.#scalars, count, this.#work);
    return finite === 1 ? memory.slice(this.#result, this.#result + AFFINE_BYTES) : null;
  }
}

/** Gives addresses of consecutive memory, aligned to 16. */
function allocator({ memory, heapBase }: CurveKernel): (bytes: number) => number {
  let top = (heapBase() + 15) & ~15;
  return (bytes) => {
    const at = top;
    top += (bytes + 15) & ~15;
    const missing = top - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    return at;
  };
}
