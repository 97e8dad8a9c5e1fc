/**
 * Colluding nodes, against `mpc`.
 *
 * Attackers: any two of the three nodes. Of every shared word x = x0 + x1 + x2 mod 2^128 each node
 * has two components, so two nodes have all three. They add up the components of a party's input
 * (client/engines/mpc/input/words.ts). Recovers: every row of every party and the costs, exactly.
 * An engine that is safe against one of three nodes need not be safe against two.
 */

import { inputLayout } from "../../client/engines/mpc/input/words.ts";
import type { Matrix } from "../../client/math/matrix.ts";
import type { PublicRound } from "../../client/round/public-round.ts";
import { type NodeView, wordRows } from "./node-view.ts";

/** The words of a party's input, signed, from the views of two nodes. */
export function joinedWords(first: NodeView, second: NodeView, party: number): bigint[] {
  // Node i has components i and i + 1: the one that `first` lacks is i + 2.
  const place = second.node === (first.node + 2) % 3 ? 0 : 1;
  const missing = second.inputs[party]![place];
  const [own, next] = first.inputs[party]!;
  return missing.map((value, k) => BigInt.asIntN(128, value + own[k]! + next[k]!));
}

export interface PartyData {
  /** [A b], inequalities first. */
  readonly rows: Matrix;
  /** Null unless the party owns the objective. */
  readonly costs: readonly bigint[] | null;
}

/** The party's integers behind the true words of its input. */
export function readInput(round: PublicRound, party: number, words: readonly bigint[]): PartyData {
  const { coefficients, rhs, costs, integers } = inputLayout(round, party);
  return {
    rows: wordRows(round, party, words),
    costs: costs === 0 ? null : words.slice(coefficients + rhs, integers),
  };
}
