// Divides products by 2^f, as ../sharing/truncate.ts does among three nodes: the result is the
// quotient rounded down, or 1 more with probability (lower bits + 1)/2^f; never anything else for
// magnitudes below 2^126. Three rounds; 24 + 1.5·⌈f/8⌉ bytes per element and node, on average.
//
//   1. The addends of pairs across 0, 1 and 2, 3 are dealt so that c, the sum of components 2 and
//      3, is known to nodes 0 and 1, and e, that of components 0 and 1, to nodes 2 and 3; then
//      z' = z + 2^126 = c + e mod 2^128, and the sum wraps iff c or e has its top bit set.
//   2. Nodes 0 and 1 share ⌊c/2^f⌋ and the complement c̄ of the top bit, nodes 2 and 3 ⌊e/2^f⌋ and
//      ē, as joint messages.
//   3. c̄·ē is multiplied; z'/2^f = ⌊c/2^f⌋ + ⌊e/2^f⌋ − 2^(128−f) + c̄·ē·2^(128−f), with the carry out
//      of the lower bits lost. The bits are shared mod 2^(8⌈f/8⌉), which is enough because they
//      are multiplied by 2^(128−f).
//
// Who plays: all four. Every message is joint and masked (deal.ts), so a wrong one ends the run
// before anything opens, and a node sees uniform numbers only. Nodes 0 and 1 know c from what
// they hold; e contains, for each of nodes 2 and 3, a mask that it lacks.
// Not protected: z out of range gives a wrong result. The rounding depends on c and e, so that who
// sees a result opened learns of the lower bits of z what its own number tells together with the
// rounding (as among three nodes).
import type { Addends, Shares } from "../sharing/arena.ts";
import { ELEMENT_BYTES } from "../sharing/elements.ts";
import { addPublic, combine, scale, slice, zeros } from "../sharing/local.ts";
import { split } from "../sharing/party.ts";
import { type Cut, requireBits } from "../sharing/scheme.ts";
import { addendsFor, deal, resharing } from "./deal.ts";
import { putHalf, spreading } from "./halves.ts";
import { ACROSS, HIGH, LOW, pairOfHalf } from "./pairs.ts";
import type { Party } from "./party.ts";
import { product } from "./products.ts";

const MODULUS = 1n << 128n;
const OFFSET_HIGH = 1n << 62n; // 2^126, upper word

/** Elements in a row that lose as many bits. */
interface Stretch {
  readonly start: number;
  readonly length: number;
  readonly bits: number;
}

/**
 * ⌊z/2^bits⌋ or ⌊z/2^bits⌋ + 1, 1 ≤ bits ≤ 64; then `products`, reshared in the first round. Throws
 * CryptoError `TruncationBits`.
 */
export async function truncateEach(
  party: Party,
  cuts: readonly Cut[],
  products: readonly Addends[] = [],
): Promise<Shares[]> {
  requireBits(cuts);
  const { arena } = party;
  const lengths = cuts.map(({ product: { length } }) => length);
  const stretches: Stretch[] = [];
  let start = 0;
  for (const { bits, product } of cuts) {
    stretches.push({ start, length: product.length, bits });
    start += product.length;
  }
  const length = start;
  const result = zeros(arena, length);
  const beside = resharing(party, products);
  const mark = arena.mark();
  const z = joined(
    party,
    cuts.map((cut) => cut.product),
    length,
  );
  const spread = spreading(party, z);
  await deal(party, [spread, ...beside]);

  const { quotient, bit } = shifted(party, { z, spread: spread.target, stretches });
  const lowBytes = Math.ceil(stretches.reduce((most, { bits }) => Math.max(most, bits), 8) / 8);
  const [low, high, both] = [zeros(arena, length), zeros(arena, length), zeros(arena, length)];
  await deal(party, [
    { target: result, kind: "numbers", pairs: [LOW, HIGH], values: [quotient, quotient] },
    { target: low, kind: "numbers", pairs: [LOW], values: [bit], lowBytes },
    { target: high, kind: "numbers", pairs: [HIGH], values: [bit], lowBytes },
  ]);
  const values = addendsFor(party, product(party, low, high), ACROSS);
  await deal(party, [{ target: both, kind: "numbers", pairs: ACROSS, values, lowBytes }]);

  for (const stretch of stretches) {
    const unit = MODULUS >> BigInt(stretch.bits);
    const part = slice(result, stretch.start, stretch.length);
    const wrapped = scale(arena, slice(both, stretch.start, stretch.length), unit);
    combine(arena, "add", [part, addPublic(party, wrapped, 1n - unit - (unit >> 2n))], part);
  }
  arena.release(mark);
  return [...split(result, lengths), ...beside.map(({ target }) => target)];
}

/** The addends of all products as those of one vector. */
function joined({ arena }: Party, products: readonly Addends[], length: number): Addends {
  const at = arena.elements(3 * length);
  for (let slot = 0, to = at; slot < 3; slot++)
    for (const product of products) {
      const bytes = ELEMENT_BYTES * product.length;
      arena.write(to, arena.bytes(product.at + slot * bytes, bytes));
      to += bytes;
    }
  return { at, length };
}

interface Halves {
  readonly z: Addends;
  /** Shares of the sum of the addends of pairs across. */
  readonly spread: Shares;
  readonly stretches: readonly Stretch[];
}

/** Of c or e: the quotient, and the complement of the top bit, as elements. Addresses. */
function shifted(party: Party, { z, spread, stretches }: Halves): { readonly quotient: number; readonly bit: number } {
  const { arena, node } = party;
  const { kernel } = arena;
  const { length } = z;
  const [quotient, bit, half, noMask] = [0, 1, 2, 3].map(() => arena.elements(length)) as [
    number,
    number,
    number,
    number,
  ];
  const [complement, noTag] = [arena.allocate(length), arena.allocate(length)];
  putHalf(party, half, spread, z);
  if (pairOfHalf(node) === LOW) kernel.addConstant(half, half, 0n, OFFSET_HIGH, length);
  arena.bytes(noMask, ELEMENT_BYTES * length).fill(0);
  arena.bytes(noTag, length).fill(0);
  for (const { start, length: count, bits } of stretches) {
    const at = ELEMENT_BYTES * start;
    kernel.truncateDeal(quotient + at, complement + start, half + at, noMask, noTag, bits, 1, count);
  }
  const [bytes, elements] = [arena.bytes(complement, length), arena.bytes(bit, ELEMENT_BYTES * length).fill(0)];
  for (let i = 0; i < length; i++) elements[ELEMENT_BYTES * i] = bytes[i]!;
  return { quotient, bit };
}
