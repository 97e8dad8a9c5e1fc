// Sums over points in the WebAssembly kernel. Variable-time: timing and memory access depend on the
// scalars, secret ones included, so do not run it where an attacker can time a party.
import { ConcordatError } from "../../errors.ts";
import { type CurveKernel, instantiateCurveKernel } from "./kernel.ts";
import { NUMBER_BYTES } from "./little-endian.ts";
import { KernelMemory } from "./memory.ts";

/** Bytes of a point's coordinates x ‖ y, each little endian. */
export const AFFINE_BYTES = 2 * NUMBER_BYTES;

/** Finite points of the curve, in memory of their own, for many sums. */
export class PointSums {
  readonly #kernel: CurveKernel = instantiateCurveKernel();
  readonly #memory = new KernelMemory(this.#kernel);
  readonly #count: number;
  readonly #points: number;
  readonly #scalars: number;
  readonly #result: number;
  readonly #work: number;

  /** `points`: x ‖ y of each, below p, of points on the curve, which is not checked. */
  constructor(points: Uint8Array) {
    const count = points.length / AFFINE_BYTES;
    this.#count = count;
    this.#result = this.#memory.allocate(AFFINE_BYTES);
    this.#points = this.#memory.allocate(count * this.#kernel.pointBytes());
    this.#scalars = this.#memory.allocate(count * NUMBER_BYTES);
    this.#work = this.#memory.allocate(Math.max(this.#kernel.sumBytes(count), points.length));
    this.#memory.write(this.#work, points);
    this.#kernel.readPoints(this.#points, this.#work, count);
  }

  /**
   * x ‖ y of Σ s_i·P_i over as many points as there are scalars, from number `from` on; scalars of
   * 32 bytes each, little endian, below r; null for infinity.
   * @throws ConcordatError LengthsDiffer for more scalars than points.
   */
  sum(scalars: Uint8Array, from = 0): Uint8Array | null {
    const count = scalars.length / NUMBER_BYTES;
    if (from + count > this.#count)
      throw new ConcordatError("LengthsDiffer", `${from + count} scalars for ${this.#count} points`);
    this.#memory.write(this.#scalars, scalars);
    const points = this.#points + from * this.#kernel.pointBytes();
    const finite = this.#kernel.sum(this.#result, points, this.#scalars, count, this.#work);
    return finite === 1 ? this.#memory.read(this.#result, AFFINE_BYTES) : null;
  }
}
