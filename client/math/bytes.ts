// Integers as bytes, big endian. Variable-time.
import { CryptoError } from "../errors.ts";

/**
 * Exactly `length` bytes. Throws CryptoError "IntegerLength" unless `value` is in [0, 256^length).
 */
export function integerToBytes(value: bigint, length: number): Uint8Array {
  const hex = value.toString(16);
  if (value < 0n || hex.length > 2 * length)
    throw new CryptoError("IntegerLength", `an integer does not fit ${length} bytes`);
  return Buffer.from(hex.padStart(2 * length, "0"), "hex");
}

/** The integer that `bytes`, at least one, encode. */
export function bytesToInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`);
}
