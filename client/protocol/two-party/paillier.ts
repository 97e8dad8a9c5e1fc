/**
 * The masked products with Paillier's cryptosystem: the default way to steps 3 and 4 of the protocol in alice.ts.
 *
 *   Alice → Bob    public key, Enc(M̄₁), Enc(b̄₁), entry by entry
 *   Bob → Alice    Enc(K N₁Q + R) and Enc(K b₁ + r), packed and re-randomised; K N₂Q − R and K b₂ − r modulo M
 *
 * Bob raises column j of Enc(M̄₁) to the rows of K, packs the m results into slots, raises the packs to Q's entry, adds R, and
 * re-randomises. All n + m columns are treated alike, the known slack columns too ("filling in"), so that a message does
 * not tell which are slacks. R is an integer, uniform in a range 2^64 times wider than what it hides: Alice's sum with Bob's
 * part, modulo M, is N̂ exactly, and what she decrypts is statistically independent of K N₁Q.
 *
 * Who learns what: Alice N̂ and b̂, statistically nothing else, as long as her key and ciphertexts are what they should be
 * (a proof of that is not part of this protocol); Bob nothing of M̄₁ and b̄₁ but their size, if Paillier encryptions are
 * indistinguishable. What N̂ and b̂ tell Alice is in alice.ts. Arithmetic is not constant-time.
 */
import { pack, slotsPerPlaintext, unpack } from "../../crypto/paillier/packing.ts";
import { MINIMUM_KEY_BITS, PaillierPublicKey } from "../../crypto/paillier/public-key.ts";
import { generatePaillierKeys } from "../../crypto/paillier/secret-key.ts";
import { mod } from "../../math/field.ts";
import { balanced, type Matrix, mapMatrix, multiply, transpose } from "../../math/matrix.ts";
import { type Random, randomBetween } from "../../math/random.ts";
import { blame, concatBytes, encodeUnsigned, readBody, widthOf } from "../codec.ts";
import { done } from "../side.ts";
import { type Disguise, timesQ } from "./disguise.ts";
import { combineRows } from "./paillier-combine.ts";
import type { MaskedProduct } from "./product.ts";
import { amongAllRows, type Rows, type Shape, withSlacks } from "./shape.ts";

/** log₂ of how much wider than the masked numbers the range of R is. */
const STATISTICAL_BITS = 64n;

interface SlotPlan {
  readonly slotBits: number;
  /** R is uniform in [−maskLimit, maskLimit]. */
  readonly maskLimit: bigint;
  /** First row and number of rows of each pack of a column. */
  readonly groups: readonly { readonly first: number; readonly count: number }[];
}

/** Throws CryptoError `PaillierSlotRange` when the key is too short for a single slot. */
function slotPlan(shape: Shape, keyModulus: bigint): SlotPlan {
  const maskLimit = shape.modulus << STATISTICAL_BITS;
  // |K N₁Q| < M/2, so every slot stays below maskLimit + M.
  const slotBits = (maskLimit + shape.modulus).toString(2).length + 1;
  const slots = slotsPerPlaintext(keyModulus, slotBits);
  const groups = Array.from({ length: Math.ceil(shape.rows / slots) }, (_, g) => ({
    first: g * slots,
    count: Math.min(slots, shape.rows - g * slots),
  }));
  return { slotBits, maskLimit, groups };
}

/** One column that Alice gets: N̂'s column t, or b̂. */
interface BobColumn {
  /** Column of Alice's ciphertexts that enters, or null for a column of N₁ that is known or zero. */
  readonly source: number | null;
  /** Q's entry; 1 for b̂. */
  readonly scale: bigint;
  /** What Bob knows of the column: K(N₂ + slacks of N₁)Q, or K b₂. */
  readonly known: readonly bigint[];
}

