// Sign tests, tournaments and reciprocals on shares against plain integers.
import { expect } from "chai";
import fc from "fast-check";
import type { Shares } from "../../../client/crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { groupCount, meetingPairs } from "../../../client/crypto/sharing/groups.ts";
import { MOST_LANES } from "../../../client/crypto/sharing/lanes.ts";
import { levelsOf } from "../../../client/crypto/sharing/levels.ts";
import type { Link } from "../../../client/crypto/sharing/link.ts";
import type { SharingMeter } from "../../../client/crypto/sharing/party.ts";
import { ThreeNodes } from "../../../client/crypto/sharing/three-nodes.ts";
import { CryptoError } from "../../../client/errors.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { createNodes, neighbourSeeds, openShared, runShared, SCHEMES, seeded } from "../../support/sharing.ts";

const HALF = 1n << 127n;
const edges = [-HALF, 1n - HALF, -(1n << 64n), -1n, 0n, 1n, (1n << 63n) - 1n, 1n << 64n, HALF - 1n];
const element = fc.oneof(fc.constantFrom(...edges), fc.bigInt({ min: -HALF, max: HALF - 1n }));
const runs = propertyRuns(30, 62);
const indexOfLeast = (count: number, less: (i: number, j: number) => boolean) => {
  let least = 0;
  for (let i = 1; i < count; i++) if (less(i, least)) least = i;
  return least;
};
const oneHot = (count: number, index: number) => Array.from({ length: count }, (_, i) => (i === index ? 1n : 0n));

