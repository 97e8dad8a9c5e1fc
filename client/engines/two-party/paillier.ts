/**
 * The masked products with Paillier's cryptosystem (EUROCRYPT 1999): the default for steps 3 and 4
 * of the protocol of Liu et al. in alice.ts.
 *
 * Who plays: Alice and Bob of alice.ts.
 *   Alice → Bob    public key with the proof of its modulus; Enc(M̄₁), Enc(b̄₁), entry by entry
 *   Bob → Alice    Enc(K N₁Q + R) and Enc(K b₁ + r), packed and re-randomised; K N₂Q − R and K b₂ − r modulo M
 *
 * crypto/paillier/product.ts computes the masked product. All n + m columns are treated alike, the
 * slack columns that Bob "fills in" included, so that a message does not show which are slacks. R
 * is an integer, uniform in a range 2^64 times wider than what it hides. Alice's part plus Bob's,
 * modulo M, is N̂ exactly, and what she decrypts is statistically independent of K N₁Q.
 *
 * Who learns what: Alice learns N̂ and b̂ and, as long as her entries keep to 72 bits,
 * statistically nothing else. Bob learns nothing of M̄₁ and b̄₁ but their size (decisional
 * composite residuosity).
 * Not protected: what N̂ and b̂ tell Alice (alice.ts). Bob cannot see whether Alice's entries
 * exceed 72 bits; larger ones weaken R by a carry between slots. The arithmetic is not
 * constant-time.
 */

import { blindAll } from "../../crypto/paillier/batch.ts";
import { proveModulus, verifyModulus } from "../../crypto/paillier/modulus-proof.ts";
import { pack, slotsPerPlaintext } from "../../crypto/paillier/packing.ts";
import { callingThread, type WorkPool } from "../../crypto/paillier/pool.ts";
import { decryptColumns, encryptColumns, maskedProduct } from "../../crypto/paillier/product.ts";
import { MINIMUM_KEY_BITS, PaillierPublicKey } from "../../crypto/paillier/public-key.ts";
import { generatePaillierKeys } from "../../crypto/paillier/secret-key.ts";
import { chunk } from "../../crypto/paillier/shape.ts";
import { INTEGER_LIMIT, type IntegerRows } from "../../lp/model/normal.ts";
import { bitLength } from "../../math/bits.ts";
import { balanced, mod } from "../../math/field.ts";
import { type Matrix, mapMatrix, multiply, transpose } from "../../math/matrix.ts";
import { type Random, randomBetween } from "../../math/random.ts";
import { blame, blameAsync, concatBytes, encodeUnsigned, readBody, widthOf } from "../codec.ts";
import { type CostMeter, noMeter } from "../cost-meter.ts";
import { done } from "../side.ts";
import { type Disguise, timesQ } from "./disguise.ts";
import { disguiseLeakage } from "./leakage.ts";
import { MATRIX_PHASE, type MaskedProduct, RHS_PHASE } from "./product.ts";
import { amongAllRows, type TwoPartyShape, withSlacks } from "./shape.ts";

/** Log₂ of the factor by which the range of R exceeds that of the masked numbers. */
const STATISTICAL_BITS = 64n;
const ENTRY_BITS = bitLength(INTEGER_LIMIT - 1n);
/** Length of the proof of a modulus over that of the modulus. */
const PROOF_FACTOR = 8;

export interface PaillierOptions {
  /** Length of Alice's N in bits. */
  readonly keyBits?: number;
  /** Where the heavy work runs. */
  readonly pool?: WorkPool;
  /** Lowered in tests only. */
  readonly minimumBits?: number;
  readonly meter?: CostMeter;
}

interface SlotPlan {
  readonly slotBits: number;
  /** R is uniform in [−maskLimit, maskLimit]. */
  readonly maskLimit: bigint;
  /** Ciphertexts per column. */
  readonly blocks: number;
  readonly slots: number;
}

/** Throws CryptoError `PaillierSlotRange` when the key is too short for a single slot. */
function slotPlan(shape: TwoPartyShape, keyModulus: bigint): SlotPlan {
  const maskLimit = shape.modulus << STATISTICAL_BITS;
  // |K N₁Q| < M/2, so every slot stays below maskLimit + M.
  const slotBits = bitLength(maskLimit + shape.modulus) + 1;
  const slots = slotsPerPlaintext(keyModulus, slotBits);
  return { slotBits, maskLimit, slots, blocks: Math.ceil(shape.rows / slots) };
}

