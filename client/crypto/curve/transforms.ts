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

/** What a transform of 2^log numbers needs of its root and its shift, kept for later ones. */
const known = new Map<string, Uint8Array>();

/** The coset shift·⟨root⟩. */
export interface Coset {
  readonly root: bigint;
  readonly shift: bigint;
}

/**
 * Σ_j (shift·root^i)^j·(number j) for every i, and what comes out multiplied by a sequence. As many
 * values as a power of two; `root` of that order.
 */
export function transform({ bytes, length }: Vector, coset: Coset, after?: Geometric): Vector {
  const log = Math.log2(length);
  const size = kernel.transformBytes(log);
  const roots = start + bytes.length;
  const work = roots + size;
  memory.reserve(work + size);
  memory.write(roots, rootsOf(log, coset));
  memory.write(start, bytes);
  kernel.transform(start, log, roots, work);
  if (after !== undefined) scale(length, after);
  return new Vector(memory.read(start, bytes.length));
}

function rootsOf(log: number, { root, shift }: Coset): Uint8Array {
  const name = `${log} ${root} ${shift}`;
  const before = known.get(name);
  if (before !== undefined) return before;
  memory.write(parameters, toLittleEndian([root, shift]));
  kernel.levelRoots(start, log, parameters, parameters + NUMBER_BYTES);
  const roots = memory.read(start, kernel.transformBytes(log));
  known.set(name, roots);
  return roots;
}

function scale(length: number, { factor, base }: Geometric): void {
  memory.write(parameters, toLittleEndian([factor, base]));
  kernel.scale(start, length, parameters, parameters + NUMBER_BYTES);
}
