// Shares of outside parties: dealt as seeds and corrections, and read back with the two copies of
// every component compared.
import { createHash } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { decodeElements, encodeElements } from "../../../client/crypto/sharing/elements.ts";
import {
  INPUT_DIGESTS_BYTES,
  inputBytes,
  inputDigests,
  matchesDigests,
  receiveInput,
  reconstruct,
  shareInput,
} from "../../../client/crypto/sharing/input.ts";
import { ConcordatError, ProtocolError } from "../../../client/errors.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { NODES, seeded } from "../../support/sharing.ts";

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

describe("inputs and outputs in shares", function () {
  this.timeout(30_000);

  const random = seeded(4);
  const sharedBy = (values: readonly bigint[]) => {
    const messages = shareInput(values, random);
    return NODES.map((node) => receiveInput(node, messages[node], values.length)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
  };

  it("gives back what was shared", () => {
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

  it("are bound by digests, every byte of them, and to their component", () => {
    const messages = shareInput([1n, 2n], random);
    const digests = inputDigests(messages);
    expect(digests).to.have.length(INPUT_DIGESTS_BYTES);
    for (const node of NODES) {
      expect(matchesDigests(node, messages[node], digests)).to.equal(true);
      for (const [at] of messages[node].entries())
        expect(matchesDigests(node, flipped(messages[node], at), digests)).to.equal(false);
      for (const [at] of digests.entries()) {
        const held = [node, (node + 1) % 3].includes(Math.floor(at / 32));
        expect(matchesDigests(node, messages[node], flipped(digests, at))).to.equal(!held);
      }
    }
    // Node 2 has both seeds, so that the correction determines the values; without the salt it
    // cannot test a guess of them.
    const correction = messages[0].subarray(64);
    const guesses = [correction, messages[0].subarray(32)].map((part) =>
      createHash("sha256").update("concordat/sharing/v1/input").update(Uint8Array.of(1)).update(part).digest("hex"),
    );
    expect(guesses.map((guess) => Buffer.from(digests).toString("hex").includes(guess))).to.deep.equal([false, true]);
  });

  it("refuses messages of another length", () => {
    const messages = shareInput([1n, 2n], random);
    for (const node of NODES) {
      expect(messages[node].length).to.equal(inputBytes(node, 2));
      const bytes = messages[node];
      for (const wrong of [bytes.subarray(1), new Uint8Array([...bytes, 0]), new Uint8Array(0)]) {
        expect(failureOf(() => receiveInput(node, wrong, 2)).code).to.equal("MessageLength");
      }
    }
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
