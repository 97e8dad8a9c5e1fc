// Scales the parties' integers by their own powers of two, on shares, so that the nodes compute
// with the committed numbers themselves. A row's power 2^(72 − exponent) is the product of two
// halves, and each step is exact where check-inputs.ts has found the numbers in range: an integer
// times a first half is below 2^125, and what that gives, times a second half, below 2^123.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import { powerBelow, powerOf } from "./digits.ts";
import { type DealtProgram, type ScaledInput, type SharedProgram, sharedInput } from "./shared-program.ts";
import { DATA_BITS } from "./words.ts";

/** Coefficients and right-hand sides. */
type Rows = readonly [coefficients: Shares, rhs: Shares];

/** A program whose integers are scaled, and its rows once times the first halves of their units. */
export interface Scaled {
  readonly program: SharedProgram;
  /** Per party. */
  readonly partly: readonly Rows[];
}

/**
 * 2 rounds, 32 bytes for each coefficient and right-hand side. `inspect` sees the rows half way,
 * which are gone afterwards.
 */
export async function scaleInputs(
  dealt: DealtProgram,
  inspect: (scaled: Scaled) => Promise<void> = async () => {},
): Promise<SharedProgram> {
  const { arithmetic: a, round, inputs } = dealt;
  const all = inputs.map((_, party) => sharedInput(dealt, party));
  const scaled = all.map(({ coefficients, rhs, costs }): ScaledInput => {
    const own = { coefficients: a.zeros(coefficients.length), rhs: a.zeros(rhs.length) };
    return { ...own, costs: a.zeros(costs.length), costScale: a.zeros(Math.min(1, costs.length)) };
  });
  const program = { ...dealt, scaled };
  const mark = a.mark();
  const times = (units: Shares, [coefficients, rhs]: Rows) => [
    a.product(a.repeat(units, round.columns), coefficients),
    a.product(units, rhs),
  ];
  const inPairs = (list: readonly Shares[]) => inputs.map((_, party): Rows => [list[2 * party]!, list[2 * party + 1]!]);
  const { costDigits, costs: exact } = all[round.objectiveOwner]!;
  const down = a.repeat(powerBelow(a, costDigits, DATA_BITS), exact.length);
  const first = all.flatMap(({ units: [half], coefficients, rhs }) => times(half, [coefficients, rhs]));
  const [costs, ...list] = await a.reshare(a.product(down, exact), ...first);
  const partly = inPairs(list);
  const whole = inPairs(await a.reshare(...all.flatMap(({ units: [, half] }, party) => times(half, partly[party]!))));
  for (const [party, [coefficients, rhs]] of whole.entries()) {
    a.copyInto(scaled[party]!.coefficients, coefficients);
    a.copyInto(scaled[party]!.rhs, rhs);
  }
  const owner = scaled[round.objectiveOwner]!;
  a.copyInto(owner.costs, costs!);
  a.copyInto(owner.costScale, powerOf(a, costDigits, DATA_BITS));
  await inspect({ program, partly });
  a.release(mark);
  return program;
}
