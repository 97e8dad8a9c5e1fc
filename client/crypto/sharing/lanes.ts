// Tests by lanes: whether the first 1 in a row of secret bits is of one kind or another. All nodes
// together learn a bit that no single one knows: the comparer has one part of it, the two
// evaluators have the other, and their exclusive or is the result.
//
// The comparer knows a list of bits for each test, the evaluators both know what to make of it.
//   1. The comparer shares its bits by exclusive or: one evaluator's shares are a mask, the other's
//      are sent. Whatever it sends, these are shares of bits.
//   2. From its shares, each evaluator computes its shares of a few lanes for each test. A lane is
//      an element of GF(2^24) whose bits are linear in the comparer's bits, times a random factor
//      other than 0 that only the evaluators know. They rotate and blind the lanes and send them.
//      The comparer finds one lane that is zero, or none.
// The evaluators have tossed a coin between two opposite tests. Of these, exactly one has a zero
// lane, and only one, whatever bits the comparer shared: that is what makes a test. So the comparer
// sees a uniform bit, at a uniform place, and other lanes that are uniform but not zero, all within
// 2^-57; a simulator needs no secret. There is no probability of failure.
//
// Who plays: any of the three nodes compares, the next and the previous one evaluate. The evaluator
// that receives shares sees masked bits; evaluators see nothing of each other.
// Not protected: two nodes together know everything; a node that departs from the protocol changes
// results, but what it sees can be simulated in the same way.
// Source: lanes, one of which is zero at the first difference, as in Damgård, Geisler, Krøigaard
// (ACISP 2007), in the three-party form of Wagh, Gupta, Chandran, "SecureNN" (PoPETs 2019),
// algorithm 3; there a lane counts, here it keeps all bits, of digits in place of bits.
import type { ComparerChoice, EvaluatorChoice } from "./choose.ts";
import type { Party } from "./party.ts";
import { type Evaluator, evaluatorOf } from "./roles.ts";

/** A lane, and the random bytes behind it. */
const LANE_BYTES = 3;
const RANDOM_BYTES = 12;
const COIN_BYTES = 8;
/** Most lanes that a test may have, as many as a lane has bits. */
export const MOST_LANES = 24;

export interface Size {
  readonly count: number;
  /** For each test. */
  readonly lanes: number;
  readonly dealtBytes: number;
}

/**
 * The comparer's side, 2 rounds. `dealt`: address of its bits, overwritten. Returns the address of
 * a byte for each test: whether one of its lanes is zero.
 */
export async function compare(party: Party, size: Size, dealt: number, choice?: ComparerChoice): Promise<number> {
  const { arena, masks } = party;
  const bytes = size.dealtBytes * size.count;
  const mask = masks.next.bytes(arena, bytes);
  arena.xorBytes(dealt, mask, bytes);
  party.send("previous", [[dealt, bytes]]);
  const all = LANE_BYTES * size.lanes * size.count;
  const [first, second] = [arena.allocate(all), arena.allocate(all)];
  const found = arena.allocate(size.count);
  await party.receive("next", [[first, all], ...(choice?.answerOfNext() ?? [])]);
  await party.receive("previous", [[second, all], ...(choice?.answerOfPrevious() ?? [])]);
  arena.kernel.findZeros(found, first, second, size.lanes, size.count);
  return found;
}

/** Addresses of coins, a few bytes for each test, of which both evaluators have the same. */
export function tossCoins({ arena }: Party, { withPartner }: Evaluator, count: number): number {
  return withPartner.bytes(arena, COIN_BYTES * count);
}

/** The lowest bits of coins, which choose between the opposite tests. */
export function choicesOf({ arena }: Party, coins: number, count: number): Uint8Array {
  const bytes = arena.bytes(coins, COIN_BYTES * count);
  return Uint8Array.from({ length: count }, (_, i) => bytes[COIN_BYTES * i]! & 1);
}

interface Evaluation {
  /** Writes an evaluator's lanes, from its shares of what was dealt; addresses. */
  readonly lanes: (out: number, dealt: number, random: number) => void;
  readonly choice?: EvaluatorChoice;
}

/** An evaluator's side; the last message, and with it the round, is the comparer's. */
export async function evaluate(party: Party, role: 1 | 2, size: Size, { lanes, choice }: Evaluation): Promise<void> {
  const { arena } = party;
  const { comparer, withComparer, withPartner } = evaluatorOf(party, role);
  const bytes = size.dealtBytes * size.count;
  const dealt = role === 1 ? withComparer.bytes(arena, bytes) : arena.allocate(bytes);
  if (role === 2) await party.receive(comparer, [[dealt, bytes]]);
  const all = size.lanes * size.count;
  const random = withPartner.bytes(arena, RANDOM_BYTES * all);
  const out = arena.allocate(LANE_BYTES * all);
  lanes(out, dealt, random);
  party.send(comparer, [[out, LANE_BYTES * all], ...(choice?.answer() ?? [])]);
}
