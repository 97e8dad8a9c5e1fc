// Sharing among four nodes, secure with abort against one node that departs from the protocol.
//
// Replicated secret sharing: x = x0 + x1 + x2 + x3 mod 2^128, and node i holds all components but
// x_i. The part of any one node is uniform; any two nodes together know everything. Whatever a node
// receives is known to two others, one of which sends it while the other watches (party.ts), and
// before anything opens, every node must have found that all messages so far were right (open.ts).
// So if one node departs from the protocol, what honest nodes read is right, or they throw
// ProtocolError `SharesDiffer`, or what their links throw. A wrong message before an opening, and
// nothing opens to anybody.
//
// Not protected: two nodes together know everything; one node can stop the run whenever it likes,
// also after it has read what opens and before the others have.
// Source: Dalskov, Escudero, Keller, "Fantastic Four: honest-majority four-party secure computation
// with malicious security" (USENIX Security 2021).
import type { Addends, Arena, Shares } from "../sharing/arena.ts";
import * as threeNodes from "../sharing/products.ts";
import type { Contest, Cut, Scheme, SignedProducts } from "../sharing/scheme.ts";
import { FourContest } from "./contest.ts";
import { reshare } from "./deal.ts";
import type { NodeIndex } from "./link.ts";
import { negativeTimes } from "./negative.ts";
import { open } from "./open.ts";
import { type FourSharingOptions, Party } from "./party.ts";
import { addAddends, addendsOf, product, productOf } from "./products.ts";
import { requireSameShares } from "./same-shares.ts";
import { truncateEach } from "./truncate.ts";

export class FourNodes implements Scheme {
  readonly #party: Party;

  constructor(options: FourSharingOptions) {
    this.#party = new Party(options);
  }

  get node(): NodeIndex {
    return this.#party.node;
  }

  get arena(): Arena {
    return this.#party.arena;
  }

  get phase(): string {
    return this.#party.phase;
  }

  set phase(label: string) {
    this.#party.phase = label;
  }

  publicComponent(x: Shares): number | undefined {
    return this.#party.publicComponent(x);
  }

  product(x: Shares, y: Shares): Addends {
    return product(this.#party, x, y);
  }

  outer(column: Shares, row: Shares): Addends {
    return productOf(this.#party, [column, row], (...factors) => threeNodes.outer(this.arena, ...factors));
  }

  matrixVector(matrix: Shares, vector: Shares): Addends {
    return productOf(this.#party, [matrix, vector], (...factors) => threeNodes.matrixVector(this.arena, ...factors));
  }

  vectorMatrix(vector: Shares, matrix: Shares): Addends {
    return productOf(this.#party, [vector, matrix], (...factors) => threeNodes.vectorMatrix(this.arena, ...factors));
  }

  matrixMatrix(left: Shares, right: Shares, inner: number): Addends {
    return productOf(this.#party, [left, right], (...factors) =>
      threeNodes.matrixMatrix(this.arena, ...factors, inner),
    );
  }

  addends(x: Shares): Addends {
    return addendsOf(this.#party, x);
  }

  addAddends(x: Addends, y: Addends): Addends {
    return addAddends(this.#party, x, y);
  }

  reshare(products: readonly Addends[]): Promise<Shares[]> {
    return reshare(this.#party, products);
  }

  truncateEach(cuts: readonly Cut[], sums?: readonly Addends[]): Promise<Shares[]> {
    return truncateEach(this.#party, cuts, sums);
  }

  negativeTimes(x: Shares, words: Shares): Promise<SignedProducts> {
    return negativeTimes(this.#party, x, words);
  }

  contest(): Contest {
    return new FourContest(this.#party);
  }

  open(x: Shares): Promise<bigint[]> {
    return open(this.#party, x);
  }

  requireSameShares(x: Shares): Promise<void> {
    return requireSameShares(this.#party, x);
  }

  confirm(): Promise<void> {
    return this.#party.confirm();
  }
}
