// Compares Paillier here with the textbook way, in which every entry is encrypted, multiplied,
// added, masked by a fresh encryption and decrypted by itself with paillier-bigint, on the same key
// and numbers. The textbook time is extrapolated from a measured part, operation by operation; ours
// is measured whole. Products are compared with those computed in the clear.
// Run: node bench/paillier.ts
import { availableParallelism } from "node:os";
import { decryptRows, encryptRows, maskedDenseProduct } from "../client/crypto/paillier/dense-product.ts";
import { proveModulus, verifyModulus } from "../client/crypto/paillier/modulus-proof.ts";
import { createWorkPool } from "../client/crypto/paillier/pool.ts";
import { decryptColumns, encryptColumns, maskedProduct } from "../client/crypto/paillier/product.ts";
import { generatePaillierKeys, type PaillierSecretKey } from "../client/crypto/paillier/secret-key.ts";
import { type Matrix, mapMatrix, multiply } from "../client/math/matrix.ts";
import { createRandom, randomBelow, randomBetween } from "../client/math/random.ts";

const KEY_BITS = 2048;
/** Operations of each kind that the textbook time is extrapolated from. */
const SAMPLE = 12;
const random = createRandom(new Uint8Array(32).fill(7));
const pool = createWorkPool(Math.min(2, availableParallelism()));

type Times = Record<string, number>;

async function timed<T>(times: Times, phase: string, work: () => Promise<T> | T): Promise<T> {
  const start = performance.now();
  const result = await work();
  times[phase] = (performance.now() - start) / 1000;
  return result;
}

function draw(rows: number, columns: number, value: () => bigint): bigint[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, value));
}

function signed(bits: number): () => bigint {
  const limit = (1n << BigInt(bits)) - 1n;
  return () => randomBetween(random, -limit, limit);
}

function check(found: Matrix, expected: Matrix): void {
  if (expected.some((row, i) => row.some((value, j) => value !== found[i]![j])))
    throw new Error("the product differs from the one computed in the clear");
}

/**
 * Seconds of the textbook product of `left` and `right`, both non-negative so that no exponent
 * needs an inverse.
 */
async function textbook(key: PaillierSecretKey, left: Matrix, right: Matrix): Promise<Times> {
  const { publicKey, privateKey } = { publicKey: key.publicKey.reference, privateKey: key.reference };
  const [rows, inner, columns] = [left.length, right.length, right[0]!.length];
  const sample: Times = {};
  const entries = right.flat().slice(0, SAMPLE);
  const ciphertexts = await timed(sample, "encrypt", () => entries.map((entry) => publicKey.encrypt(entry)));
  const terms = await timed(sample, "multiply", () =>
    ciphertexts.map((c, k) => publicKey.multiply(c, left[0]![k % inner]!)),
  );
  const sums = await timed(sample, "add", () => terms.map((term) => publicKey.addition(term, terms[0]!)));
  const fresh = await timed(sample, "mask", () =>
    sums.map((sum, i) => publicKey.addition(sum, publicKey.encrypt(entries[i]!))),
  );
  await timed(sample, "decrypt", () => fresh.map((c) => privateKey.decrypt(c)));
  const counts = {
    encrypt: inner * columns,
    multiply: rows * inner * columns,
    add: rows * inner * columns,
    mask: rows * columns,
    decrypt: rows * columns,
  };
  return Object.fromEntries(Object.entries(counts).map(([phase, count]) => [phase, (sample[phase]! / SAMPLE) * count]));
}

function report(title: string, times: Times): number {
  const total = Object.values(times).reduce((sum, seconds) => sum + seconds, 0);
  const phases = Object.entries(times).map(([phase, seconds]) => `${phase} ${seconds.toFixed(2)}`);
  console.log(`${title}: ${total.toFixed(1)} s (${phases.join(", ")})`);
  return total;
}

const keyTimes: Times = {};
const key = await timed(keyTimes, "generate", () => generatePaillierKeys(KEY_BITS, random));
report(`key of ${KEY_BITS} bits`, keyTimes);

{
  const { publicKey, reference } = key;
  const message = randomBelow(random, publicKey.modulus);
  const c = publicKey.encrypt(message, random);
  const proof = proveModulus(key);
  const runs: Record<string, () => unknown> = {
    "encrypt, public key": () => publicKey.encrypt(message, random),
    "encrypt, with the primes": () => key.encrypt(message, random),
    "encrypt, paillier-bigint": () => publicKey.reference.encrypt(message),
    decrypt: () => key.decrypt(c),
    "decrypt, paillier-bigint": () => reference.decrypt(c),
    "prove the modulus": () => proveModulus(key),
    "verify the modulus": () => verifyModulus(publicKey, proof),
  };
  for (const [name, run] of Object.entries(runs)) {
    run();
    const start = performance.now();
    for (let i = 0; i < SAMPLE; i++) run();
    console.log(`${name}: ${((performance.now() - start) / SAMPLE).toFixed(1)} ms`);
  }
}

{
  const size = 100;
  const entryBits = 50;
  const slotBits = 110;
  const entry = () => randomBelow(random, 1n << BigInt(entryBits));
  const [left, right] = [draw(size, size, entry), draw(size, size, entry)];
  const masks = draw(size, size, signed(100));
  const times: Times = {};
  const encrypted = await timed(times, "encrypt", () => encryptRows(key, { matrix: right, slotBits }, random, pool));
  const product = await timed(times, "multiply and re-randomise", () =>
    maskedDenseProduct(key.publicKey, { encrypted, left, masks, entryBits, slotBits }, random, pool),
  );
  const found = await timed(times, "decrypt", () => decryptRows(key, product, { columns: size, slotBits }, pool));
  check(
    found,
    mapMatrix(multiply(left, right, size), (value, i, j) => value + masks[i]![j]!),
  );
  console.log(`\n${size} × ${size} times ${size} × ${size}, entries of ${entryBits} bits, ${pool.threads} threads`);
  const ours = report("ours", times);
  const theirs = report(
    `textbook, extrapolated from ${SAMPLE} operations of each kind`,
    await textbook(key, left, right),
  );
  console.log(`ratio: ${(theirs / ours).toFixed(0)}`);
}

{
  const [rows, inner, columns] = [50, 25, 48];
  const shape = { entryBits: 14, slotBits: 110 };
  const [left, right, masks] = [
    draw(rows, inner, signed(30)),
    draw(inner, columns, signed(14)),
    draw(rows, columns, signed(106)),
  ];
  const columnScales = Array.from({ length: columns }, () => randomBetween(random, 1n, 1n << 16n));
  const times: Times = {};
  const encrypted = await timed(times, "encrypt", () => encryptColumns(key, right, random, pool));
  const product = await timed(times, "multiply and re-randomise", () =>
    maskedProduct(key.publicKey, { encrypted, left, columnScales, masks, ...shape }, random, pool),
  );
  const found = await timed(times, "decrypt", () =>
    decryptColumns(key, product, { rows, slotBits: shape.slotBits }, pool),
  );
  check(
    found,
    mapMatrix(multiply(left, right, columns), (value, i, j) => value * columnScales[j]! + masks[i]![j]!),
  );
  console.log(
    `\nsc50b in two halves: K ${rows} × ${inner} of 30 bits, columns ${columns} scaled by up to 2^16, masks of 106 bits`,
  );
  report("ours", times);
}

await pool.close();
