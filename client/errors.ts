// Error classes with stable codes. Imports nothing; every room may throw them. A message says what
// is wrong, where, and what to do next. It never contains a secret.

/** Base of every error this package throws on purpose. Match on `code`, never on the text. */
export class ConcordatError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** Where in a user's input something is wrong. */
export interface InputPlace {
  readonly file?: string;
  readonly line?: number;
  /** A cell of a sheet, such as `Sheet1!C7` or, in CSV, `C7`; it is in row `line`. */
  readonly cell?: string;
  readonly field?: string;
}

/** A file or option from the user cannot be used as it is. */
export class InputError extends ConcordatError {
  readonly place: InputPlace;
  constructor(code: string, message: string, place: InputPlace = {}, options?: ErrorOptions) {
    const line = place.line === undefined ? undefined : `line ${place.line}`;
    const where = [place.file, place.cell ?? line, place.field].filter((part) => part !== undefined).join(", ");
    super(code, where === "" ? message : `${where}: ${message}`, options);
    this.place = place;
  }
}

/** A solver gave no usable answer, or the answer could not be brought within tolerance. */
export class SolverError extends ConcordatError {}

/** A cryptographic value is out of range, not canonical or does not verify. */
export class CryptoError extends ConcordatError {}

/** A certificate is refused; `code` is one of the reasons in docs/certificate.md. */
export class CertificateError extends ConcordatError {
  /** Index that the reason carries (party, column or generator), where it has one. */
  readonly index: number | undefined;
  constructor(code: string, message: string, index?: number) {
    super(code, message);
    this.index = index;
  }
}

/** A sealed proof is refused or cannot be made; `code` is one of the reasons in docs/sealed.md. */
export class SealedError extends ConcordatError {
  /** Index of the party that the reason carries, where it has one. */
  readonly party: number | undefined;
  constructor(code: string, message: string, party?: number) {
    super(code, message);
    this.party = party;
  }
}

/** The file of a set-up has other bytes than its head says, or a point that is none. */
export class SetupFileError extends SealedError {
  /** The bytes that are missing, too many or wrong: from the first to the one after the last. */
  readonly range: readonly [from: number, to: number];
  constructor(code: string, message: string, range: readonly [from: number, to: number]) {
    super(code, message);
    this.range = range;
  }
}

/** A peer or a message departs from the protocol. */
export class ProtocolError extends ConcordatError {
  /** Index of the party at fault, where one can be named. */
  readonly party: number | undefined;
  constructor(code: string, message: string, party?: number, options?: ErrorOptions) {
    super(code, message, options);
    this.party = party;
  }
}

/** A peer cannot be reached, stays silent or does not follow the wire format. */
export class NetworkError extends ConcordatError {}

/** The chain refused or did not answer. */
export class ChainError extends ConcordatError {}

/** The home folder or its journal cannot be used; nothing has been done that it does not record. */
export class HomeError extends ConcordatError {}

/**
 * The error itself if this package threw it on purpose. Any other error is a bug in this program;
 * its text may contain anything, so only the code "Unexpected" is shown.
 */
export function asConcordatError(error: unknown): ConcordatError {
  if (error instanceof ConcordatError) return error;
  return new ConcordatError("Unexpected", "an internal error: please report it", { cause: error });
}
