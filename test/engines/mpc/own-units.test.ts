// Multipliers on shares, multiplied by secret powers of two far above and below 1.
import { expect } from "chai";
import { inOwnUnits, MULTIPLIER_EXPONENT } from "../../../client/engines/mpc/outcome/own-units.ts";
import { REFINED_BITS } from "../../../client/engines/mpc/outcome/refine.ts";
import { magnitude } from "../../../client/math/field.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { createNodes, openShared, seeded } from "../../support/sharing.ts";

/** Pairs of the exponent of the costs, γ, and the exponent of a row, e. */
const EXPONENTS = [
  ...[1, 2, 20, 35, 36, 37, 55, 71, 72].map((e) => [1, e] as const),
  ...[1, 2, 20, 35, 36, 37, 55, 71, 72].map((e) => [30, e] as const),
  ...[2, 20, 36, 54, 55, 72].map((e) => [54, e] as const),
  ...[38, 60, 72].map((e) => [90, e] as const),
];
const LIMIT = 1n << 45n;

describe("multipliers in the rows' own units", function () {
  this.timeout(60_000);

  const convert = async (values: readonly bigint[], [gamma, e]: readonly [number, number], bits: number) => {
    const first = Math.min(36, e);
    const half = (exponent: number) => values.map(() => 1n << BigInt(36 - exponent));
    const inputs = [values, half(first), half(e - first), [1n << BigInt(gamma)]].map((list) => [...list]);
    const opened = await openShared(createNodes(), inputs, seeded(gamma * 100 + e), async (a, [w, h1, h2, power]) => {
      const factor = { halves: [h1!, h2!] as const, power: power! };
      const { values: own, outOfRange } = await inOwnUnits(a, w!, factor, { bits, limit: LIMIT });
      return a.concat([own, a.sum(outOfRange)]);
    });
    return { own: opened.slice(0, values.length), outOfRange: opened.at(-1)! };
  };

  it("are exact to a few units in the last place, whatever the powers", async () => {
    const random = seeded(3);
    for (const [gamma, e] of EXPONENTS) {
      const shift = gamma - e;
      const top = 1n << BigInt(Math.min(REFINED_BITS + 12, REFINED_BITS + 44 - shift));
      const values = [0n, 1n, -1n, ...Array.from({ length: 5 }, () => randomBelow(random, 2n * top) - top)];
      for (const bits of [REFINED_BITS, 60]) {
        const { own, outOfRange } = await convert(values, [gamma, e], bits);
        expect(outOfRange, `2^${shift}`).to.equal(0n);
        for (const [i, value] of values.entries()) {
          const drop = REFINED_BITS - bits - shift;
          const expected = drop >= 0 ? value >> BigInt(drop) : value << BigInt(-drop);
          // The errors of the first two steps are multiplied by the last one.
          const error = 2n + (4n << BigInt(Math.max(0, shift < 0 ? 0 : -drop)));
          expect(magnitude(own[i]! - expected) <= error, `${value} times 2^${shift}`).to.equal(true);
        }
      }
    }
  });

  it("that are too large are noticed, also where their factor is", async () => {
    const one = 1n << BigInt(REFINED_BITS);
    expect((await convert([one], [50, 4], REFINED_BITS)).outOfRange).not.to.equal(0n);
    expect((await convert([-one], [50, 4], REFINED_BITS)).outOfRange).not.to.equal(0n);
    for (const gamma of [MULTIPLIER_EXPONENT + 2, 70, 104]) {
      expect((await convert([one], [gamma, 1], REFINED_BITS)).outOfRange).not.to.equal(0n);
      expect((await convert([0n], [gamma, 1], REFINED_BITS)).outOfRange).to.equal(0n);
    }
  });
});