function testComparisons(suite: Mocha.Suite, create: (typeof SCHEMES)[number][1]): void {
  suite.timeout(120_000);

  const nodes = create();
  const random = seeded(3);

  it("tells the sign of every number, the same number in many sharings", async () => {
    for (const value of edges) {
      const x = Array.from({ length: 40 }, () => value);
      const bits = await openShared(nodes, [x], random, (node, [a]) => node.negative(a!));
      expect(bits, `${value}`).to.deep.equal(x.map((v) => (v < 0n ? 1n : 0n)));
    }
  });

  it("gives bits and their products with words", async () => {
    const inputs = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 3 }))
      .chain(([count, width]) =>
        fc.tuple(
          fc.array(element, { minLength: count, maxLength: count }),
          fc.array(element, { minLength: count * width, maxLength: count * width }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(inputs, async ([x, words]) => {
        const result = await openShared(nodes, [x, words], random, async (node, [a, w]) => {
          const { bits, products } = await node.negativeTimes(a!, w!);
          return node.concat([bits, products]);
        });
        const negative = (i: number) => x[i % x.length]! < 0n;
        const expected = [...x.map((_, i) => (negative(i) ? 1n : 0n)), ...words.map((w, i) => (negative(i) ? w : 0n))];
        expect(result).to.deep.equal(expected);
      }),
      propertyRuns(100, 62),
    );
  });

  it("refuses words that are not the same number for each comparison", async () => {
    const failure = await nodes[0]!
      .negativeTimes(nodes[0]!.zeros(2), nodes[0]!.zeros(3))
      .catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(CryptoError).with.property("code", "SharesLength");
  });

  it("finds the least key, the lowest index of equals, and what it carries", async () => {
    const keys = fc.array(fc.oneof(fc.bigInt({ min: -3n, max: 3n }), fc.constantFrom(1n - HALF / 2n, HALF / 2n - 1n)), {
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(keys, async (x) => {
        const least = indexOfLeast(x.length, (i, j) => x[i]! < x[j]!);
        const payload = [...x.map((_, i) => BigInt(100 + i)), ...x.map((_, i) => BigInt(-i))];
        const result = await openShared(nodes, [x, payload], random, async (node, [a, b]) => {
          const winner = await node.argmin(a!, b!);
          return node.concat([winner.oneHot, winner.key, winner.payload]);
        });
        expect(result).to.deep.equal([...oneHot(x.length, least), x[least], BigInt(100 + least), BigInt(-least)]);
      }),
      runs,
    );
  });

  it("finds the least ratio of numbers of 55 bits", async () => {
    const bound = 1n << 55n;
    const pair = fc.oneof(
      fc.tuple(fc.bigInt({ min: 0n, max: 4n }), fc.bigInt({ min: 1n, max: 4n })),
      fc.tuple(fc.bigInt({ min: 1n - bound, max: bound - 1n }), fc.constantFrom(1n, bound - 1n)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { minLength: 1, maxLength: 40 }), async (pairs) => {
        const [over, under] = [pairs.map(([n]) => n), pairs.map(([, d]) => d)];
        const least = indexOfLeast(pairs.length, (i, j) => over[i]! * under[j]! < over[j]! * under[i]!);
        const result = await openShared(nodes, [over, under], random, async (node, [n, d]) => {
          const winner = await node.argminRatio(n!, d!);
          return node.concat([winner.oneHot, winner.denominator]);
        });
        expect(result).to.deep.equal([...oneHot(pairs.length, least), under[least]]);
      }),
      runs,
    );
  });

  it("finds the least ratio among those that count, and zeros if none does", async () => {
    const candidate = fc.record({
      over: fc.bigInt({ min: -9n, max: 9n }),
      under: fc.bigInt({ min: 1n, max: 9n }),
      counts: fc.boolean(),
      // Of those that do not count: anything.
      other: fc.tuple(element, element),
    });
    const fields = fc.array(candidate, { minLength: 1, maxLength: 60 });
    const someCount = fields.chain((field) =>
      fc.boolean().map((none) => field.map((own) => (none ? { ...own, counts: false } : own))),
    );
    await fc.assert(
      fc.asyncProperty(someCount, async (field) => {
        const over = field.map((own) => (own.counts ? own.over : own.other[0]));
        const under = field.map((own) => (own.counts ? own.under : own.other[1]));
        const eligible = field.map((own, i) => BigInt(own.counts ? -1 - i : i));
        const result = await openShared(nodes, [over, under, eligible], random, async (node, [n, d, e]) => {
          const winner = await node.argminRatio(n!, d!, e!);
          return node.concat([winner.oneHot, winner.denominator]);
        });
        const counting = field.flatMap((own, i) => (own.counts ? [i] : []));
        const place = indexOfLeast(
          counting.length,
          (i, j) => over[counting[i]!]! * under[counting[j]!]! < over[counting[j]!]! * under[counting[i]!]!,
        );
        const least = counting[place];
        const denominator = least === undefined ? 0n : under[least];
        expect(result).to.deep.equal([...oneHot(field.length, least ?? -1), denominator]);
      }),
      runs,
    );
  });

  it("finds the least of so many that there are three levels", async () => {
    const count = 211;
    expect(levelsOf(count)).to.have.length(3);
    for (const least of [0, 1, 105, 209, 210]) {
      const keys = Array.from({ length: count }, (_, i) => (i === least ? -1n : BigInt(i % 7)));
      const result = await openShared(nodes, [keys], random, async (node, [x]) => (await node.argmin(x!)).oneHot);
      expect(result).to.deep.equal(oneHot(count, least));
    }
  });

  it("refuses a tournament without candidates", async () => {
    const failure = await nodes[0]!.argmin(nodes[0]!.zeros(0)).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(CryptoError).with.property("code", "SharesLength");
  });

  it("divides, with a relative error below 2^-38, from 2^-20 to 2^20", async () => {
    const [lowest, highest] = [1n << 20n, (1n << 60n) - 1n];
    const octaves = Array.from({ length: 40 }, (_, k) => 1n << BigInt(20 + k));
    const near = octaves.flatMap((x) => [x, x + 1n, 2n * x - 1n, x + x / 3n]);
    const x = [lowest, highest, ...near];
    const result = await openShared(nodes, [x], random, (node, [a]) => node.reciprocal(a!));
    for (const [i, value] of result.entries()) {
      const error = value * x[i]! - (1n << 100n);
      expect((error < 0n ? -error : error) < 1n << 62n, `1/${x[i]}`).to.equal(true);
    }
  });

  it("reshares and truncates other products beside a division, in its rounds", async () => {
    const rounds = async (work: (node: Arithmetic, x: readonly Shares[]) => Promise<Shares>) => {
      const spent = { rounds: 0, messages: 0, bytes: 0 };
      const add: SharingMeter["add"] = (_, counted, amount) => {
        spent[counted] += amount;
      };
      const counting = create({ meters: [{ add }] });
      const result = await openShared(counting, [[3n << 40n], [5n << 40n, -7n << 40n]], random, work);
      return { result, count: spent.rounds };
    };
    const alone = await rounds((node, [x]) => node.reciprocal(x!));
    const beside = await rounds(async (node, [x, y]) => {
      const { reciprocal, meanwhile } = await node.reciprocalAlongside(x!, async (carrier) => {
        const [squares] = await carrier.reshare(node.product(y!, y!));
        const [shorter] = await carrier.truncateEach({ bits: 60, product: node.addends(squares) });
        const [again] = await carrier.reshare(node.product(shorter, y!));
        return [squares, shorter, again];
      });
      return node.concat([reciprocal, ...meanwhile]);
    });
    expect(beside.count).to.equal(alone.count);
    const error = beside.result[0]! * 3n - (1n << 60n);
    expect((error < 0n ? -error : error) < 1n << 22n).to.equal(true);
    const squares = [25n << 80n, 49n << 80n, 25n << 20n, 49n << 20n];
    expect(beside.result.slice(1)).to.deep.equal([...squares, 125n << 60n, -343n << 60n]);
  });

  it("carries out by itself what a division has no more messages for", async () => {
    const steps = 9;
    const result = await openShared(nodes, [[1n << 40n], [3n]], random, async (node, [x, y]) => {
      const { reciprocal, meanwhile } = await node.reciprocalAlongside(x!, async (carrier) => {
        let power = y!;
        for (let k = 0; k < steps; k++) [power] = await carrier.reshare(node.product(power, y!));
        const raised = node.scale(power, 1n << 60n);
        const [same] = await carrier.truncateEach({ bits: 60, product: node.addends(raised) });
        return [power, same];
      });
      return node.concat([reciprocal, ...meanwhile]);
    });
    expect(result.slice(1)).to.deep.equal([3n ** 10n, 3n ** 10n]);
  });

  it("fails where what runs beside a division fails", async () => {
    const failure = new Error("any");
    const failed = await Promise.allSettled(
      nodes.map((node) =>
        node.reciprocalAlongside(node.publicVector([1n << 40n]), async (carrier) => {
          await carrier.reshare(node.product(node.publicVector([1n]), node.publicVector([1n])));
          throw failure;
        }),
      ),
    );
    for (const end of failed) expect(end).to.deep.equal({ status: "rejected", reason: failure });
  });
}

