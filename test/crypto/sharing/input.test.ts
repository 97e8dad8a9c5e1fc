// Shares of outside parties: dealt as seeds and corrections; and numbers read back with the two
// copies of every component compared.
import { createHash } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { fromLittleEndian } from "../../../client/crypto/curve/little-endian.ts";
import { decodeElements, encodeElements } from "../../../client/crypto/sharing/elements.ts";
import { FOUR_HOLDING, THREE_HOLDING } from "../../../client/crypto/sharing/holding.ts";
import {
  type Component,
  digestsBytes,
  type Input,
  inputBytes,
  matchesDigests,
  receiveInput,
  shareInput,
} from "../../../client/crypto/sharing/input.ts";
import { decodeIntegers, encodeIntegers, sumOfChosen } from "../../../client/crypto/sharing/integers.ts";
import { reconstruct } from "../../../client/crypto/sharing/reconstruct.ts";
import { ConcordatError, ProtocolError } from "../../../client/errors.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { dealWords, NODES, seeded } from "../../support/sharing.ts";

const HALF = 1n << 127n;
const element = fc.oneof(fc.constantFrom(-HALF, -1n, 0n, HALF - 1n), fc.bigInt({ min: -HALF, max: HALF - 1n }));

const flipped = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

function failureOf(run: () => unknown): ProtocolError {
  try {
    run();
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

const integer = fc.bigInt({ min: -(1n << 73n), max: 1n << 73n });
const COUNTS = { integers: 3, words: 2, blindings: 2 };
const INPUT: Input = {
  integers: [0n, -1n, (1n << 72n) - 1n],
  words: [-HALF, HALF - 1n],
  blindings: [0n, GROUP_ORDER - 1n],
};

for (const holding of [THREE_HOLDING, FOUR_HOLDING])
  describe(`inputs in shares of ${holding.count} nodes`, function () {
    this.timeout(120_000);
    const nodes = Array.from({ length: holding.count }, (_, index) => index);
    const random = seeded(4 + holding.count);

    /** Every component, from any of its holders. */
    function components({ messages }: ReturnType<typeof shareInput>, counts: typeof COUNTS): Component[] {
      const held = nodes.map((node) => receiveInput(holding, node, messages[node]!, counts));
      return nodes.map((component) => {
        const copies = nodes.flatMap((node) => {
          const place = holding.held(node).indexOf(component);
          return place < 0 ? [] : [held[node]![place]!];
        });
        expect(copies).to.have.length(holding.held(0).length);
        for (const copy of copies) expect(copy).to.deep.equal(copies[0]);
        return copies[0]!;
      });
    }

    const total = (lists: readonly (readonly bigint[])[]) =>
      lists.reduce((sums, list) => sums.map((sum, i) => sum + list[i]!));

    it("add up to what was shared: over the integers, modulo 2^128 and modulo the order of the group", () => {
      fc.assert(
        fc.property(fc.array(integer, { maxLength: 9 }), fc.array(element, { maxLength: 9 }), (integers, words) => {
          const blindings = integers.map((_, i) => (BigInt(i) << 250n) % GROUP_ORDER);
          const counts = { integers: integers.length, words: words.length, blindings: blindings.length };
          const all = components(shareInput(holding, { integers, words, blindings }, random), counts);
          expect(total(all.map((own) => decodeIntegers(own.integers)))).to.deep.equal(integers);
          expect(
            total(all.map((own) => decodeElements(own.words))).map((sum) => BigInt.asIntN(128, sum)),
          ).to.deep.equal(words);
          const sums = total(all.map((own) => fromLittleEndian(own.blindings)));
          expect(sums.map((sum) => sum % GROUP_ORDER)).to.deep.equal(blindings);
        }),
        propertyRuns(30, 63),
      );
    });

    it("are uniform below 2^160 where they come from a seed, and below 2^162 as a correction", () => {
      const all = components(shareInput(holding, INPUT, random), COUNTS);
      for (const [component, own] of all.entries()) {
        const isCorrection = component === holding.correction;
        for (const value of decodeIntegers(own.integers)) {
          expect(value < 1n << 160n && value > -(1n << 162n)).to.equal(true);
          if (!isCorrection) expect(value >= 0n).to.equal(true);
        }
      }
    });

    it("are bound by digests, every byte of them, and to their component", () => {
      const { messages, digests } = shareInput(holding, INPUT, random);
      expect(digests).to.have.length(digestsBytes(holding));
      for (const node of nodes) {
        const bytes = messages[node]!;
        expect(bytes).to.have.length(inputBytes(holding, node, COUNTS));
        expect(matchesDigests(holding, node, bytes, digests)).to.equal(true);
        for (const [at] of bytes.entries())
          expect(matchesDigests(holding, node, flipped(bytes, at), digests)).to.equal(false);
        for (const [at] of digests.entries()) {
          const held = holding.held(node).includes(Math.floor(at / 32));
          expect(matchesDigests(holding, node, bytes, flipped(digests, at))).to.equal(!held);
        }
      }
    });

    it("do not let the node that lacks the correction test guesses of the numbers", () => {
      // It knows all else that goes into the digest.
      const node = nodes.find((index) => holding.held(index)[0] === holding.correction)!;
      const { messages, digests } = shareInput(holding, INPUT, random);
      const rest = 32 * (holding.held(node).length - 1);
      const part = messages[node]!.subarray(0, messages[node]!.length - rest);
      const guesses = [part.subarray(32), part].map((guess) =>
        createHash("sha256")
          .update("concordat/sharing/v2/input")
          .update(Uint8Array.of(holding.count, holding.correction))
          .update(guess)
          .digest("hex"),
      );
      expect(guesses.map((guess) => Buffer.from(digests).toString("hex").includes(guess))).to.deep.equal([false, true]);
      const other = shareInput(holding, INPUT, random).messages[node]!;
      expect(other.subarray(0, 32)).not.to.deep.equal(part.subarray(0, 32));
    });

    it("refuse messages of another length, and blindings beyond the order of the group", () => {
      const { messages } = shareInput(holding, INPUT, random);
      for (const node of nodes) {
        const bytes = messages[node]!;
        for (const wrong of [bytes.subarray(1), new Uint8Array([...bytes, 0]), new Uint8Array(0)])
          expect(failureOf(() => receiveInput(holding, node, wrong, COUNTS)).code).to.equal("MessageLength");
        const place = holding.held(node).indexOf(holding.correction);
        if (place < 0) continue;
        const end = bytes.length - 32 * (holding.held(node).length - 1 - place);
        const above = bytes.slice();
        above.fill(0xff, end - 32, end);
        expect(failureOf(() => receiveInput(holding, node, above, COUNTS)).code).to.equal("NumberOutOfRange");
      }
    });
  });

describe("sums of integers", () => {
  it("are exact, whatever is chosen", () => {
    const wide = fc.bigInt({ min: -(1n << 168n), max: 1n << 168n });
    fc.assert(
      fc.property(fc.array(fc.tuple(wide, fc.nat(1)), { maxLength: 40 }), (numbers) => {
        const chosen = [...numbers.keys()].filter((i) => numbers[i]![1] === 1);
        const expected = numbers.reduce((sum, [value, bit]) => sum + value * BigInt(bit), 0n);
        expect(sumOfChosen(encodeIntegers(numbers.map(([value]) => value)), chosen)).to.equal(expected);
      }),
      propertyRuns(100, 64),
    );
  });
});

describe("outputs in shares", function () {
  this.timeout(120_000);

  const random = seeded(4);
  const sharedBy = (values: readonly bigint[]) =>
    dealWords(THREE_HOLDING, values, random).map(
      (held) => new Uint8Array(Buffer.concat(held.map(({ words }) => words))),
    ) as [Uint8Array, Uint8Array, Uint8Array];

  it("give back what was shared", () => {
    fc.assert(
      fc.property(fc.array(element, { maxLength: 20 }), (values) => {
        expect(reconstruct(sharedBy(values), values.length)).to.deep.equal(values);
        expect(decodeElements(encodeElements(values))).to.deep.equal(values);
      }),
      propertyRuns(50, 63),
    );
  });

  it("refuses a number that an element does not hold", () => {
    for (const value of [HALF, -HALF - 1n])
      expect(() => encodeElements([value]))
        .to.throw(ConcordatError)
        .with.property("code", "NumberOutOfRange");
  });

  it("refuses messages of another length", () => {
    const [first, second, third] = sharedBy([1n]);
    const short = failureOf(() => reconstruct([first, second.subarray(1), third], 1));
    expect([short.code, short.party]).to.deep.equal(["MessageLength", 1]);
  });

  it("names the node whose shares contradict both others'", () => {
    for (const node of NODES) {
      const shares = sharedBy([5n, 6n]);
      shares[node][3]! ^= 1; // its first component
      shares[node][2 * 16 + 20]! ^= 1; // its second
      const failure = failureOf(() => reconstruct(shares, 2));
      expect([failure.code, failure.party]).to.deep.equal(["SharesDiffer", node]);
    }
  });

  it("names nobody when one component differs: either holder may be wrong", () => {
    const shares = sharedBy([5n]);
    shares[1][0]! ^= 1;
    const failure = failureOf(() => reconstruct(shares, 1));
    expect([failure.code, failure.party]).to.deep.equal(["SharesDiffer", undefined]);
  });
});