/** One column that Alice obtains: column t of N̂, or b̂. */
interface BobColumn {
  /** The column of Alice's ciphertexts to use, or null if the column of N₁ is known or zero. */
  readonly source: number | null;
  /** The entry of Q; 1 for b̂. */
  readonly scale: bigint;
  /** The part of the column that Bob knows: K(N₂ + slacks of N₁)Q, or K b₂. */
  readonly known: readonly bigint[];
}

function bobColumns(shape: TwoPartyShape, rows: IntegerRows, disguise: Disguise): BobColumn[] {
  const { alice, bob, width, unit, variables, aliceRows } = shape;
  const blank = Array.from({ length: aliceRows.rows }, () => new Array<bigint>(variables).fill(0n));
  const filled = amongAllRows(shape, withSlacks(shape, blank, alice, unit), alice, width);
  const own = amongAllRows(shape, withSlacks(shape, rows.coefficients, bob, unit), bob, width);
  const knownRows = mapMatrix(own, (value, i, j) => value + filled[i]![j]!);
  const known = transpose(timesQ(multiply(disguise.k, knownRows, width), disguise), width);
  const column = rows.rhs.map((value) => [value]);
  const rhs = multiply(disguise.k, amongAllRows(shape, column, bob, 1), 1).map((row) => row[0]!);
  return [
    ...disguise.source.map((j, t) => ({
      source: j < variables ? j : null,
      scale: disguise.scale[t]!,
      known: known[t]!,
    })),
    { source: variables, scale: 1n, known: rhs },
  ];
}

/** The input to Bob's multiplication. */
interface BobProduct {
  readonly columns: readonly BobColumn[];
  /** Alice's ciphertexts, column by column. */
  readonly ofAlice: Matrix;
  /** R, and the columns of K that multiply Alice's rows. */
  readonly masks: Matrix;
  readonly mixing: Matrix;
  readonly plan: SlotPlan;
}

/** Enc(K N₁Q + R) of all columns as `[column][block]`. */
async function maskColumns(
  key: PaillierPublicKey,
  { columns, ofAlice, masks, mixing, plan }: BobProduct,
  random: Random,
  pool: WorkPool,
): Promise<bigint[][]> {
  const { slotBits, slots, blocks } = plan;
  const secret = columns.flatMap(({ source }, t) => (source === null ? [] : [t]));
  const filled = columns.flatMap(({ source }, t) => (source === null ? [t] : []));
  const input = {
    encrypted: secret.map((t) => ofAlice[columns[t]!.source!]!),
    left: mixing,
    columnScales: secret.map((t) => columns[t]!.scale),
    masks: masks.map((row) => secret.map((t) => row[t]!)),
    entryBits: ENTRY_BITS,
    slotBits,
  };
  const products = await maskedProduct(key, input, random.fork("products"), pool);
  const packed = filled.flatMap((t) =>
    chunk(
      masks.map((row) => row[t]!),
      slots,
    ).map((values) => pack(values, slotBits, key.modulus)),
  );
  // The ciphertext 1 holds 0: blinded, it is a fresh encryption of R.
  const zeros = packed.map(() => 1n);
  const blinding = { ciphertexts: zeros, messages: packed };
  const others = chunk(await blindAll(key, blinding, random.fork("filled"), pool), blocks);
  const result: bigint[][] = columns.map(() => []);
  for (const [i, t] of secret.entries()) result[t] = products[i]!;
  for (const [i, t] of filled.entries()) result[t] = others[i]!;
  return result;
}

/**
 * Counts Bob's work, from the sizes alone. In a ciphertext, a row of K takes a power and a product
 * for each of Alice's rows, and a power that puts it into its slot (in the first slot of a block:
 * the power of Q's entry). In the clear: K(N₂ + slacks of N₁)Q with Q monomial, and Kb₂.
 */
function countBob(
  meter: CostMeter,
  { rows, width, variables, aliceRows, bobRows }: TwoPartyShape,
  blocks: number,
): void {
  for (const [phase, secret, all] of [
    [MATRIX_PHASE, variables, width],
    [RHS_PHASE, 1, 1],
  ] as const) {
    meter.add(phase, "powers", secret * rows * (aliceRows.rows + 1));
    meter.add(phase, "products", secret * rows * aliceRows.rows);
    meter.add(phase, "re-randomisations", all * blocks);
  }
  meter.add(MATRIX_PHASE, "multiplications", rows * rows * width + rows * width);
  meter.add(RHS_PHASE, "multiplications", rows * bobRows.rows);
}