describe("comparisons among three nodes", () => {
  it("take each node in its turn, so that all send the same", async () => {
    const sent = [0, 0, 0];
    const meters = sent.map(
      (_, node): SharingMeter => ({
        add: (__, counted, amount) => {
          if (counted === "bytes") sent[node]! += amount;
        },
      }),
    );
    const keys = Array.from({ length: 30 }, (_, i) => BigInt(i - 7));
    await runShared(createNodes({ meters }), [keys], seeded(6), async (node, [x]) => {
      for (let i = 0; i < 3; i++) await node.argmin(x!);
      for (let i = 0; i < 3; i++) await node.negative(x!);
    });
    expect(new Set(sent).size).to.equal(1);
  });

  it("go on with bits of the same contest only", async () => {
    const silent: Link = { send: () => {}, receive: () => Promise.reject(new Error("any")) };
    const links = { next: silent, previous: silent };
    const node = new ThreeNodes({ node: 0, links, seeds: neighbourSeeds(1)[0]!, epoch: 0 });
    const [contest, other] = [node.contest(), node.contest()];
    const groups = { candidates: 2, size: 2 };
    const words = node.arena.shares(2);
    for (const bits of [
      { beats: other.ones(1), counts: contest.ones(2) },
      { beats: contest.ones(1), counts: other.ones(2) },
    ]) {
      const [result] = await Promise.allSettled([contest.winners(groups, bits, words)]);
      expect(result.status === "rejected" && result.reason)
        .to.be.instanceOf(CryptoError)
        .with.property("code", "SharesRange");
    }
  });
});

describe("the groups of a tournament", () => {
  it("leave one candidate, hold no more than may be together, and let few pairs meet", () => {
    for (const count of [1, 2, 3, 9, 10, 50, 98, 288, 490, 750, 5000]) {
      let [left, pairs] = [count, 0];
      for (const size of levelsOf(count)) {
        expect(size).to.be.within(1, MOST_LANES);
        pairs += meetingPairs({ candidates: left, size }).first.length;
        left = groupCount({ candidates: left, size });
      }
      expect(left, `${count}`).to.equal(1);
      expect(pairs, `${count}`).to.be.at.most(4 * count);
    }
  });

  it("let everybody meet everybody else of a group once, the lower index first", () => {
    const { first, second } = meetingPairs({ candidates: 8, size: 3 });
    const met = Array.from(first, (i, k) => `${i}-${second[k]}`).sort();
    expect(met).to.deep.equal(["0-1", "0-2", "1-2", "3-4", "3-5", "4-5", "6-7"]);
  });
});

for (const [scheme, create] of SCHEMES)
  describe(`comparisons on shares of ${scheme}`, function () {
    testComparisons(this, create);
  });
