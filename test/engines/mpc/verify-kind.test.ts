// The checks, on shares, that the numbers of a last basis belong together.
import { expect } from "chai";
import type { Shares } from "../../../client/crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { VALUE_BITS } from "../../../client/engines/mpc/outcome/exact-values.ts";
import { TARGET_BITS } from "../../../client/engines/mpc/outcome/refine.ts";
import { notMet, notProven } from "../../../client/engines/mpc/outcome/verify-kind.ts";
import { COST_BITS, RHS_BITS } from "../../../client/engines/mpc/simplex/first-tableau.ts";
import { layoutOf, Tableau } from "../../../client/engines/mpc/simplex/tableau.ts";
import { createNodes, openShared, seeded } from "../../support/sharing.ts";

const bits = (value: number, count: number): bigint => BigInt(Math.round(value * 2 ** 30)) << BigInt(count - 30);

/** A tableau of two rows, the second an equality, and two columns. */
function tableauOf(a: Arithmetic, rhs: Shares, costs: Shares): Tableau {
  const tableau = Tableau.empty(a, layoutOf({ rows: 2, inequalities: 1, columns: 2 }));
  a.copyInto(tableau.parts.rhs, rhs);
  a.copyInto(tableau.parts.costs, costs);
  return tableau;
}

describe("numbers of a last basis", function () {
  this.timeout(120_000);
  const rhs = [0.5, -0.75].map((value) => bits(value, RHS_BITS));
  const costs = [0.25, -1].map((value) => bits(value, COST_BITS));
  const faults = (
    inputs: readonly (readonly bigint[])[],
    check: (t: Tableau, x: readonly Shares[]) => Promise<Shares>,
  ) =>
    openShared(createNodes(), [rhs, costs, ...inputs], seeded(5), async (a, [b, c, ...rest]) =>
      check(tableauOf(a, b!, c!), rest),
    );

  it("meet the rows: no slack is negative, and those of equalities are 0", async () => {
    for (const [slacks, expected] of [
      [
        [2, 0],
        [0n, 0n, 0n],
      ],
      [
        [2 ** 30, 2 ** -29 * 0.25],
        [0n, 0n, 0n],
      ],
      [
        [-0.001, 0],
        [1n, 0n, 0n],
      ],
      [
        [0, 0.001],
        [0n, 0n, 1n],
      ],
      [
        [0, -0.001],
        [0n, 1n, 0n],
      ],
    ] as const) {
      const values = slacks.map((value) => bits(value, VALUE_BITS));
      expect(await faults([values], (tableau, [x]) => notMet(tableau, x!))).to.deep.equal(expected);
    }
  });

  it("prove as much as they should: bᵀw is the value of the row, cᵀr the reduced cost", async () => {
    const vector = [3, 2].map((value) => bits(value, TARGET_BITS));
    // bᵀw = 0, cᵀr = −1.25.
    for (const [which, value, expected] of [
      ["rhs", 0, [0n, 0n]],
      ["rhs", 0.001, [1n, 0n]],
      ["rhs", -0.001, [0n, 1n]],
      ["costs", -1.25, [0n, 0n]],
      ["costs", -1.26, [0n, 1n]],
      ["costs", 1.25, [1n, 0n]],
    ] as const) {
      const found = await faults([vector, [bits(value, VALUE_BITS)]], (tableau, [w, v]) =>
        notProven(tableau, which, { vector: w!, value: v! }),
      );
      expect(found, `${which} ${value}`).to.deep.equal(expected);
    }
  });
});
