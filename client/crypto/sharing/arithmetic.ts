// Arithmetic on secrets that nodes share, one object per node: the interface for engines that
// compute on shares. Numbers are integers mod 2^128 in two's complement; a fixed-point number is an
// integer whose number of fractional bits the caller keeps track of.
//
// How numbers are shared, and what a node that departs from the protocol can do, is the scheme's:
// three-nodes.ts, ../four-sharing/four-nodes.ts. Rounds and bytes below are those of three nodes.
//
// All nodes call the same operations in the same order, one at a time, with the same public
// arguments.
import { CryptoError, ProtocolError } from "../../errors.ts";
import { Alongside, type Carrier } from "./alongside.ts";
import { type Addends, componentsOf, type Mark, type Shares } from "./arena.ts";
import { ELEMENT_BYTES, encodeElements } from "./elements.ts";
import type { Component } from "./input.ts";
import { elementsOf } from "./integers.ts";
import * as local from "./local.ts";
import { reciprocal } from "./reciprocal.ts";
import type { Cut, Scheme, SignedProducts } from "./scheme.ts";
import { keyDifference, ratioDifference, tournament } from "./tournament.ts";

/** One result for each argument. */
type SharesOf<T extends readonly unknown[]> = { [K in keyof T]: Shares };

/** What travels in the messages of a reciprocal. */
export interface TypedCarrier {
  reshare<T extends readonly Addends[]>(...products: T): Promise<SharesOf<T>>;
  truncateEach<T extends readonly Cut[]>(...cuts: T): Promise<SharesOf<T>>;
}

export interface Least {
  /** 1 at the winner's index, 0 elsewhere. */
  readonly oneHot: Shares;
  readonly payload: Shares;
}

export class Arithmetic {
  readonly #scheme: Scheme;

  constructor(scheme: Scheme) {
    this.#scheme = scheme;
  }

  get node(): number {
    return this.#scheme.node;
  }

  /** Sets the label under which the meter counts from now on. */
  phase(label: string): void {
    this.#scheme.phase = label;
  }

  // Memory is a stack. What is allocated after `mark` is invalid after `release`; copy results that
  // must stay into older vectors.

  mark(): Mark {
    return this.#scheme.arena.mark();
  }

  release(mark: Mark): void {
    this.#scheme.arena.release(mark);
  }

