// The auditor's own error classes: it imports nothing from client/, not even these. Match on
// `code`, never on the text.

/**
 * An audit cannot be made or continued: an input is malformed, or the node does not give an answer
 * that the audit needs.
 */
export class AuditError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** A certificate is refused; `code` is one of the reasons of docs/certificate.md. */
export class CertificateRefusal extends AuditError {
  /** Party, column or generator that the reason names, where it names one. */
  readonly index: number | undefined;
  constructor(code: string, index?: number) {
    super(code, index === undefined ? code : `${code}(${index})`);
    this.index = index;
  }
}

/** A sealed proof, its key or its reference string is refused, with a code of docs/sealed.md. */
export class SealedRefusal extends AuditError {
  /** Party that the code names, where it names one. */
  readonly party: number | undefined;
  constructor(code: string, party?: number) {
    super(code, party === undefined ? code : `${code}(${party})`);
    this.party = party;
  }
}
