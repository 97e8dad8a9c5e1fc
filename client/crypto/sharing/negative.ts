// Sign test: the bit [x < 0], as shares in three rounds, with its product with other shared words,
// or in two rounds as a bit that the comparer and the evaluators know together (lanes.ts).
//
// x = a + s mod 2^128, where the comparer knows a = x0 + x1 and both evaluators know s = x2. Let a'
// and s' be their lower 127 bits. The top bit of x is the exclusive or of the top bits of a and s
// and the carry out of a' + s'; that carry is [a' > t], with t the complement of s'. Of a product
// that has not been reshared, the comparer makes a of its own addend; the evaluators exchange
// theirs, masked with numbers that the comparer knows and subtracts.
//   The comparer deals the digits of a' in unary, 24 digits of 5 or 6 bits: bits [u ≥ v] for all v.
//   A digit of t selects two of them, [u ≥ v] and [u > v], and u = v iff they differ. Lane i is
//   zero iff all digits above the i-th are equal to those of t, the i-th is not, and u > v there;
//   in the opposite test, u < v. The last digits always count as different, so that a' = t is
//   decided like a' < t. Whatever bits the comparer deals, there is one digit that is the first to
//   count as different, and it is decided in one of the two tests.
// The comparer sends 124 bytes for a comparison, the evaluators send 72 each, and 16 for a product;
// what bits and words add as shares is in choose.ts.
//
// Who plays: as in lanes.ts. Which of the nodes compares changes from test to test (party.ts), so
// that all have about the same to send. The evaluators see masked bits and masked addends.
import type { Addends, Shares } from "./arena.ts";
import { ComparerChoice, EvaluatorChoice } from "./choose.ts";
import { ELEMENT_BYTES } from "./elements.ts";
import { choicesOf, compare, evaluate, type Size, tossCoins } from "./lanes.ts";
import type { NodeIndex } from "./link.ts";
import { checkLength, type Party, split } from "./party.ts";
import { evaluatorOf, roleOf } from "./roles.ts";
import type { SignedProducts } from "./scheme.ts";

const LANES = 24;
/** 7 digits in 8 bytes each, 17 in 4. */
const DIGIT_BYTES = 124;

/** Products need not be reshared. */
type Vector = Shares | Addends;

function lengthOf(vectors: readonly Vector[]): number {
  return vectors.reduce((sum, { length }) => sum + length, 0);
}

function sizeOf(count: number): Size {
  return { count, lanes: LANES, dealtBytes: DIGIT_BYTES };
}

/** Address of the digits of a'. */
function digitsOf({ arena }: Party, a: number, count: number): number {
  const digits = arena.allocate(DIGIT_BYTES * count);
  arena.kernel.unaryDigits(digits, a, count);
  return digits;
}

/** Address of the comparer's a, of all vectors in a row. */
function comparersSum({ arena, masks }: Party, vectors: readonly Vector[]): number {
  const { kernel } = arena;
  const sums = arena.elements(lengthOf(vectors));
  let at = sums;
  for (const vector of vectors) {
    const { length } = vector;
    if ("a" in vector) kernel.add(at, vector.a, vector.b, length);
    else {
      arena.write(at, arena.bytes(vector.at, ELEMENT_BYTES * length));
      for (const stream of [masks.next, masks.previous])
        kernel.subtract(at, at, stream.bytes(arena, ELEMENT_BYTES * length), length);
    }
    at += ELEMENT_BYTES * length;
  }
  return sums;
}

