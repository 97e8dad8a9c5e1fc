// What a node of `mpc` that departs from the protocol tries in order to read secrets, and what it
// gets.
import { expect } from "chai";
import type { Shares } from "../../../client/crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { decodeElements, encodeElements } from "../../../client/crypto/sharing/elements.ts";
import { connectLinks, type Links } from "../../../client/crypto/sharing/link.ts";
import { openBits } from "../../../client/engines/mpc/simplex/open-bits.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { deviationFromUniform } from "../../support/chi-square.ts";
import { createNodes, observeLinks, runShared, seeded } from "../../support/sharing.ts";

const LIMIT = 4;
const BITS = 127;
const LANES = 128;
const LANE_BYTES = 6;
const TESTS = 250;
/** Number of bits that the node asks for, from the top. */
const PROBES = 12;

function codeOf(error: unknown): string {
  if (error instanceof ProtocolError) return error.code;
  throw error;
}

const bitOf = (t: bigint, k: number): 0 | 1 => (((t >> BigInt(k)) & 1n) === 1n ? 1 : 0);
const constant = (value: bigint) => Array.from({ length: PROBES }, () => value);

/** Whether a lane of comparison `i` is zero, as node 0 sees it from both messages. */
function zeroAmong([first, second]: readonly Uint8Array[], i: number): boolean {
  const at = (k: number) => LANE_BYTES * (LANES * i + k);
  return Array.from({ length: LANES }, (_, k) => k).some(
    (k) => Buffer.compare(first!.subarray(at(k), at(k + 1)), second!.subarray(at(k), at(k + 1))) === 0,
  );
}

/**
 * The same for lanes that count differences of numbers mod 251, bits or not: what an earlier sign
 * test showed.
 */
function zeroAmongCounts(a: readonly number[], t: bigint, swapped: boolean): boolean {
  let differences = 0;
  let zero = false;
  for (let k = BITS - 1; k >= 0; k--) {
    const [own, other] = [a[k]!, bitOf(t, k)];
    zero ||= (1 + differences + (swapped ? own - other : other - own)) % 251 === 0;
    differences += other === 1 ? 1 - own : own;
  }
  return zero || (swapped && differences % 251 === 0);
}

/**
 * How far the answers to a probe are from half and half, where the bit was 0 and where it was 1.
 */
function telling(answers: readonly (readonly [bit: 0 | 1, answer: boolean])[]): number {
  return Math.max(
    ...[0, 1].map((bit) => {
      const own = answers.filter(([asked]) => asked === bit);
      const yes = own.filter(([, answer]) => answer).length;
      return deviationFromUniform([yes, own.length - yes]);
    }),
  );
}

