// What one of four nodes receives has the same distribution whatever the secret: uniform.
// Chi-square tests with fixed seeds; deviations are in standard deviations.
import { expect } from "chai";
import { connectFour, NODES } from "../../../client/crypto/four-sharing/link.ts";
import { FOUR_HOLDING } from "../../../client/crypto/sharing/holding.ts";
import { deviationFromUniform, histogram } from "../../support/chi-square.ts";
import { createFour, dealWords, type FourMessage, observeFour, runShared, seeded } from "../../support/sharing.ts";

const LIMIT = 4.5;
const COUNT = 2000;
/** Secrets at both ends of the range, and 0. */
const SECRETS = [0n, -1n, (1n << 125n) - 1n];
const constant = (value: bigint) => Array.from({ length: COUNT }, () => value);

/** All messages while the program runs. */
async function observe(seed: number, inputs: readonly bigint[][], program: Parameters<typeof runShared>[3]) {
  const seen: FourMessage[] = [];
  const links = observeFour(connectFour(), (message) => {
    seen.push({ ...message, bytes: message.bytes.slice() });
    return undefined;
  });
  await runShared(createFour({ seed, links }), inputs, seeded(seed), program);
  return seen;
}

function expectUniform(bytes: Uint8Array, kinds: number, what: string): void {
  expect(deviationFromUniform(histogram(bytes, kinds)), what).to.be.below(LIMIT);
}

describe("what one of four nodes sees", function () {
  this.timeout(120_000);

  it("of an input: uniform bytes", () => {
    for (const [i, secret] of SECRETS.entries()) {
      const held = dealWords(FOUR_HOLDING, constant(secret), seeded(70 + i));
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
      expect(seen.length).to.equal(9);
      for (const [k, { to, bytes }] of seen.entries()) expectUniform(bytes, 256, `${secret}, node ${to}, message ${k}`);
    }
  });

  it("of a sign test and of products with it: uniform bytes, and uniform bits that open", async () => {
    for (const [i, secret] of SECRETS.entries()) {
      const seen = await observe(76 + i, [constant(secret), constant(secret)], async (node, [x, words]) => {
        await node.negativeTimes(x!, words!);
      });
      // Each node's last message; a node need not wait for the others before it sends it.
      const opened = NODES.map((node) => seen.findLast(({ from }) => from === node)!);
      const before = seen.filter((message) => !opened.includes(message));
      expect(before.length).to.equal(19);
      for (const [k, { to, bytes }] of before.entries())
        expectUniform(bytes, 256, `${secret}, node ${to}, message ${k}`);
      for (const { to, bytes } of opened) {
        expect(bytes.length).to.equal(COUNT);
        expect(bytes.every((byte) => byte < 2)).to.equal(true);
        expectUniform(bytes, 2, `${secret}, node ${to}, bits that open`);
      }
      // The four components add up to what opens.
      const components = opened.map(({ bytes }) => bytes);
      const sum = components[0]!.map((_, t) => components.reduce((all, bits) => all ^ bits[t]!, 0));
      expectUniform(sum, 2, `${secret}: what opens`);
    }
  });

  it("depends on masks: with others, every message is another one, of the same length", async () => {
    const run = (seed: number) =>
      observe(seed, [constant(5n)], async (node, [x]) => {
        await node.truncate(8, node.product(x!, x!));
        await node.negative(x!);
      });
    const hex = ({ bytes }: FourMessage) => Buffer.from(bytes).toString("hex");
    const [first, again, other] = [await run(80), await run(80), await run(81)];
    expect(first.map(hex)).to.deep.equal(again.map(hex));
    expect(first.map(({ from, to, bytes }) => [from, to, bytes.length])).to.deep.equal(
      other.map(({ from, to, bytes }) => [from, to, bytes.length]),
    );
    for (const [k, message] of first.entries()) expect(hex(message)).to.not.equal(hex(other[k]!));
    expect(new Set(first.map(hex)).size).to.equal(first.length);
  });

  it("never repeats masks in another epoch", async () => {
    const run = async (epoch: number) => {
      const seen: string[] = [];
      const links = observeFour(connectFour(), ({ bytes }) => {
        seen.push(Buffer.from(bytes).toString("hex"));
        return undefined;
      });
      await runShared(createFour({ seed: 9, epoch, links }), [[7n, 8n]], seeded(83), async (node, [x]) => {
        await node.reshare(node.product(x!, x!));
      });
      return seen;
    };
    const [before, after] = [await run(0), await run(1)];
    expect(await run(0)).to.deep.equal(before);
    expect(after.some((message) => before.includes(message))).to.equal(false);
  });
});
