// Checks that numbers fit a message or the certificate.
import { SolverError } from "../../errors.ts";
import { magnitude } from "../../math/field.ts";
import { VALUE_LIMIT } from "../model/normal.ts";

/** An upper limit of magnitudes, and the code of the error when a number reaches it. */
export interface Limit {
  readonly limit: bigint;
  readonly code: "RayTooLarge" | "MultiplierTooLarge";
  /** Subject of the error text, for example "a multiplier". */
  readonly what: string;
}

/** What can make the numbers smaller; how much is needed is not known where these texts stand. */
const REMEDIES: Readonly<Record<Limit["code"], string>> = {
  RayTooLarge: "larger units of the variables or fewer decimals of the data may make its numbers smaller",
  MultiplierTooLarge:
    "in a new round, costs in larger units, or the company's rows multiplied by a power of ten, make multipliers smaller; fewer decimals of the " +
    "multipliers (multiplierDecimals, --multiplier-decimals) or smaller upper bounds may leave room for larger ones; this party cannot tell how " +
    "much is needed",
};

/** @throws SolverError with the limit's code when a value reaches the limit in magnitude. */
export function requireFits(values: readonly bigint[], { limit, code, what }: Limit): void {
  if (values.every((value) => magnitude(value) < limit)) return;
  throw new SolverError(code, `${what} does not fit the certificate; ${REMEDIES[code]}`);
}

/** A multiplier of an optimum, at the scale of multipliers; never to be logged. */
export interface RowMultiplier {
  readonly company: number;
  /** Row of the company, inequalities first. */
  readonly row: number;
  readonly value: bigint;
}

/** Multipliers of an optimum that no certificate of the round can hold. */
export class MultiplierTooLarge extends SolverError {
  /** At least one. */
  readonly multipliers: readonly RowMultiplier[];
  /** The optimum at the scale of solutions, never to be logged; null where it is not known. */
  readonly x: readonly bigint[] | null;
  constructor(multipliers: readonly RowMultiplier[], x: readonly bigint[] | null) {
    const [{ company, row }] = multipliers as [RowMultiplier];
    super(
      "MultiplierTooLarge",
      `the multiplier of row ${row + 1} of company ${company} does not fit the certificate; ${REMEDIES.MultiplierTooLarge}`,
    );
    this.multipliers = multipliers;
    this.x = x;
  }
}

/** The multipliers of one company, in the order of its rows. */
export function multipliersOf(company: number, values: readonly bigint[]): RowMultiplier[] {
  return values.map((value, row) => ({ company, row, value }));
}

/**
 * @param multipliers - at 10^ω.
 * @param x - the optimum at 10^δ; null where it is not known.
 * @throws MultiplierTooLarge for those that are 2^87 or more in magnitude.
 */
export function requireMultipliersFit(multipliers: readonly RowMultiplier[], x: readonly bigint[] | null): void {
  const over = multipliers.filter(({ value }) => magnitude(value) >= VALUE_LIMIT);
  if (over.length > 0) throw new MultiplierTooLarge(over, x);
}

/**
 * An optimum or feasible point with numbers that no certificate can hold, and that are therefore
 * far above the round's upper bounds.
 */
export class SolutionTooLarge extends SolverError {
  /** At the scale of solutions; never to be logged. */
  readonly x: readonly bigint[];
  constructor(x: readonly bigint[]) {
    super(
      "SolutionTooLarge",
      "the solution is above the round's upper bounds; agree on larger ones (--bound, --bound-all)",
    );
    this.x = x;
  }
}

/** @throws SolutionTooLarge when a value is 2^87 or more in magnitude. */
export function requireSolutionFits(x: readonly bigint[]): void {
  if (x.some((value) => magnitude(value) >= VALUE_LIMIT)) throw new SolutionTooLarge(x);
}

/**
 * The error of a party that has a solution only in masked form, where `what` reaches a limit that
 * no solution within the round's upper bounds can reach.
 */
export function maskedTooLarge(what: string): SolverError {
  return new SolverError(
    "SolutionTooLarge",
    `${what} is too large for any proof: a variable is far above its upper bound, and the masking hides from this party which one. ` +
      "Every company should look for variables that only its largest numbers limit, and limit them by a row or bound in its file, " +
      "or measure them in larger units; then open a new round",
  );
}

/** The error for an infeasible program when no certificate can hold the multipliers of a proof. */
export function farkasTooLarge(): SolverError {
  return new SolverError(
    "MultiplierTooLarge",
    "the program is infeasible, but no proof of it fits in 87 bits; units of rows and variables that are closer together, or fewer digits of the numbers, may make one fit",
  );
}
