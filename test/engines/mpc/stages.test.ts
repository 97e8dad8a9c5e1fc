// The stages of the simplex method (iterate.ts), an iteration or two on small tableaus: where they
// end, what they pivot on, and that which of equal values they take depends on random numbers that
// all nodes know, and not on rounding.
import { expect } from "chai";
import type { Shares } from "../../../client/crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { ONE, VIOLATION } from "../../../client/engines/mpc/simplex/fixed-point.ts";
import { iterate } from "../../../client/engines/mpc/simplex/iterate.ts";
import { perturb } from "../../../client/engines/mpc/simplex/perturb.ts";
import { layoutOf, Tableau } from "../../../client/engines/mpc/simplex/tableau.ts";
import { createNodes, runShared, seeded } from "../../support/sharing.ts";

const COUNT = 4;
/** What rounding may have left of equal values, in units of the last place. */
const NOISES: readonly (readonly bigint[])[] = [
  [0n, 1n, -1n, 0n],
  [1n, -1n, 0n, 1n],
  [-1n, 0n, 1n, -1n],
  [1n, 1n, 0n, -1n],
];
/** The three bits of each stage; in the last one costs are set aside. */
const FIRST = [0n, 0n, 0n];
const DUAL = [1n, 0n, 0n];
const FINAL = [0n, 1n, 0n];
const ASIDE = [1n, 0n, 1n];

interface Start {
  /** The same in every row and column. */
  readonly entry: bigint;
  readonly rhs: readonly bigint[];
  readonly costs: readonly bigint[];
}

/** Runs a program on a tableau of four rows and columns; what it returns opens. */
async function onTableau({ entry, rhs, costs }: Start, program: (tableau: Tableau) => Promise<Shares>) {
  const run = async (a: Arithmetic) => {
    const tableau = Tableau.empty(a, layoutOf({ rows: COUNT, inequalities: COUNT, columns: COUNT }));
    tableau.setBody(a.publicVector(new Array<bigint>(COUNT * COUNT).fill(entry)));
    tableau.setRightHandSides(a.publicVector(rhs));
    a.copyInto(tableau.reducedCosts, a.publicVector(costs));
    a.copyInto(tableau.parts.basic, a.publicVector(rhs.map((_, i) => BigInt(COUNT + i))));
    a.copyInto(tableau.parts.nonBasic, a.publicVector(costs.map((_, j) => BigInt(j))));
    await perturb(tableau, seeded(3));
    return a.open(await program(tableau));
  };
  return (await runShared(createNodes(), [], seeded(5), run))[0]!;
}

/** The same from equal values, whatever rounding has left of them. */
async function openedAlike(
  startOf: (noise: readonly bigint[]) => Start,
  program: (tableau: Tableau) => Promise<Shares>,
) {
  const found = [];
  for (const noise of NOISES) found.push(await onTableau(startOf(noise), program));
  for (const other of found) expect(other).to.deep.equal(found[0]);
  return found[0]!;
}

/** Iterates in a stage, and returns the variables of the basis. */
const basisAfter =
  (stage: readonly bigint[], iterations: number) =>
  async (tableau: Tableau): Promise<Shares> => {
    const { arithmetic: a, parts } = tableau;
    a.copyInto(parts.stage, a.publicVector(stage));
    // As the dual stage leaves it.
    if (stage[1] === 1n) a.copyInto(tableau.costPerturbation, a.zeros(COUNT));
    for (let k = 0; k < iterations; k++) await iterate(tableau, seeded(11).fork(`iteration ${k}`));
    return parts.basic;
  };

const all = (value: bigint, noise?: readonly bigint[]) =>
  Array.from({ length: COUNT }, (_, k) => value + (noise?.[k] ?? 0n));
const increasing = (sign: bigint) => Array.from({ length: COUNT }, (_, k) => (sign * ONE * BigInt(k + 2)) / 2n);
const labels = (count: number, first: number) => Array.from({ length: count }, (_, k) => BigInt(first + k));