function bobColumns(shape: Shape, rows: Rows, disguise: Disguise): BobColumn[] {
  const { alice, bob, width, unit, variables, aliceRows } = shape;
  const blank = Array.from({ length: aliceRows.rows }, () => new Array<bigint>(variables).fill(0n));
  const filled = amongAllRows(shape, withSlacks(shape, blank, alice, unit), alice, width);
  const own = amongAllRows(shape, withSlacks(shape, rows.matrix, bob, unit), bob, width);
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

/** Enc(R + K N₁Q) of one column, pack by pack, and Bob's part of it modulo M. */
function maskColumn(
  shape: Shape,
  key: PaillierPublicKey,
  plan: SlotPlan,
  column: BobColumn,
  sums: ReadonlyMap<number, readonly bigint[]>,
  random: Random,
): { packs: bigint[]; rest: bigint[] } {
  const masks = column.known.map(() => randomBetween(random, -plan.maskLimit, plan.maskLimit));
  const { square, power } = key.arithmetic;
  const packs = plan.groups.map(({ first, count }) => {
    const mask = pack(masks.slice(first, first + count), plan.slotBits, key.modulus);
    if (column.source === null) return key.encrypt(mask, random);
    const entries = sums.get(column.source)!.slice(first, first + count);
    const shift = 1n << BigInt(plan.slotBits);
    const packed = entries.reduceRight((high, entry) => (power(high, shift) * entry) % square);
    return key.rerandomise(key.addPlain(power(packed, column.scale), mask), random);
  });
  return { packs, rest: column.known.map((value, l) => mod(value - masks[l]!, shape.modulus)) };
}

/** `keyBits`: length of Alice's N. `minimumBits` is lowered in tests only. */
export function paillier(keyBits = MINIMUM_KEY_BITS, minimumBits = MINIMUM_KEY_BITS): MaskedProduct {
  return {
    name: "paillier",
    senders: ["alice", "bob"],

    alice: async (shape, rows, random) => {
      const secretKey = generatePaillierKeys(keyBits, random.fork("key"), minimumBits);
      const { publicKey } = secretKey;
      const plan = slotPlan(shape, publicKey.modulus);
      const encryption = random.fork("encryption");
      const entries = rows.matrix.flatMap((row, i) => [...row, rows.rhs[i]!]);
      const ciphertexts = entries.map((value) => secretKey.encrypt(publicKey.fromSigned(value), encryption));
      return {
        send: [concatBytes([publicKey.encode(), publicKey.encodeCiphertexts(ciphertexts)])],
        receive: async (body) => {
          const { modulus, rows: m, width } = shape;
          const reader = readBody(body, "masked products", shape.bob);
          const columns = width + 1;
          const count = columns * plan.groups.length;
          const encrypted = reader.bytes(count * publicKey.ciphertextBytes);
          const rest = reader.matrix(columns, m, widthOf(modulus), modulus);
          reader.end();
          const masked = blame(reader, () =>
            publicKey.decodeCiphertexts(encrypted, count).map((c, i) => {
              const group = plan.groups[i % plan.groups.length]!;
              return unpack(secretKey.decrypt(c), group.count, plan.slotBits, publicKey.modulus);
            }),
          );
          const totals = rest.map((known, t) => {
            const opened = masked.slice(t * plan.groups.length, (t + 1) * plan.groups.length).flat();
            return known.map((value, l) => balanced(mod(value + opened[l]!, modulus), modulus));
          });
          return done([], { matrix: transpose(totals.slice(0, width), m), rhs: totals[width]! });
        },
      };
    },

    bob: async (shape, rows, disguise, random) => ({
      send: [],
      receive: async (body) => {
        const { modulus, aliceRows, variables } = shape;
        const reader = readBody(body, "encrypted rows", shape.alice);
        const key = blame(reader, () => PaillierPublicKey.decode(reader.bytes(keyBits / 8), minimumBits));
        const columns = variables + 1;
        const count = aliceRows.rows * columns;
        const encoded = reader.bytes(count * key.ciphertextBytes);
        reader.end();
        const flat = blame(reader, () => key.decodeCiphertexts(encoded, count));
        const ofAlice: Matrix = Array.from({ length: aliceRows.rows }, (_, i) =>
          flat.slice(i * columns, (i + 1) * columns),
        );

        const plan = blame(reader, () => slotPlan(shape, key.modulus));
        const mixing = disguise.k.map((row) => row.slice(0, aliceRows.rows));
        const sums = new Map(transpose(ofAlice, columns).map((column, j) => [j, combineRows(key, column, mixing)]));
        const masking = random.fork("masks");
        const masked = bobColumns(shape, rows, disguise).map((column) =>
          maskColumn(shape, key, plan, column, sums, masking),
        );
        const packs = key.encodeCiphertexts(masked.flatMap((column) => column.packs));
        const rest = masked.map((column) => encodeUnsigned(column.rest, widthOf(modulus)));
        return done([concatBytes([packs, ...rest])], null);
      },
    }),
  };
}
