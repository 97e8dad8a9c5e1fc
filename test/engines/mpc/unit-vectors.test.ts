// Vectors over their largest entry, on shares, with 120 fractional bits.
import { expect } from "chai";
import { limbsOf } from "../../../client/engines/mpc/outcome/limbs.ts";
import { FINE_BITS } from "../../../client/engines/mpc/outcome/refine.ts";
import { UNIT_BITS } from "../../../client/engines/mpc/outcome/unit-bits.ts";
import { overLargest } from "../../../client/engines/mpc/outcome/unit-vectors.ts";
import { magnitude } from "../../../client/math/field.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { createNodes, openShared, seeded } from "../../support/sharing.ts";
import { refinedOf } from "./limbs.ts";

describe("vectors over their largest entry", function () {
  this.timeout(120_000);

  it("are exact to 2^−110, whatever the size of the largest", async () => {
    const random = seeded(31);
    const drawn = (bits: number) => randomBelow(random, 1n << BigInt(bits + 1)) - (1n << BigInt(bits));
    for (const bits of [-35, -10, 0, 1, 17, 35, 40]) {
      const largest = (1n << BigInt(FINE_BITS + bits)) - randomBelow(random, 1n << BigInt(FINE_BITS + bits - 2));
      const others = Array.from({ length: 9 }, (_, i) => drawn(Math.max(4, FINE_BITS + bits - 2 - 9 * i)));
      const numbers = [...others, -largest, 0n];
      const { coarse, fine } = refinedOf(numbers);
      const found = await openShared(createNodes(), [coarse, fine], random, async (a, [c, f]) =>
        overLargest(a, await limbsOf(a, { coarse: c!, fine: f! })),
      );
      for (const [i, number] of numbers.entries()) {
        const exact = (number << BigInt(UNIT_BITS)) / largest;
        expect(magnitude(found[i]! - exact) < 1n << 10n, `${bits}, entry ${i}`).to.equal(true);
      }
    }
  });
});
