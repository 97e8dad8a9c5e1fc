// Reciprocals, for x with 40 fractional bits in [2^-20, 2^20): 16 rounds, about 26 kB an element
// and node, relative error below 2^-38.
//
// All powers of two are compared with x at once; the bits, added up with public weights, select the
// one, v, with y = x·v in [1/2, 1). Eight segments of that, in equal ratios, are told apart in the
// same way, and select the line α − βy that comes closest to 1/y on y's, within a relative error of
// 2^-10.
// From there 1/y = w(1 + e)(1 + e²)… with e = 1 − yw; two factors leave e⁴ < 2^-40. Nothing is
// opened.
// Source: Catrina and Saxena, "Secure computation with fixed-point numbers" (FC 2010), section 4,
// where a first approximation is refined in the manner of Goldschmidt; here comparisons find it, as
// they are cheap.
import type { Shares } from "./arena.ts";
import { encodeElements } from "./elements.ts";
import {
  addAddends,
  addendsOf,
  addPublic,
  combine,
  concat,
  gather,
  product,
  publicVector,
  scale,
  slice,
  weigh,
} from "./local.ts";
import { negativeTimes } from "./negative.ts";
import type { Party } from "./party.ts";
import { reshare } from "./reshare.ts";
import { truncate } from "./truncate.ts";

/** Fractional bits of the result. */
export const RECIPROCAL_BITS = 60;

const LOWEST = 20; // x = 2^-20 is the integer 2^20
const HIGHEST = 60;
/** 2^(s/8), s = 0…8, with 20 fractional bits. */
const RATIOS = [1048576n, 1143480n, 1246974n, 1359835n, 1482910n, 1617125n, 1763488n, 1923097n, 2097152n] as const;
/** Fractional bits while refining, and what brings y and βy, with 80, to them. */
const FINE = 50;
const COARSE = 80 - FINE;

/**
 * One value of `values` for each stretch between `thresholds`, as what is added up over the
 * thresholds that x is below.
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
 * magnitude is the least there is.
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

/** Bits, for each x as many as thresholds: 1 where x is below. */
async function below(party: Party, x: Shares, thresholds: readonly bigint[]): Promise<Shares> {
  const { arena } = party;
  const repeated = gather(
    arena,
    x,
    Array.from({ length: x.length * thresholds.length }, (_, i) => Math.floor(i / thresholds.length)),
  );
  const bounds = publicVector(party, Array.from({ length: x.length }, () => thresholds).flat());
  const { bits } = await negativeTimes(party, combine(arena, "subtract", [repeated, bounds], repeated), slice(x, 0, 0));
  return bits;
}

function select(party: Party, bits: Shares, { last, steps }: Selection): Shares {
  return addPublic(party, weigh(party.arena, bits, steps), last);
}

/**
 * Integers 2^20 ≤ x < 2^60, with 40 fractional bits; the result has RECIPROCAL_BITS. Other x give
 * any result.
 */
export async function reciprocal(party: Party, x: Shares): Promise<Shares> {
  const { arena } = party;
  const v = select(party, await below(party, x, OCTAVES.thresholds), OCTAVES.powers);
  const [scaled] = await reshare(party, [product(arena, v, x)]);
  const segment = await below(party, scaled!, SEGMENTS.thresholds);
  const alpha = select(party, segment, SEGMENTS.alphas);
  const beta = select(party, segment, SEGMENTS.betas);

  const [y, fall] = await truncate(party, COARSE, [
    addendsOf(scale(arena, scaled!, 1n << 20n)),
    product(arena, beta, scaled!),
  ]);
  const first = combine(arena, "subtract", [alpha, fall!], alpha);
  const [near] = await truncate(party, FINE, [product(arena, y!, first)]);
  const error = addPublic(party, scale(arena, near!, -1n), 1n << BigInt(FINE));
  const both = concat(arena, [error, first]);
  const [raised] = await truncate(party, FINE, [product(arena, both, concat(arena, [error, error]))]);
  const [square, rise] = [slice(raised!, 0, x.length), slice(raised!, x.length, x.length)];
  const second = combine(arena, "add", [rise, first], rise);
  const last = addAddends(arena, product(arena, second, square), addendsOf(scale(arena, second, 1n << BigInt(FINE))));
  // With 40 fractional bits, so that times v, which is up to 2^39, it has those of the result: 1/x
  // = v·w·2^40 as integers.
  const [w] = await truncate(party, 2 * FINE - 40, [last]);
  const [result] = await reshare(party, [product(arena, v, w!)]);
  return result!;
}
