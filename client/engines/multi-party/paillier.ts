// Keys, ciphertexts and their lengths, as both variants of this engine use them.
//
// A key comes with a proof that it is well formed. The arithmetic is not constant-time.
import { proveModulus, verifyModulus } from "../../crypto/paillier/modulus-proof.ts";
import { slotsPerPlaintext } from "../../crypto/paillier/packing.ts";
import type { WorkPool } from "../../crypto/paillier/pool.ts";
import { PaillierPublicKey } from "../../crypto/paillier/public-key.ts";
import { generatePaillierKeys, type PaillierSecretKey } from "../../crypto/paillier/secret-key.ts";
import type { Random } from "../../math/random.ts";
import { type BodyReader, blameAsync, concatBytes } from "../codec.ts";
import type { CostMeter } from "../cost-meter.ts";
import type { ConsortiumShape } from "./shape.ts";

/** Key lengths, worker pool and meter, as all sides use them. */
export interface Means {
  /** Length of each N. */
  readonly keyBits: number;
  /** Lowered in tests only. */
  readonly minimumBits: number;
  readonly pool: WorkPool;
  readonly meter: CostMeter;
}

/** Context of all sides of the protocol. */
export interface Context extends Means {
  readonly shape: ConsortiumShape;
}

/** Widths of the entries and slots of one encrypted product. */
export interface Widths {
  readonly entryBits: number;
  readonly slotBits: number;
}

export function drawKey({ keyBits, minimumBits }: Means, random: Random): PaillierSecretKey {
  return generatePaillierKeys(keyBits, random, minimumBits);
}

/** The key and the proof that it is well formed. */
export function encodeKey(key: PaillierSecretKey): Uint8Array {
  return concatBytes([key.publicKey.encode(), proveModulus(key)]);
}

/** Eight roots as long as N. */
const PROOF_LENGTHS = 8;

/** Length of a key of `keyBits` with its proof. */
export function keyBytes(keyBits: number): number {
  return ((1 + PROOF_LENGTHS) * keyBits) / 8;
}

/**
 * Length of the ciphertexts that hold `count` numbers. All moduli of the same length have equally
 * many slots. Throws as `slotsPerPlaintext` does.
 */
export function packedBytes(keyBits: number, count: number, { slotBits }: Widths): number {
  return (Math.ceil(count / slotsPerPlaintext(1n << BigInt(keyBits - 1), slotBits)) * keyBits) / 4;
}

/**
 * Throws ProtocolError naming the sender, with the codes of PaillierPublicKey or
 * `PaillierModulusUnproven`.
 */
export function readKey(reader: BodyReader, { keyBits, minimumBits }: Context): Promise<PaillierPublicKey> {
  const encoded = reader.bytes(keyBits / 8);
  const proof = reader.bytes((PROOF_LENGTHS * keyBits) / 8);
  return blameAsync(reader, async () => {
    const key = PaillierPublicKey.decode(encoded, minimumBits);
    verifyModulus(key, proof);
    return key;
  });
}

/** `rows` × `blocks` ciphertexts. */
export function readCiphertexts(
  reader: BodyReader,
  key: PaillierPublicKey,
  rows: number,
  blocks: number,
): Promise<bigint[][]> {
  const encoded = reader.bytes(rows * blocks * key.ciphertextBytes);
  return blameAsync(reader, async () => {
    const flat = key.decodeCiphertexts(encoded, rows * blocks);
    return Array.from({ length: rows }, (_, i) => flat.slice(i * blocks, (i + 1) * blocks));
  });
}

/**
 * Number of ciphertexts that hold `count` numbers. Throws CryptoError `PaillierSlotRange` if the
 * key is too short for one slot.
 */
export function blocksFor(key: PaillierPublicKey, count: number, { slotBits }: Widths): number {
  return Math.ceil(count / slotsPerPlaintext(key.modulus, slotBits));
}
