// The package's main entry, `import … from "concordat"`: reads programs, solves a joint program in
// one process, opens and joins rounds on a chain. Numbers at this interface are decimal strings in
// the units of the companies' files, and variables have the names of those files. Heavy parts load
// when they are first used. test/public-api.test.ts pins the list of exported names; anything that
// is not exported here may change without notice.

import type { CompanyOutcome } from "./app/company-outcome.ts";
import type { SealedCompanyOutcome } from "./app/sealed-outcome.ts";
import type { JoinOptions, OpenedRound, OpenOptions } from "./library/rounds.ts";
import type { Solution, SolveOptions } from "./library/solve-together.ts";

export type { CompanyOutcome } from "./app/company-outcome.ts";
export type { PlainEvent } from "./app/observe/plain-event.ts";
export type { SealedCompanyOutcome } from "./app/sealed-outcome.ts";
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
export type { ProgramFormat, TextFormat } from "./lp/readers/read.ts";
export type { Random } from "./math/random.ts";
export { createRandom } from "./math/random.ts";
export type { Certainty, Interval } from "./round/certainty.ts";
export type { Kind } from "./round/verdict.ts";

/**
 * Finds the common optimum of several companies' programs in this process, and proves it. Engine,
 * commitments, settlement protocol and certificate are those of a round on a chain. Whoever runs
 * the process sees all data.
 *
 * @param options - the companies with their programs, and how to solve.
 * @returns each company's outcome in its own names and units, what is proven, and the record for
 *   `concordat/verify`.
 * @throws InputError, naming file, line and field, when a program is wrong or the programs do not
 *   fit together (NoObjective, SeveralObjectives, NamesDiffer, SignsDiffer, NoSharedVariable, …);
 *   "EngineUnknown", "BoundInvalid", "CompaniesInvalid", "ArgumentInvalid"; "ScaleImpossible", and
 *   "TolerancesWide" unless `acceptTolerances`.
 * @throws ProtocolError "RoundUnsuitable" when the engine does not suit these companies.
 * @throws SolverError or CertificateError when no certificate can hold the outcome
 *   ("BoundExceeded", "ToleranceNotMet", …).
 */
export async function solveTogether(options: SolveOptions): Promise<Solution> {
  const { solveTogether: solve } = await import("./library/solve-together.ts");
  return solve(options);
}

/**
 * Opens a round on the chain that a company's home is set up for, and writes the file with which
 * every company joins the round.
 *
 * @param options - home, password, the spec, and the path of the file to write.
 * @throws InputError "SpecInvalid" naming file and field, "TolerancesWide", "ScaleImpossible",
 *   "FileUnwritable", "ArgumentInvalid"; for a sealed outcome also "SetupMissing", "SetupTooSmall"
 *   and "SealedUnsuitable", SealedError "SetupNameDiffers", and the codes of a set-up's file that
 *   is damaged ("SetupFileInvalid", "SetupFileLength", …); ProtocolError "RoundUnsuitable";
 *   HomeError when the home is unusable; ChainError.
 */
export async function openRound(options: OpenOptions): Promise<OpenedRound> {
  const { openRound: open } = await import("./library/rounds.ts");
  return open(options);
}

/**
 * Agrees to a round and plays it, together with every other round of the same home, until all of
 * them are closed on chain and the bonds are withdrawn.
 *
 * @param options - home, password, the round's file and the company's rows.
 * @returns the settled outcome, in this company's names and units; null when the round expired
 *   without an outcome and this client recorded no fault.
 * @throws InputError ("ArgumentInvalid", "TolerancesWide", …), ProtocolError "SizeUnsafe",
 *   "RoundDiffers" and ChainError "RoundClosed" before it agrees to anything; so for a sealed
 *   outcome also InputError "SetupMissing", "SetupForeign" unless `acceptSetup`, "SetupTooSmall" and
 *   "SealedUnsuitable", ProtocolError "SetupDiffers", SealedError "SetupNameDiffers", and the codes
 *   of a set-up's file that is damaged ("SetupFileInvalid", "SetupFileLength", …); ProtocolError
 *   and others with the code of the fault when the round failed; HomeError ("HomeInUse", "JournalFull", …); the signal's
 *   reason when `signal` aborts.
 */
export async function joinRound(options: JoinOptions): Promise<CompanyOutcome | SealedCompanyOutcome | null> {
  const { joinRound: join } = await import("./library/rounds.ts");
  return join(options);
}
