import { createHash } from "node:crypto";
import { expect } from "chai";
import { GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { fromLittleEndian } from "../../../client/crypto/curve/little-endian.ts";
import { constant, each, multiple, numbersFrom } from "../../../client/crypto/proven/field.ts";
import { openProven } from "../../../client/crypto/proven/prove.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { dot } from "../../../client/math/field.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { deviationFromUniform } from "../../support/chi-square.ts";
import { NODES, seeded } from "../../support/sharing.ts";
import { type Sent, sending, withBit } from "./departing.ts";
import { dealNumbers, type ProvingOptions, resultsOf, runProving } from "./nodes.ts";

const LENGTH = 6;
const random = seeded(21);
const draw = (count: number) => Array.from({ length: count }, () => randomBelow(random, GROUP_ORDER));
const [left, right, outcome] = [draw(LENGTH), draw(LENGTH), draw(3)];

/** Proves ⟨ρ·left, right⟩ = ρ·(⟨left, right⟩ + off) and opens three numbers. */
function prove(
  off: bigint,
  { sumOf = () => 0n, ...options }: ProvingOptions & { sumOf?: (node: number) => bigint } = {},
) {
  const secret = seeded(22);
  const sum = (dot(left, right) + off) % GROUP_ORDER;
  const [ofLeft, ofRight, ofSum, ofOutcome] = [left, right, [sum], outcome].map((own) => dealNumbers(own, secret));
  return runProving(async (node) => {
    const at = node.node;
    const [l, r, dealt] = [ofLeft![at]!, ofRight![at]!, ofSum![at]!];
    const s = each(dealt, (component) => component.plus(constant(1, sumOf(at))));
    const claim = (weight: bigint) => ({ left: multiple(l, weight), right: r, sum: multiple(s, weight) });
    return (await openProven(node, { about: [l, r, s], length: LENGTH, claim }, ofOutcome![at]!)).outcome;
  }, options);
}

/** All messages of a run. */
async function messagesOf(off: bigint, seed = 1): Promise<Sent[]> {
  const all: Sent[] = [];
  const record = sending((sent) => {
    all.push({ ...sent, bytes: Uint8Array.from(sent.bytes) });
    return sent.bytes;
  });
  await resultsOf(prove(off, { seed, change: record }));
  return all;
}

describe("A proof on shares among three nodes", function () {
  this.timeout(120_000);

  it("opens an outcome if the statement holds, and otherwise nothing", async () => {
    expect(await resultsOf(prove(0n))).to.deep.equal([outcome, outcome, outcome]);
    for (const off of [1n, GROUP_ORDER - 1n, 1n << 128n])
      expect(await resultsOf(prove(off)), `${off}`).to.deep.equal([null, null, null]);
  });

  it("sends the same messages whether the statement holds or not, up to the outcome", async () => {
    const lengths = (messages: readonly Sent[]) =>
      messages.map(({ from, to, bytes }) => `${from} ${to} ${bytes.length}`);
    const [proven, refused] = [lengths(await messagesOf(0n)), lengths(await messagesOf(1n))];
    const ofOutcome = NODES.flatMap((node) => [`${node} next 128`, `${node} previous 128`]);
    expect(proven.length - refused.length).to.equal(ofOutcome.length);
    expect(proven.slice(-ofOutcome.length).sort()).to.deep.equal(ofOutcome.sort());
    expect(proven.slice(0, refused.length)).to.deep.equal(refused);
  });

  it("shows uniform bytes if it is refused", async () => {
    const counts = new Array<number>(256).fill(0);
    const seen = new Set<string>();
    for (let seed = 0; seed < 20; seed++)
      for (const { bytes } of await messagesOf(1n, seed)) {
        const text = Buffer.from(bytes).toString("hex");
        if (bytes.length === 1 || seen.has(text)) continue;
        seen.add(text);
        // The highest byte of a number in [0, q) is not uniform.
        for (const [i, byte] of bytes.entries()) if (i % 32 < 30) counts[byte]!++;
      }
    expect(deviationFromUniform(counts)).to.be.below(4);
  });

  it("opens nothing wrong, whatever message a node changes, and nothing before everybody agreed", async () => {
    const messages = await messagesOf(0n);
    // Last a node says to each neighbour that digests agree, passes on what it has heard, then
    // sends both copies of the verdict and of the outcome.
    const afterDigests = 8;
    for (const from of NODES) {
      const own = messages.filter((sent) => sent.from === from);
      for (const [index, { bytes, to }] of own.entries()) {
        const late = index >= own.length - afterDigests;
        for (const change of [
          withBit(bytes, 8 * Math.max(0, bytes.length - 32) + (index % 8)),
          bytes.subarray(1),
          null,
        ]) {
          // Without an end of its links, a node that waits for a message waits for ever.
          if (change === null && !late) continue;
          const cheat = sending((sent) => (sent.from === from && sent.index === index ? change : sent.bytes));
          const honest = await runUntilHonest(from, cheat);
          const what = `node ${from}, message ${index} to ${to}: ${change?.length}`;
          for (const result of honest) {
            if (late) expect(result, what).to.deep.include({ status: "fulfilled", value: outcome });
            else if (result.status === "fulfilled") expect(result.value, what).to.equal(null);
            else expect(result.reason, what).to.be.instanceOf(ProtocolError);
          }
        }
      }
    }
  });

  /** What the nodes but one end with; that one may wait for ever. */
  async function runUntilHonest(departing: number, change: ProvingOptions["change"]) {
    const ended = NODES.map(() => Promise.withResolvers<PromiseSettledResult<unknown>>());
    void prove(0n, { change: change!, ended: (node, result) => ended[node]!.resolve(result) });
    const honest = NODES.filter((node) => node !== departing);
    return Promise.all(honest.map(async (node) => ({ node, ...(await ended[node]!.promise) })));
  }

  it("shows nothing of the difference between two sides that are not equal", async () => {
    const off = 5n;
    const messages = await messagesOf(off);
    const from = (node: number) => messages.filter((sent) => sent.from === node).map(({ bytes }) => bytes);
    // Each node sends a product, two digests, then its components of the challenge; last, copies of
    // its components of the verdict.
    const [own, other] = [from(0), from(1)];
    const coin = createHash("sha256").update(own[3]!).update(own[4]!).update(other[4]!).digest();
    const [, factor] = numbersFrom(new Uint8Array(coin), 2);
    const parts = [own.at(-2)!, own.at(-1)!, other.at(-1)!].map((bytes) => fromLittleEndian(bytes.slice(32))[0]!);
    const verdict = parts.reduce((sum, part) => (sum + part) % GROUP_ORDER, 0n);
    expect(verdict).to.not.equal(0n);
    // What it is without a random factor that nobody knows, but for the weight, which is as public.
    const [weight] = numbersFrom(new Uint8Array(coin), 2);
    expect(verdict).to.not.equal((factor! * weight! * off) % GROUP_ORDER);
  });

  it("stops before a challenge if two nodes hold different shares", async () => {
    const lengths: number[] = [];
    const record = sending(({ bytes }) => {
      lengths.push(bytes.length);
      return bytes;
    });
    const results = await prove(0n, { change: record, sumOf: (node) => (node === 1 ? 1n : 0n) });
    for (const result of results) expect(result.status).to.equal("rejected");
    expect(Math.max(...lengths)).to.equal(32);
  });

  it("takes no number that is not below the order of the group", async () => {
    const cheat = sending(({ from, index, bytes }) => (from === 2 && index === 0 ? bytes.map(() => 0xff) : bytes));
    const [, second] = await prove(0n, { change: cheat });
    expect(second!.status).to.equal("rejected");
    expect((second as PromiseRejectedResult).reason).to.have.property("code", "NumberOutOfRange");
  });
});
