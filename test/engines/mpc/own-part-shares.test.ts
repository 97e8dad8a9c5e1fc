// What the nodes compute on shares for own parts: fresh components, the objective's value to the
// last digit, and how far above its bounds a point is.
import { expect } from "chai";
import type { Shares } from "../../../client/crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { decodeElements } from "../../../client/crypto/sharing/elements.ts";
import { connectLinks } from "../../../client/crypto/sharing/link.ts";
import { reconstruct } from "../../../client/crypto/sharing/reconstruct.ts";
import { inputWords } from "../../../client/engines/mpc/input/words.ts";
import { exponentsOf, openExponents, sizesOf } from "../../../client/engines/mpc/outcome/above-bounds.ts";
import { openObjective, sharesToKeep } from "../../../client/engines/mpc/outcome/own-parts.ts";
import { REFINED_BITS } from "../../../client/engines/mpc/outcome/refine.ts";
import type { PartyRows } from "../../../client/lp/model/normal.ts";
import { dot } from "../../../client/math/field.ts";
import { randomBelow, randomBetween } from "../../../client/math/random.ts";
import type { PublicRound } from "../../../client/round/public-round.ts";
import { deviationFromUniform, histogram } from "../../support/chi-square.ts";
import { createNodes, observeLinks, openShared, runShared, seeded } from "../../support/sharing.ts";
import { residualTolerance } from "../../support/tolerances.ts";

/** In standard deviations: once in 30,000 tests. */
const LIMIT = 4;

function roundOf(columns: number, bounds: readonly bigint[]): PublicRound {
  return {
    ...{ columns, inequalities: [0, 0, 0], equalities: [0, 0, 0], objectiveOwner: 2, bounds },
    decimals: { coefficient: 0, solution: 3, multiplier: 15 },
    tolerances: residualTolerance(10_000n),
  };
}

