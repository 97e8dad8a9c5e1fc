/**
 * Algorithm 2 of Zhu et al.: BA′Q and CᵀQ for the owner of the objective, by Paillier encryption
 * and the shares Q = Q₁ + Q₂.
 *
 *   dealer → owner           seeds of Q₁ and R₀, U = R₀Q₂ + S          (plain: only the seed of Q₁)
 *   dealer → representative  Q₂, seed of S                             (plain: only Q₂)
 *   owner → representative   key, Enc(C)
 *   representative → owner   key, Enc(X) for X = BA′ + R₀, [BM′ Bb′] + R₀, Enc(CᵀQ₂)
 *   owner → representative   Enc(XQ₁ + r)
 *   representative → owner   T = (XQ₁ + r) + XQ₂ + S modulo M
 *   owner                    BA′Q = T − r − U − R₀Q₁ modulo M,  CᵀQ = CᵀQ₁ + CᵀQ₂
 * engine.ts says what each party learns and what is not protected.
 *
 * Departures from the paper. (1) There, a machine deals Q and then leaves; here the first holder of
 * the ring draws it. (2) There, P2 decrypts S = BA′Q, so P2, who knows BA′, reads Q off parallel
 * columns. Here the owner masks with r, as Protocol 1 does with r_b, and only the owner opens the
 * product. (3) Step 2 sends the public key (the paper writes "public key sk", the secret key's
 * name). (4) Step 9, lost in the scan, is S′_ij = R′_ij · Π_k H′_ik^(Q₁)_kj; R = XQ₂ need not be
 * encrypted, as P2 adds it after decrypting. (5) Plaintexts are packed, so H′ takes n·⌈m′/slots⌉
 * ciphertexts instead of m′n.
 *
 * The owner's and the representative's keys come with proofs that they are well formed. The
 * arithmetic is not constant-time.
 */
import { decryptRows, encryptRows, maskedDenseProduct } from "../../crypto/paillier/dense-product.ts";
import { proveModulus, verifyModulus } from "../../crypto/paillier/modulus-proof.ts";
import { slotsPerPlaintext } from "../../crypto/paillier/packing.ts";
import type { WorkPool } from "../../crypto/paillier/pool.ts";
import { decryptColumns, encryptColumns, maskedProduct } from "../../crypto/paillier/product.ts";
import { PaillierPublicKey } from "../../crypto/paillier/public-key.ts";
import { generatePaillierKeys, type PaillierSecretKey } from "../../crypto/paillier/secret-key.ts";
import { CryptoError } from "../../errors.ts";
import { INTEGER_LIMIT } from "../../lp/model/normal.ts";
import { bitLength } from "../../math/bits.ts";
import { type Matrix, transpose } from "../../math/matrix.ts";
import { type Random, randomBetween } from "../../math/random.ts";
import { type BodyReader, concatBytes, widthOf } from "../codec.ts";
import type { CostMeter } from "../cost-meter.ts";
import { SHARE_LIMIT } from "./monomial.ts";
import { MONOMIAL_LIMIT, type RingShape } from "./shape.ts";

export const PRODUCT_PHASE = "BA′Q";
export const COSTS_PHASE = "CᵀQ";

/** Log₂ of the factor by which the range of r exceeds that of XQ₁. */
const STATISTICAL_BITS = 64n;

/** Key lengths, worker pool and meter, as both sides use them. */
export interface ProductMeans {
  /** Length of each N. */
  readonly keyBits: number;
  /** Lowered in tests only. */
  readonly minimumBits: number;
  readonly pool: WorkPool;
  readonly meter: CostMeter;
}

/** Context of both sides of the protocol. */
export interface ProductContext extends ProductMeans {
  readonly shape: RingShape;
}

/** Widths of the entries and slots of one encrypted product. */
export interface Widths {
  readonly entryBits: number;
  readonly slotBits: number;
}

/** Sizes of XQ₁ + r; r is uniform in [−maskLimit, maskLimit]. */
export function productWidths(shape: RingShape): Widths & { readonly maskLimit: bigint } {
  const entryBits = bitLength(shape.modulus / 2n);
  const reach = (BigInt(shape.variables) * SHARE_LIMIT) << BigInt(entryBits);
  const maskLimit = reach << STATISTICAL_BITS;
  return { entryBits, slotBits: bitLength(maskLimit + reach) + 1, maskLimit };
}

/** Sizes of CᵀQ₂. */
export function costWidths(shape: RingShape): Widths {
  const entryBits = bitLength(INTEGER_LIMIT - 1n);
  const reach = (BigInt(shape.variables) * (SHARE_LIMIT + MONOMIAL_LIMIT)) << BigInt(entryBits);
  return { entryBits, slotBits: bitLength(reach) + 1 };
}

/** As `blame` of codec.ts, for asynchronous work. */
export async function blameAsync<Result>(reader: BodyReader, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (cause) {
    if (cause instanceof CryptoError) throw reader.error(cause.code, cause.message, { cause });
    throw cause;
  }
}

export function drawKey({ keyBits, minimumBits }: ProductMeans, random: Random): PaillierSecretKey {
  return generatePaillierKeys(keyBits, random, minimumBits);
}

/** The key and the proof that it is well formed. */
export function encodeKey(key: PaillierSecretKey): Uint8Array {
  return concatBytes([key.publicKey.encode(), proveModulus(key)]);
}

/** Eight roots as long as N. */
const PROOF_LENGTHS = 8;

/** Length of a key of `keyBits` with its proof. */
function keyBytes(keyBits: number): number {
  return ((1 + PROOF_LENGTHS) * keyBits) / 8;
}

/**
 * Length of the ciphertexts that hold `count` numbers. All moduli of the same length have equally
 * many slots. Throws as `slotsPerPlaintext` does.
 */
