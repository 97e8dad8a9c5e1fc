// Public upper bounds of the columns (docs/certificate.md, "Upper bounds"): one byte
// v = 9e + (m − 1) per column, for U = m·10^e at scale 10^δ.
import type { Hex } from "viem";
import { bytesToHex, keccak256 } from "viem/utils";
import { CertificateError } from "../errors.ts";
import { powerOfTen } from "./numbers.ts";

/** The byte of 10^26, the largest bound below 2^87. */
export const MAX_BOUND_BYTE = 234;

/** U, at scale 10^δ, for a byte of at most MAX_BOUND_BYTE. */
export function boundOf(byte: number): bigint {
  return BigInt((byte % 9) + 1) * powerOfTen(Math.floor(byte / 9));
}

const BYTES: ReadonlyMap<bigint, number> = new Map(
  Array.from({ length: MAX_BOUND_BYTE + 1 }, (_, byte) => [boundOf(byte), byte]),
);

/**
 * Encodes the bounds, at scale 10^δ, with one byte per column.
 * @throws CertificateError NumberOutOfRange, naming the first column (1..n) whose bound is not
 *   m·10^e with m = 1..9 and e = 0..26.
 */
export function encodeBounds(bounds: readonly bigint[]): Hex {
  const bytes = bounds.map((bound, j) => {
    const byte = BYTES.get(bound);
    if (byte !== undefined) return byte;
    const text = `the upper bound of column ${j + 1} is not a digit 1 to 9 times a power of ten up to 10^26`;
    throw new CertificateError("NumberOutOfRange", text, j + 1);
  });
  return bytesToHex(Uint8Array.from(bytes));
}

/**
 * The digest of the bounds that is on chain.
 * @throws CertificateError as `encodeBounds` does.
 */
export function boundsDigest(bounds: readonly bigint[]): Hex {
  return keccak256(encodeBounds(bounds));
}

/**
 * @throws CertificateError BoundExceeded, naming the first column (1..n) whose value is above its
 *   upper bound.
 */
export function requireWithin(x: readonly bigint[], bounds: readonly bigint[]): void {
  const over = x.findIndex((value, j) => value > bounds[j]!);
  if (over < 0) return;
  throw new CertificateError("BoundExceeded", `the value of column ${over + 1} exceeds its upper bound`, over + 1);
}
