// keccak256 of long messages, a slice at a time, so that the other work of the process goes on in
// between.
import { setImmediate as turn } from "node:timers/promises";
import { keccak_256 } from "@noble/hashes/sha3.js";
import type { Hex } from "viem";
import { bytesToHex } from "viem/utils";

/** Hashing it takes a few hundredths of a second. */
const SLICE_BYTES = 1 << 18;

/** keccak256 of `bytes`, which must not change meanwhile. */
export async function keccakInSlices(bytes: Uint8Array): Promise<Hex> {
  const hash = keccak_256.create();
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    if (at > 0) await turn();
    hash.update(bytes.subarray(at, at + SLICE_BYTES));
  }
  return bytesToHex(hash.digest());
}
