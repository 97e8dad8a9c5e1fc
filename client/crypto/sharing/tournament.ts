// Finds the least of many candidates that count, or that none counts. At each level groups of
// neighbours all meet each other, and the winner of each group goes on (groups.ts), until one group
// is left. The signs of all differences stay bits until it is known who won; with the winners'
// words, the level carries on which of its indices each stands for. Among equals the lowest index
// wins. Nobody learns which candidate won; a node sees only what it sees in the sign tests and in
// what follows them.
//
// Rounds: 5 for each level, among three nodes.
import type { Addends, Arena, Shares } from "./arena.ts";
import { encodeElements } from "./elements.ts";
import { type Groups, groupCount, meetingPairs } from "./groups.ts";
import { levelsOf } from "./levels.ts";
import { combine, concat, gather, put, scale, slice, transpose, weigh, zeros } from "./local.ts";
import type { Bits, Contest, Scheme } from "./scheme.ts";

/** The winner: its words, and which of the candidates it was, as integers 0 and 1; or all zeros. */
export interface Winner {
  readonly oneHot: Shares;
  readonly words: Shares;
}

/** The k-th words of one side of all pairs. */
type Side = (k: number) => Shares;

/** Values that are negative where the right candidate is strictly less. */
type Difference = (scheme: Scheme, left: Side, right: Side) => Shares | Addends;

/** Compares the first words; their differences must be below 2^127. */
export const keyDifference: Difference = ({ arena }, left, right) => combine(arena, "subtract", [right(0), left(0)]);

/**
 * Compares first word / second word; among candidates that count the second must be positive, and
 * |first·second| < 2^126.
 */
export const ratioDifference: Difference = (scheme, left, right) =>
  scheme.addAddends(scheme.product(right(0), left(1)), scheme.product(scale(scheme.arena, left(0), -1n), right(1)));

/** What meets. */
export interface Entrants {
  /** Entry k is the k-th word of all candidates, of which there is at least one. */
  readonly kinds: readonly Shares[];
  /** A candidate counts where this is negative; empty if all count. */
  readonly eligible: Shares;
}

export async function tournament(
  scheme: Scheme,
  { kinds, eligible }: Entrants,
  difference: Difference,
): Promise<Winner> {
  const { arena } = scheme;
  const count = kinds[0]!.length;
  const contest = scheme.contest();
  let field: Field = {
    ...{ left: count, kinds: kinds.length, words: concat(arena, kinds), places: undefined, block: 1 },
    counts: eligible.length === 0 ? contest.ones(count) : undefined,
  };
  for (const size of levelsOf(count)) field = await level(scheme, contest, { field, eligible, difference, size });
  return { oneHot: slice(field.places!, 0, count), words: field.words };
}

/** The candidates that are left. */
interface Field {
  readonly left: number;
  /** A vector over the candidates for each kind of word, one after the other. */
  readonly kinds: number;
  readonly words: Shares;
  /** Candidate c stands for the `block` indices from c·block: 1 at the one that has won so far. */
  readonly block: number;
  /** Undefined at first, when each candidate stands for its own index. */
  readonly places: Shares | undefined;
  /** Which count; undefined at first, if that is to be found out. */
  readonly counts: Bits | undefined;
}

interface Level {
  readonly field: Field;
  readonly eligible: Shares;
  readonly difference: Difference;
  readonly size: number;
}

async function level(scheme: Scheme, contest: Contest, { field, eligible, difference, size }: Level): Promise<Field> {
  const { arena } = scheme;
  const { left, kinds, words, places, block } = field;
  const groups: Groups = { candidates: left, size };
  const { first, second } = meetingPairs(groups);
  const met =
    (indices: Uint32Array): Side =>
    (k) =>
      gather(arena, slice(words, k * left, left), indices);
  const tested = field.counts === undefined ? eligible : slice(eligible, 0, 0);
  const differences = difference(scheme, met(first), met(second));
  const [eligibility, beats] = (await contest.negativeBits([tested, differences])) as [Bits, Bits];
  const counts = field.counts ?? eligibility;

  const carried = places === undefined ? words : concat(arena, [words, transpose(arena, places, block)]);
  const winners = await contest.winners(groups, { beats, counts }, carried);
  const next = groupCount(groups);
  const all = next * size;
  const won =
    places === undefined ? winners.won : transpose(arena, slice(winners.products, kinds * left, places.length), left);
  return {
    ...{ left: next, kinds, block: block * size, counts: winners.counts },
    words: sumInGroups(arena, padded(arena, slice(winners.products, 0, kinds * left), left, all), size),
    places: padded(arena, won, block * left, block * all),
  };
}

/** Vectors of one length after the other, each followed by zeros up to another. */
function padded(arena: Arena, vectors: Shares, length: number, to: number): Shares {
  if (length === to) return vectors;
  const rows = vectors.length / length;
  const result = zeros(arena, rows * to);
  put(arena, result, { first: 0, rows, rowStep: to, count: length, step: 1 }, vectors);
  return result;
}

function sumInGroups(arena: Arena, x: Shares, size: number): Shares {
  return weigh(arena, x, encodeElements(Array.from({ length: size }, () => 1n)));
}
