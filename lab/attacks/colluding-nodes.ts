/**
 * Colluding nodes, against `mpc`.
 *
 * Attackers: any two of the three nodes. Of every shared word x = x0 + x1 + x2 mod 2^128 each node
 * has two components, so two nodes have all three. They add up the components of a party's input
 * and undo its scaling by powers of two, which are shared with it
 * (client/engines/mpc/input/words.ts). Recovers: every row of every party and the costs, exactly.
 * An engine that is safe against one of three nodes need not be safe against two.
 */

import { DATA_BITS, HALF_EXPONENT, inputLayout } from "../../client/engines/mpc/input/words.ts";
import { bitLength } from "../../client/math/bits.ts";
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

/** log₂ of a power of two; of anything else, that of its highest bit. */
function exponentOf(power: bigint): number {
  return bitLength(power) - 1;
}

/** The party's integers behind the true words of its input. */
export function readInput(round: PublicRound, party: number, words: readonly bigint[]): PartyData {
  const { rhs, units, costs } = inputLayout(round, party);
  const tail = words.length - costs;
  const unshift = (value: bigint, exponent: number) => value >> BigInt(DATA_BITS - exponent);
  const half = (i: number) => HALF_EXPONENT - exponentOf(words[tail - units + i]!);
  const rows = wordRows(round, party, words).map((row, i) =>
    row.map((value) => unshift(value, half(i) + half(rhs + i))),
  );
  if (costs === 0) return { rows, costs: null };
  const exponent = exponentOf(words.at(-1)!);
  return { rows, costs: words.slice(tail, -1).map((value) => unshift(value, exponent)) };
}