  zeros(length: number): Shares {
    return local.zeros(this.#scheme.arena, length);
  }

  /** Shares of public values in [−2^127, 2^127). */
  publicVector(values: readonly bigint[]): Shares {
    return local.publicVector(this.#scheme, values);
  }

  /** A view: no copy. */
  slice(x: Shares, start: number, length: number): Shares {
    return local.slice(x, start, length);
  }

  copyInto(target: Shares, source: Shares): void {
    local.copyInto(this.#scheme.arena, target, source);
  }

  concat(parts: readonly Shares[]): Shares {
    return local.concat(this.#scheme.arena, parts);
  }

  /** Elements at public indices. */
  gather(x: Shares, indices: ArrayLike<number>): Shares {
    return local.gather(this.#scheme.arena, x, indices);
  }

  /** Each element so many times in a row. */
  repeat(x: Shares, times: number): Shares {
    return local.repeat(this.#scheme.arena, x, times);
  }

  /** The whole vector so many times in a row. */
  tile(x: Shares, times: number): Shares {
    return local.tile(this.#scheme.arena, x, times);
  }

  /** target at public indices = source. */
  scatter(target: Shares, indices: readonly number[], source: Shares): void {
    local.scatter(this.#scheme.arena, target, indices, source);
  }

  /** Elements at the places of a public grid, row by row. */
  pick(x: Shares, grid: local.Grid): Shares {
    return local.pick(this.#scheme.arena, x, grid);
  }

  /** target at the places of a public grid = source, row by row. */
  put(target: Shares, grid: local.Grid, source: Shares): void {
    local.put(this.#scheme.arena, target, grid, source);
  }

  /** A column of a row-major matrix. */
  column(x: Shares, columns: number, index: number): Shares {
    return this.pick(x, { first: index, rows: x.length / columns, rowStep: columns, count: 1, step: 1 });
  }

  // Local arithmetic: no round.

  add(x: Shares, y: Shares): Shares {
    return local.combine(this.#scheme.arena, "add", [x, y]);
  }

  subtract(x: Shares, y: Shares): Shares {
    return local.combine(this.#scheme.arena, "subtract", [x, y]);
  }

  /** target += x. */
  addInto(target: Shares, x: Shares): void {
    local.combine(this.#scheme.arena, "add", [target, x], target);
  }

  negate(x: Shares): Shares {
    return this.scale(x, -1n);
  }

  /** x times a public integer, such as a power of two. */
  scale(x: Shares, factor: bigint): Shares {
    return local.scale(this.#scheme.arena, x, factor);
  }

  /** x_i times a public integer each, in [−2^127, 2^127). */
  scaleEach(x: Shares, factors: readonly bigint[]): Shares {
    return local.scaleEach(this.#scheme.arena, x, encodeElements(factors));
  }

  /** Adds the same public integer to every element. */
  addPublic(x: Shares, value: bigint): Shares {
    return local.addPublic(this.#scheme, x, value);
  }

  /** Σ x_i, as one element. */
  sum(x: Shares): Shares {
    return x.length === 0 ? this.zeros(1) : this.slice(this.prefixSums(x), x.length - 1, 1);
  }

  /** y_i = x_0 + … + x_i. */
  prefixSums(x: Shares): Shares {
    return local.prefixSums(this.#scheme.arena, x);
  }

  // Products need no round, but must be reshared or truncated before use.

  /** Element by element. */
  product(x: Shares, y: Shares): Addends {
    return this.#scheme.product(x, y);
  }

  /** The inner product, as one element. */
  dot(x: Shares, y: Shares): Addends {
    return this.#scheme.matrixVector(x, y);
  }

  /** column.length × row.length; a number times a vector is outer(number, vector). */
  outer(column: Shares, row: Shares): Addends {
    return this.#scheme.outer(column, row);
  }

  matrixVector(matrix: Shares, vector: Shares): Addends {
    return this.#scheme.matrixVector(matrix, vector);
  }

  vectorMatrix(vector: Shares, matrix: Shares): Addends {
    return this.#scheme.vectorMatrix(vector, matrix);
  }

  /** Row-major; `inner`: columns of the left matrix, rows of the right one. */
  matrixMatrix(left: Shares, right: Shares, inner: number): Addends {
    return this.#scheme.matrixMatrix(left, right, inner);
  }

  /** Row-major, of a matrix with `columns`. A copy. */
  transpose(x: Shares, columns: number): Shares {
    return local.transpose(this.#scheme.arena, x, columns);
  }

  /** Shares as addends, to add to products or to truncate. */
  addends(x: Shares): Addends {
    return this.#scheme.addends(x);
  }

  addAddends(x: Addends, y: Addends): Addends {
    return this.#scheme.addAddends(x, y);
  }

  /** Exact; 1 round, 16 bytes an element. */
  async reshare<T extends readonly Addends[]>(...products: T): Promise<SharesOf<T>> {
    return (await this.#scheme.reshare(products)) as unknown as SharesOf<T>;
  }

  /**
   * Quotients by 2^bits, 1 ≤ bits ≤ 64, of magnitudes below 2^126, rounded down or up at random
   * (truncate.ts). 2 rounds, 21 bytes per element for 40 bits.
   */
  async truncate<T extends readonly Addends[]>(bits: number, ...products: T): Promise<SharesOf<T>> {
    const cuts = products.map((product) => ({ bits, product }));
    return (await this.#scheme.truncateEach(cuts)) as unknown as SharesOf<T>;
  }

  /** The same with a number of bits for each product. */
  async truncateEach<T extends readonly Cut[]>(...cuts: T): Promise<SharesOf<T>> {
    return (await this.#scheme.truncateEach(cuts)) as unknown as SharesOf<T>;
  }

  // Comparisons: bits are the integers 0 and 1.

  /** [x < 0]; 3 rounds, 106 bytes per element. */
  async negative(x: Shares): Promise<Shares> {
    return (await this.#scheme.negativeTimes(x, this.slice(x, 0, 0))).bits;
  }

  /**
   * [x < 0], and its products with `words`: the same number of words for each element, the first
   * word of every element first. 3 rounds, 27 bytes more per word.
   */
  negativeTimes(x: Shares, words: Shares): Promise<SignedProducts> {
    return this.#scheme.negativeTimes(x, words);
  }

  // Tournaments over at least one candidate; among equals the lowest index wins. `payload`: further
  // words of the candidates, the first word of every candidate first.

  /** Least key; differences must be below 2^127. 5 rounds for each level (tournament.ts). */
  async argmin(keys: Shares, payload: Shares = this.slice(keys, 0, 0)): Promise<Least & { readonly key: Shares }> {
    const entrants = { kinds: this.#kinds(keys.length, [keys, payload]), eligible: this.slice(keys, 0, 0) };
    const { oneHot, words } = await tournament(this.#scheme, entrants, keyDifference);
    return { oneHot, key: this.slice(words, 0, 1), payload: this.slice(words, 1, words.length - 1) };
  }

  /**
   * Least numerator/denominator among the candidates with negative `eligible`, all of them by
   * default; zeros if there is none. Among those, denominators must be positive and cross products
   * below 2^126. 5 rounds for each level.
   */
  async argminRatio(
    numerators: Shares,
    denominators: Shares,
    eligible: Shares = this.slice(numerators, 0, 0),
  ): Promise<{ readonly oneHot: Shares; readonly denominator: Shares }> {
    const entrants = { kinds: this.#kinds(numerators.length, [numerators, denominators]), eligible };
    const { oneHot, words } = await tournament(this.#scheme, entrants, ratioDifference);
    return { oneHot, denominator: this.slice(words, 1, 1) };
  }

  #kinds(count: number, parts: readonly Shares[]): Shares[] {
    if (count === 0) throw new CryptoError("SharesLength", "a tournament needs at least one candidate");
    return parts.flatMap((part) =>
      Array.from({ length: part.length / count }, (_, k) => this.slice(part, k * count, count)),
    );
  }

  /** 1/x with RECIPROCAL_BITS = 60 fractional bits, for x in [2^-20, 2^20) with 40. 16 rounds. */
  async reciprocal(x: Shares): Promise<Shares> {
    return (await this.reciprocalAlongside(x, async () => {})).reciprocal;
  }

  /**
   * The same, while `steps` reshare and truncate in its messages (alongside.ts). They must not use
   * any other operation that communicates.
   */
  reciprocalAlongside<T>(
    x: Shares,
    steps: (carrier: TypedCarrier) => Promise<T>,
  ): Promise<{ readonly reciprocal: Shares; readonly meanwhile: T }> {
    const typed = ({ reshare, truncateEach }: Carrier): TypedCarrier => ({
      reshare: async <P extends readonly Addends[]>(...products: P) =>
        (await reshare(products)) as unknown as SharesOf<P>,
      truncateEach: async <C extends readonly Cut[]>(...cuts: C) =>
        (await truncateEach(cuts)) as unknown as SharesOf<C>,
    });
    return reciprocal(this.#scheme, x, new Alongside((carrier) => steps(typed(carrier))));
  }

  /** Opens signed values to all three nodes. 2 rounds. Throws ProtocolError `SharesDiffer`. */
  open(x: Shares): Promise<bigint[]> {
    return this.#scheme.open(x);
  }

  /**
   * Checks that every two nodes hold the same values of their common components, for example after
   * a checkpoint. 1 round, 64 bytes. Throws ProtocolError `SharesDiffer`.
   */
  requireSameShares(x: Shares): Promise<void> {
    return this.#scheme.requireSameShares(x);
  }

  /** As the scheme does: before shares leave the computation. No round. */
  confirm(): Promise<void> {
    return this.#scheme.confirm();
  }

  // Shares as bytes: each of this node's components, one after the other. Secret.

  exportShares(x: Shares): Uint8Array {
    const size = ELEMENT_BYTES * x.length;
    const addresses = componentsOf(x);
    const bytes = new Uint8Array(addresses.length * size);
    for (const [k, at] of addresses.entries()) bytes.set(this.#scheme.arena.bytes(at, size), k * size);
    return bytes;
  }

  /** Throws ProtocolError `MessageLength`. */
  importShares(bytes: Uint8Array, length: number): Shares {
    const { arena } = this.#scheme;
    const x = arena.shares(length);
    const size = ELEMENT_BYTES * length;
    const addresses = componentsOf(x);
    if (bytes.length !== addresses.length * size)
      throw new ProtocolError("MessageLength", `shares of ${bytes.length} bytes; ${addresses.length * size} are due`);
    for (const [k, at] of addresses.entries()) arena.write(at, bytes.subarray(k * size, (k + 1) * size));
    return x;
  }

  /** An outside party's integers, modulo 2^128, then its words: this node's components of them. */
  importInput(components: readonly Component[]): Shares {
    const bytes = components.flatMap(({ integers, words }) => [elementsOf(integers), words]);
    const whole = new Uint8Array(Buffer.concat(bytes));
    return this.importShares(whole, whole.length / (ELEMENT_BYTES * components.length));
  }
}
