// What a node of `mpc` that departs from the protocol tries in order to read secrets, and what it
// gets.
import { expect } from "chai";
import type { Shares } from "../../../client/crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { decodeElements, encodeElements } from "../../../client/crypto/sharing/elements.ts";
import { levelsOf } from "../../../client/crypto/sharing/levels.ts";
import { connectLinks, type Links } from "../../../client/crypto/sharing/link.ts";
import { openBits } from "../../../client/engines/mpc/simplex/open-bits.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { deviationFromUniform } from "../../support/chi-square.ts";
import { createNodes, observeLinks, runShared, seeded } from "../../support/sharing.ts";

const LIMIT = 4;
const TESTS = 3000;
/** Of a sign test, and of a lane. */
const LANES = 24;
const LANE_BYTES = 3;
/** Bytes of the digits of a comparison; the topmost are the last 4, of bits 122 to 126. */
const DIGIT_BYTES = 124;
const TOP = { at: 120, shift: 122n, values: 32 } as const;

function codeOf(error: unknown): string {
  if (error instanceof ProtocolError) return error.code;
  throw error;
}

/** Whether a lane of comparison `i` is zero, as node 0 sees it from both messages. */
function zeroAmong([first, second]: readonly Uint8Array[], i: number): boolean {
  const at = (k: number) => LANE_BYTES * (LANES * i + k);
  return Array.from({ length: LANES }, (_, k) => k).some(
    (k) => Buffer.compare(first!.subarray(at(k), at(k + 1)), second!.subarray(at(k), at(k + 1))) === 0,
  );
}

/** Whether a test tells something of a digit: an answer, for the digit of t at the top. */
type Answer = readonly [digit: number, zero: boolean];

/** How far the answers are from half and half, for even digits of t and for odd ones. */
function telling(answers: readonly Answer[]): number {
  return Math.max(
    ...[0, 1].map((parity) => {
      const own = answers.filter(([digit]) => digit % 2 === parity);
      const yes = own.filter(([, zero]) => zero).length;
      return deviationFromUniform([yes, own.length - yes]);
    }),
  );
}

/** Bits [u ≥ v] of a digit u, v = 0 … 31. */
const unary = (u: number) => 2 ** (u + 1) - 1;

/** What node 0 may deal in place of the topmost digit of `a`, or of all digits. */
const DEALT: Readonly<Record<string, (a: bigint, i: number) => Uint8Array>> = {
  "as it should": () => new Uint8Array(DIGIT_BYTES),
  "bits that rise and fall": (a, i) => inPlaceOf(a, i % 2 === 0 ? 0xaaaaaaaa : 0x55555555),
  zeros: (a) => inPlaceOf(a, 0),
  ones: (a) => inPlaceOf(a, 0xffffffff),
  "anything everywhere": (_, i) => seeded(i % 256).bytes(DIGIT_BYTES),
};

/** The change that turns the shares of the topmost digit into those of other bits. */
function inPlaceOf(a: bigint, bits: number): Uint8Array {
  const digit = Number((BigInt.asUintN(128, a) >> TOP.shift) & BigInt(TOP.values - 1));
  const change = Buffer.alloc(DIGIT_BYTES);
  change.writeUInt32LE((unary(digit) ^ bits) >>> 0, TOP.at);
  return change;
}

/**
 * A lane that is zero where the topmost digit u exceeds that of t, or in the opposite test is less,
 * without asking that it differs: what node 0 sees if it deals bits that rise and fall.
 */
function zeroInNaiveLane(t: number, bits: number, swapped: boolean): boolean {
  const [reached, exceeded] = [(bits >>> t) & 1, t + 1 === TOP.values ? 0 : (bits >>> (t + 1)) & 1];
  return swapped ? reached === 0 : exceeded === 1;
}

describe("a node of mpc that departs from the protocol", function () {
  this.timeout(120_000);

  it("learns nothing of the component that it lacks from a sign test, whatever it deals as bits", async () => {
    for (const [name, change] of Object.entries(DEALT)) {
      const lanes: Uint8Array[] = [];
      let [a, t] = [[] as bigint[], [] as bigint[]];
      const links = observeLinks(connectLinks(), ({ node, from, bytes }) => {
        if (node === 0) lanes.push(bytes.slice());
        if (node !== 2 || from !== "next" || bytes.length !== DIGIT_BYTES * TESTS) return undefined;
        const changes = Buffer.concat(a.map(change));
        return bytes.map((byte, i) => byte ^ changes[i]!);
      });
      const secrets = Array.from({ length: TESTS }, () => 123_456_789n);
      await runShared(createNodes({ links }), [secrets], seeded(4), async (node, [x]) => {
        const shares = decodeElements(node.exportShares(x!));
        const [own, next] = [shares.slice(0, TESTS), shares.slice(TESTS)];
        if (node.node === 0) a = own.map((value, k) => value + next[k]!);
        if (node.node === 1) t = next.map((value) => ~value);
        await node.negative(x!);
      });
      const digits = t.map((value) => Number((BigInt.asUintN(127, value) >> TOP.shift) & BigInt(TOP.values - 1)));
      expect(telling(digits.map((digit, i) => [digit, zeroAmong(lanes, i)])), name).to.be.below(LIMIT);
    }

    // The control: such bits against a lane that takes them for a number.
    const naive = Array.from({ length: TESTS }, (_, i): Answer => {
      const digit = Number(randomBelow(seeded(i % 256).fork(`${i}`), BigInt(TOP.values)));
      return [digit, zeroInNaiveLane(digit, 0xaaaaaaaa, i % 2 === 1)];
    });
    expect(telling(naive)).to.be.above(LIMIT);
  });

  it("learns nothing of who wins, whatever it deals as factors of terms", async () => {
    const size = levelsOf(TESTS)[0]!;
    const groups = TESTS / size;
    const placed = (place: number) => Array.from({ length: TESTS }, (_, i) => (i % size === place ? 1n : 5n));
    const wrong: Readonly<Record<string, (i: number) => readonly number[]>> = {
      "as it should": () => [0, 0, 0],
      "products that are none": () => [0, 0, 7],
      "factors of others": () => [7, 0, 0],
      anything: (i) => [...seeded(i % 256).bytes(3)],
    };
    for (const [name, change] of Object.entries(wrong))
      for (const keys of [placed(0), placed(size - 1)]) {
        const messages: Uint8Array[] = [];
        const links = observeLinks(connectLinks(), ({ node, from, bytes }) => {
          if (node === 0) messages.push(bytes.slice());
          if (node !== 2 || from !== "next" || bytes.length !== 12 * keys.length) return undefined;
          const words = Array.from({ length: keys.length }, (_, i) => change(i).map((word) => [word, 0, 0, 0])).flat(2);
          return bytes.map((byte, i) => byte ^ words[i]!);
        });
        await runShared(createNodes({ links }), [keys], seeded(5), (node, [x]) => node.argmin(x!));
        const [third, fourth] = messages.slice(2) as [Uint8Array, Uint8Array];
        const zero = (i: number) =>
          Array.from({ length: size }, (_, k) => k).some((k) => {
            const at = LANE_BYTES * (size * i + k);
            return Buffer.compare(third.subarray(at, at + LANE_BYTES), fourth.subarray(at, at + LANE_BYTES)) === 0;
          });
        // Of the first of each group, which wins or loses.
        const yes = Array.from({ length: groups }, (_, g) => zero(size * g)).filter(Boolean).length;
        expect(deviationFromUniform([yes, groups - yes]), name).to.be.below(LIMIT);
      }
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
