// Whether numbers fit a message or the certificate.
import { SolverError } from "../../errors.ts";
import { magnitude } from "../../math/field.ts";
import { VALUE_LIMIT } from "../model/normal.ts";

/** What is to be below `limit` in magnitude, and the code of the error where it is not. */
export interface Limit {
  readonly limit: bigint;
  readonly code: "SolutionTooLarge" | "RayTooLarge" | "MultiplierTooLarge";
  /** For people: "the solution". */
  readonly what: string;
}

/** Throws SolverError with the limit's code. */
export function requireFits(values: readonly bigint[], { limit, code, what }: Limit): void {
  if (values.every((value) => magnitude(value) < limit)) return;
  throw new SolverError(
    code,
    `${what} does not fit the certificate; rescale the problem's units or use fewer decimals`,
  );
}

/**
 * An optimum or a point with numbers that no certificate holds, and so far above the round's upper
 * bounds.
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

/** Throws SolutionTooLarge. */
export function requireSolutionFits(x: readonly bigint[]): void {
  if (x.some((value) => magnitude(value) >= VALUE_LIMIT)) throw new SolutionTooLarge(x);
}

/** For a program without a feasible point whose multipliers no certificate holds. */
export function farkasTooLarge(): SolverError {
  return new SolverError(
    "MultiplierTooLarge",
    "the program is infeasible, but no proof of it fits in 87 bits; rescale the problem's units or use fewer decimals",
  );
}
