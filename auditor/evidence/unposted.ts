// The exchanges of a round with a sealed outcome that are not posted (docs/wire.md): in each, every
// party's turn has a message to all others first, which begins with an echo of the exchange before.
// The last posted exchange has the echo of the last of them, and nothing else. There are more where
// each company learns its own part of the outcome, which the chain does not show.
import { hexlify } from "ethers";
import type { RoundKey } from "../certificate/digests.ts";
import type { Params } from "../chain/params.ts";
import { isSealed } from "../chain/sealed-params.ts";
import { type SignedDigest, signedDigest } from "./envelope.ts";

/** The first of them; posted exchanges have lower numbers. */
export const FIRST_UNPOSTED = 65_536;
const DIGEST_BYTES = 32;
const SIGNATURE_BYTES = 65;

/** How many they may be, the usual number first. */
const COUNTS = { ofTwo: [12], ofMore: [11, 15] } as const;

/** The numbers that the last of them may have; none where the outcome is public. */
export function lastUnposted(params: Params): number[] {
  if (!isSealed(params)) return [];
  return COUNTS[params.parties.length === 2 ? "ofTwo" : "ofMore"].map((count) => FIRST_UNPOSTED + count - 1);
}

/** The numbers that they may have; none where the outcome is public. */
export function unpostedExchanges(params: Params): number[] {
  const last = Math.max(FIRST_UNPOSTED - 1, ...lastUnposted(params));
  return Array.from({ length: last + 1 - FIRST_UNPOSTED }, (_, i) => FIRST_UNPOSTED + i);
}

/**
 * What a body that begins with an echo of `exchange` says of each party's turn there, by party;
 * null if the body is too short.
 */
export function readEcho(
  body: Uint8Array,
  key: RoundKey,
  { exchange, parties }: { readonly exchange: number; readonly parties: number },
): SignedDigest[] | null {
  if (body.length < echoBytes(parties)) return null;
  const each = echoBytes(1);
  return Array.from({ length: parties }, (_, from) => {
    const own = body.subarray(from * each, (from + 1) * each);
    return signedDigest(key, { exchange, from }, hexlify(own.subarray(0, DIGEST_BYTES)), own.subarray(DIGEST_BYTES));
  });
}

/** Bytes of an echo among so many parties. */
export const echoBytes = (parties: number): number => parties * (DIGEST_BYTES + SIGNATURE_BYTES);
