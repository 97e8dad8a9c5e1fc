// Words of the EVM and small helpers on integers.
import { expect } from "chai";
import fc from "fast-check";
import { ConcordatError } from "../../client/errors.ts";
import { balanced, dot, inverseModulo, mod, powers, sum } from "../../client/math/field.ts";
import { decodeWords, encodeWords, isUnsigned, packWord } from "../../client/math/words.ts";

const word = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n });
const signed = fc.bigInt({ min: -(1n << 255n), max: (1n << 255n) - 1n });

describe("words", () => {
  it("come back as they went in, signed ones in two's complement", () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (values) => {
        expect(decodeWords(encodeWords(values))).to.deep.equal(values);
      }),
    );
    fc.assert(
      fc.property(signed, (value) => {
        expect(BigInt.asIntN(256, decodeWords(encodeWords([value]))[0]!)).to.equal(value);
      }),
    );
  });

  it("refuse what does not fit, and bytes that are no whole words", () => {
    expect(() => encodeWords([1n << 256n])).to.throw(ConcordatError);
    expect(() => encodeWords([-(1n << 255n) - 1n])).to.throw(ConcordatError);
    expect(() => decodeWords(new Uint8Array(33))).to.throw(ConcordatError);
  });

  it("hold two numbers", () => {
    const packed = packWord(5n, -7n, 96);
    expect(packed >> 96n).to.equal(5n);
    expect(BigInt.asIntN(96, packed)).to.equal(-7n);
    expect(isUnsigned(0n, 72)).to.equal(true);
    expect(isUnsigned((1n << 72n) - 1n, 72)).to.equal(true);
    expect(isUnsigned(1n << 72n, 72)).to.equal(false);
    expect(isUnsigned(-1n, 72)).to.equal(false);
  });
});

describe("field helpers", () => {
  it("reduce into [0, m), and sum and multiply exactly", () => {
    expect(mod(-1n, 7n)).to.equal(6n);
    expect(mod(-14n, 7n)).to.equal(0n);
    expect([0n, 50n, 51n, 100n, -1n, -51n].map((a) => balanced(a, 101n))).to.deep.equal([0n, 50n, -50n, -1n, -1n, 50n]);
    expect([-2n, 2n, 3n].map((a) => balanced(a, 4n))).to.deep.equal([2n, 2n, -1n]);
    expect(dot([1n, -2n], [3n, 4n])).to.equal(-5n);
    expect(() => dot([1n], [])).to.throw(ConcordatError);
    expect(sum([1n, -3n])).to.equal(-2n);
    expect(powers(3n, 4, 7n)).to.deep.equal([3n, 2n, 6n, 4n]);
  });

  it("invert what shares no factor with the modulus", () => {
    for (let a = -12n; a < 13n; a++) if (a !== 0n) expect(mod(inverseModulo(a, 13n) * a, 13n)).to.equal(1n);
    expect(inverseModulo(7n, 15n)).to.equal(13n);
    for (const [a, m] of [
      [0n, 13n],
      [6n, 15n],
    ] as const)
      expect(() => inverseModulo(a, m))
        .to.throw(ConcordatError)
        .with.property("code", "NotInvertible");
  });
});
