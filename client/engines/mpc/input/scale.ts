// Scales the parties' integers by their own powers of two, on shares, so that the nodes compute
// with the committed numbers themselves. A row's power 2^(72 − exponent) is the product of two
// halves, and each step is exact where check-inputs.ts has found the numbers in range: an integer
// times a first half is below 2^125, and what that gives, times a second half, below 2^123.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { powerBelow, powerOf } from "./digits.ts";
import { type DealtProgram, type ScaledInput, type SharedProgram, sharedInput } from "./shared-program.ts";
import { DATA_BITS } from "./words.ts";

/** A program whose integers are scaled, and its rows once times the first halves of their units. */
export interface Scaled {
  readonly program: SharedProgram;
  /** Per party: coefficients, then right-hand sides. */
  readonly partly: readonly (readonly [coefficients: Shares, rhs: Shares])[];
}

/** 2 rounds, 32 bytes for each coefficient and right-hand side. */
export async function scaleInputs(dealt: DealtProgram): Promise<Scaled> {
  const { arithmetic: a, round, inputs } = dealt;
  const all = inputs.map((_, party) => sharedInput(dealt, party));
  const times = (units: Shares, [coefficients, rhs]: readonly [Shares, Shares]) => [
    a.product(repeated(a, units, round.columns), coefficients),
    a.product(units, rhs),
  ];
  const inPairs = (list: readonly Shares[]) =>
    inputs.map((_, party) => [list[2 * party]!, list[2 * party + 1]!] as const);
  const owner = all[round.objectiveOwner]!;
  const down = a.gather(powerBelow(a, owner.costDigits, DATA_BITS), new Array<number>(owner.costs.length).fill(0));
  const first = all.flatMap(({ units: [half], coefficients, rhs }) => times(half, [coefficients, rhs]));
  const [costs, ...partly] = await a.reshare(a.product(down, owner.costs), ...first);
  const pairs = inPairs(partly);
  const whole = inPairs(await a.reshare(...all.flatMap(({ units: [, half] }, party) => times(half, pairs[party]!))));
  const none = a.zeros(0);
  const scaled = whole.map(([coefficients, rhs], party): ScaledInput => {
    const own = { coefficients, rhs };
    return party === round.objectiveOwner
      ? { ...own, costs: costs!, costScale: powerOf(a, owner.costDigits, DATA_BITS) }
      : { ...own, costs: none, costScale: none };
  });
  return { program: { ...dealt, scaled }, partly: pairs };
}

/** Each number `times` times in a row. */
function repeated(a: Arithmetic, values: Shares, times: number): Shares {
  return a.gather(
    values,
    Array.from({ length: values.length * times }, (_, k) => Math.floor(k / times)),
  );
}
