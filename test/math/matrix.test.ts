import { expect } from "chai";
import fc from "fast-check";
import {
  addModulo,
  invertibleModulo,
  multiply,
  randomMatrix,
  subtractModulo,
  transpose,
  transposeTimes,
} from "../../client/math/matrix.ts";
import { primeAbove } from "../../client/math/primes.ts";
import { createRandom } from "../../client/math/random.ts";

const entry = fc.bigInt({ min: -1000n, max: 1000n });
const matrixOf = (rows: number, columns: number) =>
  fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });

describe("integer matrices", () => {
  it("multiply as the definition says", () => {
    fc.assert(
      fc.property(matrixOf(2, 3), matrixOf(3, 4), (a, b) => {
        const product = multiply(a, b, 4);
        for (const [i, row] of product.entries())
          for (const [j, value] of row.entries())
            expect(value).to.equal(a[i]!.reduce((sum, factor, k) => sum + factor * b[k]![j]!, 0n));
        expect(transposeTimes(b, a[0]!, 4)).to.deep.equal(product[0]);
        expect(transpose(transpose(a, 3), 2)).to.deep.equal(a);
      }),
      { seed: 4 },
    );
    expect(multiply([[], []], [], 2)).to.deep.equal([
      [0n, 0n],
      [0n, 0n],
    ]);
  });

  it("add and subtract modulo M", () => {
    const modulus = 101n;
    const random = createRandom(new Uint8Array(32).fill(1));
    const a = randomMatrix(3, 2, modulus, random);
    const b = randomMatrix(3, 2, modulus, random);
    expect(subtractModulo(addModulo(a, b, modulus), b, modulus)).to.deep.equal(a);
  });

  it("are invertible modulo a prime exactly when their determinant is not 0 there", () => {
    const prime = 13n;
    fc.assert(
      fc.property(matrixOf(3, 3), (m) => {
        const [[a, b, c], [d, e, f], [g, h, i]] = m as [bigint[], bigint[], bigint[]];
        const determinant = a! * (e! * i! - f! * h!) - b! * (d! * i! - f! * g!) + c! * (d! * h! - e! * g!);
        expect(invertibleModulo(m, prime)).to.equal(determinant % prime !== 0n);
      }),
      { seed: 4 },
    );
  });
});

describe("primes", () => {
  it("are the next above the bound", () => {
    expect([2n, 3n, 4n, 7n, 13n, 24n, 1n << 64n].map(primeAbove)).to.deep.equal([
      3n,
      5n,
      5n,
      11n,
      17n,
      29n,
      (1n << 64n) + 13n,
    ]);
  });
});
