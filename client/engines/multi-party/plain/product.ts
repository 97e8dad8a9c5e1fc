/**
 * BA′Q in Algorithm 2 of Zhu et al.: for the owner of the objective, by Paillier encryption and the
 * shares Q = Q₁ + Q₂.
 *
 *   dealer → owner           seed of Q₁
 *   dealer → representative  Q₂
 *   owner → representative   key, Enc(C)
 *   representative → owner   key, Enc(BA′), [BM′ Bb′], Enc(CᵀQ₂)
 *   owner → representative   Enc(BA′Q₁ + r)
 *   representative → owner   (BA′Q₁ + r) + BA′Q₂ modulo M
 *   owner                    BA′Q, and CᵀQ = CᵀQ₁ + CᵀQ₂ (costs.ts)
 * engine.ts says what each party learns and what is not protected.
 *
 * Departures from the paper. (1) There, a machine deals Q and then leaves; here the first holder of
 * the ring draws it. (2) There, P2 decrypts S = BA′Q, so P2, who knows BA′, reads Q off parallel
 * columns. Here the owner masks with r, as Protocol 1 does with r_b, and only the owner opens the
 * product. (3) Step 2 sends the public key (the paper writes "public key sk", the secret key's
 * name). (4) Step 9, lost in the scan, is S′_ij = R′_ij · Π_k H′_ik^(Q₁)_kj; R = BA′Q₂ need not be
 * encrypted, as P2 adds it after decrypting. (5) Plaintexts are packed, so H′ takes n·⌈m′/slots⌉
 * ciphertexts instead of m′n.
 */
import { decryptRows, encryptRows, maskedDenseProduct } from "../../../crypto/paillier/dense-product.ts";
import type { PaillierPublicKey } from "../../../crypto/paillier/public-key.ts";
import type { PaillierSecretKey } from "../../../crypto/paillier/secret-key.ts";
import { bitLength } from "../../../math/bits.ts";
import { type Matrix, transpose } from "../../../math/matrix.ts";
import { type Random, randomBetween } from "../../../math/random.ts";
import { costProductBytes, costWidths } from "../costs.ts";
import { type Context, keyBytes, packedBytes, type Widths } from "../paillier.ts";
import { PRODUCT_PHASE } from "../phases.ts";
import { residuesBytes } from "../residues.ts";
import type { ConsortiumShape } from "../shape.ts";
import { SHARE_LIMIT, SHARE_MAGNITUDE } from "./shares.ts";

/** Log₂ of the factor by which the range of r exceeds that of BA′Q₁. */
const STATISTICAL_BITS = 64n;

/** Sizes of BA′Q₁ + r; r is uniform in [−maskLimit, maskLimit]. */
export function productWidths(shape: ConsortiumShape): Widths & { readonly maskLimit: bigint } {
  const entryBits = bitLength(shape.modulus / 2n);
  const reach = (BigInt(shape.variables) * SHARE_LIMIT) << BigInt(entryBits);
  const maskLimit = reach << STATISTICAL_BITS;
  return { entryBits, slotBits: bitLength(maskLimit + reach) + 1, maskLimit };
}

/** Sizes of CᵀQ₂. */
export function costShareWidths({ variables }: ConsortiumShape): Widths {
  return costWidths(BigInt(variables) * SHARE_MAGNITUDE);
}

/** Number of multiplications in the clear for BA′Q₂, for the meter. */
export function shareMultiplications({ rows, variables }: ConsortiumShape): number {
  return rows * variables * variables;
}

/** Length of Enc(BA′), and of Enc(BA′Q₁ + r). */
export function encryptedProductBytes(shape: ConsortiumShape, keyBits: number): number {
  return shape.variables * packedBytes(keyBits, shape.rows, productWidths(shape));
}

/** Length of the representative's first message: key, Enc(BA′), [BM′ Bb′], Enc(CᵀQ₂). */
export function encryptedConstraintsBytes(shape: ConsortiumShape, keyBits: number): number {
  return (
    keyBytes(keyBits) +
    encryptedProductBytes(shape, keyBits) +
    residuesBytes(shape.rows, shape.slacks + 1, shape) +
    costProductBytes(shape, keyBits, costShareWidths(shape))
  );
}

/**
 * Representative: Enc(BA′), packed along the rows: n lists of ⌈m′/slots⌉ ciphertexts. `x` is
 * balanced modulo M.
 */
export async function encryptConstraints(
  { shape, pool, meter }: Context,
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
export function drawMasks(shape: ConsortiumShape, random: Random): bigint[][] {
  const { maskLimit } = productWidths(shape);
  return Array.from({ length: shape.variables }, () =>
    Array.from({ length: shape.rows }, () => randomBetween(random, -maskLimit, maskLimit)),
  );
}

/** The factors of the owner's product. */
export interface ConstraintFactors {
  /** Enc(BA′). */
  readonly encrypted: Matrix;
  /** Q₁. */
  readonly first: Matrix;
  /** r, as `drawMasks` gives it. */
  readonly masks: Matrix;
}

/** Owner: Enc(Q₁ᵀ(BA′)ᵀ + r). */
export async function multiplyConstraints(
  { shape, pool, meter }: Context,
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

/** Representative: BA′Q₁ + r, m′ × n. */
export async function openConstraints(
  { shape, pool, meter }: Context,
  key: PaillierSecretKey,
  product: Matrix,
): Promise<bigint[][]> {
  const { slotBits } = productWidths(shape);
  meter.add(PRODUCT_PHASE, "decryptions", product.flat().length);
  return transpose(await decryptRows(key, product, { columns: shape.rows, slotBits }, pool), shape.rows);
}
