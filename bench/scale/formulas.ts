// docs/scale.md as code: what a round of a given size sends and posts, in closed form. A test holds
// the formulas against the schedules of the engines.
import { BLOCK_ITEMS } from "../../client/certificate/layout.ts";
import { outcomeBits } from "../../client/lp/exact/size.ts";
import { rowsOf, type Size } from "../whole-round.ts";

/** What a whole round takes, settlement included, as its schedule has it. */
export interface Traffic {
  readonly exchanges: number;
  /** Digests on chain. */
  readonly posts: number;
  readonly messages: number;
  /** Envelopes that receivers get, all receivers together, and their parts. */
  readonly envelopes: number;
  readonly parts: number;
  readonly withheld: number;
  /** Bytes of all bodies that receivers get. */
  readonly bodies: number;
}

/** "limit": the longest that receivers accept; "optimum": for an outcome with an optimum. */
type Lengths = "limit" | "optimum";
type Formula = (size: Size, lengths: Lengths) => Traffic;

const HEAD = 158;
const PART = 5;
const WITHHELD = 33;
const WORD = 32;
const KEY_BITS = 2048;
const CIPHERTEXT = KEY_BITS / 4;
/** Bytes of a number of 72, 87, 87, 160 and 200 bits, with a sign where it may have one. */
const [INTEGER, SIGNED_INTEGER, NUMBER, WIDE, GRID] = [9, 11, 12, 21, 26] as const;

/** Bytes on the wire of all envelopes, each counted for each receiver. */
export function wireBytes({ envelopes, parts, withheld, bodies }: Traffic): number {
  return HEAD * envelopes + PART * parts + WITHHELD * withheld + bodies;
}

/** Keys, shares and proofs, each from every company to every other. */
function settlementBodies({ companies: K, rows: m, columns: n }: Size): number {
  return (K - 1) * (K * (WORD + 33 + WORD * (n + 4) + WORD * (n + 6)) + 5 * WORD * m + 2 * WORD);
}

/** Integers of variable size, as proofs that there is no optimum have them. */
function sized(count: number, bits: number): number {
  return 2 + count * Math.min(16_384, Math.ceil((bits + 1) / 8) + 1);
}

/** Bits of a number that is a little above `value` times 2^shift. */
function bitsAbove(value: number, shift: number): number {
  return Math.floor(Math.log2(value)) + 1 + shift;
}

/** Points and blindings of a company's commitments; those of a sealed outcome may be more. */
function committed(rows: number, ownsCosts: boolean, lengths: Lengths) {
  const own = ownsCosts ? 1 : 0;
  const [points, blindings] = [rows + own, rows + own];
  if (lengths === "optimum") return { points, blindings };
  return { points: Math.max(points, 1 + own), blindings: Math.max(blindings, 12 + 2 * own) };
}

/** Bytes of what a company deals to a node that has its correction. */
function dealtBytes({ columns: n }: Size, rows: number, ownsCosts: boolean, lengths: Lengths): number {
  const integers = rows * (n + 1) + (ownsCosts ? n : 0);
  const words = 48 + 32 * n + 2 * rows + (ownsCosts ? 72 : 0);
  return 2 * WORD + 21 * integers + 16 * words + WORD * committed(rows, ownsCosts, lengths).blindings;
}

const mpc: Formula = (size, lengths) => {
  const { companies: K, rows: m, columns: n } = size;
  const bytes = rowsOf(size).map((rows, k) => dealtBytes(size, rows, k === K - 1, lengths));
  const points = rowsOf(size).map((rows, k) => committed(rows, k === K - 1, lengths).points);
  const sum = (all: readonly number[]) => all.reduce((total, own) => total + own, 0);
  // Nodes 0 and 1 get a seed and the correction, node 2 two seeds.
  const dealt = 2 * sum(bytes) - bytes[0]! - bytes[1]! + 2 * WORD * (K - 1);
  const preludes = (K - 1) * (96 * K + 3 * 2 * WORD + 2 * WORD * sum(points));
  const vector = INTEGER * n + (lengths === "limit" ? Math.max(INTEGER * n, SIGNED_INTEGER * m) : SIGNED_INTEGER * m);
  const closing = 2 + 128 * (lengths === "limit" ? 16 : 1) + 128 * K + Math.max(vector, SIGNED_INTEGER * m);
  return {
    exchanges: 4,
    posts: 3 * K + 3,
    messages: 7 * K,
    envelopes: 3 * (K * K - 1),
    parts: (K - 1) * (4 * K + 6),
    withheld: 3 * (K - 1) * (K - 2),
    bodies: preludes + dealt + 3 * (K - 1) * closing + settlementBodies(size),
  };
};

/**
 * m′, t and bytes of a residue in `multi-party/masked`: artificial rows and two slacks for each
 * row.
 */
function maskedShape(size: Size) {
  const holders = rowsOf(size).slice(0, -1);
  const artificial = holders.map((rows) => Math.ceil(rows / 2));
  const rows = holders.reduce((sum, own, k) => sum + own + artificial[k]!, 0);
  const modulusBits = bitsAbove(6 * rows, 96);
  return { rows, slacks: 2 * rows, artificial, modulusBits, width: Math.ceil(modulusBits / 8) };
}

