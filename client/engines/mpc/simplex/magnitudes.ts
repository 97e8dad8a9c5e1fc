// Magnitudes of secret numbers.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";

/** |x|, in 3 rounds. */
export async function magnitudesOf(a: Arithmetic, x: Shares): Promise<Shares> {
  const { products } = await a.negativeTimes(x, x);
  return a.subtract(x, a.scale(products, 2n));
}
