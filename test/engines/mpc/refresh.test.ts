// What a refresh does to a tableau with errors, among three nodes on real shares.
import { expect } from "chai";
import type { Shares } from "../../../client/crypto/sharing/arena.ts";
import { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { THREE_HOLDING } from "../../../client/crypto/sharing/holding.ts";
import { connectLinks, previousOf } from "../../../client/crypto/sharing/link.ts";
import { ThreeNodes } from "../../../client/crypto/sharing/three-nodes.ts";
import { scaleInputs } from "../../../client/engines/mpc/input/scale.ts";
import { inputWords } from "../../../client/engines/mpc/input/words.ts";
import { jointShape } from "../../../client/engines/mpc/shape.ts";
import { firstTableau } from "../../../client/engines/mpc/simplex/first-tableau.ts";
import { iterate } from "../../../client/engines/mpc/simplex/iterate.ts";
import { basisOf, refresh } from "../../../client/engines/mpc/simplex/refresh.ts";
import { COST_PERTURBATION, layoutOf } from "../../../client/engines/mpc/simplex/tableau.ts";
import { prepareTableau } from "../../../client/engines/mpc/solve.ts";
import { magnitude } from "../../../client/math/field.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { testSeed } from "../../support/certificate.ts";
import { loadExample } from "../../support/examples.ts";
import { dealWords } from "../../support/sharing.ts";
import { NODES } from "./nodes.ts";
import { amongThree } from "./problems.ts";

const PIVOTS = 20;
/** Errors are below 2^−20. */
const NOISE = 1n << 20n;

/**
 * The largest difference in the cells that a refresh corrects: before errors are added, with them,
 * and after a refresh.
 */
async function errorsOf(name: string): Promise<{ noisy: bigint; refreshed: bigint; again: bigint }> {
  const { program, decimals } = await loadExample(name);
  const { round, parties } = amongThree(program, decimals);
  const layout = layoutOf(jointShape(round));
  const random = testSeed(`refresh ${name}`);
  const links = connectLinks();
  const masks = NODES.map((node) => random.fork(`masks ${node}`).bytes(32));
  const inputs = parties.map((rows, party) =>
    dealWords(THREE_HOLDING, inputWords(rows), random.fork(`input ${party}`)),
  );
  const { rows, columns, width, height } = layout;
  const used = Array.from({ length: width * height }, (_, k) => [Math.floor(k / width), k % width] as const).flatMap(
    ([row, column], k) =>
      row !== rows + COST_PERTURBATION && column <= columns && (row < rows || column < columns) ? [k] : [],
  );
  const noise = random.fork("noise");
  const errors = used.map(() => randomBelow(noise, 2n * NOISE) - NOISE);
  const [first] = await Promise.all(
    NODES.map(async (node) => {
      const seeds = { next: masks[node]!, previous: masks[previousOf(node)]! };
      const a = new Arithmetic(new ThreeNodes({ node, links: links[node], seeds, epoch: 0 }));
      const shares = inputs.map((components) => a.importInput(components[node]!));
      const tableau = await firstTableau(await scaleInputs({ arithmetic: a, round, inputs: shares }));
      await prepareTableau(tableau, random.fork("public"));
      for (let i = 0; i < PIVOTS; i++) await iterate(tableau, random.fork(`iteration ${i}`));
      const { cells: all } = tableau.parts;
      const cells = (): Promise<bigint[]> => a.open(a.gather(all, used));
      const step = async () => refresh(await basisOf(tableau));
      const largest = (left: readonly bigint[], right: readonly bigint[]): bigint =>
        left.reduce((most, value, k) => {
          const size = magnitude(value - right[k]!);
          return size > most ? size : most;
        }, 0n);
      await step();
      await step();
      const before = await cells();
      const disturb = (x: Shares): Shares => a.add(x, a.publicVector(errors));
      a.scatter(all, used, disturb(a.gather(all, used)));
      const noisy = largest(await cells(), before);
      await step();
      const refreshed = largest(await cells(), before);
      await step();
      return { noisy, refreshed, again: largest(await cells(), before) };
    }),
  );
  return first!;
}

describe("a refresh", function () {
  this.timeout(300_000);

  it("takes errors of 2^−20 out of the tableau, with right-hand sides and costs, as far as 40 bits tell", async () => {
    // More columns than rows, and more rows than columns: the two ways of newton.ts.
    for (const name of ["afiro", "sc50b"]) {
      const { noisy, refreshed, again } = await errorsOf(name);
      expect(noisy > NOISE / 2n, name).to.equal(true);
      // The square of the errors, times the size of the basis, and then the rounding of right-hand
      // sides (2^12) and costs.
      expect(refreshed < NOISE >> 6n, `${name}: ${refreshed}`).to.equal(true);
      expect(again < 1n << 8n, `${name}: ${again}`).to.equal(true);
    }
  });
});
