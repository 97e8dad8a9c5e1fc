// Ranges of the certificate's numbers (docs/certificate.md, "Numbers").
import { CertificateError } from "../errors.ts";
import { isUnsigned } from "../math/words.ts";

/** Bits of upper bounds, solutions, rays and multipliers. */
export const VALUE_BITS = 87;
/** Bits of slacks and reduced costs. */
export const WIDE_BITS = 143;
/** Bits of the objective and d. */
export const TOTAL_BITS = 160;

/** 10^exponent. */
export function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** @throws CertificateError NumberOutOfRange unless |value| < 2^bits. */
export function requireMagnitude(value: bigint, bits: number, what: string): void {
  const limit = 1n << BigInt(bits);
  if (value >= limit || value <= -limit) {
    throw new CertificateError(
      "NumberOutOfRange",
      `${what} is at least 2^${bits} in magnitude: use fewer decimals or smaller units`,
    );
  }
}

/** @throws CertificateError NumberOutOfRange unless 0 ≤ value < 2^bits. */
export function requireUnsigned(value: bigint, bits: number, what: string): void {
  if (!isUnsigned(value, bits)) throw new CertificateError("NumberOutOfRange", `${what} is not in [0, 2^${bits})`);
}
