// Fiat–Shamir hashing as in docs/certificate.md: keccak256 over ABI-encoded values behind a tag,
// and running digests.
import type { Hex } from "viem";
import { bytesToHex, concat, hexToBigInt, keccak256, stringToHex } from "viem/utils";
import { GROUP_ORDER } from "./curve/bn254.ts";

/**
 * keccak256(abi.encode(keccak256(tag), …values)), where `encoded` = abi.encode(…values) and every
 * value is static: the words of the values then follow the tag's unchanged.
 */
export function taggedHash(tag: string, encoded: Hex): Hex {
  return keccak256(concat([keccak256(stringToHex(tag)), encoded]));
}

/** The next state of a running digest: keccak256(state ‖ bytes). */
export function absorb(state: Hex, bytes: Uint8Array): Hex {
  return keccak256(concat([state, bytesToHex(bytes)]));
}

/** A digest as a scalar: reduced modulo r. */
export function toScalar(digest: Hex): bigint {
  return hexToBigInt(digest) % GROUP_ORDER;
}
