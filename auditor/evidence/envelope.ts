// One signed protocol message, as a file: magic "CCD1", chainId 32, coordinator 20, round 32, step 4, from 1, signature 65, body.
import { getAddress, getBytes, hashMessage, hexlify, recoverAddress } from "ethers";
import { messageDigest, type RoundKey } from "../certificate/digests.ts";

const MAGIC = "CCD1";
/** Bytes before the body. */
export const ENVELOPE_HEAD = 158;
/** s of a signature is at most half the order of secp256k1. */
const MAX_S = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

export interface Envelope {
  readonly key: RoundKey;
  readonly step: number;
  readonly from: number;
  /** The digest under which it must stand on chain. */
  readonly digest: string;
  /** The account that signed it; null when the signature is malformed. */
  readonly signer: string | null;
  readonly bodyBytes: number;
}

/** Reads an envelope; null when the bytes are none. */
export function readEnvelope(bytes: Buffer): Envelope | null {
  if (bytes.length < ENVELOPE_HEAD || bytes.subarray(0, 4).toString("latin1") !== MAGIC) return null;
  const word = (from: number) => BigInt(hexlify(bytes.subarray(from, from + 32)));
  const key = { chainId: word(4), coordinator: getAddress(hexlify(bytes.subarray(36, 56))), round: word(56) };
  const step = bytes.readUInt32BE(88);
  const from = bytes[92]!;
  const digest = messageDigest(key, step, from, bytes.subarray(ENVELOPE_HEAD));
  return {
    key,
    step,
    from,
    digest,
    signer: signerOf(digest, bytes.subarray(93, 158)),
    bodyBytes: bytes.length - ENVELOPE_HEAD,
  };
}

/** The account behind an EIP-191 personal signature r ‖ s ‖ v over the digest's 32 bytes; v is 27 or 28 and s low. */
function signerOf(digest: string, signature: Buffer): string | null {
  const v = signature[64]!;
  if ((v !== 27 && v !== 28) || BigInt(hexlify(signature.subarray(32, 64))) > MAX_S) return null;
  try {
    return recoverAddress(hashMessage(getBytes(digest)), hexlify(signature));
  } catch {
    return null;
  }
}
