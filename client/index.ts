// `import … from "concordat"`: reads programs, solves among companies in one process, opens and
// joins rounds on a chain. Numbers at this border are decimal strings in the names and units of the
// companies' files. Heavy parts load when they are used. The list of names is pinned by
// test/public-api.test.ts; whatever is not here may change without notice.

import type { CompanyOutcome } from "./app/company-outcome.ts";
import type { JoinOptions, OpenedRound, OpenOptions } from "./library/rounds.ts";
import type { Solution, SolveOptions } from "./library/solve-together.ts";

export type { CompanyOutcome } from "./app/company-outcome.ts";
export type { PlainEvent } from "./app/observe/plain-event.ts";
export type { Advice } from "./engines/leakage.ts";
export { ENGINE_NAMES, type EngineName } from "./engines/names.ts";
export {
  CertificateError,
  ChainError,
  ConcordatError,
  CryptoError,
  HomeError,
  InputError,
  type InputPlace,
  NetworkError,
  ProtocolError,
  SolverError,
} from "./errors.ts";
export { type Program, readProgram, readProgramText } from "./library/program.ts";
export type { Proven } from "./library/proven.ts";
export type { HomeOptions, JoinOptions, OpenedRound, OpenOptions } from "./library/rounds.ts";
export type { Participant, Solution, SolveOptions } from "./library/solve-together.ts";
export type { RowActivity, UserOutcome, Weight } from "./lp/joint/user-outcome.ts";
export type { ProgramFormat } from "./lp/readers/read.ts";
export type { Random } from "./math/random.ts";
export { createRandom } from "./math/random.ts";
export type { Certainty } from "./round/certainty.ts";
export type { Kind } from "./round/verdict.ts";

/**
 * Finds the common optimum of several companies' programs within this process, and proves it:
 * engine, commitments, settlement protocol and certificate are those of a round on a chain. Whoever
 * runs the process sees all data.
 *
 * @param options - the companies with their programs, and how to solve.
 * @returns each company's outcome in its own names and units, what is proven, and the record that
 *   `concordat/verify` checks.
 * @throws InputError naming file, line and field for what is wrong with a program, or with how the
 *   programs go together (NoObjective, SeveralObjectives, NamesDiffer, SignsDiffer,
 *   NoSharedVariable, …); "EngineUnknown", "BoundInvalid", "CompaniesInvalid",
 *   "ArgumentInvalid".
 * @throws ProtocolError "RoundUnsuitable" when the engine does not take these companies.
 * @throws SolverError or CertificateError when no certificate can hold the outcome
 *   ("BoundExceeded", "ToleranceNotMet", …).
 */
export async function solveTogether(options: SolveOptions): Promise<Solution> {
  const { solveTogether: solve } = await import("./library/solve-together.ts");
  return solve(options);
}

/**
 * Opens a round on the chain of a company's home, and writes the file that every company joins it
 * with.
 *
 * @param options - home, password, the spec and where the file goes.
 * @throws InputError "SpecInvalid" naming file and field, "TolerancesWide", "ScaleImpossible",
 *   "FileUnwritable", "ArgumentInvalid"; ProtocolError "RoundUnsuitable"; HomeError for what is
 *   wrong with the home; ChainError.
 */
export async function openRound(options: OpenOptions): Promise<OpenedRound> {
  const { openRound: open } = await import("./library/rounds.ts");
  return open(options);
}

/**
 * Agrees to a round and plays it, with every other round of the same home, until all are closed on
 * the chain and bonds are back.
 *
 * @param options - home, password, the round's file and the company's rows.
 * @returns what the chain settled, as this company reads it; null when the round expired without an
 *   outcome and nobody here was at fault.
 * @throws InputError ("ArgumentInvalid", …), ProtocolError "SizeUnsafe", "RoundDiffers" and
 *   ChainError "RoundClosed" before anything is agreed to; ProtocolError and others with the code
 *   of the fault when the round failed; HomeError ("HomeInUse", "JournalFull", …); the signal's
 *   reason.
 */
export async function joinRound(options: JoinOptions): Promise<CompanyOutcome | null> {
  const { joinRound: join } = await import("./library/rounds.ts");
  return join(options);
}
