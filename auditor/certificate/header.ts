// The checks of a certificate's header alone, in the order of docs/certificate.md.
import { keccak256 } from "ethers";
import { CertificateRefusal } from "../errors.ts";
import { bytesOf } from "./digests.ts";
import { BLINDING, isOrdinate, isPoint, ORDER } from "./group.ts";
import { type Header, INFEASIBLE, OPTIMAL, type Statement, UNBOUNDED } from "./types.ts";

const WIDE = 1n << 160n;

/** Throws CertificateRefusal with the first reason. */
export function checkHeader(statement: Statement, header: Header): void {
  const { kind, proofs, objective, dual, rho } = header;
  if (kind !== OPTIMAL && kind !== INFEASIBLE && kind !== UNBOUNDED) throw new CertificateRefusal("UnknownKind");
  const counters = bytesOf(header.counters);
  const shaped =
    counters.length === statement.columns + 2 &&
    bytesOf(header.bounds).length === statement.columns &&
    proofs.length === statement.commitments.length &&
    (kind !== INFEASIBLE || (objective === 0n && proofs.every(({ a }) => a === 0n))) &&
    (kind !== UNBOUNDED || rho === 0n) &&
    (kind === UNBOUNDED || proofs.every(({ aRay }) => aRay === 0n));
  if (!shaped) throw new CertificateRefusal("ShapeMismatch");
  if (keccak256(header.bounds) !== statement.bounds) throw new CertificateRefusal("BoundsMismatch");
  const scalars = [rho, ...proofs.flatMap(({ a, aRay, z0, zh }) => [a, aRay, z0, zh])];
  if (scalars.some((value) => value >= ORDER)) throw new CertificateRefusal("ScalarOutOfRange");
  if ([objective, dual].some((value) => value <= -WIDE || value >= WIDE)) {
    throw new CertificateRefusal("NumberOutOfRange");
  }
  if (kind !== OPTIMAL && dual >= 0n) throw new CertificateRefusal("DualSignWrong");
  if (!isOrdinate(0, counters[0]!, header.y0)) throw new CertificateRefusal("GeneratorInvalid", 0);
  if (!isOrdinate(BLINDING, counters.at(-1)!, header.yh)) throw new CertificateRefusal("GeneratorInvalid", BLINDING);
  const points = [[header.cx, header.cy] as const, ...proofs.map(({ ax, ay }) => [ax, ay] as const)];
  if (!points.every(isPoint)) throw new CertificateRefusal("PointInvalid");
}
