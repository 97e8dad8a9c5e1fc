// Generators against an independent recomputation, from the text of docs/certificate.md alone.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { expect } from "chai";
import { FIELD_MODULUS } from "../../../client/crypto/curve/bn254.ts";
import {
  BLINDING_INDEX,
  generator,
  generators,
  isGenerator,
  RHS_INDEX,
} from "../../../client/crypto/curve/generators.ts";

const p = FIELD_MODULUS;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % p;
    if (bit === "1") result = (result * base) % p;
  }
  return result;
}

function recompute(index: number): { counter: number; x: bigint; y: bigint } {
  const input = Buffer.alloc(22 + 5);
  input.write("concordat/generator/v1", "ascii");
  input.writeUInt32BE(index, 22);
  for (let counter = 0; ; counter++) {
    input.writeUInt8(counter, 26);
    const x = BigInt(`0x${Buffer.from(keccak_256(input)).toString("hex")}`) % p;
    const square = (x ** 3n + 3n) % p;
    // Euler's criterion, then the root for p ≡ 3 mod 4.
    if (power(square, (p - 1n) / 2n) !== 1n) continue;
    const root = power(square, (p + 1n) / 4n);
    return { counter, x, y: root % 2n === 0n ? root : p - root };
  }
}

describe("generators", () => {
  it("are the hashed ones with the smallest counter and the even y", () => {
    for (const index of [RHS_INDEX, 1, 2, 3, 40, 255, 256, 65_535, BLINDING_INDEX]) {
      const { counter, affine, point } = generator(index);
      expect({ counter, ...affine }).to.deep.equal(recompute(index));
      expect({ x: point.X, y: point.Y }).to.deep.equal(affine);
      expect(isGenerator(affine)).to.equal(true);
    }
  });

  it("come as a set with one counter byte each, in the order G_0, G_1..G_n, H", () => {
    const set = generators(12);
    const expected = [0, ...Array.from({ length: 12 }, (_, j) => j + 1), BLINDING_INDEX].map(
      (i) => recompute(i).counter,
    );
    expect(set.counters).to.equal(`0x${Buffer.from(expected).toString("hex")}`);
    expect(set.columns[4]).to.equal(generator(5));
    const xs = [set.rhs, ...set.columns, set.blinding].map(({ affine }) => affine.x);
    expect(new Set(xs).size).to.equal(14);
  });

  it("are told from other roots and from other representatives", () => {
    const { x, y } = generator(1).affine;
    for (const bad of [p - y, y + p, y + 2n, -y]) expect(isGenerator({ x, y: bad })).to.equal(false);
  });
});
