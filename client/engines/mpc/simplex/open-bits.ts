// Bits open only through a sign test. A node that departs from the protocol can put any secret
// number in the place of a bit, for instance by adding a number to a one-hot vector. The sign test
// takes the top bit of it and opens that. A node knows what it adds to the test's own result, so
// nothing shows but the one bit; and an opened number that is not a bit ends the run.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { ProtocolError } from "../../../errors.ts";

/** Rounds of an opening. */
export const OPEN_BITS_ROUNDS = 5;

/**
 * Opens the secret bits: whether each is 1. Throws what `open` throws, and ProtocolError `NoBit`,
 * which means that one of the nodes is wrong.
 */
export async function openBits(a: Arithmetic, bits: Shares): Promise<boolean[]> {
  const opened = await a.open(await a.negative(a.negate(bits)));
  if (opened.some((value) => value !== 0n && value !== 1n))
    throw new ProtocolError("NoBit", "a revealed value must be a bit but is not: a node changed it");
  return opened.map((value) => value === 1n);
}

/** Opens a bit: whether all of the secret `bits` are 0. Throws as `openBits` does. */
export async function allZero(a: Arithmetic, bits: Shares): Promise<boolean> {
  const [some] = await openBits(a, a.sum(bits));
  return !some;
}
