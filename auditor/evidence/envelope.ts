// A party's turn as one receiver got it, signed, as a file: magic "CCD3", chainId 32, coordinator
// 20, round 32, exchange 4, from 1, signature 65, then a part for each message of the turn: 1, its
// length 4 and its body; or 0 and keccak256 of the body, where it is meant for somebody else.
import { getAddress, hexlify, keccak256, recoverAddress, TypedDataEncoder, toUtf8Bytes } from "ethers";
import { type RoundKey, type Turn, turnDigest } from "../certificate/digests.ts";

const MAGIC = hexlify(toUtf8Bytes("CCD3"));
/** Bytes before the parts. */
const HEAD_BYTES = 158;
const MAX_FROM = 254;
const MAX_PARTS = 4096;
const DIGEST_BYTES = 32;
const [WITHHELD, GIVEN] = [0, 1] as const;
/** Order of secp256k1. */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** One message of a turn. */
export interface Part {
  /** keccak256 of the body. */
  readonly digest: string;
  /** Null where it was withheld. */
  readonly body: Uint8Array | null;
}

/** A turn's digest and who signed it. */
export interface SignedDigest {
  /** The digest under which the turn must stand on chain, if it is posted. */
  readonly digest: string;
  /** What was signed, as EIP-712 hashes it. */
  readonly hash: string;
  /** r ‖ s ‖ v; null unless it has the one form that is accepted. */
  readonly signature: string | null;
  /** The account whose key signed; null when there is none. */
  readonly signer: string | null;
}

export interface Envelope extends Turn, SignedDigest {
  readonly key: RoundKey;
  /** In the order of the schedule. */
  readonly parts: readonly Part[];
}

/** Reads an envelope; null when the bytes are not one. */
export function readEnvelope(bytes: Uint8Array): Envelope | null {
  if (bytes.length < HEAD_BYTES || hexlify(bytes.subarray(0, 4)) !== MAGIC) return null;
  const from = bytes[92]!;
  const parts = readParts(bytes.subarray(HEAD_BYTES));
  if (from > MAX_FROM || parts === null) return null;
  const key = {
    chainId: wordAt(bytes, 4),
    coordinator: getAddress(hexlify(bytes.subarray(36, 56))),
    round: wordAt(bytes, 56),
  };
  const turn = { exchange: numberAt(bytes, 88), from };
  const digest = turnDigest(
    key,
    turn,
    parts.map((part) => part.digest),
  );
  return { key, ...turn, parts, ...signedDigest(key, turn, digest, bytes.subarray(93, HEAD_BYTES)) };
}

/** A digest with the bytes of its signature. */
export function signedDigest(key: RoundKey, turn: Turn, digest: string, bytes: Uint8Array): SignedDigest {
  const hash = hashOf(key, turn, digest);
  const signature = readSignature(bytes);
  return { digest, hash, signature, signer: signerOf(hash, signature) };
}

const numberAt = (bytes: Uint8Array, from: number): number => Number(hexlify(bytes.subarray(from, from + 4)));
const wordAt = (bytes: Uint8Array, from: number): bigint => BigInt(hexlify(bytes.subarray(from, from + 32)));

/** Null where the bytes are not at most MAX_PARTS whole parts, one behind the other. */
function readParts(bytes: Uint8Array): Part[] | null {
  const parts: Part[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (parts.length === MAX_PARTS) return null;
    const kind = bytes[at++];
    if (kind !== WITHHELD && (kind !== GIVEN || at + 4 > bytes.length)) return null;
    const length = kind === GIVEN ? numberAt(bytes, at) : DIGEST_BYTES;
    if (kind === GIVEN) at += 4;
    const content = bytes.subarray(at, at + length);
    if (content.length < length) return null;
    parts.push(
      kind === GIVEN ? { digest: keccak256(content), body: content } : { digest: hexlify(content), body: null },
    );
    at += length;
  }
  return parts;
}

const TYPES = {
  Message: [
    { name: "round", type: "uint256" },
    { name: "exchange", type: "uint32" },
    { name: "from", type: "uint8" },
    { name: "digest", type: "bytes32" },
  ],
};

function hashOf({ chainId, coordinator, round }: RoundKey, { exchange, from }: Turn, digest: string): string {
  const domain = { name: "Concordat", version: "2", chainId, verifyingContract: coordinator };
  return TypedDataEncoder.hash(domain, TYPES, { round, exchange, from, digest });
}

/** A signature is r ‖ s ‖ v with 0 < r < N, 0 < s ≤ N/2 and v 27 or 28. */
function readSignature(bytes: Uint8Array): string | null {
  const [r, s, v] = [wordAt(bytes, 0), wordAt(bytes, 32), bytes[64]!];
  const isCanonical = r > 0n && r < ORDER && s > 0n && s <= ORDER / 2n && (v === 27 || v === 28);
  return isCanonical ? hexlify(bytes) : null;
}

/** The account whose key made the signature of `hash`; null when no key did. */
function signerOf(hash: string, signature: string | null): string | null {
  if (signature === null) return null;
  try {
    return recoverAddress(hash, signature);
  } catch {
    return null;
  }
}
