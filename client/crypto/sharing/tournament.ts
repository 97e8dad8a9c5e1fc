// Finds the least of many candidates. While more than 16 are left, they play a knockout: the lesser
// of each pair goes on. One sign test (negative.ts) decides all pairs of a level; it also carries
// over the winners' words and, for each winner, a one-hot vector that says which of its indices
// won. The last 16 all meet each other, and the one that loses to none has won. Among equals the
// lowest index wins. Nobody learns which candidate won; a node sees only what it sees in
// negative.ts.
//
// Rounds: 3 for each level of the knockout and 6 for the final; for ratios each takes one more.
// That is 6 (ratios: 7) up to 16 candidates, 9 (11) up to 32, 21 (27) up to 512.
import type { Arena, Shares } from "./arena.ts";
import { encodeElements } from "./elements.ts";
import {
  addPublic,
  combine,
  concat,
  gather,
  pick,
  publicVector,
  put,
  scale,
  scatter,
  slice,
  weigh,
  zeros,
} from "./local.ts";
import { split } from "./party.ts";
import type { Scheme } from "./scheme.ts";

/** The winner: its words, and which of the candidates it was, as integers 0 and 1. */
export interface Winner {
  readonly oneHot: Shares;
  readonly words: Shares;
}

/**
 * Returns values that are negative where the right candidate is strictly less. The words are
 * vectors over the pairs.
 */
type Difference = (scheme: Scheme, left: readonly Shares[], right: readonly Shares[]) => Shares | Promise<Shares>;

/** Compares the first words; their differences must be below 2^127. */
export const keyDifference: Difference = ({ arena }, [left], [right]) => combine(arena, "subtract", [right!, left!]);

/**
 * Compares first word / second word; the second must be positive, and |first·second| < 2^126 across
 * candidates.
 */
export const ratioDifference: Difference = async (scheme, [leftOver, leftUnder], [rightOver, rightUnder]) => {
  const right = scheme.product(rightOver!, leftUnder!);
  const left = scheme.product(scale(scheme.arena, leftOver!, -1n), rightUnder!);
  const [difference] = await scheme.reshare([scheme.addAddends(right, left)]);
  return difference!;
};

/**
 * Number of candidates that all meet each other in the final: their pairs cost about as much as the
 * levels that the final replaces.
 */
const FINALISTS = 16;

/**
 * Candidates have `kinds.length` words each; entry k is the k-th word of all candidates, of which
 * there is at least one.
 */
export async function tournament(scheme: Scheme, kinds: readonly Shares[], difference: Difference): Promise<Winner> {
  const { arena } = scheme;
  const count = kinds[0]!.length;
  let field: Field = { words: kinds.length, block: 0, left: count, state: concat(arena, kinds) };
  while (field.left > FINALISTS) field = await knockout(scheme, field, difference);
  const { oneHot, words } = await final(scheme, field, difference);
  return { oneHot: slice(oneHot, 0, count), words };
}

/** The candidates that are left: vectors over them, first their words, then their places. */
interface Field {
  readonly words: number;
  /**
   * Number of places of a candidate. Candidate c stands for the `block` indices from c·block, and
   * its place is 1 at the one that has won so far. 0 at first, when each stands for one index.
   */
  readonly block: number;
  readonly left: number;
  readonly state: Shares;
}

