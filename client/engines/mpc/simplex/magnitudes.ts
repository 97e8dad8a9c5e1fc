// Magnitudes of secret numbers, and numbers without those below 0.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";

/** |x|, in 3 rounds. */
export async function magnitudesOf(a: Arithmetic, x: Shares): Promise<Shares> {
  const { products } = await a.negativeTimes(x, x);
  return a.subtract(x, a.scale(products, 2n));
}

/** Replaces negative ones among the first `count` numbers by 0, in 3 rounds. */
export async function aboveZero(a: Arithmetic, numbers: Shares, count = numbers.length): Promise<Shares> {
  const [first, others] = [a.slice(numbers, 0, count), a.slice(numbers, count, numbers.length - count)];
  const { products } = await a.negativeTimes(first, first);
  return a.concat([a.subtract(first, products), others]);
}
