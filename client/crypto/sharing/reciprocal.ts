// Reciprocals of x in [2^-20, 2^20) with 40 fractional bits: 16 rounds, about 5 kB per element and
// node, relative error below 2^-38.
//
// x is compared with all powers of two at once; the resulting bits, added up with public weights,
// select the power v for which y = x·v lies in [1/2, 1). This interval is cut into eight segments
// of equal ratio. In the same way, comparisons find the segment of y and select the line w = α − βy
// that comes closest to 1/y on it, with a relative error of at most 2^-10. From there 1/y = w(1 +
// e)(1 + e²)… with e = 1 − yw; two factors leave e⁴ < 2^-40. Nothing is opened.
// Source: Catrina and Saxena, "Secure computation with fixed-point numbers" (FC 2010), section 4,
// where a first approximation is refined by Goldschmidt's method; here comparisons find the first
// approximation, as they are cheap.
import type { Alongside, Carrier } from "./alongside.ts";
import type { Shares } from "./arena.ts";
import { encodeElements } from "./elements.ts";
import { addPublic, combine, concat, publicVector, repeat, scale, slice, weigh } from "./local.ts";
import type { Scheme } from "./scheme.ts";

/** Fractional bits of the result. */
export const RECIPROCAL_BITS = 60;

const LOWEST = 20; // x = 2^-20 is the integer 2^20
const HIGHEST = 60;
/** 2^(s/8), s = 0…8, with 20 fractional bits. */
const RATIOS = [1048576n, 1143480n, 1246974n, 1359835n, 1482910n, 1617125n, 1763488n, 1923097n, 2097152n] as const;
/** Fractional bits during the refinement; COARSE bits bring y and βy, which have 80, to FINE. */
const FINE = 50;
const COARSE = 80 - FINE;

/**
 * One value for each interval between thresholds: `last`, plus the steps of the thresholds that x
 * is below.
 */
interface Selection {
  readonly last: bigint;
  readonly steps: Uint8Array;
}

function selection(values: readonly bigint[]): Selection {
  return { last: values.at(-1)!, steps: encodeElements(values.slice(1).map((value, j) => values[j]! - value)) };
}

/**
 * α with FINE and β with 20 fractional bits for y in [low, high]·2^-21: 1 − y(α − βy) is
 * Chebyshev's polynomial T2 of the interval, divided by its value at 0, so that its largest
 * magnitude is minimal.
 */
function line(low: bigint, high: bigint): readonly [alpha: bigint, beta: bigint] {
  const [sum, width] = [high + low, high - low];
  const peak = 2n * sum * sum - width * width;
  return [(sum << BigInt(24 + FINE)) / peak, (1n << BigInt(45 + 20)) / peak];
}

const octaves = Array.from({ length: HIGHEST - LOWEST }, (_, k) => BigInt(LOWEST + k));
const OCTAVES = {
  thresholds: octaves.slice(1).map((octave) => 1n << octave),
  powers: selection(octaves.map((octave) => 1n << (BigInt(HIGHEST - 1) - octave))),
};
const lines = RATIOS.slice(1).map((high, s) => line(RATIOS[s]!, high));
const SEGMENTS = {
  thresholds: RATIOS.slice(1, -1).map((ratio) => ratio << BigInt(HIGHEST - 21)),
  alphas: selection(lines.map(([alpha]) => alpha)),
  betas: selection(lines.map(([, beta]) => beta)),
};

/** One bit for each x and threshold: 1 where x is below the threshold. */
async function below(scheme: Scheme, x: Shares, thresholds: readonly bigint[]): Promise<Shares> {
  const { arena } = scheme;
  const repeated = repeat(arena, x, thresholds.length);
  const bounds = publicVector(scheme, Array.from({ length: x.length }, () => thresholds).flat());
  const { bits } = await scheme.negativeTimes(combine(arena, "subtract", [repeated, bounds], repeated), slice(x, 0, 0));
  return bits;
}

function select(scheme: Scheme, bits: Shares, { last, steps }: Selection): Shares {
  return addPublic(scheme, weigh(scheme.arena, bits, steps), last);
}

/** The reciprocal's own messages, loaded with what travels along. */
function loaded<T>(scheme: Scheme, alongside: Alongside<T>): Carrier {
  return {
    reshare: async (own) => {
      const { products, deliver } = alongside.load(false);
      const all = await scheme.reshare([...own, ...products]);
      await deliver(all.slice(own.length));
      return all.slice(0, own.length);
    },
    truncateEach: async (own) => {
      const { cuts, products, deliver } = alongside.load(true);
      const all = await scheme.truncateEach([...own, ...cuts], products);
      await deliver(all.slice(own.length));
      return all.slice(0, own.length);
    },
  };
}

/**
 * 1/x for integers 2^20 ≤ x < 2^60 with 40 fractional bits; the result has RECIPROCAL_BITS. For any
 * other x the result is meaningless. It carries along up to six operations of the caller's: the
 * first and the last reshare only.
 */
export async function reciprocal<T>(
  scheme: Scheme,
  x: Shares,
  alongside: Alongside<T>,
): Promise<{ readonly reciprocal: Shares; readonly meanwhile: T }> {
  const { arena } = scheme;
  const carrier = loaded(scheme, alongside);
  await alongside.begun;
  const v = select(scheme, await below(scheme, x, OCTAVES.thresholds), OCTAVES.powers);
  const [scaled] = await carrier.reshare([scheme.product(v, x)]);
  const segment = await below(scheme, scaled!, SEGMENTS.thresholds);
  const alpha = select(scheme, segment, SEGMENTS.alphas);
  const beta = select(scheme, segment, SEGMENTS.betas);

  const [y, fall] = await carrier.truncateEach([
    { bits: COARSE, product: scheme.addends(scale(arena, scaled!, 1n << 20n)) },
    { bits: COARSE, product: scheme.product(beta, scaled!) },
  ]);
  const first = combine(arena, "subtract", [alpha, fall!], alpha);
  const [near] = await carrier.truncateEach([{ bits: FINE, product: scheme.product(y!, first) }]);
  const error = addPublic(scheme, scale(arena, near!, -1n), 1n << BigInt(FINE));
  const both = concat(arena, [error, first]);
  const [raised] = await carrier.truncateEach([
    { bits: FINE, product: scheme.product(both, concat(arena, [error, error])) },
  ]);
  const [square, rise] = [slice(raised!, 0, x.length), slice(raised!, x.length, x.length)];
  const second = combine(arena, "add", [rise, first], rise);
  const last = scheme.addAddends(
    scheme.product(second, square),
    scheme.addends(scale(arena, second, 1n << BigInt(FINE))),
  );
  // w has 40 fractional bits, so that v·w has those of the result: as integers, y = x·v has 60 and
  // 1/y = w has 40, hence v·w = 2^100/x. v is at most 2^39.
  const [w] = await carrier.truncateEach([{ bits: 2 * FINE - 40, product: last }]);
  const [result] = await carrier.reshare([scheme.product(v, w!)]);
  return { reciprocal: result!, meanwhile: await alongside.finish(scheme) };
}