describe("stages", function () {
  this.timeout(120_000);

  it("take the same of equal values, first stage: reduced costs, and right-hand sides that are 0", async () => {
    const basis = await openedAlike(
      (noise) => ({ entry: ONE, rhs: all(0n, noise), costs: all(-ONE, noise) }),
      basisAfter(FIRST, 1),
    );
    expect(basis.filter((label) => label < COUNT)).to.have.lengthOf(1);
  });

  it("replace no right-hand side that is 0 by a large one: none counts as violated for its last digit", async () => {
    const made = await onTableau({ entry: ONE, rhs: all(0n, NOISES[2]), costs: all(0n) }, async (tableau) =>
      tableau.auxiliaryRhs(),
    );
    for (const value of made) expect(value > 0n && value < ONE / 1024n).to.equal(true);
  });

  it("take the same of equal values, dual stage: right-hand sides", async () => {
    const basis = await openedAlike(
      (noise) => ({ entry: -ONE, rhs: all(-ONE, noise), costs: increasing(1n) }),
      basisAfter(DUAL, 1),
    );
    expect(basis.filter((label) => label < COUNT)).to.deep.equal([0n]);
  });

  it("take the same of equal values, dual stage: reduced costs that are 0", async () => {
    const basis = await openedAlike(
      (noise) => ({ entry: -ONE, rhs: increasing(-1n), costs: all(0n, noise) }),
      basisAfter(DUAL, 1),
    );
    expect(basis.slice(0, COUNT - 1)).to.deep.equal(labels(COUNT - 1, COUNT));
    expect(basis.at(-1)! < COUNT).to.equal(true);
  });

  it("take the same of equal values, final stage: right-hand sides that are 0", async () => {
    // The first iteration finds that no row is violated, and ends the dual stage.
    const basis = await openedAlike(
      (noise) => ({ entry: ONE, rhs: all(0n, noise), costs: increasing(-1n) }),
      basisAfter(DUAL, 2),
    );
    expect(basis.filter((label) => label < COUNT)).to.deep.equal([BigInt(COUNT - 1)]);
  });

  it("change when nothing is left to do, and when costs fall without bound, which sets them aside", async () => {
    const stages = (stage: readonly bigint[], start: Start) =>
      onTableau(start, async (tableau) => {
        await basisAfter(stage, 1)(tableau);
        return tableau.arithmetic.concat([tableau.parts.stage, tableau.ended.kind]);
      });
    const [good, bad] = [increasing(1n), increasing(-1n)];
    // Of each: the stage that follows, and the kind if the run is over.
    for (const [stage, start, expected] of [
      [FIRST, { entry: ONE, rhs: bad, costs: good }, [...DUAL, 0n, 0n, 0n]],
      [FIRST, { entry: -ONE, rhs: bad, costs: bad }, [...ASIDE, 0n, 0n, 0n]],
      [DUAL, { entry: ONE, rhs: good, costs: good }, [...FINAL, 0n, 0n, 0n]],
      [ASIDE, { entry: ONE, rhs: good, costs: bad }, [...FINAL, 0n, 0n, 0n]],
      [DUAL, { entry: ONE, rhs: bad, costs: good }, [...DUAL, 1n, 0n, 0n]],
      [FINAL, { entry: -ONE, rhs: good, costs: bad }, [...FINAL, 0n, 1n, 0n]],
      [FINAL, { entry: ONE, rhs: good, costs: good }, [...FINAL, 0n, 0n, 1n]],
      // Violated by what rounding can make of 0, and by more.
      [FINAL, { entry: -ONE, rhs: good, costs: all(-200n * VIOLATION) }, [...FINAL, 0n, 0n, 1n]],
      [FINAL, { entry: -ONE, rhs: good, costs: all(-300n * VIOLATION) }, [...FINAL, 0n, 1n, 0n]],
    ] as const)
      expect(await stages(stage, start)).to.deep.equal(expected);
  });

  it("put random numbers in the place of costs that are set aside", async () => {
    const costs = await onTableau({ entry: -ONE, rhs: increasing(-1n), costs: increasing(-1n) }, async (tableau) => {
      await basisAfter(FIRST, 1)(tableau);
      return tableau.costPerturbation;
    });
    for (const cost of costs) expect(cost >= ONE / 2n && cost < ONE).to.equal(true);
  });

  it("have the costs as they are, and right-hand sides alone in the ratio test, once costs are put back", async () => {
    const costs = increasing(7n).with(0, -ONE);
    const start = { entry: ONE, rhs: increasing(1n), costs };
    const seen = await onTableau(start, async (tableau) => {
      await basisAfter(ASIDE, 2)(tableau);
      return tableau.arithmetic.concat([tableau.parts.basic, tableau.costPerturbation]);
    });
    expect(seen).to.deep.equal([0n, ...labels(COUNT - 1, COUNT + 1), ...all(0n)]);
  });

  it("find small costs in the first stage", async () => {
    const start = { entry: ONE, rhs: increasing(1n), costs: all(-ONE / (1n << 18n)) };
    const basis = await onTableau(start, basisAfter(FIRST, 1));
    expect(basis.filter((label) => label < COUNT)).to.have.lengthOf(1);
  });

  it("end with bits, however far values have gone", async () => {
    const far = -(1n << 88n);
    const ended = await onTableau({ entry: ONE, rhs: all(far), costs: increasing(1n) }, async (tableau) => {
      await basisAfter(DUAL, 4)(tableau);
      return tableau.arithmetic.concat([tableau.ended.over, tableau.ended.kind]);
    });
    expect(ended).to.deep.equal([1n, 1n, 0n, 0n]);
  });

  it("let no logical of an equality enter", async () => {
    for (const [stage, start] of [
      [FIRST, { entry: ONE, rhs: increasing(1n), costs: increasing(-1n) }],
      [DUAL, { entry: -ONE, rhs: all(-ONE), costs: increasing(1n).with(0, 9n * ONE) }],
    ] as const) {
      const basis = await onTableau(start, async (tableau) => {
        const { arithmetic: a, parts } = tableau;
        a.copyInto(parts.fixed, a.publicVector([0n, 1n, 1n, 1n]));
        return basisAfter(stage, 1)(tableau);
      });
      expect(basis.filter((label) => label < COUNT)).to.deep.equal([0n]);
    }
  });
});
