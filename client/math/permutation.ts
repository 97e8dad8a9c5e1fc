// Uniform permutations, by the Fisher–Yates shuffle.
import { type Random, randomBelow } from "./random.ts";

/** The numbers 0..size − 1 in uniformly random order. */
export function randomPermutation(size: number, random: Random): number[] {
  const order = Array.from({ length: size }, (_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = Number(randomBelow(random, BigInt(i + 1)));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
