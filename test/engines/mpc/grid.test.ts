// Rounding to the grid on shares: exact, and the same in every sharing.
import { expect } from "chai";
import { CUT_BITS, drawCut, floorOf, onGrid } from "../../../client/engines/mpc/outcome/grid.ts";
import { limbsOf } from "../../../client/engines/mpc/outcome/limbs.ts";
import { FINE_BITS } from "../../../client/engines/mpc/outcome/refine.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { createNodes, openShared, seeded } from "../../support/sharing.ts";
import { refinedOf } from "./limbs.ts";

const floor = (x: bigint, bits: bigint) => x >> bits;

describe("rounding to the grid", function () {
  this.timeout(120_000);

  it("is the floor of a quotient, whatever the sharing", async () => {
    const nodes = createNodes();
    const random = seeded(5);
    for (const bits of [1, 40, 64]) {
      const unit = 1n << BigInt(bits);
      const edges = [0n, 1n, -1n, unit - 1n, unit, -unit, -unit - 1n, 1n - unit, 7n * unit + unit / 2n];
      const drawn = Array.from({ length: 40 }, () => randomBelow(random, 1n << 126n) - (1n << 125n));
      const values = [...edges, ...drawn].flatMap((value) => [value, value, value]);
      const found = await openShared(nodes, [values], random, (node, [x]) => floorOf(node, x!, bits));
      expect(found).to.deep.equal(values.map((value) => floor(value, BigInt(bits))));
    }
    // The control: a truncation rounds up or down, differently each time.
    const half = new Array<bigint>(64).fill(1n << 39n);
    const truncated = await openShared(nodes, [half], random, async (node, [x]) => {
      const [result] = await node.truncate(40, node.addends(x!));
      return result;
    });
    expect(new Set(truncated).size).to.equal(2);
  });

  it("is the floor of a number times a power of ten, plus the cut", async () => {
    const nodes = createNodes();
    const random = seeded(6);
    for (const decimals of [0, 12, 15, 21]) {
      const cut = drawCut(seeded(decimals));
      const grid = 10n ** BigInt(decimals);
      const one = 1n << BigInt(FINE_BITS);
      /** ⌊number·grid + cut⌋, exactly. */
      const expected = (number: bigint) => (number * grid + (cut << BigInt(FINE_BITS - CUT_BITS))) >> BigInt(FINE_BITS);
      // Just below and just above where the floor changes, by a few times what 160 bits lose.
      const border = (k: bigint) => (k * one - (cut << BigInt(FINE_BITS - CUT_BITS))) / grid;
      const near = (1n << BigInt(FINE_BITS - 112)) + (one >> 76n) / grid;
      const borders = [0n, 1n, -1n, 7n, 123_456_789n].flatMap((k) => [border(k) - near, border(k) + near]);
      const anywhere = Array.from({ length: 20 }, () => randomBelow(random, one * 2000n) - one * 1000n);
      const numbers = [...borders, ...anywhere];
      // Each three times, since coins differ.
      const { coarse, fine } = refinedOf(numbers.flatMap((number) => [number, number, number]));
      const found = await openShared(nodes, [coarse, fine], random, async (node, [c, f]) => {
        const { values } = await onGrid(node, await limbsOf(node, { coarse: c!, fine: f! }), { decimals, cut });
        return values;
      });
      expect(found, `${decimals}`).to.deep.equal(numbers.flatMap((number) => new Array(3).fill(expected(number))));
    }
  });

  it("is at most 11/16 off, and cuts far from integers and halves", () => {
    const unit = 1n << BigInt(CUT_BITS - 4);
    for (let byte = 0; byte < 200; byte++) {
      const cut = drawCut(seeded(byte));
      expect(cut >= 9n * unit && cut < 11n * unit).to.equal(true);
    }
    expect(drawCut(seeded(1))).not.to.equal(drawCut(seeded(2)));
  });
});
