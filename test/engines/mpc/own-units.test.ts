// Multipliers on shares, multiplied by secret powers of two far above and below 1.
import { expect } from "chai";
import { MULTIPLIER_EXPONENT } from "../../../client/engines/mpc/outcome/largest.ts";
import { inOwnUnits } from "../../../client/engines/mpc/outcome/own-units.ts";
import { FINE_BITS } from "../../../client/engines/mpc/outcome/refine.ts";
import { magnitude } from "../../../client/math/field.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { createNodes, openShared, seeded } from "../../support/sharing.ts";
import { limbsIn, numberOf, refinedOf } from "./limbs.ts";

/** Pairs of the exponent of the costs, γ, and the exponent of a row, e. */
const EXPONENTS = [
  ...[1, 2, 20, 35, 36, 37, 55, 71, 72].map((e) => [1, e] as const),
  ...[1, 2, 20, 35, 36, 37, 55, 71, 72].map((e) => [30, e] as const),
  ...[2, 20, 36, 54, 55, 72].map((e) => [54, e] as const),
  ...[38, 60, 72].map((e) => [90, e] as const),
];
const LIMIT = 1n << 45n;

describe("multipliers in the rows' own units", function () {
  this.timeout(120_000);

  /** Numbers with `FINE_BITS`. */
  const convert = async (values: readonly bigint[], [gamma, e]: readonly [number, number]) => {
    const units = values.map(() => 1n << BigInt(72 - e));
    const { coarse, fine } = refinedOf(values);
    const inputs = [coarse, fine, units, [1n << BigInt(gamma)]];
    const opened = await openShared(createNodes(), inputs, seeded(gamma * 100 + e), async (a, [c, f, unit, power]) => {
      const factor = { units: unit!, power: power! };
      const { values: own, outOfRange } = await inOwnUnits(a, { coarse: c!, fine: f! }, factor, LIMIT);
      return a.concat([...own, a.sum(outOfRange)]);
    });
    const own = limbsIn(opened, values.length).map(numberOf);
    return { own, outOfRange: opened.at(-1)! };
  };

  it("are exact to a few units in the last place, whatever the powers", async () => {
    const random = seeded(3);
    for (const [gamma, e] of EXPONENTS) {
      const shift = gamma - e;
      const top = 1n << BigInt(Math.min(FINE_BITS + 40, FINE_BITS + 44 - shift));
      const values = [0n, 1n, -1n, ...Array.from({ length: 5 }, () => randomBelow(random, 2n * top) - top)];
      const { own, outOfRange } = await convert(values, [gamma, e]);
      expect(outOfRange, `2^${shift}`).to.equal(0n);
      for (const [i, value] of values.entries()) {
        const expected = shift < 0 ? value >> BigInt(-shift) : value << BigInt(shift);
        // Nothing is lost where the factor is not below 1.
        expect(magnitude(own[i]! - expected) <= (shift < 0 ? 4n : 0n), `${value} times 2^${shift}`).to.equal(true);
      }
    }
  });

  it("that are too large are noticed, also where their factor is", async () => {
    const one = 1n << BigInt(FINE_BITS);
    // The last two would wrap around to numbers in range.
    for (const large of [one, -one, one << 41n, -(one << 43n)])
      expect((await convert([large], [50, 4])).outOfRange).not.to.equal(0n);
    for (const gamma of [MULTIPLIER_EXPONENT + 2, 70, 104]) {
      expect((await convert([one], [gamma, 1])).outOfRange).not.to.equal(0n);
      expect((await convert([0n], [gamma, 1])).outOfRange).to.equal(0n);
    }
  });
});
