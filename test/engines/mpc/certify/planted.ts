// Programs whose optimum is known: a point and multipliers are chosen, and right-hand sides and
// costs follow. No effect on import.

import { limitsOf } from "../../../../client/engines/mpc/certify/limits.ts";
import { cutOf } from "../../../../client/engines/mpc/outcome/grid.ts";
import { LIMB_BITS } from "../../../../client/engines/mpc/outcome/limbs.ts";
import { dot } from "../../../../client/math/field.ts";
import { type Random, randomBetween } from "../../../../client/math/random.ts";
import type { PublicRound } from "../../../../client/round/public-round.ts";
import type { Program } from "./proving.ts";

export interface Planted extends Program {
  readonly x: readonly bigint[];
  readonly w: readonly bigint[];
}

/** Inequalities and as many equalities as asked for, all of party 0; κ = 0, δ = 6, ω = 5. */
export function planted(
  size: { readonly inequalities: number; readonly equalities: number; readonly columns: number },
  random: Random,
): Planted {
  const { inequalities, equalities, columns } = size;
  const decimals = { coefficient: 0, solution: 6, multiplier: 5 };
  const rows = Array.from({ length: inequalities + equalities }, (_, i) => i);
  const entry = () => randomBetween(random, -999n, 999n);
  const coefficients = rows.map(() => Array.from({ length: columns }, entry));
  const x = Array.from({ length: columns }, (_, j) => (j % 2 === 0 ? randomBetween(random, 1n, 500n) : 0n));
  const isTight = (i: number) => i % 3 !== 0 || i >= inequalities;
  const w = rows.map((i) => (i >= inequalities ? entry() : isTight(i) ? randomBetween(random, 1n, 500n) : 0n));
  const rhs = coefficients.map((row, i) => dot(row, x) + (isTight(i) ? 0n : randomBetween(random, 1n, 999n)));
  const costs = x.map((value, j) => {
    const reduced = value > 0n ? 0n : randomBetween(random, 1n, 999n);
    return (
      reduced -
      dot(
        coefficients.map((row) => row[j]!),
        w,
      )
    );
  });
  const round: PublicRound = {
    ...{ columns, inequalities: [inequalities, 0, 0], equalities: [equalities, 0, 0], objectiveOwner: 0 },
    ...{ decimals, bounds: x.map(() => 10n ** 9n) },
    tolerances: { residual: 10n ** 5n, dual: 10n ** 5n, gap: 10n ** 16n },
  };
  return { round, coefficients, rhs, costs, x, w };
}

/** 5/8 and a little less, with 80 fractional bits. */
export const CUTS = { x: 5n << 77n, w: (5n << 77n) - 12345n };

/** X, then W, as `optimumStatement` takes them; `off`: by entry, in units of the last place. */
export function answerOf({ round, x, w }: Planted, off: ReadonlyMap<number, bigint> = new Map()): bigint[] {
  const { solution, multiplier } = round.decimals;
  const first = w.length - round.equalities[0]!;
  const equal = 1n << BigInt(limitsOf(round).w);
  const all = [
    ...x.map((value) => value * 10n ** BigInt(solution)),
    ...w.map((value) => value * 10n ** BigInt(multiplier)),
  ];
  return all.map((value, i) => {
    const offset = i >= x.length + first ? equal : 0n;
    return (value << BigInt(LIMB_BITS)) + cutOf(i < x.length ? CUTS.x : CUTS.w) + offset + (off.get(i) ?? 0n);
  });
}
