// Who wins in groups (groups.ts), from bits that the comparer and the evaluators know together, as
// shares of a bit for each candidate, with its product with other shared words: three rounds. A
// candidate wins iff all its terms are 0.
//
// The comparer deals, for each term, its parts of the two factors and their product. A term is the
// product (e ⊕ e')(c ⊕ c') of bits of which the evaluators know e and c; so they know their shares
// of it. Lane i is zero iff the first terms up to the i-th are 0 and the i-th is 1. In the opposite
// test the first lane is zero iff all terms are 0, and the others never are.
// The comparer sends 12 bytes for a candidate, the evaluators send 3 bytes each for each of its
// terms; what bits and words add is in choose.ts.
//
// Who plays: as in lanes.ts.
import type { Shares } from "./arena.ts";
import { ComparerChoice, EvaluatorChoice } from "./choose.ts";
import { type Groups, sumByGroup, type Terms, termsOf } from "./groups.ts";
import { choicesOf, compare, evaluate, tossCoins } from "./lanes.ts";
import type { NodeIndex } from "./link.ts";
import { type Party, split } from "./party.ts";
import { evaluatorOf, roleOf } from "./roles.ts";

/** Three words of 4 bytes. */
const TERM_BYTES = 12;

/** A node's parts of bits. */
export interface MeetingBits {
  readonly beats: Uint8Array;
  readonly counts: Uint8Array;
}

export interface OwnWinners {
  readonly won: Shares;
  readonly products: Shares;
  /** The node's part of a bit for each group: whether any of its candidates counts. */
  readonly counts: Uint8Array;
}

/** `words` as in negative.ts. */
export async function unbeatenTimes(
  party: Party,
  comparer: NodeIndex,
  { groups, bits, words }: { readonly groups: Groups; readonly bits: MeetingBits; readonly words: Shares },
): Promise<OwnWinners> {
  const { arena } = party;
  const count = groups.candidates;
  const role = roleOf(party.node, comparer);
  const size = { count, lanes: groups.size, dealtBytes: TERM_BYTES };
  const result = arena.shares(count + words.length);
  const mark = arena.mark();
  party.rounds(3);
  const terms = termsOf({ groups, ...bits, constant: role === 0 ? 1 : 0 });
  let own: Uint8Array;
  if (role === 0) {
    const choice = new ComparerChoice(party, { words, result });
    const found = await compare(party, size, deal(party, terms), choice);
    own = arena.bytes(found, count).map((bit) => bit ^ 1);
    arena.write(found, own);
    choice.finish(found);
  } else {
    const coins = tossCoins(party, evaluatorOf(party, role), count);
    own = choicesOf(party, coins, count);
    const beta = arena.allocate(count);
    arena.write(beta, own);
    const choice = await EvaluatorChoice.begin(party, role, { words, result }, beta);
    const lanes = (out: number, dealt: number, random: number) => {
      const shares = shareOf(party, terms, dealt, role === 2);
      arena.kernel.termLanes(out, shares, size.lanes, coins, random, role - 1, count);
    };
    await evaluate(party, role, size, { lanes, choice });
    await choice.finish();
  }
  arena.release(mark);
  const [won, products] = split(result, [count, words.length]);
  return { won: won!, products: products!, counts: sumByGroup(own, groups) };
}

/** Address of the comparer's factors and their products. */
function deal(party: Party, { left, right }: Terms): number {
  const at = party.arena.allocate(TERM_BYTES * left.length);
  const words = party.arena.words(at, TERM_BYTES * left.length);
  for (let i = 0; i < left.length; i++) {
    words[3 * i] = left[i]!;
    words[3 * i + 1] = right[i]!;
    words[3 * i + 2] = left[i]! & right[i]!;
  }
  return at;
}

/** Address of an evaluator's shares of the terms; one of the two adds what both know. */
function shareOf(party: Party, { left, right }: Terms, dealt: number, addsCommon: boolean): number {
  const count = left.length;
  const at = party.arena.allocate(4 * count);
  const [shares, words] = [party.arena.words(at, 4 * count), party.arena.words(dealt, TERM_BYTES * count)];
  const common = addsCommon ? -1 : 0;
  for (let i = 0; i < count; i++) {
    const ofLeft = words[3 * i]!;
    const ofRight = words[3 * i + 1]!;
    const ofBoth = words[3 * i + 2]!;
    shares[i] = ofBoth ^ (left[i]! & ofRight) ^ (right[i]! & ofLeft) ^ (left[i]! & right[i]! & common);
  }
  return at;
}
