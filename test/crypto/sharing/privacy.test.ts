// What one node sees has the same distribution whatever the secret: shares and received messages
// are uniform, and what the comparer sees of lanes can be simulated without the secret. In the
// first tests of fresh nodes, node 0 compares. Chi-square tests with fixed seeds; deviations are in
// standard deviations.
import { AssertionError, expect } from "chai";
import { meetingPairs } from "../../../client/crypto/sharing/groups.ts";
import { THREE_HOLDING } from "../../../client/crypto/sharing/holding.ts";
import { levelsOf } from "../../../client/crypto/sharing/levels.ts";
import { connectLinks, type NodeIndex } from "../../../client/crypto/sharing/link.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { deviationFromUniform, histogram } from "../../support/chi-square.ts";
import {
  createNodes,
  dealWords,
  NODES,
  type Observed,
  observeLinks,
  runShared,
  seeded,
} from "../../support/sharing.ts";

const LIMIT = 4;
const COUNT = 4000;
/** Of a sign test, and of a lane. */
const LANES = 24;
const LANE_BYTES = 3;
/** Secrets at both ends of the range, and 0. */
const SECRETS = [0n, -1n, (1n << 125n) - 1n];
const constant = (value: bigint) => Array.from({ length: COUNT }, () => value);

/** Messages that each node receives while the program runs. */
async function observe(seed: number, inputs: readonly bigint[][], program: Parameters<typeof runShared>[3]) {
  const seen: Observed[] = [];
  const links = observeLinks(connectLinks(), (message) => {
    seen.push(message);
    return undefined;
  });
  await runShared(createNodes({ seed, links }), inputs, seeded(seed), program);
  return (node: NodeIndex) => seen.filter((message) => message.node === node);
}

function expectUniform(bytes: Uint8Array, kinds: number, what: string): void {
  expect(deviationFromUniform(histogram(bytes, kinds)), what).to.be.below(LIMIT);
}

