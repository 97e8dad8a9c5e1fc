// Rounding to the grid on shares: exact, the same in every sharing and in every epoch.
import { expect } from "chai";
import { floorOf, onGrid } from "../../../client/engines/mpc/outcome/grid.ts";
import { magnitude } from "../../../client/math/field.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { loadExample } from "../../support/examples.ts";
import { createNodes, openShared, seeded } from "../../support/sharing.ts";
import { NODES, runSession } from "./nodes.ts";
import { amongThree } from "./problems.ts";

const floor = (x: bigint, bits: bigint) => x >> bits;

describe("rounding to the grid", function () {
  this.timeout(60_000);

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

  it("gives an integer near by, also from half-way between two, and always the same one", async () => {
    const nodes = createNodes();
    const random = seeded(6);
    for (const [bits, decimals] of [
      [80, 12],
      [70, 15],
      [80, 0],
    ] as const) {
      const [one, grid] = [1n << BigInt(bits), 10n ** BigInt(decimals)];
      // Halves, thirds and integers of the grid, and arbitrary numbers, each with an error in its
      // last bits.
      const exact = [0n, 1n, -1n, 5n, 123_456_789n].flatMap((k) => [k * one, k * one + one / 2n, k * one + one / 3n]);
      const anywhere = Array.from({ length: 20 }, () => randomBelow(random, one * 1000n) * grid);
      for (const scaled of [...exact, ...anywhere]) {
        const values = [-2n, -1n, 0n, 1n, 2n].map((error) => scaled / grid + error);
        const found = await openShared(nodes, [values], random, (node, [x]) => onGrid(node, x!, bits, decimals));
        expect(new Set(found).size, `${scaled}`).to.equal(1);
        expect(magnitude(found[0]! * one - scaled) * 1000n <= 619n * one, `${scaled}`).to.equal(true);
      }
    }
  });

  it("opens the same outcome in every epoch", async () => {
    const { program, decimals } = await loadExample("afiro");
    const problem = amongThree(program, decimals);
    const answers: unknown[] = [];
    for (let epoch = 0; epoch < 3; epoch++) {
      const nonce = (node: number) => new Uint8Array(32).fill(16 * epoch + node);
      const results = await runSession(problem, "epochs", { epoch, nonce });
      for (const node of NODES) {
        const result = results[node]!;
        if (result.status === "rejected") throw result.reason;
        answers.push(result.value.answer);
      }
    }
    for (const answer of answers) expect(answer).to.deep.equal(answers[0]);
  });
});
