// All that opens in a run: a bit an iteration, the kind, the outcome. And every value before that stays in the range of the ring.
import { expect } from "chai";
import type { Shares } from "../../../client/crypto/sharing/arena.ts";
import { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { shareInput } from "../../../client/crypto/sharing/input.ts";
import { connectLinks, type NodeIndex, previousOf } from "../../../client/crypto/sharing/link.ts";
import { inputLayout, inputWords } from "../../../client/protocol/mpc/input.ts";
import { firstTableau } from "../../../client/protocol/mpc/setup.ts";
import { shapeOf } from "../../../client/protocol/mpc/shape.ts";
import { prepareTableau, runIterations, type Solved } from "../../../client/protocol/mpc/solve.ts";
import { layoutOf } from "../../../client/protocol/mpc/tableau.ts";
import { testSeed } from "../../support/certificate.ts";
import { loadExample } from "../../support/examples.ts";
import { program } from "../../support/programs.ts";
import { NODES } from "./nodes.ts";
import { amongThree, type MpcProgram } from "./problems.ts";

class Watched extends Arithmetic {
  readonly opened: bigint[][] = [];
  override async open(x: Shares): Promise<bigint[]> {
    const values = await super.open(x);
    this.opened.push(values);
    return values;
  }
}

/** Node 0's result, what it saw open, and the largest number in the tableau before each iteration, in bits. */
async function watch({ round, parties }: MpcProgram): Promise<{ solved: Solved; opened: bigint[][]; bits: number[] }> {
  const random = testSeed("opened");
  const links = connectLinks();
  const masks = NODES.map((node) => random.fork(`masks ${node}`).bytes(32));
  const inputs = parties.map((rows, party) => shareInput(inputWords(rows), random.fork(`input ${party}`)));
  const bits: number[] = [];
  const play = async (node: NodeIndex) => {
    const seeds = { next: masks[node]!, previous: masks[previousOf(node)]! };
    const a = new Watched({ node, links: links[node], seeds, epoch: 0 });
    // Opens the tableau itself, which only a test may do.
    const look = async (cells: Shares) => {
      const values = await Arithmetic.prototype.open.call(a, cells);
      return values.reduce((most, value) => Math.max(most, value.toString(2).length), 0);
    };
    const shares = inputs.map((messages, party) => a.importInput(messages[node], inputLayout(round, party).total));
    const tableau = await firstTableau(a, round, shares);
    await prepareTableau(a, round, tableau, random.fork("public"));
    const solved = await runIterations(a, round, tableau, random.fork("public"), 0, async () => {
      // But not the corner, where costs meet right-hand sides: nothing reads it.
      const { height, width, columns, rows } = layoutOf(shapeOf(round));
      const used = Array.from({ length: height * width }, (_, k) => k).filter(
        (k) => k < rows * width || k % width < columns,
      );
      const most = await look(a.gather(tableau.cells, used));
      if (node === 0) bits.push(most);
    });
    return { solved, opened: a.opened };
  };
  const [first] = await Promise.all(NODES.map(play));
  return { ...first!, bits };
}

describe("what opens", function () {
  this.timeout(60_000);

  it("of an optimum: one 0 an iteration, a 1, the kind, rounded x and multipliers", async () => {
    for (const name of ["afiro", "sc50b"]) {
      const { program: whole, decimals } = await loadExample(name);
      const { solved, opened, bits } = await watch(amongThree(whole, decimals));
      const { answer, iterations } = solved;
      if (answer.kind !== "optimal") throw new Error("an optimum is due");
      expect(opened.slice(0, iterations + 1)).to.deep.equal([...new Array(iterations).fill([0n]), [1n]]);
      const [kind, x, w, ...rest] = opened.slice(iterations + 1);
      expect(kind).to.deep.equal([0n, 0n, 1n]);
      expect(x).to.have.length(answer.x.length);
      expect(w).to.have.length(answer.multipliers.length);
      expect(x!.every((value, j) => value === answer.x[j] || (value < 0n && answer.x[j] === 0n))).to.equal(true);
      expect(rest).to.deep.equal([]);
      // 40 fractional bits, 12 of headroom and 8 more, of which cross products and comparisons leave room.
      expect(Math.max(...bits)).to.be.below(60);
    }
  });

  it("of an infeasible or unbounded program: the same, and its exact vector", async () => {
    const infeasible = await watch(
      amongThree(
        program(
          [1, 2],
          [],
          [
            [[1, 1], 3],
            [[2, 2], 7],
          ],
        ),
      ),
    );
    expect(infeasible.opened.map(({ length }) => length).slice(-2)).to.deep.equal([3, 2]);
    expect(infeasible.opened.at(-2)).to.deep.equal([1n, 0n, 0n]);
    const unbounded = await watch(
      amongThree(
        program(
          [-1, 0],
          [
            [[-1, 1], -2],
            [[0, -1], -1],
          ],
        ),
      ),
    );
    expect(unbounded.opened.map(({ length }) => length).slice(-3)).to.deep.equal([3, 2, 2]);
    expect(unbounded.opened.at(-3)).to.deep.equal([0n, 1n, 0n]);
    const { iterations } = unbounded.solved;
    expect(unbounded.opened.slice(0, iterations)).to.deep.equal(new Array(iterations).fill([0n]));
  });
});
