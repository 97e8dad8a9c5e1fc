// Algorithm 1, steps 2 to 4: a party's slacks and its random block of B, and how multipliers are
// recovered through the block.
//
// Departure from the paper: B_·i has integers in [0, MIXING_LIMIT] instead of reals in [0, 1], so
// that everything is exact.
import { dot } from "../../math/field.ts";
import { multiply } from "../../math/matrix.ts";
import { randomPermutation } from "../../math/permutation.ts";
import { type Random, randomBelow, randomBetween } from "../../math/random.ts";
import type { SystemRow } from "./artificial.ts";
import { type ConsortiumShape, MIXING_LIMIT } from "./shape.ts";
import { type HolderShape, SLACKS_PER_INEQUALITY } from "./sizes.ts";

/** Slack coefficients are in [10^κ, SLACK_LIMIT·10^κ), of the size of the data. */
const SLACK_LIMIT = 1024n;

/**
 * M′_i, m′_i × t_i: several random positive coefficients in the row of every inequality, with the
 * columns shuffled.
 */
export function drawSlacks(
  shape: ConsortiumShape,
  holder: HolderShape,
  system: readonly SystemRow[],
  random: Random,
): bigint[][] {
  const unit = 10n ** BigInt(shape.round.decimals.coefficient);
  const columns = randomPermutation(holder.slacks, random);
  return system.map(({ equality }) => {
    const row = new Array<bigint>(holder.slacks).fill(0n);
    if (!equality)
      for (const column of columns.splice(0, SLACKS_PER_INEQUALITY))
        row[column] = randomBetween(random, unit, SLACK_LIMIT * unit - 1n);
    return row;
  });
}

/** λ, uniform in [lambdaLeast, 2·lambdaLeast). */
export function drawLambda(shape: ConsortiumShape, random: Random): bigint {
  return shape.lambdaLeast + randomBelow(random, shape.lambdaLeast);
}

/**
 * B_·i + λE_i, m′ × m′_i: entries in [0, MIXING_LIMIT], plus λ where a joint row meets the holder's
 * own row of the same index.
 */
export function drawBlock(shape: ConsortiumShape, holder: HolderShape, lambda: bigint, random: Random): bigint[][] {
  return Array.from({ length: shape.rows }, (_, l) =>
    Array.from(
      { length: holder.rows },
      (_, i) => randomBetween(random, 0n, MIXING_LIMIT) + (l === holder.firstRow + i ? lambda : 0n),
    ),
  );
}

/** A holder's random choices: B_·i + λE_i; A′_i and b′_i; M′_i. */
export interface Drawn {
  readonly block: readonly (readonly bigint[])[];
  readonly system: readonly SystemRow[];
  readonly slacks: readonly (readonly bigint[])[];
}

/** (B_·i + λE_i)[A′_i M′_i b′_i] in the columns of the joint system: m′ × (n + t + 1). */
export function contribution(
  shape: ConsortiumShape,
  holder: HolderShape,
  { block, system, slacks }: Drawn,
): bigint[][] {
  const { firstSlack } = holder;
  const wide = system.map(({ coefficients, rhs }, i) => {
    const others = new Array<bigint>(shape.slacks).fill(0n);
    others.splice(firstSlack, holder.slacks, ...slacks[i]!);
    return [...coefficients, ...others, rhs];
  });
  return multiply(block, wide, shape.width);
}

/**
 * w′ = −(B_·i + λE_i)ᵀŷ: multipliers of the system's rows from duals of the mixed rows (as w = −Kᵀŷ
 * in the two-party engine).
 */
export function unmixMultipliers(block: readonly (readonly bigint[])[], duals: readonly bigint[]): bigint[] {
  return (block[0] ?? []).map(
    (_, i) =>
      -dot(
        block.map((row) => row[i]!),
        duals,
      ),
  );
}
