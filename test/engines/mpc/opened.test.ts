// Everything that is opened in a run: one bit per bucket, whether there is an answer, its kind, its
// numbers. And every value
// before that stays in the range of the ring.
import { expect } from "chai";
import type { Shares } from "../../../client/crypto/sharing/arena.ts";
import { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { THREE_HOLDING } from "../../../client/crypto/sharing/holding.ts";
import { connectLinks, type NodeIndex, previousOf } from "../../../client/crypto/sharing/link.ts";
import { ThreeNodes } from "../../../client/crypto/sharing/three-nodes.ts";
import { scaleInputs } from "../../../client/engines/mpc/input/scale.ts";
import { inputWords } from "../../../client/engines/mpc/input/words.ts";
import { DIRECTION_BITS } from "../../../client/engines/mpc/outcome/direction.ts";
import { bucketsOf } from "../../../client/engines/mpc/plan.ts";
import { jointShape } from "../../../client/engines/mpc/shape.ts";
import { firstTableau } from "../../../client/engines/mpc/simplex/first-tableau.ts";
import { prepareTableau, runIterations, type Solved } from "../../../client/engines/mpc/solve.ts";
import type { IntegerProgram } from "../../../client/lp/model/normal.ts";
import { dot, magnitude } from "../../../client/math/field.ts";
import { testSeed } from "../../support/certificate.ts";
import { loadExample } from "../../support/examples.ts";
import { program } from "../../support/programs.ts";
import { dealWords } from "../../support/sharing.ts";
import { NODES } from "./nodes.ts";
import { amongThree, type MpcProgram, ofOwnParts, TOO_CLOSE } from "./problems.ts";

class Watched extends Arithmetic {
  readonly opened: bigint[][] = [];
  override async open(x: Shares): Promise<bigint[]> {
    const values = await super.open(x);
    this.opened.push(values);
    return values;
  }
}

/**
 * Node 0's result, the values that were opened to it, and the largest number in the tableau before
 * each iteration, in bits.
 */
async function watch({ round, parties }: MpcProgram): Promise<{ solved: Solved; opened: bigint[][]; bits: number[] }> {
  const random = testSeed("opened");
  const links = connectLinks();
  const masks = NODES.map((node) => random.fork(`masks ${node}`).bytes(32));
  const inputs = parties.map((rows, party) =>
    dealWords(THREE_HOLDING, inputWords(rows), random.fork(`input ${party}`)),
  );
  const bits: number[] = [];
  const play = async (node: NodeIndex) => {
    const seeds = { next: masks[node]!, previous: masks[previousOf(node)]! };
    const a = new Watched(new ThreeNodes({ node, links: links[node], seeds, epoch: 0 }));
    // Opens the tableau itself, which only a test may do.
    const look = async (cells: Shares) => {
      const values = await Arithmetic.prototype.open.call(a, cells);
      return values.reduce((most, value) => Math.max(most, value.toString(2).length), 0);
    };
    const shares = inputs.map((components) => a.importInput(components[node]!));
    const shared = await scaleInputs({ arithmetic: a, round, inputs: shares });
    const tableau = await firstTableau(shared);
    await prepareTableau(tableau, random.fork("public"));
    const between = async () => {
      // Except the corner, where costs and right-hand sides meet: nothing reads it.
      const { height, width, columns, rows } = tableau.layout;
      const used = Array.from({ length: height * width }, (_, k) => k).filter(
        (k) => k < rows * width || k % width < columns,
      );
      const most = await look(a.gather(tableau.parts.cells, used));
      if (node === 0) bits.push(most);
    };
    const solved = await runIterations(shared, tableau, { random: random.fork("public"), between });
    return { solved, opened: a.opened };
  };
  const [first] = await Promise.all(NODES.map(play));
  return { ...first!, bits };
}

describe("what opens", function () {
  this.timeout(300_000);

  it("of an optimum: one bit a bucket, that there is an answer, the kind, rounded x and multipliers", async () => {
    for (const [name, buckets] of [
      ["afiro", 1],
      ["sc50b", 2],
    ] as const) {
      const { program: whole, decimals } = await loadExample(name);
      const problem = amongThree(whole, decimals);
      const { solved, opened, bits } = await watch(problem);
      const { answer, iterations, bits: count } = solved;
      if (answer.kind !== "optimal") throw new Error("an optimum is due");
      expect(opened.slice(0, buckets)).to.deep.equal([...new Array(buckets - 1).fill([0n]), [1n]]);
      expect(iterations).to.equal(bucketsOf(jointShape(problem.round))[buckets - 1]);
      expect(count).to.equal(buckets + 1);
      const [holds, kind, x, w, ...rest] = opened.slice(buckets);
      expect(holds).to.deep.equal([1n]);
      expect(kind).to.deep.equal([0n, 0n, 1n, 0n]);
      expect(x).to.have.length(answer.x.length);
      expect(w).to.have.length(answer.multipliers.length);
      expect(x).to.deep.equal(answer.x);
      expect(w).to.deep.equal(answer.multipliers);
      expect(rest).to.deep.equal([]);
      // 40 fractional bits, 12 of headroom and 8 more, for which cross products and comparisons
      // leave room.
      expect(Math.max(...bits)).to.be.below(60);
    }
  });

  it("of own parts: one bit, the kind, and the value of the objective if all learn it", async () => {
    const { program: whole, decimals } = await loadExample("avgas");
    const problem = amongThree(whole, decimals);
    const { opened: all } = await watch(problem);
    const x = all.at(-2)!;
    for (const to of ["owner", "all"] as const) {
      const { solved, opened } = await watch(ofOwnParts(problem, to));
      const objective = dot(whole.objective, x);
      const limbs = [[objective >> 36n, BigInt.asUintN(36, objective)]];
      expect(opened.slice(solved.bits - 1)).to.deep.equal([
        ...[[1n], [0n, 0n, 1n, 0n]],
        ...(to === "all" ? limbs : []),
      ]);
      expect(solved.answer).to.deep.equal({ kind: "own part", value: to === "all" ? objective : null });
    }
  });

  it("of a program without own parts: one bit and the kind, but no vector, and not how far above bounds", async () => {
    const own = (whole: IntegerProgram) => ofOwnParts(amongThree(whole), "all");
    const rest = async (problem: MpcProgram) => {
      const { solved, opened } = await watch(problem);
      return opened.slice(solved.bits - 1);
    };
    const infeasible = program(
      [1, 2],
      [],
      [
        [[1, 1], 3],
        [[2, 2], 7],
      ],
    );
    expect(await rest(own(infeasible))).to.deep.equal([[1n], [1n, 0n, 0n, 0n]]);
    expect(await rest(own(program([-1], [[[-1], -2]])))).to.deep.equal([[1n], [0n, 1n, 0n, 0n]]);
    const above = own(
      program(
        [-1, -1],
        [
          [[2, 1], 1_000_000_000n],
          [[1, 3], 1_000_000_000n],
        ],
      ),
    );
    expect(await rest(above)).to.deep.equal([[1n], [0n, 0n, 0n, 1n]]);
  });

  it("of a program without an answer: one bit a bucket, and one after every attempt that is tested", async () => {
    const { solved, opened } = await watch(amongThree(TOO_CLOSE));
    expect(solved.answer).to.deep.equal({ kind: "none", cause: "precision" });
    // The run is over; no answer, also with more digits; the same once more, but for the bucket, of
    // which there is one; and the reason.
    expect(opened).to.deep.equal([[1n], [0n], [0n], [0n], [0n], [0n]]);
    expect(solved.bits).to.equal(opened.length);
  });

  // Secret numbers that change the length of the vector found but not the outcome.
  const WHOLE: Readonly<Record<string, (secret: bigint) => IntegerProgram>> = {
    "Farkas vector": (secret) =>
      program(
        [1, 1],
        [
          [[3, secret], 1],
          [[-2, 0], -2],
        ],
      ),
    "Farkas vector with an equality": (secret) => program([1, 1], [[[3, secret], 1]], [[[-2, 0], -2]]),
    ray: (secret) =>
      program(
        [-1, -secret],
        [
          [[2n * secret, -3n * secret], secret],
          [[-2, 3], 1],
        ],
      ),
  };
  for (const [name, whole] of Object.entries(WHOLE))
    it(`of a ${name}: its direction and not its length`, async () => {
      const lengths = [];
      for (const secret of [1n, 10n, 1000n, 123_456_789n]) {
        const { solved, opened } = await watch(amongThree(whole(secret)));
        const { answer, bits } = solved;
        const integers =
          answer.kind === "unbounded" ? answer.ray : answer.kind === "infeasible" ? answer.multipliers : [];
        expect([...integers].sort()).to.deep.equal([2n, 3n]);
        const words = opened[bits + 1]!;
        // 3 is 1, and 2 is 4/3 over 2.
        for (const [i, integer] of integers.entries()) {
          const [mantissa, exponent] = [words[i]!, words[2 + i]!];
          expect(exponent).to.equal(integer === 3n ? 0n : 1n);
          const error = mantissa * 3n - ((integer === 3n ? 3n : 4n) << BigInt(DIRECTION_BITS));
          expect(magnitude(error) <= 6n, `${secret}`).to.equal(true);
        }
        lengths.push(words.length);
      }
      expect(lengths).to.deep.equal([4, 4, 4, 4]);
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
    expect(infeasible.opened.map(({ length }) => length).slice(-3)).to.deep.equal([1, 4, 4]);
    expect(infeasible.opened.at(-2)).to.deep.equal([1n, 0n, 0n, 0n]);
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
    expect(unbounded.opened.map(({ length }) => length).slice(-4)).to.deep.equal([1, 4, 4, 2]);
    expect(unbounded.opened.at(-3)).to.deep.equal([0n, 1n, 0n, 0n]);
  });
});
