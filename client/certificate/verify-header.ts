// The checks that need only the header (docs/certificate.md, "Refusals", 1).
import { hexToBytes, isHex, keccak256 } from "viem/utils";
import { GROUP_ORDER, isOnCurve } from "../crypto/curve/bn254.ts";
import { BLINDING_INDEX, generatorX, isGenerator, RHS_INDEX } from "../crypto/curve/generators.ts";
import { CertificateError } from "../errors.ts";
import { requireMagnitude, TOTAL_BITS } from "../round/numbers.ts";
import { partyCount } from "../round/shape.ts";
import type { Statement } from "../round/statement.ts";
import { KINDS, type Kind } from "../round/verdict.ts";
import { isDigest } from "./codec.ts";
import type { Header } from "./types.ts";

export interface CheckedHeader {
  readonly kind: Kind;
  /** Counters of G_0, G_1..G_n, H. */
  readonly counters: Uint8Array;
  /** Bytes of the upper bounds. */
  readonly bounds: Uint8Array;
}

/** @throws CertificateError with the first reason to refuse the header. */
export function checkHeader(statement: Statement, header: Header): CheckedHeader {
  const kind = KINDS[header.kind];
  if (kind === undefined) throw new CertificateError("UnknownKind", "the kind is not 0, 1 or 2");
  checkShape(statement, header, kind);
  checkNumbers(header, kind);
  const counters = hexToBytes(header.counters);
  checkPoints(header, counters);
  return { kind, counters, bounds: hexToBytes(header.bounds) };
}

function checkShape(statement: Statement, header: Header, kind: Kind): void {
  const fits =
    isHex(header.counters) &&
    header.counters.length === 2 + 2 * (statement.columns + 2) &&
    isHex(header.bounds) &&
    header.bounds.length === 2 + 2 * statement.columns &&
    isDigest(header.statementDigest) &&
    isDigest(header.responseDigest) &&
    header.proofs.length === partyCount(statement) &&
    (kind !== "infeasible" || header.objective === 0n) &&
    (kind !== "unbounded" || header.rho === 0n) &&
    (kind !== "infeasible" || header.proofs.every(({ a }) => a === 0n)) &&
    (kind === "unbounded" || header.proofs.every(({ aRay }) => aRay === 0n));
  if (!fits) throw new CertificateError("ShapeMismatch", "the header does not have the shape of the round and kind");
  if (keccak256(header.bounds) !== statement.bounds.toLowerCase()) {
    throw new CertificateError("BoundsMismatch", "the upper bounds differ from the round's");
  }
}

function checkNumbers(header: Header, kind: Kind): void {
  const scalars = [header.rho, ...header.proofs.flatMap(({ a, aRay, z0, zh }) => [a, aRay, z0, zh])];
  if (scalars.some((scalar) => scalar < 0n || scalar >= GROUP_ORDER)) {
    throw new CertificateError("ScalarOutOfRange", "a scalar of the header is not in [0, r)");
  }
  requireMagnitude(header.objective, TOTAL_BITS, "the objective");
  requireMagnitude(header.dual, TOTAL_BITS, "d");
  if (kind !== "optimal" && header.dual >= 0n) {
    throw new CertificateError("DualSignWrong", "d must be negative when infeasible or unbounded");
  }
}

function checkPoints(header: Header, counters: Uint8Array): void {
  checkGenerator(RHS_INDEX, counters[0]!, header.y0);
  checkGenerator(BLINDING_INDEX, counters.at(-1)!, header.yh);
  const points = [{ x: header.cx, y: header.cy }, ...header.proofs.map(({ ax, ay }) => ({ x: ax, y: ay }))];
  if (!points.every(isOnCurve)) {
    throw new CertificateError(
      "PointInvalid",
      "R_c or a first message A is not a point of the curve in canonical form",
    );
  }
}

/**
 * The generator that `counter` and `y` describe.
 * @throws CertificateError GeneratorInvalid, with the index.
 */
export function checkGenerator(index: number, counter: number, y: bigint): { x: bigint; y: bigint } {
  const affine = { x: generatorX(index, counter), y };
  if (!isGenerator(affine))
    throw new CertificateError(
      "GeneratorInvalid",
      `generator ${index} is not the one that its counter hashes to`,
      index,
    );
  return affine;
}
