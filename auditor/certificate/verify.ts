// Verifies the whole certificate again: an implementation of docs/certificate.md that has nothing
// but that page in common with the clients and the contract.
import { CertificateRefusal } from "../errors.ts";
import { type Contents, readContents } from "./contents.ts";
import {
  checkContradiction,
  checkEquation,
  checkForms,
  checkOptimality,
  checkRay,
  type Shortfall,
} from "./equations.ts";
import { checkHeader } from "./header.ts";
import { type Header, INFEASIBLE, OPTIMAL, type Outcome, type Statement } from "./types.ts";

export interface Verified {
  readonly outcome: Outcome;
  readonly contents: Contents;
}

/**
 * Checks a certificate. Throws CertificateRefusal with the first reason, in the order of
 * docs/certificate.md.
 */
export function verifyCertificate(statement: Statement, header: Header, blocks: readonly string[]): Verified {
  checkHeader(statement, header);
  const contents = readContents(statement, header, blocks);
  if (contents.statementDigest !== header.statementDigest) throw new CertificateRefusal("StatementMismatch");
  if (contents.responseDigest !== header.responseDigest) throw new CertificateRefusal("ResponseMismatch");
  const { gap, violation } = checkKind(statement, header, contents);
  checkEquation(statement, header, contents);
  const residuals = contents.rows.flat().map(({ residual }) => (residual < 0n ? -residual : residual));
  const maxResidual = residuals.reduce((largest, size) => (size > largest ? size : largest), 0n);
  const { kind, objective, statementDigest } = header;
  return { outcome: { kind, objective, gap, violation, maxResidual, statementDigest }, contents };
}

/** The conditions of the certificate's kind. Throws CertificateRefusal with the first reason. */
function checkKind(statement: Statement, header: Header, contents: Contents): Shortfall {
  if (header.kind !== INFEASIBLE) checkForms(statement, header, contents);
  if (header.kind === OPTIMAL) return checkOptimality(statement, header, contents);
  if (header.kind === INFEASIBLE) checkContradiction(statement, header, contents);
  else checkRay(statement, header, contents);
  return { gap: 0n, violation: 0n };
}
