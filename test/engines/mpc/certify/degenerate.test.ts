// What the choice among answers that pass tells a node that departs from `mpc/proven`
// (docs/security.md): an attack that succeeds.
import { expect } from "chai";
import { optimumStatement } from "../../../../client/engines/mpc/certify/optimum.ts";
import { cutOf } from "../../../../client/engines/mpc/outcome/grid.ts";
import { LIMB_BITS } from "../../../../client/engines/mpc/outcome/limbs.ts";
import { resultsOf } from "../../../crypto/proven/nodes.ts";
import { program } from "../../../support/programs.ts";
import { amongThree, settleCertified } from "../problems.ts";
import { CUTS } from "./planted.ts";
import { proveOnShares } from "./proving.ts";

/** Of company 1, with a right-hand side of 0. */
const SECRET = [-12345, 98765, -31415];
const COSTS = [-70001, 1234, -555];

describe("An optimum of mpc/proven that a node makes degenerate", function () {
  this.timeout(120_000);

  const game = amongThree(
    program(COSTS, [
      [[1, 1, 1], 0],
      [SECRET, 0],
    ]),
  );
  const unit = 10n ** BigInt(game.round.decimals.multiplier);

  /** The reduced costs that settle if the node has added `more` to the multiplier of company 1. */
  async function settledWith(more: bigint): Promise<readonly bigint[]> {
    const onGrid = (values: readonly bigint[], cut: bigint) =>
      values.map((value) => (value << BigInt(LIMB_BITS)) + cutOf(cut));
    const own = {
      round: game.round,
      coefficients: [[1n, 1n, 1n], SECRET.map(BigInt)],
      rhs: [0n, 0n],
      costs: COSTS.map(BigInt),
    };
    const answer = [...onGrid([0n, 0n, 0n], CUTS.x), ...onGrid([10n ** 6n * unit, more], CUTS.w)];
    const [opened] = await resultsOf(
      proveOnShares(own, answer, (node, data, components) => optimumStatement(node, data, { components, cuts: CUTS })),
    );
    const [x, w] = [opened!.slice(0, 3), opened!.slice(3)];
    const { outcome } = settleCertified(
      game,
      [[w[0]!], [w[1]!], []].map((multipliers) => ({ kind: "optimal", x, multipliers })),
    );
    return outcome.kind === "optimal" ? outcome.reducedCosts : [];
  }

  it("shows another company's row in the reduced costs that settle, up to its sign and every digit", async () => {
    const [with0, with1] = [await settledWith(0n), await settledWith(1n)];
    // What the node knows of its own part are whole units; the rest are the row's digits.
    const rest = (value: bigint) => BigInt.asIntN(64, ((value + unit / 2n) % unit) - unit / 2n);
    expect(with0.map(rest)).to.deep.equal([0n, 0n, 0n]);
    expect(with1.map(rest)).to.deep.equal(SECRET.map(BigInt));
  });
});
