// The scales that would follow from a change.
import { ConcordatError } from "../../../errors.ts";
import { compare, timesPowerOfTen } from "../../../math/decimal.ts";
import { MAX_DECIMALS } from "../../model/normalise.ts";
import { defaultBound, type PublicProgram } from "../program.ts";
import { type ScaleRequest, type Scales, scalesOf } from "../scales.ts";
import { type Magnitudes, smaller } from "../sizes.ts";
import type { AskedDecimals, Change, ScaledProgram } from "./change.ts";
import { knownLimits, lowered } from "./limits.ts";
import { numbersIn, OWN_UNITS, type OwnNumbers, type Units } from "./numbers.ts";

/** Null if no certificate could hold the numbers, or the change is impossible. */
export type Trial = (change: Change) => Scales | null;

/** The scales that follow from the request; null if no certificate could hold them. */
export function triedScales(
  { program, names, grid }: Pick<ScaledProgram, "program" | "names" | "grid">,
  request: ScaleRequest,
): Scales | null {
  try {
    return scalesOf(program, { names, grid, ...request });
  } catch (error) {
    if (error instanceof ConcordatError && error.code === "ScaleImpossible") return null;
    throw error;
  }
}

/** The program with other sizes of the companies' numbers, on which default bounds depend. */
export function withSizes(program: PublicProgram, magnitudes: readonly Magnitudes[]): PublicProgram {
  const usual = defaultBound(magnitudes);
  const before = program.bounds.find(({ stated }) => stated.size === 0)?.value ?? usual;
  if (compare(before, usual) === 0) return { ...program, magnitudes };
  const bounds = program.bounds.map((bound) => (bound.stated.size === 0 ? { ...bound, value: usual } : bound));
  return { ...program, magnitudes, bounds };
}

/**
 * @param coefficient - κ of the round. If it is not the one that follows from the numbers, it was
 *   asked for and stays: numbers are rounded to it, or it is the least.
 * @param asked - δ and ω that stay, unless the change states another ω.
 */
export function createTrial(scaled: ScaledProgram, coefficient: number, asked: AskedDecimals = {}): Trial {
  const { program } = scaled;
  const { least, most } = coefficientRange(program, coefficient);
  const changeBounds = boundChanging(scaled);
  const known = new Map<string, OwnNumbers>();
  const numbersOf = (company: number, { rows, variables }: Units): OwnNumbers => {
    const own = rows.filter((unit) => unit.company === company);
    const key = JSON.stringify([company, own, [...variables]]);
    const numbers = known.get(key) ?? numbersIn(scaled, company, { rows: own, variables });
    known.set(key, numbers);
    return numbers;
  };
  return (change) => {
    const { costs = 0, multiplier } = change;
    const numbers = program.magnitudes.map((_, company) => numbersOf(company, { ...OWN_UNITS, ...change }));
    const needed = Math.max(...numbers.map((own) => Math.max(own.rowDecimals, own.costDecimals + costs)));
    // Numbers that are rounded anyway do not lose more digits than that.
    if (needed > Math.max(most, program.decimals)) return null;
    const sizes = numbers.map(({ sizes: { cost, ...own } }) => ({ ...own, cost: cost === null ? null : cost - costs }));
    const after = changeBounds(withSizes(program, sizes), change);
    return triedScales(
      { ...scaled, program: after },
      {
        ...asked,
        coefficient: change.coefficient ?? Math.min(Math.max(needed, least), most),
        ...(multiplier === undefined ? {} : { multiplier }),
      },
    );
  };
}

/** The least and the largest κ that a round can have after a change, if it had `coefficient`. */
export function coefficientRange({ decimals }: PublicProgram, coefficient: number): { least: number; most: number } {
  const usual = Math.min(decimals, MAX_DECIMALS);
  return {
    least: coefficient === usual ? 0 : coefficient,
    most: coefficient < usual ? coefficient : MAX_DECIMALS,
  };
}

/** Lowers a program's upper bounds, or states them in other units of the variables. */
function boundChanging(scaled: ScaledProgram): (program: PublicProgram, change: Change) => PublicProgram {
  const limits = knownLimits(scaled);
  return (program, { bound, variables }) => {
    if (bound === undefined && variables === undefined) return program;
    const bounds = program.bounds.map((own, v) => {
      if (bound !== undefined) return { ...own, value: smaller(own.value, lowered(bound, limits.get(v))) };
      const by = own.stated.size === 0 ? 0 : (variables?.get(v) ?? 0);
      return by === 0 ? own : { ...own, value: timesPowerOfTen(own.value, -by) };
    });
    return { ...program, bounds };
  };
}