export function paillier(options: PaillierOptions = {}): MaskedProduct {
  const { keyBits = MINIMUM_KEY_BITS, minimumBits = MINIMUM_KEY_BITS, pool = callingThread } = options;
  const meter = options.meter ?? noMeter;
  const ciphertextBytes = keyBits / 4;
  const proofBytes = (PROOF_FACTOR * keyBits) / 8;
  return {
    name: "paillier",
    meter,
    leakage: disguiseLeakage,
    messages: [
      {
        from: "alice",
        content: "public key, Enc(M̄₁), Enc(b̄₁)",
        bytes: ({ aliceRows, variables }) =>
          keyBits / 8 + proofBytes + aliceRows.rows * (variables + 1) * ciphertextBytes,
      },
      {
        from: "bob",
        content: "Enc(KN₁Q + R), Enc(Kb₁ + r), KN₂Q − R, Kb₂ − r",
        // All moduli of the same length have equally many slots.
        bytes: (shape) => {
          const { blocks } = slotPlan(shape, 1n << BigInt(keyBits - 1));
          return (shape.width + 1) * (blocks * ciphertextBytes + shape.rows * widthOf(shape.modulus));
        },
      },
    ],

    alice: async (shape, rows, random) => {
      const secretKey = generatePaillierKeys(keyBits, random.fork("key"), minimumBits);
      const { publicKey } = secretKey;
      const { slotBits, blocks } = slotPlan(shape, publicKey.modulus);
      const entries = rows.coefficients.map((row, i) => [...row, rows.rhs[i]!]);
      const encrypted = await encryptColumns(secretKey, entries, random.fork("encryption"), pool);
      meter.add(MATRIX_PHASE, "encryptions", shape.aliceRows.rows * shape.variables);
      meter.add(RHS_PHASE, "encryptions", shape.aliceRows.rows);
      const ciphertexts = publicKey.encodeCiphertexts(encrypted.flat());
      return {
        send: [concatBytes([publicKey.encode(), proveModulus(secretKey), ciphertexts])],
        receive: async (body) => {
          const { modulus, rows: m, width } = shape;
          const reader = readBody(body, "masked products", shape.bob);
          const count = (width + 1) * blocks;
          const encoded = reader.bytes(count * publicKey.ciphertextBytes);
          const known = reader.matrix(m, width + 1, widthOf(modulus), modulus);
          reader.end();
          const masked = await blameAsync(reader, () => {
            const columns = chunk(publicKey.decodeCiphertexts(encoded, count), blocks);
            return decryptColumns(secretKey, columns, { rows: m, slotBits }, pool);
          });
          meter.add(MATRIX_PHASE, "decryptions", width * blocks);
          meter.add(RHS_PHASE, "decryptions", blocks);
          const total = mapMatrix(masked, (value, l, t) => balanced(value + known[l]![t]!, modulus));
          return done([], { matrix: total.map((row) => row.slice(0, width)), rhs: total.map((row) => row[width]!) });
        },
      };
    },

    bob: async (shape, rows, disguise, random) => ({
      send: [],
      receive: async (body) => {
        const { modulus, aliceRows, variables } = shape;
        const reader = readBody(body, "encrypted rows", shape.alice);
        const key = blame(reader, () => PaillierPublicKey.decode(reader.bytes(keyBits / 8), minimumBits));
        const proof = reader.bytes(proofBytes);
        const count = aliceRows.rows * (variables + 1);
        const encoded = reader.bytes(count * key.ciphertextBytes);
        reader.end();
        const ofAlice = blame(reader, () => {
          verifyModulus(key, proof);
          return chunk(key.decodeCiphertexts(encoded, count), aliceRows.rows);
        });

        const plan = blame(reader, () => slotPlan(shape, key.modulus));
        const { maskLimit, blocks } = plan;
        const columns = bobColumns(shape, rows, disguise);
        const masking = random.fork("masks");
        const masks = disguise.k.map(() => columns.map(() => randomBetween(masking, -maskLimit, maskLimit)));
        const mixing = disguise.k.map((row) => row.slice(0, aliceRows.rows));
        const packs = await maskColumns(key, { columns, ofAlice, masks, mixing, plan }, random, pool);
        countBob(meter, shape, blocks);
        const known = mapMatrix(masks, (mask, l, t) => mod(columns[t]!.known[l]! - mask, modulus));
        return done(
          [concatBytes([key.encodeCiphertexts(packs.flat()), encodeUnsigned(known.flat(), widthOf(modulus))])],
          null,
        );
      },
    }),
  };
}
