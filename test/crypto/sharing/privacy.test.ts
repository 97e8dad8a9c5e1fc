// What one node sees has the same distribution whatever the secret: shares and received messages
// are uniform, and what node 0 sees of the lanes of a sign test can be simulated without the
// secret. Chi-square tests with fixed seeds; deviations are in standard deviations.
import { AssertionError, expect } from "chai";
import { THREE_HOLDING } from "../../../client/crypto/sharing/holding.ts";
import { connectLinks, type NodeIndex } from "../../../client/crypto/sharing/link.ts";
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
const LANES = 128;
const LANE_BYTES = 6;
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
  this.timeout(30_000);

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
      const [first, second] = seen(0).map(({ bytes }) => bytes);
      const size = LANES * LANE_BYTES * COUNT;
      expectUniform(first!.subarray(0, size), 256, `${secret}: lanes of node 1`);
      expectUniform(second!.subarray(0, size), 256, `${secret}: lanes of node 2`);
      expectUniform(first!.subarray(size), 256, `${secret}: answer of node 1`);
      expectUniform(second!.subarray(size), 256, `${secret}: answer of node 2`);
      const sums = first!.subarray(0, size).map((byte, k) => byte ^ second![k]!);
      expectLanes(sums, `${secret}: lanes`);
    }
  });

  it("of a sign test, node 0: a simulation without the secret passes the same test", () => {
    const random = seeded(82);
    const sums = random.bytes(LANES * LANE_BYTES * COUNT);
    const lane = (test: number, k: number) => sums.subarray(LANE_BYTES * (test * LANES + k)).subarray(0, LANE_BYTES);
    for (const [test, coin] of random.bytes(COUNT).entries()) if (coin >> 7 === 1) lane(test, coin & 127).fill(0);
    expectLanes(sums, "simulated lanes");
    // The control: the same with the place depending on the secret.
    for (let test = 0; test < COUNT; test++) {
      const place = placesOfZeros(sums, test)[0] ?? 0;
      if (place > 63) lane(test, place - 64).set(lane(test, place));
      if (place > 63) lane(test, place).fill(1);
    }
    expect(() => expectLanes(sums, "telling lanes")).to.throw(AssertionError);
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

/** Which of the lanes of a test are zero. */
function placesOfZeros(sums: Uint8Array, test: number): number[] {
  return Array.from({ length: LANES }, (_, k) => k).filter((k) => {
    const at = LANE_BYTES * (test * LANES + k);
    return sums.subarray(at, at + LANE_BYTES).every((byte) => byte === 0);
  });
}

/** A zero in half of the tests, one at most, at a uniform place; everything else uniform. */
function expectLanes(sums: Uint8Array, what: string): void {
  const zeros = Array.from({ length: COUNT }, (_, test) => placesOfZeros(sums, test));
  expect(Math.max(...zeros.map(({ length }) => length)), what).to.equal(1);
  const places = zeros.flat();
  expect(deviationFromUniform([places.length, COUNT - places.length]), `${what}: zero or none`).to.be.below(LIMIT);
  expect(deviationFromUniform(histogram(places, LANES)), `${what}: place`).to.be.below(LIMIT);
  const others = histogram(sums, 256);
  others[0]! -= LANE_BYTES * places.length;
  expect(deviationFromUniform(others), `${what}: others`).to.be.below(LIMIT);
}
