// Numbers from unary digits on shares: 1 at each place below a number, then 0.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";

/** Σ_t weight(t) times the t-th of `count` equal parts of the digits. */
export function weighted(a: Arithmetic, digits: Shares, count: number, weight: (t: number) => bigint): Shares {
  const size = digits.length / count;
  const total = a.zeros(size);
  for (let t = 0; t < count; t++) a.addInto(total, a.scale(a.slice(digits, t * size, size), weight(t)));
  return total;
}

/** 2^e for the number e of ones among `count` digits. */
export function powerOf(a: Arithmetic, digits: Shares, count: number): Shares {
  return a.addPublic(
    weighted(a, digits, count, (t) => 1n << BigInt(t)),
    1n,
  );
}

/** 2^(count − e). */
export function powerBelow(a: Arithmetic, digits: Shares, count: number): Shares {
  return a.addPublic(
    weighted(a, digits, count, (t) => -(1n << BigInt(count - 1 - t))),
    1n << BigInt(count),
  );
}
