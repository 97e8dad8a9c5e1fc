// Whether a round can have a sealed outcome with a set-up of some size, before anything is opened
// or committed.
import { InputError } from "../../errors.ts";
import type { PublicProgram } from "../../lp/joint/program.ts";
import { boundHolders, boundsAt, userTolerances } from "../../lp/joint/scales.ts";
import { boundInWords } from "../../lp/joint/sizes.ts";
import { counted } from "../../math/counted.ts";
import { compare, type Decimal, fromScaled } from "../../math/decimal.ts";
import { powerOfTen } from "../../round/numbers.ts";
import { decimalsOf, type Terms } from "../../round/terms.ts";
import { isSetupSize, SETUP_SIZES } from "../../sealed/ceremony/file.ts";
import { type SealedLimits, sealedLimits } from "../../sealed/limits.ts";
import { MAX_SIZE, sizeFor } from "../../sealed/statement.ts";
import { toleranceInWords } from "../tolerances.ts";

/** SealedParamsCheck of the contracts: more do not fit into a settling transaction. */
const MAX_PARTIES = 97;

type Shape = Pick<PublicProgram, "columns" | "inequalities" | "equalities">;

/**
 * Checks that companies, rows and columns have room. Throws InputError "SetupTooSmall" with the
 * size that is needed, "SealedUnsuitable" where no set-up would do.
 */
export function checkRoom(size: number, { columns, inequalities, equalities }: Shape, names: readonly string[]): void {
  const rows = inequalities.map((count, party) => count + 2 * equalities[party]!);
  const most = Math.max(...rows);
  const needed = sizeFor(columns, most);
  const parties = rows.length;
  if (parties > MAX_PARTIES)
    throw unsuitable(
      `${counted(parties, "company", "companies")} are more than the ${MAX_PARTIES} of a sealed outcome`,
    );
  const what =
    `${counted(columns, "column")} and the ${counted(most, "row")} of ${names[rows.indexOf(most)]} ` +
    "(an equality counts twice)";
  if (!isSetupSize(needed))
    throw unsuitable(`${what} need a set-up of size ${needed}, and the largest has ${SETUP_SIZES.most}`);
  if (needed * parties > MAX_SIZE)
    throw unsuitable(`${counted(parties, "company", "companies")} with ${what} are too much for one proof`);
  if (needed > size) throw new InputError("SetupTooSmall", `${what} need a set-up of size ${needed}, not ${size}`);
  if (size * parties > MAX_SIZE)
    throw unsuitable(
      `${counted(parties, "company", "companies")} can use a set-up of size ${sizeBelow(MAX_SIZE / parties)} at most, not ${size}`,
      `make a smaller one; ${needed} is large enough for the rows`,
    );
}

/** The largest power of two that is not above `limit`. */
function sizeBelow(limit: number): number {
  return 2 ** Math.floor(Math.log2(limit));
}

/**
 * Checks that scales, upper bounds and tolerances have room. Throws InputError "SetupTooSmall" with
 * the size that is needed, "SealedUnsuitable" where no set-up would do; the text names the number.
 */
export function checkNumbers(size: number, terms: Terms, program: PublicProgram): void {
  const decimals = decimalsOf(terms);
  const { solution } = decimals;
  const names = terms.parties.map(({ name }) => name);
  const refuse = (limit: keyof SealedLimits, value: bigint, what: string, advice: string) => {
    if (value < sealedLimits(size)[limit]) return;
    const needed = sizesAbove(size).find((larger) => value < sealedLimits(larger)[limit]);
    const has = `${what}: that is more than a set-up of size ${size} can hold`;
    if (needed === undefined) throw unsuitable(has, advice);
    throw new InputError("SetupTooSmall", `${has}; use one of size ${needed}, or ${advice}`);
  };
  const fewer = 'fewer decimals of the solution ("solutionDecimals" in the spec)';
  refuse("bound", powerOfTen(solution), `the solution has ${counted(solution, "decimal")}`, `give ${fewer}`);
  let column = 0;
  const bounds = boundsAt(program, solution);
  const limit = fromScaled(sealedLimits(size).bound, solution);
  const isTooLarge = (stated: Decimal) => compare(stated, limit) >= 0;
  for (const [v, { name, free }] of program.variables.entries()) {
    const bound = program.bounds[v]!;
    const what = `the upper bound of "${name}" is ${boundInWords(bound.value)}, with ${counted(solution, "decimal")}`;
    const smaller = `${boundHolders(bound, isTooLarge, { names })} should state a smaller one, or give ${fewer}`;
    refuse("bound", bounds[column]!, what, smaller);
    column += free ? 2 : 1;
  }
  for (const tolerance of userTolerances(terms.tolerances, decimals))
    refuse(
      tolerance.sort,
      terms.tolerances[tolerance.sort],
      `with ${counted(decimals.coefficient, "decimal")} of the data ${toleranceInWords(tolerance)}`,
      'give fewer decimals ("decimals" in the spec), smaller numbers in the files, or smaller "tolerances"',
    );
}

/** Sizes of set-ups above this one, by increasing size. */
export function sizesAbove(size: number): number[] {
  const sizes: number[] = [];
  for (let larger = 2 * size; isSetupSize(larger); larger *= 2) sizes.push(larger);
  return sizes;
}

function unsuitable(what: string, advice = 'leave out "outcome" for a public outcome, which has room'): InputError {
  return new InputError("SealedUnsuitable", `${what}: ${advice}`);
}
