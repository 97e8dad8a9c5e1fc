// The masked matrix product Z = K·X + R without column scales: Alice holds X (inner × columns), Bob
// K (rows × inner) and the masks R (rows × columns). With one row and one column it is the secure
// dot product w = X·Y + r_b (Zhu et al., Protocol 1).
//
//   Alice  encryptRows        Enc(packed columns of X), ⌈columns/slots⌉ ciphertexts per row k      → Bob
//   Bob    maskedDenseProduct Enc(packed columns of Z), ⌈columns/slots⌉ ciphertexts per row i, re-randomised → Alice
//   Alice  decryptRows        Z
//
// All slots of a ciphertext share the exponent K_ik, so packing divides encryptions, products,
// re-randomisations and decryptions alike by the number of slots. With fewer columns than slots,
// product.ts (all scales 1) serves instead, as it packs rows. Who learns what, and the bound that
// Bob cannot check, are as in product.ts.
import type { Matrix } from "../../math/matrix.ts";
import type { Random } from "../../math/random.ts";
import { blindAll, decryptAll, encryptAll } from "./batch.ts";
import { pack, slotsPerPlaintext, unpack } from "./packing.ts";
import type { WorkPool } from "./pool.ts";
import type { PaillierPublicKey } from "./public-key.ts";
import type { PaillierSecretKey } from "./secret-key.ts";
import { checkShape, checkSlotRange, chunk } from "./shape.ts";

/** Bob's input. All of it but the ciphertexts and the two widths is secret. */
export interface DenseProductInput {
  /** Enc(packed X_k,·) as `[k][block]`; must have been checked (`decodeCiphertexts`). */
  readonly encrypted: Matrix;
  /** K: rows × inner, signed. */
  readonly left: Matrix;
  /** R: rows × columns, signed. */
  readonly masks: Matrix;
  /** |X_kj| < 2^entryBits. */
  readonly entryBits: number;
  /** Width of a slot: every |Z_ij| must stay below 2^(slotBits − 1). */
  readonly slotBits: number;
}

/**
 * Alice: Enc(packed X_k,·) as `[k][block]`. Throws CryptoError PaillierSlotRange,
 * PaillierDimensions.
 */
export async function encryptRows(
  key: PaillierSecretKey,
  { matrix, slotBits }: { readonly matrix: Matrix; readonly slotBits: number },
  random: Random,
  pool: WorkPool,
): Promise<bigint[][]> {
  const columns = matrix[0]?.length ?? 0;
  checkShape(matrix, matrix.length, columns);
  const { modulus } = key.publicKey;
  const slots = slotsPerPlaintext(modulus, slotBits);
  const messages = matrix.flatMap((row) => chunk(row, slots).map((values) => pack(values, slotBits, modulus)));
  return chunk(await encryptAll(key, messages, random, pool), Math.ceil(columns / slots));
}

/**
 * Bob: Enc(packed Z_i,·) as `[i][block]`. Throws CryptoError PaillierDimensions, PaillierSlotRange
 * (K, R too large).
 */
export async function maskedDenseProduct(
  key: PaillierPublicKey,
  input: DenseProductInput,
  random: Random,
  pool: WorkPool,
): Promise<bigint[][]> {
  const { encrypted, left, masks, slotBits } = input;
  const slots = slotsPerPlaintext(key.modulus, slotBits);
  const columns = masks[0]?.length ?? 0;
  const blocks = Math.ceil(columns / slots);
  checkShape(masks, left.length, columns);
  checkShape(encrypted, encrypted.length, blocks);
  checkShape(left, left.length, encrypted.length);
  checkSlotRange({ ...input, columnScales: new Array<bigint>(columns).fill(1n) });
  // The rows are cut into no more pieces than keep every thread busy, since each piece builds its
  // own tables.
  const pieces = Math.min(left.length, Math.ceil(pool.threads / blocks));
  const exponents = chunk(left, Math.ceil(left.length / pieces));
  const tasks = exponents.flatMap((rows) =>
    Array.from({ length: blocks }, (_, block) => ({
      kind: "combine" as const,
      modulus: key.modulus,
      bases: encrypted.map((row) => row[block]!),
      exponents: rows,
    })),
  );
  const results = await pool.runAll(tasks);
  const products = exponents.flatMap((rows, piece) =>
    rows.flatMap((_, i) => Array.from({ length: blocks }, (_, block) => results[piece * blocks + block]![i]!)),
  );
  const packedMasks = masks.flatMap((row) => chunk(row, slots).map((values) => pack(values, slotBits, key.modulus)));
  return chunk(await blindAll(key, { ciphertexts: products, messages: packedMasks }, random, pool), blocks);
}

/**
 * Alice: Z as `[i][j]` with `columns` columns, from `[i][block]`.
 * Throws CryptoError PaillierCiphertextInvalid, PaillierSlotRange, PaillierDimensions.
 */
export async function decryptRows(
  key: PaillierSecretKey,
  ciphertexts: Matrix,
  { columns, slotBits }: { readonly columns: number; readonly slotBits: number },
  pool: WorkPool,
): Promise<bigint[][]> {
  const { modulus } = key.publicKey;
  const slots = slotsPerPlaintext(modulus, slotBits);
  const blocks = Math.ceil(columns / slots);
  checkShape(ciphertexts, ciphertexts.length, blocks);
  const plaintexts = await decryptAll(key, ciphertexts.flat(), pool);
  return chunk(plaintexts, blocks).map((row) =>
    row.flatMap((plaintext, block) => unpack(plaintext, Math.min(slots, columns - block * slots), slotBits, modulus)),
  );
}
