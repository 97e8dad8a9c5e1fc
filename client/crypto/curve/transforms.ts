// Discrete Fourier transforms over the scalars Z_r, in the WebAssembly kernel. Variable-time.
import { mod } from "../../math/field.ts";
import { GROUP_ORDER } from "./bn254.ts";
import { instantiateCurveKernel } from "./kernel.ts";
import { fromLittleEndian, NUMBER_BYTES, toLittleEndian } from "./little-endian.ts";
import { KernelMemory } from "./memory.ts";

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
 * Σ_j root^(ij)·values_j for every i, in [0, r). Before it, `values` are multiplied by a sequence,
 * or afterwards what comes out. `values`: a power of two of any integers; `root` of that order.
 */
export function transform(
  values: readonly bigint[],
  root: bigint,
  { before, after }: { readonly before?: Geometric; readonly after?: Geometric },
): bigint[] {
  const bytes = NUMBER_BYTES * values.length;
  const log = Math.log2(values.length);
  const work = start + bytes;
  memory.reserve(work + kernel.transformBytes(log));
  memory.write(start, toLittleEndian(values.map(reduced)));
  if (before !== undefined) scale(values.length, before);
  memory.write(parameters, toLittleEndian([root]));
  kernel.transform(start, log, parameters, work);
  if (after !== undefined) scale(values.length, after);
  return fromLittleEndian(memory.read(start, bytes));
}

/** Most values are in [0, r) already. */
function reduced(value: bigint): bigint {
  return value >= 0n && value < GROUP_ORDER ? value : mod(value, GROUP_ORDER);
}

function scale(length: number, { factor, base }: Geometric): void {
  memory.write(parameters, toLittleEndian([factor, base]));
  kernel.scale(start, length, parameters, parameters + NUMBER_BYTES);
}