/** One level: the lesser of each pair goes on. */
async function knockout(scheme: Scheme, { words, block, left, state }: Field, difference: Difference): Promise<Field> {
  const { arena } = scheme;
  const pairs = left >> 1;
  const [first, second] = [side(arena, state, left, 0), side(arena, state, left, 1)];
  const wordsOf = (of: Shares) => slice(of, 0, words * pairs);
  const placesOf = (of: Shares) => slice(of, words * pairs, block * pairs);
  const test = await difference(scheme, vectorsOf(first, words, pairs), vectorsOf(second, words, pairs));
  const change = combine(arena, "subtract", [wordsOf(second), wordsOf(first)]);
  const carried = concat(arena, [change, placesOf(first), placesOf(second)]);
  const { bits, products } = await scheme.negativeTimes(test, carried);
  const [swapped, lost, won] = split(products, [words * pairs, block * pairs, block * pairs]);
  const winners = combine(arena, "add", [swapped!, wordsOf(first)], swapped!);
  const places =
    block === 0
      ? [complement(scheme, bits), bits]
      : [combine(arena, "subtract", [placesOf(first), lost!], lost!), won!];
  const survivors = concat(arena, [winners, ...places]);
  const next = Math.max(1, block) * 2;
  const bye = left % 2 === 0 ? undefined : side(arena, state, left, "last");
  return {
    words,
    block: next,
    left: Math.ceil(left / 2),
    state: bye === undefined ? survivors : withBye(scheme, survivors, bye, { words, block: next }),
  };
}

/** All candidates left meet each other; the winner loses to none. */
async function final(scheme: Scheme, { words, block, left, state }: Field, difference: Difference): Promise<Winner> {
  const { arena } = scheme;
  const pairs = Array.from({ length: left }, (_, i) => Array.from({ length: i }, (__, j) => [j, i] as const)).flat();
  const met = (which: 0 | 1) =>
    Array.from({ length: words }, (_, k) =>
      gather(
        arena,
        state,
        pairs.map((pair) => k * left + pair[which]),
      ),
    );
  const test = await difference(scheme, met(0), met(1));
  const { bits } = await scheme.negativeTimes(test, slice(test, 0, 0));
  // Row i: to whom candidate i lost.
  const lost = zeros(arena, left * left);
  scatter(
    arena,
    lost,
    pairs.map(([i, j]) => i * left + j),
    bits,
  );
  scatter(
    arena,
    lost,
    pairs.map(([i, j]) => j * left + i),
    complement(scheme, bits),
  );
  const each = (value: bigint) => encodeElements(Array.from({ length: left }, () => value));
  const { bits: out, products } = await scheme.negativeTimes(weigh(arena, lost, each(-1n)), state);
  const kept = combine(arena, "subtract", [state, products], products);
  const places = { first: words * left, rows: left, rowStep: 1, count: block, step: left };
  return {
    oneHot: block === 0 ? complement(scheme, out) : pick(arena, kept, places),
    words: weigh(arena, slice(kept, 0, words * left), each(1n)),
  };
}

/** 1 − bit. */
function complement(scheme: Scheme, bits: Shares): Shares {
  return addPublic(scheme, scale(scheme.arena, bits, -1n), 1n);
}

/** The first `count` vectors of `length` elements. */
function vectorsOf(state: Shares, count: number, length: number): Shares[] {
  return Array.from({ length: count }, (_, k) => slice(state, k * length, length));
}

/**
 * The vectors in `state`, which are over `left` candidates, restricted to the first or the second
 * of each pair, or to the last candidate.
 */
function side(arena: Arena, state: Shares, left: number, which: 0 | 1 | "last"): Shares {
  const pairs = which === "last" ? 1 : left >> 1;
  const first = which === "last" ? left - 1 : which;
  return pick(arena, state, { first, rows: state.length / left, rowStep: left, count: pairs, step: 2 });
}

/** Adds a candidate without a partner: its words, and its places followed by as many zeros. */
function withBye(
  scheme: Scheme,
  survivors: Shares,
  last: Shares,
  { words, block }: Pick<Field, "words" | "block">,
): Shares {
  const { arena } = scheme;
  const vectors = words + block;
  const pairs = survivors.length / vectors;
  const state = zeros(arena, vectors * (pairs + 1));
  put(arena, state, { first: 0, rows: vectors, rowStep: pairs + 1, count: pairs, step: 1 }, survivors);
  put(arena, state, { first: pairs, rows: last.length, rowStep: pairs + 1, count: 1, step: 1 }, last);
  // At the first level a candidate has no places yet: it stands for its own index.
  if (last.length === words) scatter(arena, state, [words * (pairs + 1) + pairs], publicVector(scheme, [1n]));
  return state;
}
