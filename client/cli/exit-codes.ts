// What the command's exit status says, for scripts. docs/operations.md has the same table.
import {
  CertificateError,
  ChainError,
  ConcordatError,
  CryptoError,
  HomeError,
  InputError,
  NetworkError,
  ProtocolError,
  SealedError,
} from "../errors.ts";

export const EXIT = {
  ok: 0,
  /** An error of this program. */
  unexpected: 1,
  /** Options or files cannot be used as they are. */
  input: 2,
  /** The home folder: missing, in use, wrong password, full disk. */
  home: 3,
  /** The chain refused or did not answer; or the network could not be used. */
  chain: 4,
  /** A round failed: a partner departed from the protocol, or was silent. */
  round: 5,
  /** A round settled with another outcome than this company's client had proved. */
  otherwise: 8,
  /** An audit found something false. */
  auditFailed: 6,
  /** An audit could not check everything. */
  auditIncomplete: 7,
} as const;

/** Said of the round asked for, before this company has agreed to anything that could fail. */
const UNSUITABLE: ReadonlySet<string> = new Set(["RoundUnsuitable", "SizeUnsafe", "RoundDiffers"]);

export function exitCodeOf(error: unknown): number {
  if (error instanceof ConcordatError && UNSUITABLE.has(error.code)) return EXIT.input;
  if (error instanceof ConcordatError && error.code === "SettledOtherwise") return EXIT.otherwise;
  // Commands read no sealed proofs, only files of set-ups.
  if (error instanceof InputError || error instanceof SealedError) return EXIT.input;
  if (error instanceof HomeError) return EXIT.home;
  if (error instanceof ChainError || error instanceof NetworkError) return EXIT.chain;
  if (error instanceof ProtocolError || error instanceof CertificateError || error instanceof CryptoError)
    return EXIT.round;
  return error instanceof ConcordatError ? EXIT.round : EXIT.unexpected;
}