describe("own parts on shares", function () {
  this.timeout(120_000);

  it("are fresh: components say nothing of those before, whatever they were", async () => {
    const nodes = createNodes();
    // Known components: 0, 0 and the value.
    const values = Array.from({ length: 1024 }, (_, i) => BigInt(i % 7) - 3n);
    const [before, kept, again] = await Promise.all([
      runShared(nodes, [], seeded(1), async (a) => a.exportShares(a.publicVector(values))),
      runShared(createNodes({ seed: 2 }), [], seeded(1), (a) => sharesToKeep(a, a.publicVector(values))),
      runShared(createNodes({ seed: 2, epoch: 1 }), [], seeded(1), (a) => sharesToKeep(a, a.publicVector(values))),
    ]);
    expect(deviationFromUniform(histogram(before[0]!, 256))).to.be.above(LIMIT);
    for (const shares of [kept, again]) {
      expect(reconstruct(shares as [Uint8Array, Uint8Array, Uint8Array], values.length)).to.deep.equal(values);
      for (const own of shares) expect(deviationFromUniform(histogram(own, 256))).to.be.below(LIMIT);
    }
    for (const [node, own] of kept.entries()) {
      const words = new Set(decodeElements(own));
      expect(decodeElements(again[node]!).some((word) => words.has(word))).to.equal(false);
    }
  });

  it("are not kept by nodes of which one has given the two others different components", async () => {
    let index = 0;
    const links = observeLinks(connectLinks(), ({ node, from, bytes }) =>
      node === 1 && from === "next" && index++ === 0 ? bytes.map((byte, i) => (i === 3 ? byte ^ 1 : byte)) : undefined,
    );
    const nodes = createNodes({ links });
    const results = await Promise.allSettled(nodes.map((a) => sharesToKeep(a, a.publicVector([1n, 2n]))));
    // Node 1 has another component 2 than node 2.
    const codes = results.map((result) => (result.status === "rejected" ? result.reason.code : "kept"));
    expect(codes).to.deep.equal(["kept", "SharesDiffer", "SharesDiffer"]);
  });

  /** f̂ as it opens. */
  async function objective(costs: readonly bigint[], x: readonly bigint[], seed: number): Promise<bigint | null> {
    const none = { coefficients: [], rhs: [] };
    const rows: PartyRows = { columns: x.length, inequalities: none, equalities: none, objective: costs };
    const round = roundOf(
      x.length,
      x.map(() => 1n),
    );
    const program = (a: Arithmetic, [own, point]: readonly Shares[]) => {
      const inputs = [a.zeros(48 + 32 * x.length), a.zeros(48 + 32 * x.length), own!];
      return openObjective({ arithmetic: a, round, inputs, scaled: [] }, point!);
    };
    const [first, ...others] = await runShared(createNodes({ seed }), [inputWords(rows), x], seeded(seed), program);
    for (const other of others) expect(other).to.equal(first);
    return first!;
  }

  it("have the objective's value exactly, however large or small", async () => {
    const random = seeded(7);
    const [most, top] = [(1n << 72n) - 1n, (1n << 72n) - 1n];
    const same = (count: number, value: bigint) => new Array<bigint>(count).fill(value);
    const cases: [bigint[], bigint[]][] = [
      [same(2000, most), same(2000, top)],
      [same(2000, -most), same(2000, top)],
      [
        [most, -most, 1n],
        [top, top, 0n],
      ],
      [
        [most, -most],
        [top, top - 1n],
      ],
      [
        [0n, 0n],
        [5n, 7n],
      ],
      [[1n], [1n]],
      [[-1n], [1n]],
      [
        [-1n, 1n << 71n],
        [1n << 36n, 0n],
      ],
      [
        [3n, -5n],
        [0n, 0n],
      ],
    ];
    for (const bits of [1, 20, 36, 37, 71, 72]) {
      const costs = Array.from({ length: 20 }, () =>
        randomBetween(random, 1n - (1n << BigInt(bits)), (1n << BigInt(bits)) - 1n),
      );
      cases.push([costs, costs.map(() => randomBelow(random, 1n << BigInt(bits)))]);
    }
    for (const [seed, [costs, x]] of cases.entries())
      expect(await objective(costs, x, seed + 1)).to.equal(dot(costs, x));
  });

  it("have no value that no certificate holds, as after a node has added something", async () => {
    expect(await objective([1n << 36n], [1n << 123n], 1)).to.equal(1n << 159n);
    expect(await objective([1n << 36n], [1n << 124n], 1)).to.equal(null);
    expect(await objective([-(1n << 36n)], [1n << 124n], 1)).to.equal(null);
  });

  it("have the same exponents above the bounds as open where all learn them", async () => {
    const random = seeded(8);
    const unit = 1000n;
    const bounds = Array.from({ length: 30 }, (_, j) => BigInt(1 + (j % 9)) * 10n ** BigInt(j % 20));
    const x = bounds.map((bound, j) => {
      const above = [bound / 2n, bound, 2n * bound, 10n * bound, 10n ** 25n, randomBelow(random, 10n ** BigInt(1 + j))];
      return (above[j % above.length]! << BigInt(REFINED_BITS - 40)) / unit;
    });
    const round = roundOf(x.length, bounds);
    const isAbove = x.map((value, j) =>
      value * unit > bounds[j]! << BigInt(REFINED_BITS - 40) ? BigInt(1 + (j % 2)) : 0n,
    );
    const nodes = createNodes();
    const input = [x, isAbove, x.map(() => 1n << 40n)];
    const excess = async (a: Arithmetic, [point, above, factors]: readonly Shares[]) => ({
      above: above!,
      sizes: await sizesOf(a, point!, factors!),
    });
    const opened = await runShared(nodes, input, random, async (a, shares) =>
      openExponents(a, round, await excess(a, shares)),
    );
    const shared = await openShared(nodes, input, random, async (a, shares) =>
      exponentsOf(a, round, await excess(a, shares)),
    );
    expect(shared).to.deep.equal(opened[0]);
    expect(shared.some((exponent) => exponent === 0n) && shared.some((exponent) => exponent > 0n)).to.equal(true);
    const none = await openShared(nodes, [x, x.map(() => 0n), input[2]!], random, async (a, shares) =>
      exponentsOf(a, round, await excess(a, shares)),
    );
    expect(none).to.deep.equal(x.map(() => 0n));
  });
});
