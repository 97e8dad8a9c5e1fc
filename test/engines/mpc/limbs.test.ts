// Numbers of 160 fractional bits on shares, as limbs: exact whatever coins decide.
import { expect } from "chai";
import type { Shares } from "../../../client/crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { type Limbs, limbsOf, partsOf, times } from "../../../client/engines/mpc/outcome/limbs.ts";
import { FINE_BITS } from "../../../client/engines/mpc/outcome/refine.ts";
import { magnitude } from "../../../client/math/field.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { createNodes, openShared, seeded } from "../../support/sharing.ts";
import { limbsIn, numberOf, refinedOf } from "./limbs.ts";

const random = seeded(8);
const drawn = (bits: number) => randomBelow(random, 1n << BigInt(bits + 1)) - (1n << BigInt(bits));

/** The opened limbs of each number after an operation with factors. */
async function limbsAfter(
  numbers: readonly bigint[],
  factors: readonly bigint[],
  operation: (a: Arithmetic, limbs: Limbs, factors: Shares) => Promise<Limbs>,
): Promise<bigint[][]> {
  const { coarse, fine } = refinedOf(numbers);
  const opened = await openShared(createNodes(), [coarse, fine, [...factors]], random, async (a, [c, f, by]) =>
    a.concat(await operation(a, await limbsOf(a, { coarse: c!, fine: f! }), by!)),
  );
  return limbsIn(opened, numbers.length);
}

describe("limbs", function () {
  this.timeout(120_000);

  it("hold a number that is known rounded and modulo 2^128, times a factor", async () => {
    for (const factor of [1n, 3n, 1n << 40n, 1n << 80n]) {
      const bits = FINE_BITS + 85 - factor.toString(2).length;
      const numbers = [0n, 1n, -1n, ...Array.from({ length: 20 }, () => drawn(Math.min(FINE_BITS + 45, bits)))];
      const found = await limbsAfter(
        numbers,
        numbers.map(() => factor),
        times,
      );
      expect(found.map(numberOf)).to.deep.equal(numbers.map((number) => number * factor));
      for (const [, ...lower] of found) for (const limb of lower) expect(magnitude(limb) <= 1n << 40n).to.equal(true);
    }
  });

  it("lose less than two units in the last place to a factor below 1", async () => {
    for (const exponent of [0n, 1n, 17n, 36n]) {
      const numbers = Array.from({ length: 20 }, () => drawn(FINE_BITS + 45));
      const found = await limbsAfter(
        numbers,
        numbers.map(() => 1n << exponent),
        partsOf,
      );
      for (const [i, limbs] of found.entries()) {
        const [exact, error] = [numbers[i]! << exponent, numberOf(limbs) << 36n];
        expect(magnitude(exact - error) < 2n << 36n, `2^${exponent}`).to.equal(true);
      }
    }
  });

  it("need no more of the rounded number than its first bits, whatever the factor", async () => {
    const numbers = [
      (1n << BigInt(FINE_BITS)) / 3n,
      -1n,
      0n,
      ...Array.from({ length: 20 }, () => drawn(FINE_BITS + 4)),
    ];
    const { coarse, fine } = refinedOf(numbers);
    for (const power of [0n, 40n, 74n, 80n]) {
      // The rest is up to 2^−34.
      for (const error of [1n << 15n, (1n << 45n) + 1n, (1n << 46n) - 1n, 1n - (1n << 46n)]) {
        const rounded = coarse.map((number) => number + error);
        const factors = numbers.map(() => 1n << power);
        const opened = await openShared(createNodes(), [rounded, fine, factors], random, async (a, [c, f, by]) =>
          a.concat(await times(a, await limbsOf(a, { coarse: c!, fine: f! }), by!)),
        );
        const found = limbsIn(opened, numbers.length).map(numberOf);
        expect(found, `2^${power}, ${error}`).to.deep.equal(numbers.map((number) => number << power));
      }
    }
  });
});
