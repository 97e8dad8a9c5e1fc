// The whole certificate, checked again: an implementation of docs/certificate.md that shares nothing with the clients or the
// contract but the page.
import { CertificateRefusal } from "../errors.ts";
import { type Contents, readContents } from "./contents.ts";
import { checkEquation, checkForms, checkGap } from "./equations.ts";
import { checkHeader } from "./header.ts";
import { type Header, OPTIMAL, type Outcome, type Statement } from "./types.ts";

export interface Verified {
  readonly outcome: Outcome;
  readonly contents: Contents;
}

/** Checks a certificate. Throws CertificateRefusal with the first reason, in the order of docs/certificate.md. */
export function verifyCertificate(statement: Statement, header: Header, blocks: readonly string[]): Verified {
  checkHeader(statement, header);
  const contents = readContents(statement, header, blocks);
  if (contents.statementDigest !== header.statementDigest) throw new CertificateRefusal("StatementMismatch");
  if (contents.responseDigest !== header.responseDigest) throw new CertificateRefusal("ResponseMismatch");
  checkForms(statement, header, contents);
  const gap = header.kind === OPTIMAL ? checkGap(statement, header, contents) : 0n;
  checkEquation(statement, header, contents);
  const residuals = contents.rows.flat().map(({ residual }) => (residual < 0n ? -residual : residual));
  const maxResidual = residuals.reduce((largest, size) => (size > largest ? size : largest), 0n);
  const { kind, objective, statementDigest } = header;
  return { outcome: { kind, objective, gap, maxResidual, statementDigest }, contents };
}
