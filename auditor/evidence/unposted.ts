// The exchanges of a round with a sealed outcome that are not posted (docs/wire.md): in each, every
// party sends one message to all others, which begins with an echo of the exchange before. The last
// posted exchange has the echo of the last of them, and nothing else.
import { hexlify } from "ethers";
import type { RoundKey } from "../certificate/digests.ts";
import type { Params } from "../chain/params.ts";
import { isSealed } from "../chain/sealed-params.ts";
import { type SignedDigest, signedDigest } from "./envelope.ts";

/** The first of them; posted exchanges have lower numbers. */
export const FIRST_UNPOSTED = 65_536;
const DIGEST_BYTES = 32;
const SIGNATURE_BYTES = 65;

/** Their numbers; none where the outcome is public. */
export function unpostedExchanges(params: Params): number[] {
  if (!isSealed(params)) return [];
  const count = params.parties.length === 2 ? 12 : 11;
  return Array.from({ length: count }, (_, i) => FIRST_UNPOSTED + i);
}

/**
 * What a body that begins with an echo of `exchange` says of each party's turn there, by party;
 * null if the body is too short.
 */
export function readEcho(
  body: Buffer,
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
