// One signed protocol message, as a file: magic "CCD2", chainId 32, coordinator 20, round 32, step
// 4, from 1, signature 65, body.
import { getAddress, hexlify, recoverAddress, TypedDataEncoder } from "ethers";
import { messageDigest, type RoundKey } from "../certificate/digests.ts";

const MAGIC = "CCD2";
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
  /** What was signed, as EIP-712 hashes it, and the signature r ‖ s ‖ v. */
  readonly hash: string;
  readonly signature: string;
  /** The account whose key signed; null when the signature is malformed. */
  readonly signer: string | null;
  readonly bodyBytes: number;
}

/** Reads an envelope; null when the bytes are not one. */
export function readEnvelope(bytes: Buffer): Envelope | null {
  if (bytes.length < ENVELOPE_HEAD || bytes.subarray(0, 4).toString("latin1") !== MAGIC) return null;
  const word = (from: number) => BigInt(hexlify(bytes.subarray(from, from + 32)));
  const key = { chainId: word(4), coordinator: getAddress(hexlify(bytes.subarray(36, 56))), round: word(56) };
  const step = bytes.readUInt32BE(88);
  const from = bytes[92]!;
  const digest = messageDigest(key, step, from, bytes.subarray(ENVELOPE_HEAD));
  const hash = hashOf(key, step, from, digest);
  const signature = bytes.subarray(93, 158);
  return {
    key,
    step,
    from,
    digest,
    hash,
    signature: hexlify(signature),
    signer: signerOf(hash, signature),
    bodyBytes: bytes.length - ENVELOPE_HEAD,
  };
}

const TYPES = {
  Message: [
    { name: "round", type: "uint256" },
    { name: "step", type: "uint32" },
    { name: "from", type: "uint8" },
    { name: "digest", type: "bytes32" },
  ],
};

function hashOf({ chainId, coordinator, round }: RoundKey, step: number, from: number, digest: string): string {
  const domain = { name: "Concordat", version: "1", chainId, verifyingContract: coordinator };
  return TypedDataEncoder.hash(domain, TYPES, { round, step, from, digest });
}

/** The account behind a signature r ‖ s ‖ v of `hash`; v is 27 or 28 and s low. */
function signerOf(hash: string, signature: Buffer): string | null {
  const v = signature[64]!;
  if ((v !== 27 && v !== 28) || BigInt(hexlify(signature.subarray(32, 64))) > MAX_S) return null;
  try {
    return recoverAddress(hash, hexlify(signature));
  } catch {
    return null;
  }
}
