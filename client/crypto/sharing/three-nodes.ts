// Sharing among three nodes.
//
// Replicated secret sharing: x = x0 + x1 + x2 mod 2^128, and node i holds x_i and x_(i+1). The part
// of any one node is uniform; any two nodes together know everything. Semi-honest: a node that
// departs from the protocol can add numbers of its choice to results, and so choose what it learns
// when something is opened; the certificate of the outcome protects correctness. Each file says
// what its protocol shows to whom.
import type { Addends, Shares } from "./arena.ts";
import { ThreeContest } from "./contest.ts";
import type { NodeIndex } from "./link.ts";
import { negativeTimes } from "./negative.ts";
import { open } from "./open.ts";
import { Party, type SharingOptions } from "./party.ts";
import * as products from "./products.ts";
import { reshare } from "./reshare.ts";
import { requireSameShares } from "./same-shares.ts";
import type { Contest, Cut, Scheme, SignedProducts } from "./scheme.ts";
import { truncateEach } from "./truncate.ts";

export class ThreeNodes implements Scheme {
  readonly #party: Party;

  constructor(options: SharingOptions) {
    this.#party = new Party(options);
  }

  get node(): NodeIndex {
    return this.#party.node;
  }

  get arena() {
    return this.#party.arena;
  }

  get phase(): string {
    return this.#party.phase;
  }

  set phase(label: string) {
    this.#party.phase = label;
  }

  publicComponent(x: Shares): number | undefined {
    if (this.node === 0) return x.a;
    return this.node === 2 ? x.b : undefined;
  }

  product(x: Shares, y: Shares): Addends {
    return products.product(this.arena, x, y);
  }

  outer(column: Shares, row: Shares): Addends {
    return products.outer(this.arena, column, row);
  }

  matrixVector(matrix: Shares, vector: Shares): Addends {
    return products.matrixVector(this.arena, matrix, vector);
  }

  vectorMatrix(vector: Shares, matrix: Shares): Addends {
    return products.vectorMatrix(this.arena, vector, matrix);
  }

  matrixMatrix(left: Shares, right: Shares, inner: number): Addends {
    return products.matrixMatrix(this.arena, left, right, inner);
  }

  addends(x: Shares): Addends {
    return products.addendsOf(x);
  }

  addAddends(x: Addends, y: Addends): Addends {
    return products.addAddends(this.arena, x, y);
  }

  reshare(sums: readonly Addends[]): Promise<readonly Shares[]> {
    return reshare(this.#party, sums);
  }

  truncateEach(cuts: readonly Cut[], sums?: readonly Addends[]): Promise<Shares[]> {
    return truncateEach(this.#party, cuts, sums);
  }

  negativeTimes(x: Shares, words: Shares): Promise<SignedProducts> {
    return negativeTimes(this.#party, x, words);
  }

  contest(): Contest {
    return new ThreeContest(this.#party);
  }

  open(x: Shares): Promise<bigint[]> {
    return open(this.#party, x);
  }

  requireSameShares(x: Shares): Promise<void> {
    return requireSameShares(this.#party, x);
  }

  /** Messages among three nodes are not compared. */
  async confirm(): Promise<void> {}
}
