import { expect } from "chai";
import { inverse, ModularMatrix, reduce, residue, wordPrime } from "../../client/math/modular-linear.ts";
import { createRandom, randomBetween } from "../../client/math/random.ts";

const prime = wordPrime(0);

describe("linear algebra modulo a word prime", () => {
  it("uses primes below 2^23", () => {
    expect([0, 1, 2].map(wordPrime)).to.deep.equal([8388593, 8388587, 8388581]);
  });

  it("reduces to balanced residues exactly", () => {
    const random = createRandom(new Uint8Array(32).fill(1));
    for (let i = 0; i < 1000; i++) {
      const value = randomBetween(random, -(2n ** 53n), 2n ** 53n);
      const reduced = reduce(Number(value), prime);
      expect(Math.abs(reduced)).to.be.at.most((prime + 1) / 2);
      expect((value - BigInt(reduced)) % BigInt(prime)).to.equal(0n);
    }
    expect(residue(-(10n ** 40n), BigInt(prime))).to.equal(-residue(10n ** 40n, BigInt(prime)));
  });

  it("inverts every kind of residue and refuses zero", () => {
    for (const value of [1, -1, 2, -3, prime - 1, 4_194_296]) {
      expect(reduce(inverse(value, prime) * reduce(value, prime), prime)).to.equal(1);
    }
    expect(() => inverse(0, prime)).to.throw();
  });

  it("builds an inverse column by column, also beyond 512 rows and with the largest residues", () => {
    const size = 600;
    const matrix = ModularMatrix.identity(size, prime);
    const column = new Float64Array(size).fill((prime - 1) / 2);
    matrix.replaceColumn(0, matrix.times(column));
    const unit = matrix.times(column);
    expect([...unit.keys()].every((i) => unit[i] === (i === 0 ? 1 : 0))).to.equal(true);
    const ones = new Float64Array(size).fill((prime - 1) / 2);
    const entry = (i: number, j: number): bigint => BigInt(matrix.entries[i * size + j]!);
    for (const j of [0, 1, 599]) {
      let sum = 0n;
      for (let i = 0; i < size; i++) sum += entry(i, j) * BigInt((prime - 1) / 2);
      expect((sum - BigInt(matrix.transposedTimes(ones)[j]!)) % BigInt(prime)).to.equal(0n);
    }
  });
});