/** Address of an evaluator's s, of all vectors in a row; 1 round if there are products. */
async function evaluatorsSum(party: Party, role: 1 | 2, vectors: readonly Vector[]): Promise<number> {
  const { arena } = party;
  const { kernel } = arena;
  const { partner, withComparer } = evaluatorOf(party, role);
  const sums = arena.elements(lengthOf(vectors));
  const masked: (readonly [own: number, at: number, length: number])[] = [];
  let at = sums;
  for (const vector of vectors) {
    const { length } = vector;
    const bytes = ELEMENT_BYTES * length;
    if ("a" in vector) arena.write(at, arena.bytes(role === 1 ? vector.b : vector.a, bytes));
    else {
      const own = withComparer.bytes(arena, bytes);
      kernel.add(own, own, vector.at, length);
      masked.push([own, at, length]);
    }
    at += bytes;
  }
  party.send(
    partner,
    masked.map(([own, , length]) => [own, ELEMENT_BYTES * length]),
  );
  await party.receive(
    partner,
    masked.map(([, to, length]) => [to, ELEMENT_BYTES * length]),
  );
  for (const [own, to, length] of masked) kernel.add(to, to, own, length);
  return sums;
}

/**
 * The parts that `comparer` and the others have of the bits [x < 0], for each of the vectors. 2
 * rounds.
 */
export async function negativeBits(
  party: Party,
  comparer: NodeIndex,
  vectors: readonly Vector[],
): Promise<Uint8Array[]> {
  const { arena } = party;
  const { kernel } = arena;
  const count = lengthOf(vectors);
  const role = roleOf(party.node, comparer);
  const mark = arena.mark();
  party.rounds(2);
  let bits: number;
  if (role === 0) {
    const a = comparersSum(party, vectors);
    bits = await compare(party, sizeOf(count), digitsOf(party, a, count));
    kernel.xorTopBits(bits, a, count);
  } else {
    const s = await evaluatorsSum(party, role, vectors);
    bits = arena.allocate(count);
    await evaluate(party, role, sizeOf(count), lanesOf(party, role, { s, beta: bits, count }));
  }
  const own = arena.bytes(bits, count).slice();
  arena.release(mark);
  let end = 0;
  return vectors.map(({ length }) => {
    end += length;
    return own.subarray(end - length, end);
  });
}

interface Work {
  /** Addresses. */
  readonly s: number;
  readonly beta: number;
  readonly count: number;
}

/** Tosses coins, and writes β. */
function lanesOf(party: Party, role: 1 | 2, { s, beta, count }: Work) {
  const { arena } = party;
  const coins = tossCoins(party, evaluatorOf(party, role), count);
  arena.write(beta, choicesOf(party, coins, count));
  arena.kernel.xorTopBits(beta, s, count);
  return {
    lanes: (out: number, digits: number, random: number) =>
      arena.kernel.signLanes(out, digits, s, coins, random, role - 1, count),
  };
}

/**
 * `words`: the same number of words for each element of x, the first word of every element first;
 * may be empty.
 */
export async function negativeTimes(party: Party, x: Shares, words: Shares): Promise<SignedProducts> {
  const { arena } = party;
  const count = x.length;
  checkLength(words.length, count === 0 ? 0 : Math.floor(words.length / count) * count);
  const comparer = party.leastBusy();
  party.countTests(comparer, count);
  const role = roleOf(party.node, comparer);
  const result = arena.shares(count + words.length);
  const mark = arena.mark();
  party.rounds(3);
  if (role === 0) {
    const a = comparersSum(party, [x]);
    const choice = new ComparerChoice(party, { words, result });
    const bits = await compare(party, sizeOf(count), digitsOf(party, a, count), choice);
    arena.kernel.xorTopBits(bits, a, count);
    choice.finish(bits);
  } else {
    const s = await evaluatorsSum(party, role, [x]);
    const beta = arena.allocate(count);
    const { lanes } = lanesOf(party, role, { s, beta, count });
    const choice = await EvaluatorChoice.begin(party, role, { words, result }, beta);
    await evaluate(party, role, sizeOf(count), { lanes, choice });
    await choice.finish();
  }
  arena.release(mark);
  const [bits, products] = split(result, [count, words.length]);
  return { bits: bits!, products: products! };
}
