// Whether numbers fit a message or the certificate.
import { SolverError } from "../errors.ts";
import { magnitude } from "../math/field.ts";

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
