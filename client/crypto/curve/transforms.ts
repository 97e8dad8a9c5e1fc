// Discrete Fourier transforms over the scalars Z_r, in the WebAssembly kernel. Variable-time.
import { instantiateCurveKernel } from "./kernel.ts";
import { NUMBER_BYTES, toLittleEndian } from "./little-endian.ts";
import { KernelMemory } from "./memory.ts";
import { Vector } from "./vector.ts";

/** The sequence factor, factor·base, factor·base², …; both in [0, r). */
export interface Geometric {
  readonly factor: bigint;
  readonly base: bigint;
}

const kernel = instantiateCurveKernel();
const memory = new KernelMemory(kernel);
const parameters = memory.allocate(2 * NUMBER_BYTES);
const start = memory.allocate(0);

/**
 * Σ_j root^(ij)·(number j) for every i. Before it, `values` are multiplied by a sequence, or
 * afterwards what comes out. As many values as a power of two; `root` of that order.
 */
export function transform(
  { bytes, length }: Vector,
  root: bigint,
  { before, after }: { readonly before?: Geometric; readonly after?: Geometric },
): Vector {
  const log = Math.log2(length);
  const work = start + bytes.length;
  memory.reserve(work + kernel.transformBytes(log));
  memory.write(start, bytes);
  if (before !== undefined) scale(length, before);
  memory.write(parameters, toLittleEndian([root]));
  kernel.transform(start, log, parameters, work);
  if (after !== undefined) scale(length, after);
  return new Vector(memory.read(start, bytes.length));
}

function scale(length: number, { factor, base }: Geometric): void {
  memory.write(parameters, toLittleEndian([factor, base]));
  kernel.scale(start, length, parameters, parameters + NUMBER_BYTES);
}
