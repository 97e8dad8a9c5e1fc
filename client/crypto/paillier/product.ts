// The masked matrix product Z = K·X·Q + R: Alice holds X (inner × columns), Bob K (rows × inner),
// the column scales of Q and the masks R (rows × columns). Used by the two-party engine for X = M̄₁
// and a monomial Q, whose permutation Bob applies by reordering the encrypted columns.
//
//   Alice  encryptColumns    Enc(X_kj), column by column                                                   → Bob
//   Bob    maskedProduct     Enc(packed rows of Z), ⌈rows/slots⌉ ciphertexts a column, re-randomised       → Alice
//   Alice  decryptColumns    Z
//
// Who learns what: Bob sees ciphertexts only (decisional composite residuosity). Alice sees Z and
// nothing else about K, Q and R, provided that she proved her modulus (modulus-proof.ts):
// ciphertexts are re-randomised and the slots hold exact integers. R hides K·X·Q statistically only
// if its range exceeds that of K·X·Q by 2^σ. Not protected: Bob cannot see whether |X_kj| <
// 2^entryBits, and an Alice who breaks that bound learns more about K·X·Q than R can hide.
//
// Cost for sc50b split into halves (rows 50, inner 25, columns 48, K of 30 bits; N of 2048 bits;
// times on one thread). Alice cannot pack, as Bob scales columns one by one: inner·columns
// encryptions (2.7 ms each with the primes). Bob packs rows in the exponent, hence
// ⌈rows/slots⌉·columns re-randomisations (7.5 ms) and decryptions (2.3 ms) instead of rows·columns.
// The exponent of a block, Σ_s 2^(slotBits·s)·K_ik·q_j, has 2000 bits but is zero between slots:
// Horner's rule over the slots shares the tables of all rows (matrix.ts), multiplies only at the
// bits of K_ik, squares through the gaps natively (0.6 ms per slot), and raises to q_j once per
// ciphertext, not once per term. That is 4 s of products for 60,000 terms, 1.3 s of gaps, 1.1 s of
// re-randomisation. Rejected: unpacked small exponents (2,400 re-randomisations: 17 s more, and 5 s
// of decryption), and one native power of 2000 bits per base and block (7.5 ms each: 27 s).
import { CryptoError } from "../../errors.ts";
import type { Matrix } from "../../math/matrix.ts";
import { transpose } from "../../math/matrix.ts";
import type { Random } from "../../math/random.ts";
import { blindAll, decryptAll, encryptAll, parts } from "./batch.ts";
import { pack, slotsPerPlaintext, unpack } from "./packing.ts";
import type { WorkPool } from "./pool.ts";
import type { PaillierPublicKey } from "./public-key.ts";
import type { PaillierSecretKey } from "./secret-key.ts";
import { checkShape, checkSlotRange, chunk } from "./shape.ts";

/** Bob's input. All of it but the ciphertexts and the two widths is secret. */
export interface MaskedProductInput {
  /**
   * Enc(X_kj) as `[j][k]`, in the order of Z's columns; must have been checked
   * (`decodeCiphertexts`).
   */
  readonly encrypted: Matrix;
  /** K: rows × inner, signed. */
  readonly left: Matrix;
  /** q_j > 0: one per column. */
  readonly columnScales: readonly bigint[];
  /** R: rows × columns, signed. */
  readonly masks: Matrix;
  /** |X_kj| < 2^entryBits. */
  readonly entryBits: number;
  /** Width of a slot: every |Z_ij| must stay below 2^(slotBits − 1). */
  readonly slotBits: number;
}

/** Alice: Enc(X_kj) as `[j][k]`. Throws CryptoError PaillierMessageRange, PaillierDimensions. */
export async function encryptColumns(
  key: PaillierSecretKey,
  matrix: Matrix,
  random: Random,
  pool: WorkPool,
): Promise<bigint[][]> {
  const columns = matrix[0]?.length ?? 0;
  checkShape(matrix, matrix.length, columns);
  const messages = transpose(matrix, columns)
    .flat()
    .map((value) => key.publicKey.fromSigned(value));
  return chunk(await encryptAll(key, messages, random, pool), matrix.length);
}

/**
 * Bob: Enc(packed rows of Z) as `[j][block]`. Throws CryptoError PaillierDimensions,
 * PaillierFactorInvalid (a scale ≤ 0), PaillierSlotRange (K, q, R too large).
 */
export async function maskedProduct(
  key: PaillierPublicKey,
  input: MaskedProductInput,
  random: Random,
  pool: WorkPool,
): Promise<bigint[][]> {
  const { encrypted, left, columnScales, masks, slotBits } = input;
  const inner = encrypted[0]?.length ?? 0;
  checkShape(encrypted, columnScales.length, inner);
  checkShape(left, left.length, inner);
  checkShape(masks, left.length, encrypted.length);
  if (columnScales.some((scale) => scale <= 0n))
    throw new CryptoError("PaillierFactorInvalid", "column scales must be positive");
  checkSlotRange(input);
  const slots = slotsPerPlaintext(key.modulus, slotBits);
  const tasks = parts(encrypted.length, pool).map(([from, to]) => ({
    kind: "stack" as const,
    modulus: key.modulus,
    bases: encrypted.slice(from, to),
    exponents: left,
    scales: columnScales.slice(from, to),
    slots,
    slotBits,
  }));
  const products = (await pool.runAll(tasks)).flat();
  const packedMasks = transpose(masks, encrypted.length).flatMap((column) =>
    chunk(column, slots).map((values) => pack(values, slotBits, key.modulus)),
  );
  return chunk(
    await blindAll(key, { ciphertexts: products, messages: packedMasks }, random, pool),
    Math.ceil(left.length / slots),
  );
}

/**
 * Alice: Z as `[i][j]` with `rows` rows, from `[j][block]`.
 * Throws CryptoError PaillierCiphertextInvalid, PaillierSlotRange, PaillierDimensions.
 */
export async function decryptColumns(
  key: PaillierSecretKey,
  ciphertexts: Matrix,
  { rows, slotBits }: { readonly rows: number; readonly slotBits: number },
  pool: WorkPool,
): Promise<bigint[][]> {
  const { modulus } = key.publicKey;
  const slots = slotsPerPlaintext(modulus, slotBits);
  const blocks = Math.ceil(rows / slots);
  checkShape(ciphertexts, ciphertexts.length, blocks);
  const plaintexts = await decryptAll(key, ciphertexts.flat(), pool);
  const columns = chunk(plaintexts, blocks).map((column) =>
    column.flatMap((plaintext, block) => unpack(plaintext, Math.min(slots, rows - block * slots), slotBits, modulus)),
  );
  return transpose(columns, rows);
}
