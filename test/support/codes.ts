// Error codes, for tests of functions that callers may give anything. Does nothing on import.
import { AuditError } from "../../auditor/errors.ts";
import { ConcordatError } from "../../client/errors.ts";

/**
 * The code of the error that `run` throws or rejects with; "none" when it does neither, and the
 * error as text when it has no code of ours.
 */
export async function codeOf(run: () => unknown): Promise<string> {
  try {
    await run();
    return "none";
  } catch (error) {
    return error instanceof ConcordatError || error instanceof AuditError ? error.code : String(error);
  }
}

/** What `act` returns, or the error of ours that it throws. */
export function resultOrError<Result>(act: () => Result): Result | ConcordatError {
  try {
    return act();
  } catch (error) {
    if (error instanceof ConcordatError) return error;
    throw error;
  }
}