function packedBytes(keyBits: number, count: number, { slotBits }: Widths): number {
  return (Math.ceil(count / slotsPerPlaintext(1n << BigInt(keyBits - 1), slotBits)) * keyBits) / 4;
}

/** Length of the owner's first message: key, Enc(C). */
export function encryptedCostsBytes({ variables }: RingShape, keyBits: number): number {
  return keyBytes(keyBits) + (variables * keyBits) / 4;
}

/** Length of Enc(X), and of Enc(XQ₁ + r). */
export function encryptedProductBytes(shape: RingShape, keyBits: number): number {
  return shape.variables * packedBytes(keyBits, shape.rows, productWidths(shape));
}

/** Length of the representative's first message: key, Enc(X), [BM′ Bb′], Enc(CᵀQ₂). */
export function encryptedConstraintsBytes(shape: RingShape, keyBits: number): number {
  return (
    keyBytes(keyBits) +
    encryptedProductBytes(shape, keyBits) +
    shape.rows * (shape.slacks + 1) * widthOf(shape.modulus) +
    packedBytes(keyBits, shape.variables, costWidths(shape))
  );
}

/**
 * Throws ProtocolError naming the sender, with the codes of PaillierPublicKey or
 * `PaillierModulusUnproven`.
 */
export function readKey(reader: BodyReader, { keyBits, minimumBits }: ProductContext): Promise<PaillierPublicKey> {
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

/**
 * Representative: Enc(X), packed along the rows of X: n lists of ⌈m′/slots⌉ ciphertexts. `x` is
 * balanced modulo M.
 */
export async function encryptConstraints(
  { shape, pool, meter }: ProductContext,
  key: PaillierSecretKey,
  x: Matrix,
  random: Random,
): Promise<bigint[][]> {
  const { slotBits } = productWidths(shape);
  const encrypted = await encryptRows(key, { matrix: transpose(x, shape.variables), slotBits }, random, pool);
  meter.add(PRODUCT_PHASE, "encryptions", encrypted.flat().length);
  return encrypted;
}

/** r, n × m′ (transposed, like everything in this product). */
export function drawMasks(shape: RingShape, random: Random): bigint[][] {
  const { maskLimit } = productWidths(shape);
  return Array.from({ length: shape.variables }, () =>
    Array.from({ length: shape.rows }, () => randomBetween(random, -maskLimit, maskLimit)),
  );
}

/** The factors of the owner's product. */
export interface ConstraintFactors {
  /** Enc(X). */
  readonly encrypted: Matrix;
  /** Q₁. */
  readonly first: Matrix;
  /** r, as `drawMasks` gives it. */
  readonly masks: Matrix;
}

/** Owner: Enc(Q₁ᵀXᵀ + r). */
export async function multiplyConstraints(
  { shape, pool, meter }: ProductContext,
  key: PaillierPublicKey,
  { encrypted, first, masks }: ConstraintFactors,
  random: Random,
): Promise<bigint[][]> {
  const n = shape.variables;
  const input = { encrypted, left: transpose(first, n), masks, ...productWidths(shape) };
  const product = await maskedDenseProduct(key, input, random, pool);
  const count = product.flat().length;
  meter.add(PRODUCT_PHASE, "powers", n * count);
  meter.add(PRODUCT_PHASE, "products", n * count);
  meter.add(PRODUCT_PHASE, "re-randomisations", count);
  return product;
}

/** Representative: XQ₁ + r, m′ × n. */
export async function openConstraints(
  { shape, pool, meter }: ProductContext,
  key: PaillierSecretKey,
  product: Matrix,
): Promise<bigint[][]> {
  const { slotBits } = productWidths(shape);
  meter.add(PRODUCT_PHASE, "decryptions", product.flat().length);
  return transpose(await decryptRows(key, product, { columns: shape.rows, slotBits }, pool), shape.rows);
}

/** Owner: Enc(C), one ciphertext for each cost. */
export async function encryptCosts(
  context: ProductContext,
  key: PaillierSecretKey,
  costs: readonly bigint[],
  random: Random,
): Promise<bigint[]> {
  context.meter.add(COSTS_PHASE, "encryptions", costs.length);
  const column = costs.map((cost) => [cost]);
  return (await encryptColumns(key, column, random, context.pool))[0]!;
}

/** Representative: Enc(CᵀQ₂), packed: ⌈n/slots⌉ ciphertexts. */
export async function multiplyCosts(
  { shape, pool, meter }: ProductContext,
  key: PaillierPublicKey,
  { encrypted, second }: { readonly encrypted: readonly bigint[]; readonly second: Matrix },
  random: Random,
): Promise<bigint[]> {
  const n = shape.variables;
  const left = transpose(second, n);
  const masks = left.map(() => [0n]);
  const input = { encrypted: [encrypted], left, columnScales: [1n], masks, ...costWidths(shape) };
  const [product] = await maskedProduct(key, input, random, pool);
  // n powers for each entry, and one that puts the entry into its slot.
  meter.add(COSTS_PHASE, "powers", n * (n + 1));
  meter.add(COSTS_PHASE, "products", n * n);
  meter.add(COSTS_PHASE, "re-randomisations", product!.length);
  return product!;
}

/** Owner: CᵀQ₂. */
export async function openCosts(
  { shape, pool, meter }: ProductContext,
  key: PaillierSecretKey,
  product: readonly bigint[],
): Promise<bigint[]> {
  meter.add(COSTS_PHASE, "decryptions", product.length);
  const { slotBits } = costWidths(shape);
  const opened = await decryptColumns(key, [product], { rows: shape.variables, slotBits }, pool);
  return opened.map((row) => row[0]!);
}
