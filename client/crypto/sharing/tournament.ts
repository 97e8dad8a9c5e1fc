// The least of many candidates, by a tournament: ⌈log2 n⌉ levels, all comparisons of a level in one sign test (negative.ts), which also
// carries the winner's words and the one-hot vector of its index along. Of equals the lowest index wins. Three rounds a level for
// keys, four for ratios; per level about n words. Nobody learns who won; what a node sees is what it sees in negative.ts.
import type { Arena, Shares } from "./arena.ts";
import { combine, concat, gather, product, publicVector, scatter, slice, zeros } from "./local.ts";
import { negativeTimes } from "./negative.ts";
import type { Party } from "./party.ts";
import { reshare } from "./reshare.ts";

/** The winner: its words, and which of the candidates it was, as integers 0 and 1. */
export interface Winner {
  readonly oneHot: Shares;
  readonly words: Shares;
}

/** Gives what is negative where the right candidate is strictly less; words as vectors over the pairs. */
type Difference = (party: Party, left: readonly Shares[], right: readonly Shares[]) => Shares | Promise<Shares>;

/** By the first word. Differences of keys are below 2^127. */
export const keyDifference: Difference = ({ arena }, [left], [right]) =>
  combine(arena, "subtract", arena.shares(left!.length), right!, left!);

/** By first word / second word; the second is positive, |first·second| < 2^126 across candidates. */
export const ratioDifference: Difference = async (party, [leftOver, leftUnder], [rightOver, rightUnder]) => {
  const { arena } = party;
  const right = product(arena, rightOver!, leftUnder!);
  const left = product(arena, leftOver!, rightUnder!);
  arena.kernel.subtract(right.at, right.at, left.at, right.length);
  const [difference] = await reshare(party, [right]);
  return difference!;
};

/** Candidates have `kinds.length` words each; entry k is the k-th word of all candidates, of which there is at least one. */
export async function tournament(party: Party, kinds: readonly Shares[], difference: Difference): Promise<Winner> {
  const { arena } = party;
  const width = kinds.length;
  const count = kinds[0]!.length;
  // State: `width + block` vectors over the candidates left: their words, then which of its `block` indices each stands for.
  let state = concat(arena, kinds);
  let block = 0;
  for (let left = count; left > 1; left = Math.ceil(left / 2)) {
    const pairs = left >> 1;
    const [first, second] = [side(arena, state, left, 0), side(arena, state, left, 1)];
    const word = (of: Shares, k: number) => slice(of, k * pairs, pairs);
    const words = (of: Shares) => slice(of, 0, width * pairs);
    const places = (of: Shares) => slice(of, width * pairs, block * pairs);
    const each = Array.from({ length: width }, (_, k) => k);
    const test = await difference(
      party,
      each.map((k) => word(first, k)),
      each.map((k) => word(second, k)),
    );
    const change = combine(arena, "subtract", arena.shares(width * pairs), words(second), words(first));
    const { bits, products } = await negativeTimes(party, test, concat(arena, [change, places(first), places(second)]));
    const [swapped, lost, won] = [
      slice(products, 0, width * pairs),
      slice(products, width * pairs, block * pairs),
      slice(products, (width + block) * pairs, block * pairs),
    ];
    const winners = combine(arena, "add", swapped, swapped, words(first));
    const ones = publicVector(
      party,
      Array.from({ length: pairs }, () => 1n),
    );
    const stayed =
      block === 0
        ? combine(arena, "subtract", ones, ones, bits)
        : combine(arena, "subtract", lost, places(first), lost);
    const survivors = concat(arena, [winners, stayed, block === 0 ? bits : won]);
    const last = left % 2 === 0 ? undefined : side(arena, state, left, "last");
    block = Math.max(1, block) * 2;
    state = last === undefined ? survivors : withBye(party, survivors, last, width, block);
  }
  const oneHot = block === 0 ? publicVector(party, [1n]) : slice(state, width, count);
  return { oneHot, words: slice(state, 0, width) };
}

/** Of the vectors over `left` candidates in `state`: those of the first or second of each pair, or of the last candidate. */
function side(arena: Arena, state: Shares, left: number, which: 0 | 1 | "last"): Shares {
  const pairs = which === "last" ? 1 : left >> 1;
  const offset = which === "last" ? left - 1 : which;
  const vectors = state.length / left;
  return gather(
    arena,
    state,
    Array.from({ length: vectors * pairs }, (_, i) => Math.floor(i / pairs) * left + 2 * (i % pairs) + offset),
  );
}

/** Adds a candidate without a partner: its words, and its places before as many zeros. */
function withBye(party: Party, survivors: Shares, last: Shares, width: number, block: number): Shares {
  const { arena } = party;
  const vectors = width + block;
  const pairs = survivors.length / vectors;
  const state = zeros(arena, vectors * (pairs + 1));
  const places = (length: number, at: (i: number) => number) => Array.from({ length }, (_, i) => at(i));
  scatter(
    arena,
    state,
    places(survivors.length, (i) => Math.floor(i / pairs) * (pairs + 1) + (i % pairs)),
    survivors,
  );
  scatter(
    arena,
    state,
    places(last.length, (k) => k * (pairs + 1) + pairs),
    last,
  );
  // At the first level a candidate has no places yet: it stands for its own index.
  if (last.length === width) scatter(arena, state, [width * (pairs + 1) + pairs], publicVector(party, [1n]));
  return state;
}
