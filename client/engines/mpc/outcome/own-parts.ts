// What opens where each company learns its own part of an optimum only: nothing but, where all
// learn it, the objective's value. The nodes keep shares of the rest, made for nothing else: each
// component is blinded by a fresh sharing of zero. A company that gets all three components of a
// number therefore sees two uniform ones and, in the third, the number: nothing that was computed
// on the way, and nothing of masks that other messages carry. A node has two components of every
// number already, so that the third says no more than the number; of a number that does not open
// to it, it has the two alone, which are uniform.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { magnitude } from "../../../math/field.ts";
import { TOTAL_BITS } from "../../../round/numbers.ts";
import { type SharedProgram, sharedInput } from "../input/shared-program.ts";
import { DATA_BITS } from "../input/words.ts";
import { floorOf } from "./grid.ts";

/** f̂ is computed in halves of this many bits. */
const HALF_BITS = DATA_BITS / 2;
const HALF = 1n << BigInt(HALF_BITS);

/**
 * This node's components of fresh shares of the values, as bytes, after the nodes have compared
 * what they have in common: a node that has made the two others hold different values would read
 * their difference. 2 rounds. Throws ProtocolError `SharesDiffer`.
 */
export async function sharesToKeep(a: Arithmetic, values: Shares): Promise<Uint8Array> {
  const [fresh] = await a.reshare(a.addends(values));
  await a.requireSameShares(fresh);
  return a.exportShares(fresh);
}

/** The two halves of each number: ⌊x / 2^36⌋ and what is left, in [0, 2^36). 5 rounds. */
async function halvesOf(a: Arithmetic, x: Shares): Promise<readonly [high: Shares, low: Shares]> {
  const high = await floorOf(a, x, HALF_BITS);
  return [high, a.subtract(x, a.scale(high, HALF))];
}

/**
 * Opens f̂ = cᵀx̂, exactly; null if it is out of range, which a cheating node can bring about. `x`:
 * on the grid, below 2^72. A product of a half and a value is below 2^108, so the sum over 2^16
 * columns is below 2^124. What opens is ⌊f̂ / 2^36⌋ and f̂ mod 2^36, which say no more than f̂.
 */
export async function openObjective(program: SharedProgram, x: Shares): Promise<bigint | null> {
  const { arithmetic: a } = program;
  const [high, low] = await halvesOf(a, sharedInput(program, program.round.objectiveOwner).costs);
  const [upper, lower] = await a.reshare(a.dot(high, x), a.dot(low, x));
  const [carried, rest] = await halvesOf(a, lower);
  const [top, bottom] = (await a.open(a.concat([a.add(upper, carried), rest]))) as [bigint, bigint];
  const value = top * HALF + bottom;
  return magnitude(value) < 1n << BigInt(TOTAL_BITS) ? value : null;
}
