// Mantissas and exponents on shares, keys that order them, and directions.
import { expect } from "chai";
import { DIRECTION_BITS, DIRECTION_ERROR, directionOf } from "../../../client/engines/mpc/outcome/direction.ts";
import { floating, keyAbove, keysOf, MANTISSA_BITS } from "../../../client/engines/mpc/outcome/floating.ts";
import { magnitude } from "../../../client/math/field.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { createNodes, openShared, seeded } from "../../support/sharing.ts";

const TOP = 1n << BigInt(MANTISSA_BITS);

describe("floating numbers on shares", function () {
  this.timeout(120_000);
  const random = seeded(9);

  it("are exact for every length of a magnitude", async () => {
    const values = [
      0n,
      TOP - 1n,
      ...Array.from({ length: 125 }, (_, k) => (1n << BigInt(k)) + randomBelow(random, 1n << BigInt(k))),
    ];
    const opened = await openShared(createNodes(), [values], random, async (a, [x]) => {
      const { mantissa, shift } = await floating(a, x!);
      return a.concat([mantissa, shift]);
    });
    for (const [i, value] of values.entries()) {
      const [mantissa, shift] = [opened[i]!, opened[values.length + i]!];
      expect(mantissa).to.equal(value << shift);
      if (value !== 0n) expect(mantissa >= TOP >> 1n && mantissa < TOP).to.equal(true);
      else expect(shift).to.equal(127n);
    }
  });

  it("have keys in their order, on either side of a threshold", async () => {
    const mantissas = [TOP >> 1n, (TOP >> 1n) + (TOP >> 12n), TOP - 1n, TOP >> 1n];
    const exponents = [0n, 0n, 0n, 1n];
    const keys = await openShared(createNodes(), [mantissas, exponents], random, (a, [m, e]) => keysOf(a, m!, e!));
    expect(keys.toSorted((a, b) => (a < b ? -1 : 1))).to.deep.equal(keys);
    // 1, and a little more.
    expect(keys[0]! < keyAbove(1n, 1n) && keys[1]! > keyAbove(1n, 1n)).to.equal(true);
    expect(keys[3]! < keyAbove(2n, 1n) && keys[3]! > keyAbove(1999n, 1000n)).to.equal(true);
    expect(keyAbove(1n, 10n ** 15n) < keyAbove(1n, 10n ** 14n)).to.equal(true);
  });

  it("over the largest of them keep all their digits, however small they are", async () => {
    const one = 1n << 100n;
    const vector = [3n * one, -one, one / 7n, one >> 60n, (one >> 78n) - 1n, 0n, -3n * one];
    const factors = [1n, 1n << 72n, 1n << 30n, 1n << 72n, 1n << 72n, 1n << 72n, 1n];
    const opened = await openShared(createNodes(), [vector, factors], random, async (a, [x, f]) => {
      const { mantissas, exponents } = await directionOf(a, { vector: x!, least: one >> 78n }, f!);
      return a.concat([mantissas, exponents]);
    });
    const largest = one << 72n;
    for (const [i, value] of vector.entries()) {
      const [mantissa, exponent] = [opened[i]!, opened[vector.length + i]!];
      if (i === 4 || i === 5) {
        expect([mantissa, exponent]).to.deep.equal([0n, 0n]);
        continue;
      }
      const exact = ((value * factors[i]!) << (BigInt(DIRECTION_BITS) + exponent)) / largest;
      expect(magnitude(mantissa) >= 1n << BigInt(DIRECTION_BITS)).to.equal(true);
      expect(magnitude(mantissa - exact) <= DIRECTION_ERROR, `${i}: ${mantissa - exact}`).to.equal(true);
    }
  });
});
