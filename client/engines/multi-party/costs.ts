// C times a matrix under the owner's Paillier key: CᵀQ in `masked`, CᵀQ₂ in `plain` (Algorithm 2 of
// Zhu et al.).
//
//   owner → helper   key, Enc(C)
//   helper → owner   Enc(CᵀF), packed and re-randomised
//
// The helper, who has F, sees ciphertexts (decisional composite residuosity). The owner decrypts
// CᵀF exactly and learns nothing else of F, as long as its costs keep to 72 bits.
import { decryptColumns, encryptColumns, maskedProduct } from "../../crypto/paillier/product.ts";
import type { PaillierPublicKey } from "../../crypto/paillier/public-key.ts";
import type { PaillierSecretKey } from "../../crypto/paillier/secret-key.ts";
import { INTEGER_LIMIT } from "../../lp/model/normal.ts";
import { bitLength } from "../../math/bits.ts";
import { type Matrix, transpose } from "../../math/matrix.ts";
import type { Random } from "../../math/random.ts";
import { type BodyReader, blameAsync, concatBytes, readBody } from "../codec.ts";
import {
  blocksFor,
  type Context,
  encodeKey,
  keyBytes,
  packedBytes,
  readCiphertexts,
  readKey,
  type Widths,
} from "./paillier.ts";
import { COSTS_PHASE } from "./phases.ts";
import type { ConsortiumShape } from "./shape.ts";

/** Widths of CᵀF, where no column of F has a sum of magnitudes above `columnLimit`. */
export function costWidths(columnLimit: bigint): Widths {
  const entryBits = bitLength(INTEGER_LIMIT - 1n);
  return { entryBits, slotBits: bitLength(columnLimit << BigInt(entryBits)) + 1 };
}

/** Length of the key and Enc(C). */
export function encryptedCostsBytes({ variables }: ConsortiumShape, keyBits: number): number {
  return keyBytes(keyBits) + (variables * keyBits) / 4;
}

/** Length of Enc(CᵀF). */
export function costProductBytes({ variables }: ConsortiumShape, keyBits: number, widths: Widths): number {
  return packedBytes(keyBits, variables, widths);
}

/** Owner: Enc(C), one ciphertext for each cost. */
export async function encryptCosts(
  context: Context,
  key: PaillierSecretKey,
  costs: readonly bigint[],
  random: Random,
): Promise<bigint[]> {
  context.meter.add(COSTS_PHASE, "encryptions", costs.length);
  const column = costs.map((cost) => [cost]);
  return (await encryptColumns(key, column, random, context.pool))[0]!;
}

export function encodeCosts(key: PaillierSecretKey, encrypted: readonly bigint[]): Uint8Array {
  return concatBytes([encodeKey(key), key.publicKey.encodeCiphertexts(encrypted)]);
}

/** The owner's key and Enc(C). */
export interface EncryptedCosts {
  readonly key: PaillierPublicKey;
  readonly encrypted: readonly bigint[];
}

/** Throws ProtocolError naming the owner. */
export async function readCosts(context: Context, body: Uint8Array): Promise<EncryptedCosts> {
  const { shape } = context;
  const reader = readBody(body, "encrypted costs", shape.owner);
  const key = await readKey(reader, context);
  const encrypted = await readCiphertexts(reader, key, 1, shape.variables);
  reader.end();
  return { key, encrypted: encrypted[0]! };
}

/** What a helper multiplies C by. */
export interface CostFactor {
  /** n × n. */
  readonly factor: Matrix;
  readonly widths: Widths;
}

/** Helper: Enc(CᵀF), packed: ⌈n/slots⌉ ciphertexts. */
export async function multiplyCosts(
  { shape, pool, meter }: Context,
  { key, encrypted }: EncryptedCosts,
  { factor, widths }: CostFactor,
  random: Random,
): Promise<bigint[]> {
  const n = shape.variables;
  const left = transpose(factor, n);
  const masks = left.map(() => [0n]);
  const input = { encrypted: [encrypted], left, columnScales: [1n], masks, ...widths };
  const [product] = await maskedProduct(key, input, random, pool);
  // A power for each entry of F that is not 0, and one that puts each entry of CᵀF into its slot.
  const entries = factor.flat().filter((value) => value !== 0n).length;
  meter.add(COSTS_PHASE, "powers", entries + n);
  meter.add(COSTS_PHASE, "products", entries);
  meter.add(COSTS_PHASE, "re-randomisations", product!.length);
  return product!;
}

/** Owner: reads Enc(CᵀF) and decrypts it. Throws ProtocolError naming the sender. */
export async function openCosts(
  { shape, pool, meter }: Context,
  key: PaillierSecretKey,
  reader: BodyReader,
  widths: Widths,
): Promise<bigint[]> {
  const { variables: rows } = shape;
  const [product] = await readCiphertexts(reader, key.publicKey, 1, blocksFor(key.publicKey, rows, widths));
  reader.end();
  meter.add(COSTS_PHASE, "decryptions", product!.length);
  const { slotBits } = widths;
  const opened = await blameAsync(reader, () => decryptColumns(key, [product!], { rows, slotBits }, pool));
  return opened.map((row) => row[0]!);
}