describe("what one node sees", function () {
  this.timeout(120_000);

  it("of an input: uniform bytes", () => {
    for (const [i, secret] of SECRETS.entries()) {
      const held = dealWords(THREE_HOLDING, constant(secret), seeded(70 + i));
      for (const node of NODES)
        for (const { words } of held[node]!) expectUniform(words, 256, `${secret}, node ${node}`);
    }
  });

  it("of products and truncations: uniform bytes", async () => {
    for (const [i, secret] of SECRETS.entries()) {
      const seen = await observe(73 + i, [constant(secret)], async (node, [x]) => {
        await node.reshare(node.product(x!, x!));
        await node.truncate(40, node.addends(x!));
      });
      for (const node of NODES) {
        for (const [k, { bytes }] of seen(node).entries())
          expectUniform(bytes, 256, `${secret}, node ${node}, message ${k}`);
      }
    }
  });

  it("of a sign test, nodes 1 and 2: uniform shares of bits, words and choices", async () => {
    for (const [i, secret] of SECRETS.entries()) {
      const seen = await observe(76 + i, [constant(secret), constant(secret)], async (node, [x, words]) => {
        await node.negativeTimes(x!, words!);
      });
      // Node 1: words of node 2; choices and z1. Node 2: bits from node 0; words of node 1;
      // choices.
      const [fromTwo, fromZero] = seen(1);
      expectUniform(fromTwo!.bytes, 256, `${secret}: node 1, words`);
      expectUniform(
        fromZero!.bytes.subarray(0, COUNT).map((byte) => byte & 1),
        2,
        `${secret}: node 1, choices`,
      );
      expectUniform(fromZero!.bytes.subarray(COUNT), 256, `${secret}: node 1, result`);
      const [bits, fromOne, choices] = seen(2);
      expectUniform(bits!.bytes, 256, `${secret}: node 2, bits`);
      expectUniform(fromOne!.bytes, 256, `${secret}: node 2, words`);
      expectUniform(
        choices!.bytes.map((byte) => byte & 1),
        2,
        `${secret}: node 2, choices`,
      );
    }
  });

  it("of a sign test, node 0: blinded lanes, a zero in half of the tests, anywhere, and uniform others", async () => {
    for (const [i, secret] of SECRETS.entries()) {
      const seen = await observe(79 + i, [constant(secret)], async (node, [x]) => {
        await node.negative(x!);
      });
      const [first, second] = seen(0).map(({ bytes }) => bytes) as [Uint8Array, Uint8Array];
      const answers = expectLanes([first, second], { count: COUNT, lanes: LANES }, `${secret}: lanes`);
      for (const [k, answer] of answers.entries()) {
        expect(answer.length).to.equal(16 * COUNT);
        expectUniform(answer, 256, `${secret}: answer of node ${k + 1}`);
      }
    }
  });

  it("of a tournament, nodes 1 and 2: uniform bytes; node 0: two lists of blinded lanes", async () => {
    const count = 600;
    const [size] = levelsOf(count) as [number];
    const pairs = meetingPairs({ candidates: count, size }).first.length;
    const numbers = Array.from({ length: count }, (_, i) => BigInt(i));
    const ones = numbers.map(() => 1n);
    const eligible = [ones.map(() => -1n), ones, numbers.map((i) => (i % 2n === 0n ? -1n : 0n))];
    for (const [i, own] of eligible.entries())
      for (const [k, over] of [ones, numbers, numbers.toReversed()].entries()) {
        const what = `eligible ${i}, ratios ${k}`;
        const seen = await observe(90 + 3 * i + k, [over, ones, own], async (node, [x, y, e]) => {
          await node.argminRatio(x!, y!, e!);
        });
        const [first, second, third, fourth] = seen(0).map(({ bytes }) => bytes) as Uint8Array[];
        const signs = expectLanes([first!, second!], { count: count + pairs, lanes: LANES }, `${what}: signs`);
        for (const { length } of signs) expect(length).to.equal(0);
        for (const answer of expectLanes([third!, fourth!], { count, lanes: size }, `${what}: terms`))
          expectUniform(answer, 256, `${what}: answer`);
        // Node 1: addends of products, words; choices and their results. Node 2: digits, addends,
        // terms, words; choices.
        const [addends, words, chosen] = seen(1).map(({ bytes }) => bytes) as Uint8Array[];
        for (const bytes of [addends!, words!, chosen!.subarray(count)]) expectUniform(bytes, 256, `${what}: node 1`);
        const ofTwo = seen(2).map(({ bytes }) => bytes);
        for (const bytes of ofTwo.slice(0, 4)) expectUniform(bytes, 256, `${what}: node 2`);
        for (const choices of [chosen!.subarray(0, count), ofTwo[4]!])
          expectUniform(
            choices.map((byte) => byte & 1),
            2,
            `${what}: choices`,
          );
      }
  });

  it("of lanes: a simulation without the secret passes the same test", () => {
    const random = seeded(82);
    const zeros = new Uint8Array(LANES * LANE_BYTES * COUNT);
    const sums = random.bytes(zeros.length);
    const lane = (test: number, k: number) => sums.subarray(LANE_BYTES * (test * LANES + k)).subarray(0, LANE_BYTES);
    for (const [test, coin] of random.bytes(COUNT).entries())
      if (coin >> 7 === 1) lane(test, Number(randomBelow(random, BigInt(LANES)))).fill(0);
    const size = { count: COUNT, lanes: LANES };
    expectLanes([sums, zeros], size, "simulated lanes");
    // The control: the same with the place depending on the secret.
    for (let test = 0; test < COUNT; test++) {
      const place = placesOfZeros(sums, size, test)[0] ?? 0;
      if (place > 11) lane(test, place - 12).set(lane(test, place));
      if (place > 11) lane(test, place).fill(1);
    }
    expect(() => expectLanes([sums, zeros], size, "telling lanes")).to.throw(AssertionError);
  });

  it("never repeats masks in another epoch", async () => {
    const run = async (epoch: number) => {
      const seen: Uint8Array[] = [];
      const links = observeLinks(connectLinks(), ({ bytes }) => {
        seen.push(bytes);
        return undefined;
      });
      await runShared(createNodes({ seed: 9, epoch, links }), [[7n, 8n]], seeded(83), async (node, [x]) => {
        await node.reshare(node.product(x!, x!));
      });
      return seen.map((bytes) => Buffer.from(bytes).toString("hex"));
    };
    expect(await run(0)).to.deep.equal(await run(0));
    const [before, after] = [await run(0), await run(1)];
    expect(after.some((message) => before.includes(message))).to.equal(false);
  });
});

interface Size {
  readonly count: number;
  /** Of each test. */
  readonly lanes: number;
}

/** Which of the lanes of a test are zero. */
function placesOfZeros(sums: Uint8Array, { lanes }: Size, test: number): number[] {
  return Array.from({ length: lanes }, (_, k) => k).filter((k) => {
    const at = LANE_BYTES * (test * lanes + k);
    return sums.subarray(at, at + LANE_BYTES).every((byte) => byte === 0);
  });
}

/**
 * Of two messages with lanes: each uniform; together a zero in half of the tests, one at most, at a
 * uniform place, and everything else uniform. Returns what follows the lanes.
 */
function expectLanes(messages: readonly [Uint8Array, Uint8Array], size: Size, what: string): Uint8Array[] {
  const length = LANE_BYTES * size.lanes * size.count;
  const [first, second] = messages.map((bytes) => bytes.subarray(0, length)) as [Uint8Array, Uint8Array];
  expect(first.length, what).to.equal(length);
  if (second.some((byte) => byte !== 0)) for (const own of [first, second]) expectUniform(own, 256, what);
  const sums = first.map((byte, k) => byte ^ second[k]!);
  const zeros = Array.from({ length: size.count }, (_, test) => placesOfZeros(sums, size, test));
  expect(Math.max(...zeros.map((own) => own.length)), what).to.equal(1);
  const places = zeros.flat();
  expect(deviationFromUniform([places.length, size.count - places.length]), `${what}: zero or none`).to.be.below(LIMIT);
  expect(deviationFromUniform(histogram(places, size.lanes)), `${what}: place`).to.be.below(LIMIT);
  const others = histogram(sums, 256);
  others[0]! -= LANE_BYTES * places.length;
  expect(deviationFromUniform(others), `${what}: others`).to.be.below(LIMIT);
  return messages.map((bytes) => bytes.subarray(length));
}