describe("a node of mpc that departs from the protocol", function () {
  this.timeout(60_000);

  it("learns nothing of the component that it lacks from a sign test, whatever it deals as bits", async () => {
    const answers: [0 | 1, boolean][] = [];
    for (let test = 0; test < TESTS; test++) {
      const lanes: Uint8Array[] = [];
      let [a, t] = [[] as bigint[], [] as bigint[]];
      const links = observeLinks(connectLinks(), ({ node, from, bytes }) => {
        if (node === 0) lanes.push(bytes.slice());
        if (node !== 2 || from !== "next") return undefined;
        // Node 0's shares for node 2. With these it asks whether t is below the number that has t's
        // bits down to the k-th, as if it knew those above, and then ones. Whatever is shared by
        // exclusive or is some number, so it cannot ask for anything else.
        const asked = t.map((value, k) => value | ((1n << BigInt(BITS - k)) - 1n));
        const change = encodeElements(asked.map((value, k) => BigInt.asIntN(128, value ^ BigInt.asUintN(BITS, a[k]!))));
        return bytes.length === change.length ? bytes.map((byte, i) => byte ^ change[i]!) : undefined;
      });
      const nodes = createNodes({ epoch: test, links });
      await runShared(nodes, [constant(123_456_789n)], seeded(test), async (node, [x]) => {
        const shares = decodeElements(node.exportShares(x!));
        const [own, next] = [shares.slice(0, PROBES), shares.slice(PROBES)];
        if (node.node === 0) a = own.map((value, k) => value + next[k]!);
        if (node.node === 1) t = next.map((value) => BigInt.asUintN(BITS, ~value));
        await node.negative(x!);
      });
      for (const [k, value] of t.entries()) answers.push([bitOf(value, BITS - 1 - k), zeroAmong(lanes, k)]);
    }
    expect(telling(answers)).to.be.below(LIMIT);

    // The control: against lanes that count, halves and one number that cancels their count reveal
    // the bit.
    const random = seeded(1);
    const counted = Array.from({ length: TESTS * PROBES }, (_, i): [0 | 1, boolean] => {
      const t = randomBelow(random, 1n << BigInt(BITS));
      const k = BITS - 1 - (i % PROBES);
      const half = 126;
      const a = new Array<number>(BITS).fill(half);
      a[k] = (2 + (BITS - 1 - k) * half) % 251;
      return [bitOf(t, k), zeroAmongCounts(a, t, i % 2 === 1)];
    });
    expect(telling(counted)).to.be.above(LIMIT);
  });

  it("reads no opened value twice: two nodes that it told different choices stop before they open", async () => {
    for (const liedTo of [null, 1, 2] as const) {
      const opened: number[] = [];
      const local = connectLinks();
      const links = observeLinks(local, ({ node, from, bytes }) => {
        if (node === 0 && bytes.length === 16) opened.push(1);
        const choices = node === 1 ? bytes.length === 1 + 16 : node === 2 && from === "next" && bytes.length === 1;
        return node === liedTo && choices ? bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) : undefined;
      });
      const codes = await runShared(createNodes({ links }), [[5n]], seeded(2), async (node, [x]) => {
        const bit = await node.negative(x!);
        return node.open(bit).then(
          () => "opened",
          (error: unknown) => {
            local[node.node]!.end();
            return codeOf(error);
          },
        );
      });
      expect(codes.slice(1)).to.deep.equal(liedTo === null ? ["opened", "opened"] : ["SharesDiffer", "SharesDiffer"]);
      expect(opened).to.have.length(liedTo === null ? 2 : 0);
    }
  });

  it("opens one bit where a bit is due, whatever secret number it puts there or adds", async () => {
    const secrets = [-(1n << 90n) - 12_345n, -1n, 0n, 1n, 77n << 80n];
    const opened = (change: (node: Arithmetic) => Arithmetic, links = connectLinks()) =>
      runShared(createNodes({ links: changeResult(links, change === shifted) }), [secrets], seeded(3), (node, [x]) =>
        openBits(change(node), x!).then(
          (bits) => bits.map(Number).join(""),
          (error: unknown) => {
            links[node.node]!.end();
            return codeOf(error);
          },
        ),
      );
    expect(await opened((node) => node)).to.deep.equal(["00011", "00011", "00011"]);
    expect((await opened(shifted)).slice(1)).to.deep.equal(["NoBit", "NoBit"]);
    // The control: opened without the check for bits, the secrets are read.
    const plain = await runShared(createNodes(), [secrets], seeded(3), (node, [x]) => node.open(x!));
    expect(plain[0]).to.deep.equal(secrets);
  });
});

const SHIFT = 5n;

/**
 * Node 0 adds a number to the result of a sign test: to its own copy of component 1, and to that of
 * node 1.
 */
function shifted(node: Arithmetic): Arithmetic {
  if (node.node !== 0) return node;
  const change = (count: number) =>
    node.importShares(encodeElements(Array.from({ length: 2 * count }, (_, i) => (i < count ? 0n : SHIFT))), count);
  const negative = async (x: Shares) => node.add(await node.negative(x), change(x.length));
  return new Proxy(node, {
    get: (target, name) => {
      if (name === "negative") return negative;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

function changeResult(links: readonly Links[], changes: boolean): readonly Links[] {
  return observeLinks(links, ({ node, from, bytes }) => {
    // The choices, a byte each, and then component 1 of the bits.
    const count = bytes.length / 17;
    if (!changes || node !== 1 || from !== "previous" || !Number.isInteger(count)) return undefined;
    const sums = decodeElements(bytes.slice(count)).map((value) => BigInt.asIntN(128, value + SHIFT));
    return new Uint8Array(Buffer.concat([bytes.subarray(0, count), encodeElements(sums)]));
  });
}