/** Bytes of a holder's share of the mixed rows in `multi-party/masked`, its longest message. */
function maskedPartBytes(size: Size): number {
  const { rows, slacks, width } = maskedShape(size);
  return rows * (size.columns + slacks + 1) * width;
}

const masked: Formula = (size, lengths) => {
  const { companies: K, columns: n } = size;
  const { rows, slacks, artificial, modulusBits, width: w } = maskedShape(size);
  const proof = outcomeBits({ rows, columns: n + slacks, entryLimit: 1n << BigInt(modulusBits - 1) });
  const isLimit = lengths === "limit";
  const unmixing = bitsAbove(3 * 1024 * rows * (1 + 4 * Math.max(...artificial)), 0);
  const parts = (K - 2) * maskedPartBytes(size);
  const seeds = WORD * 2 * (K - 2);
  const costs = (9 * KEY_BITS) / 8 + n * CIPHERTEXT;
  // 24 slots of 84 bits in a plaintext.
  const products = w * (n * n + rows * (3 * n + slacks + 1)) + Math.ceil(n / 24) * CIPHERTEXT;
  const duals = 1 + (isLimit ? Math.max(GRID * rows, 1 + 2 * sized(rows, proof)) : GRID * rows);
  const point = 1 + sized(n, 201) + (isLimit ? sized(n, proof) : 0);
  const solution = 1 + (isLimit ? 2 : 1) * NUMBER * n;
  const receipt = 1 + (isLimit ? sized(3, proof + unmixing) : 0);
  return {
    exchanges: 6,
    posts: 4 * K + 2,
    messages: 7 * K,
    envelopes: 4 * K * (K - 1) + 2,
    parts: 4 * K * (K - 1) + 4 * K - 2,
    withheld: 3 * (K - 1) * (K - 2),
    bodies:
      parts +
      seeds +
      costs +
      products +
      point +
      (K - 1) * (duals + solution + (K - 1) * receipt) +
      settlementBodies(size),
  };
};

/** Bytes of the two longest messages of `two-party/paillier`: encrypted rows, masked products. */
function paillierBytes({ rows: m, columns: n }: Size) {
  const modulusBits = bitsAbove(m, 93);
  const slots = Math.floor((KEY_BITS - 1) / (modulusBits + 65));
  const encrypted = (9 * KEY_BITS) / 8 + m * (n + 1) * CIPHERTEXT;
  const product = (n + m + 1) * (Math.ceil(m / slots) * CIPHERTEXT + m * Math.ceil(modulusBits / 8));
  return { modulusBits, encrypted, product };
}

const paillier: Formula = (size, lengths) => {
  const { rows: m, columns: n } = size;
  const W = n + m;
  const { modulusBits, encrypted, product } = paillierBytes(size);
  const proof = outcomeBits({ rows: m, columns: W, entryLimit: 1n << BigInt(modulusBits - 1) });
  const isLimit = lengths === "limit";
  const costs = W * NUMBER;
  const optimum = (W + m) * GRID + WIDE;
  const answer = 1 + (isLimit ? Math.max(optimum, 1 + 2 * sized(m, proof), W * GRID + sized(W, proof)) : optimum);
  const result = 1 + n * NUMBER + m * WIDE + (isLimit ? Math.max(n, m) : m) * NUMBER;
  return {
    exchanges: 7,
    posts: 9,
    messages: 11,
    envelopes: 9,
    parts: 11,
    withheld: 0,
    bodies: encrypted + product + costs + answer + result + settlementBodies(size),
  };
};

/** By engine; `two-party/paillier` is between two companies, of which one has all rows. */
export const FORMULAS = { mpc, "multi-party/masked": masked, "two-party/paillier": paillier } as const;
export type ScaledEngine = keyof typeof FORMULAS;

/** Blocks from the last commitment to the settlement, where each look is `confirmations` behind. */
export function waitBlocks(exchanges: number, confirmations: number, settlements: number): number {
  return (exchanges + 1) * (confirmations + 1) + settlements - 1;
}

/**
 * Bytes of an engine's longest message of a few, for the engines whose messages can be too long.
 */
export const LONGEST = {
  mpc: (size: Size) => dealtBytes(size, rowsOf(size)[0]!, false, "limit"),
  "multi-party/masked": maskedPartBytes,
  "two-party/paillier": (size: Size) => Math.max(paillierBytes(size).encrypted, paillierBytes(size).product),
} as const satisfies Readonly<Record<ScaledEngine, (size: Size) => number>>;

/** The largest whole number from 1 to 65,535 that `fits`, if all smaller ones do; else 0. */
export function mostOf(fits: (value: number) => boolean): number {
  let most = 0;
  for (let step = 32_768; step >= 1; step /= 2) if (most + step <= 65_535 && fits(most + step)) most += step;
  return most;
}

/** Most columns of a round that the contract opens (contracts/libraries/ParamsCheck.sol). */
export function mostColumns(companies: number): number {
  return mostOf(
    (n) =>
      1420 + 2 * n + 256 * companies + 32 * Math.max(Math.min(n, BLOCK_ITEMS) * (companies + 2), 4 * BLOCK_ITEMS) <=
      128_000,
  );
}
