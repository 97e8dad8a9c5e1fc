// Products of powers Π_k C_k^(a_ik) modulo N² for many rows i over the same bases: homomorphic
// linear combinations.
//
// Straus's method with one-bit windows over groups of bases (the "four Russians" method): the table
// of a group holds the products of all its subsets, and all rows share it. One bit of a row then
// costs one product per group and one squaring, whatever the number of bases in the group. For t
// bases, r rows and b bits in G groups: G·2^(t/G) products for the tables, r·b·(G + 1) for the
// rows; the number of groups is chosen to minimise the total. Compared with 6-bit windows over
// single bases, the tables cost a third at the same speed. BigInt computes the products: 15 µs at
// 4096 bits, less than any native call (0.3 ms), Montgomery form in BigInt (17 µs), or Montgomery
// form in WebAssembly with its 32-bit products.
//
// Signed exponents: the least of them and 0, `low`, is subtracted from all, so that a_ik − low ≥ 0,
// and each row is multiplied by Π_k C_k^low, which is the same for all rows and takes one
// inversion.
import { CryptoError } from "../../errors.ts";
import { bitLength } from "../../math/bits.ts";
import { inverseModulo } from "../../math/field.ts";
import type { Matrix } from "../../math/matrix.ts";
import type { PublicArithmetic } from "./arithmetic.ts";

/** Largest group: a table of 2^12 numbers modulo N². */
const MAXIMUM_GROUP = 12;

/** Rows of exponents as table positions, one for each bit and group. */
export interface ExponentPlan {
  /** Number of bases. */
  readonly inner: number;
  readonly low: bigint;
  /** Bits of the largest a_ik − low. */
  readonly bits: number;
  /** Index of the first base of each group, then the number of bases. */
  readonly bounds: readonly number[];
  /** `positions[i]`: from the highest bit to the lowest, one table position per group. */
  readonly positions: readonly Uint16Array[];
}

/**
 * `exponents[i][k]`: signed, one per base. `inner` ≥ 1 bases. Throws CryptoError
 * PaillierDimensions.
 */
export function planExponents(exponents: Matrix, inner: number): ExponentPlan {
  if (inner < 1 || exponents.some((row) => row.length !== inner))
    throw new CryptoError("PaillierDimensions", `every row of exponents needs one for each of the ${inner} bases`);
  let low = 0n;
  let high = 0n;
  for (const row of exponents)
    for (const a of row) {
      if (a < low) low = a;
      if (a > high) high = a;
    }
  const bits = bitLength(high - low);
  const bounds = groupBounds(inner, exponents.length * bits);
  return { inner, low, bits, bounds, positions: exponents.map((row) => tablePositions(row, low, bits, bounds)) };
}

/**
 * Boundaries of groups of nearly equal size, as many as need the fewest products when each table is
 * used `uses` times.
 */
function groupBounds(inner: number, uses: number): number[] {
  let best = { cost: Number.POSITIVE_INFINITY, groups: inner };
  for (let groups = Math.ceil(inner / MAXIMUM_GROUP); groups <= inner; groups++) {
    const size = Math.floor(inner / groups);
    const larger = inner % groups;
    const cost = larger * 2 ** (size + 1) + (groups - larger) * 2 ** size + uses * groups;
    if (cost < best.cost) best = { cost, groups };
  }
  return Array.from({ length: best.groups + 1 }, (_, g) => Math.floor((g * inner) / best.groups));
}

function tablePositions(row: readonly bigint[], low: bigint, bits: number, bounds: readonly number[]): Uint16Array {
  const groups = bounds.length - 1;
  const digits = row.map((a) => (a - low).toString(2).padStart(bits, "0"));
  const positions = new Uint16Array(bits * groups);
  for (let bit = 0; bit < bits; bit++)
    for (let g = 0; g < groups; g++) {
      let position = 0;
      for (let k = bounds[g + 1]! - 1; k >= bounds[g]!; k--)
        position = 2 * position + (digits[k]![bit] === "1" ? 1 : 0);
      positions[bit * groups + g] = position;
    }
  return positions;
}

/** acc^(2^bits) · Π_k base_k^(a_ik) modulo N² for row i of the plan. */
export type Combiner = (row: number, accumulator: bigint) => bigint;

/** The combiner of one list of bases, units of Z_{N²}. */
export function createCombiner(key: PublicArithmetic, bases: readonly bigint[], plan: ExponentPlan): Combiner {
  const { square } = key;
  const groups = plan.bounds.length - 1;
  const tables: bigint[][] = [];
  for (let g = 0; g < groups; g++)
    tables.push(subsetProducts(bases.slice(plan.bounds[g]!, plan.bounds[g + 1]!), square));
  const correction = plan.low === 0n ? 1n : lowPower(key, tables, plan.low);
  return (row, accumulator) => {
    const positions = plan.positions[row]!;
    let product = accumulator;
    for (let at = 0; at < positions.length; ) {
      product = (product * product) % square;
      for (let g = 0; g < groups; g++, at++) {
        const position = positions[at]!;
        if (position !== 0) product = (product * tables[g]![position]!) % square;
      }
    }
    return (product * correction) % square;
  };
}

/** The product of every subset of the bases, at the position whose bits name the subset. */
function subsetProducts(bases: readonly bigint[], modulus: bigint): bigint[] {
  const table = [1n];
  for (const base of bases) for (const product of table.slice()) table.push((product * base) % modulus);
  return table;
}

/** Π_k base_k^low for low < 0. */
function lowPower(key: PublicArithmetic, tables: readonly bigint[][], low: bigint): bigint {
  const all = tables.reduce((product, table) => (product * table.at(-1)!) % key.square, 1n);
  return inverseModulo(key.power(all, -low), key.square);
}

/**
 * Encryptions of Σ_k a_ik·m_k for every row i of signed exponents, from ciphertexts C_k of m_k that
 * are units of Z_{N²}. Not re-randomised: a row of zeros gives the ciphertext 1. Throws CryptoError
 * PaillierDimensions.
 */
export function linearCombinations(key: PublicArithmetic, bases: readonly bigint[], exponents: Matrix): bigint[] {
  const plan = planExponents(exponents, bases.length);
  const combine = createCombiner(key, bases, plan);
  return exponents.map((_, row) => combine(row, 1n));
}
