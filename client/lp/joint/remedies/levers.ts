// The changes that are tried, by sort, the smallest first. Which of them help depends on which
// width of the certificate or of the engine is used up.
import { add } from "../../../math/decimal.ts";
import { MAX_DECIMALS } from "../../model/normalise.ts";
import { type Scales, USUAL, MAX_DECIMALS as WIDEST } from "../scales.ts";
import { exponentAbove } from "../sizes.ts";
import type { Change, ScaledProgram } from "./change.ts";
import { largerColumns, smallerColumns } from "./column-levers.ts";
import { upTo } from "./levels.ts";
import { numbersIn, OWN_UNITS } from "./numbers.ts";
import { largerRows, smallerRows } from "./row-levers.ts";

/** Changes of one sort, the smallest first. */
export type Lever = readonly Change[];

export interface Levers {
  /** Other units: the companies' program stays the same. */
  readonly units: readonly Lever[];
  /** What can make the round fail if the outcome is not as expected. */
  readonly bounds: Lever;
  readonly decimals: readonly Lever[];
}

/**
 * All levers, from harmless to costly.
 *
 * @param base - The scales without a change.
 */
export function allLevers(scaled: ScaledProgram, base: Pick<Scales, "decimals">, canRound: boolean): Levers {
  return {
    units: [
      largerRows(scaled),
      smallerRows(scaled),
      smallerCosts(scaled),
      largerCosts(scaled),
      smallerColumns(scaled),
      largerColumns(scaled),
    ],
    bounds: smallerBounds(scaled),
    decimals: [moreDecimals(base), ...(canRound ? [rounding(scaled, base)] : [])],
  };
}

export function smallerCosts({ program }: ScaledProgram): Lever {
  const hasCosts = program.magnitudes[program.objectiveOwner]!.cost !== null;
  return upTo(hasCosts ? MAX_DECIMALS : 0).map((costs) => ({ costs }));
}

function largerCosts(scaled: ScaledProgram): Lever {
  const { costDecimals } = numbersIn(scaled, scaled.program.objectiveOwner, OWN_UNITS);
  return upTo(Math.min(costDecimals, MAX_DECIMALS)).map((costs) => ({ costs: -costs }));
}

/** No upper bound is lowered below 1 unit. */
export function smallerBounds({ program }: ScaledProgram): Lever {
  const largest = Math.max(...program.bounds.map(({ value }) => exponentAbove(value)!));
  return upTo(largest).map((step) => ({ bound: largest - step }));
}

/** More decimals of the multipliers, which leave less room for large ones. */
function moreDecimals({ decimals: { multiplier } }: Pick<Scales, "decimals">): Lever {
  return upTo(WIDEST - multiplier).map((more) => ({ multiplier: multiplier + more }));
}

/**
 * Fewer decimals of the data, to which numbers are rounded, as long as no row moves by more than it
 * may usually be missed by.
 */
function rounding({ program }: ScaledProgram, { decimals: { coefficient } }: Pick<Scales, "decimals">): Lever {
  const bounds = exponentAbove(program.bounds.map(({ value }) => value).reduce(add))!;
  const least = Math.max(0, bounds - USUAL.residual);
  return upTo(coefficient - least).map((fewer) => ({ coefficient: coefficient - fewer }));
}
