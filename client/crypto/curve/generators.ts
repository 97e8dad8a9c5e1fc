// Generators with no known relation, derived by hash-to-curve (docs/certificate.md, "Generators"):
// nobody chose them, so there is no trusted set-up. Try-and-increment on public data;
// variable-time.
import type { Hex } from "viem";
import { bytesToHex, encodePacked, hexToBigInt, keccak256 } from "viem/utils";
import { CryptoError } from "../../errors.ts";
import { type Affine, evenOrdinate, FIELD_MODULUS, G1, isOnCurve } from "./bn254.ts";

/** Index of G_0, the generator of right-hand sides; 1..n are the columns. */
export const RHS_INDEX = 0;
/** Index of H, the generator of blindings. */
export const BLINDING_INDEX = 0xffffffff;
const DOMAIN = "concordat/generator/v1";
const BLINDING_WINDOW = 6;

export interface Generator {
  readonly counter: number;
  readonly affine: Affine;
  readonly point: G1;
}

/** The generators of a round with n columns. */
export interface GeneratorSet {
  readonly rhs: Generator;
  readonly columns: readonly Generator[];
  readonly blinding: Generator;
  /** Counters of G_0, G_1..G_n, H: n + 2 bytes. */
  readonly counters: Hex;
}

/** keccak256(domain ‖ uint32 index ‖ uint8 counter) mod p. */
export function generatorX(index: number, counter: number): bigint {
  const packed = encodePacked(["string", "uint32", "uint8"], [DOMAIN, index, counter]);
  return hexToBigInt(keccak256(packed)) % FIELD_MODULUS;
}

/**
 * Whether `affine`, whose x is `generatorX` of some index and counter, is a generator: a point of
 * the curve with canonical coordinates and even y.
 */
export function isGenerator(affine: Affine): boolean {
  return (affine.y & 1n) === 0n && isOnCurve(affine);
}

const cache = new Map<number, Generator>();

/**
 * The generator of `index` (a uint32): that of the smallest counter that gives a point. Computed
 * once per process.
 */
export function generator(index: number): Generator {
  const known = cache.get(index);
  if (known !== undefined) return known;
  const made = findGenerator(index);
  if (index === BLINDING_INDEX) made.point.precompute(BLINDING_WINDOW);
  cache.set(index, made);
  return made;
}

function findGenerator(index: number): Generator {
  for (let counter = 0; counter < 256; counter++) {
    const x = generatorX(index, counter);
    const y = evenOrdinate(x);
    if (y !== null) return { counter, affine: { x, y }, point: G1.fromAffine({ x, y }) };
  }
  throw new CryptoError("GeneratorMissing", `no counter gives a generator for index ${index}`);
}

/** G_0, G_1..G_n and H, 1 ≤ n ≤ 65535. */
export function generators(columns: number): GeneratorSet {
  const rhs = generator(RHS_INDEX);
  const blinding = generator(BLINDING_INDEX);
  const own = Array.from({ length: columns }, (_, j) => generator(j + 1));
  const counters = Uint8Array.from([rhs, ...own, blinding], ({ counter }) => counter);
  return { rhs, columns: own, blinding, counters: bytesToHex(counters) };
}
